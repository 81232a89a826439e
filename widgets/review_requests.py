"""What is asked of annotations, queue and versions: one place that joins these parts to the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.shell.around import surroundings
from app.shell.comparing import Beside, Comparing
from app.shell.next_draft import NextDraft
from widgets.compare_bar import CompareBar
from widgets.disclosure_card import DisclosureDialog
from widgets.version_question import VersionQuestion

if TYPE_CHECKING:
    from app.domain.review import Draft
    from app.shell.desk_draft import DeskDraft
    from widgets.compare_view import CompareView
    from widgets.window_frame import WindowParts

_STATES = {"drafting": "Drafting", "submitted": "Handed in", "in_review": "In review"}


class ReviewRequests(QObject):
    """Lives as long as the window; ``by_name`` are its actions."""

    def __init__(self, window: "WindowParts") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._around = surroundings(window.session)
        self._comparing = Comparing(window.session, self)
        self._show_of = ""
        self._sent = ("", 0)
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.timeout.connect(self._show_marks)
        self.view: CompareView | None = None
        self.bar = CompareBar(window.desk.header)
        window.desk.header.add_compare(self.bar)
        self.question = VersionQuestion(window.desk)
        window.desk.add_notice(self.question)
        self._next = NextDraft(window.session, self)
        self._connect()

    def by_name(self) -> dict[str, Callable[[], object]]:
        """Return what to call for each action of this part."""
        return {
            "compare": self.toggle_compare,
            "next_change": lambda: self.step_change(1),
            "previous_change": lambda: self.step_change(-1),
            "use_phrase": self.use_phrase,
            "add_phrase": self.add_phrase,
            "comment_more": self._window.panels.comments.unfold,
            "show_original": self.show_original,
            "place_comment": self.place_comment,
            "accept_rule": self.accept_rule,
            "show_disclosure": self.show_disclosure,
            "next_draft": self.next_unreviewed,
        }

    # comparing

    def toggle_compare(self) -> None:
        """Show the draft beside the one before, or alone again."""
        opened = self._session.draft
        if opened is None:
            return
        if self.view is not None:
            self._read_alone(opened)
        else:
            self._start(opened)

    def step_change(self, by: int) -> None:
        """Go to the next change; the first time, begin to compare."""
        if self.view is None:
            self.toggle_compare()
            return
        self.view.step_change(by)
        self.bar.show_change(self.view.change_words, self.view.change_kind)
        self._window.desk.header.give_way()
        self._window.status_line.say(
            f"{self.view.change_words}: {self.view.change_kind}." if self.view.change_kind else ""
        )

    def show_original(self, comment_id: str = "") -> None:
        """Show where a comment was made, on its draft beside this one."""
        opened, here = self._session.draft, self._around.here
        item = opened.comment(comment_id or self._session.current or "") if opened is not None else None
        if opened is None or item is None or item.comment.anchor is None:
            return
        if item.comment.draft_id == opened.draft.id:
            self._window.status_line.say("This comment was made on this draft.")
        elif self.view is None or not self.view.show_before(item.key):
            self._show_of = item.key
            self._start(opened, here.drafts.get(item.comment.draft_id) if here is not None else None)

    def _start(self, opened: "DeskDraft", earlier: "Draft | None" = None) -> None:
        self._window.status_line.say("Comparing …")
        self._comparing.start(opened, earlier)

    def _show(self, beside: Beside) -> None:
        from widgets.compare_view import CompareView

        opened, window = self._session.draft, self._window
        if opened is None or not window.desk.shows_draft:
            return
        place = window.desk.view.place() if window.desk.view is not None else 0
        self.view = CompareView(opened, beside)
        window.desk.show_draft(opened, self.view)
        self._tell_marks()
        self.view.reveal(place, place + 1) if place else None
        if self._show_of:
            self.view.show_before(self._show_of)
            self._show_of = ""
        self.bar.show_change(self.view.change_words)
        window.desk.header.give_way()
        self._tell_around()
        window.status_line.say(_told(beside, opened))
        window.desk.focus_draft()

    def _read_alone(self, opened: "DeskDraft") -> None:
        place = self.view.place() if self.view is not None else 0
        self._forget()
        self._window.desk.show_draft(opened)
        self._tell_around()
        self._tell_marks()
        if place and self._window.desk.view is not None:
            self._window.desk.view.reveal(place, place + 1)
        self._window.status_line.say("")
        self._window.desk.focus_draft()

    def _tell_marks(self) -> None:
        self._marking.start()

    def _show_marks(self) -> None:
        from widgets.text_marks import marks_of

        if self._session.draft is not None:
            self._window.desk.set_marks(marks_of(self._session.draft))
            self._window.desk.show_current(self._session.current, None)

    def _forget(self, _: object = None) -> None:
        self._comparing.stop()
        if self.view is not None:
            self._window.status_line.say("")
        self.view, self._show_of = None, ""
        self.bar.show_change("")
        self._window.desk.header.give_way()

    def _refuse(self, sentence: str) -> None:
        self.bar.show_change("")
        self._window.status_line.say(sentence)

    # comments

    def place_comment(self, comment_id: str = "") -> None:
        """Put a comment that lost its place on the selection."""
        key, span = comment_id or self._session.current or "", self._window.desk.selection()
        if span is None:
            self._window.status_line.say("Select the words that the comment belongs to, then ask again.")
        elif key:
            self._session.review.place(key, span)

    def accept_rule(self) -> None:
        """Make a comment of every open finding of the current one's check."""
        self._window.panels.take_offered()
        opened, current = self._session.draft, self._session.current
        item = opened.finding(current) if opened is not None and current else None
        if opened is not None and item is not None:
            keys = [one.key for one in opened.open_findings() if one.finding.check == item.finding.check]
            self._session.review.accept_all(keys)

    def use_phrase(self) -> None:
        """Choose from the comment library; it goes on the selection, else into the current comment or finding."""
        from widgets.phrase_picker import PhrasePicker

        window, session = self._window, self._session
        window.panels.flush()
        span, current = window.desk.selection(), session.current or window.panels.offered
        picker = PhrasePicker(session, window)
        chosen = picker.chosen if picker.exec() else None
        picker.deleteLater()
        if chosen is not None and session.draft is not None:
            window.panels.show_tab("comments")
            session.review.use_phrase(chosen, span, "" if span is not None else current)
            if window.desk.view is not None:
                window.desk.view.clear_selection()

    def add_phrase(self) -> None:
        """Add the current comment to one's own library."""
        self._window.panels.flush()
        if self._session.current:
            self._session.review.add_to_library(self._session.current)

    # the work around the draft

    def next_unreviewed(self) -> None:
        """Open the next draft that nobody has begun to review."""
        if not self._window.sidebar.next_unreviewed():
            self._window.status_line.say("Nothing else waits for a review.")

    def show_disclosure(self) -> None:
        """Show what the author says about AI use."""
        here = self._around.here
        if here is None or here.submission is None:
            self._window.status_line.say("Nothing was said about AI use: this draft was not handed in.")
            return
        dialog = DisclosureDialog(here, self._window)
        dialog.exec()
        dialog.deleteLater()

    def _tell_around(self) -> None:
        here = self._around.here
        if here is None or self._session.draft is None:
            return
        number, state = here.number_of(here.draft_id), here.state
        words = [here.mentee, f"Draft {number}" if number else "", _STATES.get(state, state.title()) if state else ""]
        self._window.desk.header.show_work([one for one in words if one], bool(here.submission))

    def _note_sent(self) -> None:
        """Read the queue again once feedback on the draft on the desk was sent."""
        scores, opened = self._window.panels.rubric.desk.scores, self._session.draft
        if scores is None or opened is None:
            return
        before, self._sent = self._sent, (opened.draft.id, len(scores.releases))
        if before[0] == self._sent[0] and before != self._sent:
            self._window.sidebar.queue.refresh()
            self._around.refresh()

    def _connect(self) -> None:
        session, panels, say = self._session, self._window.panels, self._window.status_line.say
        self._comparing.ready.connect(self._show)
        self._comparing.refused.connect(self._refuse)
        self.bar.toggled.connect(lambda _: self.toggle_compare())
        self.bar.step_requested.connect(self.step_change)
        session.draft_opening.connect(self._forget)
        session.draft_opened.connect(self._forget)
        session.person_changed.connect(self._forget)
        self._around.changed.connect(self._tell_around)
        self._window.desk.header.disclosure_requested.connect(self.show_disclosure)
        panels.rubric.desk.changed.connect(self._note_sent)
        panels.comments.original_requested.connect(self.show_original)
        panels.comments.place_requested.connect(self.place_comment)
        session.review.accepted.connect(lambda count: say(_accepted(count), "Undo" if count else "", self._window.undo))
        session.review.library_changed.connect(lambda: say("Added to your comment library. Q puts it in."))
        self._next.asked.connect(self.question.ask)
        self.question.answered.connect(self._next.answer)
        session.draft_opening.connect(self.question.put_away)


def _accepted(count: int) -> str:
    return f"{count:,} finding{'s' if count > 1 else ''} accepted as comments." if count else "All are decided already."


def _told(beside: Beside, opened: "DeskDraft") -> str:
    """Say what comparing gave, in one line."""
    if beside.comparison.is_other_document:
        return f"This draft has next to no words in common with draft {beside.draft.number}: it is another text."
    said = []
    if beside.findings is not None:
        found = beside.findings
        said.append(f"Findings: {len(found.fixed)} fixed, {len(found.still_there)} still there, {len(found.new)} new.")
    orphans = sum(1 for one in opened.comments if one.anchor is not None and one.anchor.is_orphan and not one.resolved)
    if orphans:
        said.append(f"{orphans} comment{'s' if orphans > 1 else ''} lost {'their' if orphans > 1 else 'its'} place.")
    return " ".join(said)


def review_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for the actions of this part, by their names."""
    return ReviewRequests(window).by_name()
