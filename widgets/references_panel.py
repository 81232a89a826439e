"""The references: counts by verdict, those to look at first, and the evidence for each."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.reference import CheckedReference, Verdict
from app.shell.desk_draft import DeskDraft
from app.shell.items import QUIET, VERDICT_ORDER, ReferenceItem, needs_a_look, words_of
from app.shell.library_online import library_online
from app.shell.session import Session
from widgets.entries import DECIDED, Entry, Group
from widgets.evidence_table import EvidenceTable
from widgets.findings_panel import decision_words
from widgets.item_panel import ItemPanel
from widgets.labels import Button, ElidedLabel, IconLabel, label, rule
from widgets.looks import VERDICT_LOOKS, WAITING_LOOK, notice_look
from widgets.lookup_evidence import LookUpEvidence
from widgets.lookup_line import LookUpLine
from widgets.lookup_words import ONLINE_NOTICES
from widgets.open_card import OpenCard
from widgets.reference_acts import ReferenceActs
from widgets.reference_taught import TaughtLine
from widgets.reference_words import beginning, first_reason, notice_words, reasons_in_words, short_name, verdict_line
from widgets.rejected_notice import RejectedNotice
from widgets.rows import Row

_ROOM = 400  # for how many need a look


class VerdictCounts(QFrame):
    """One line: how many references have each verdict, and how many need a look."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: dict[Verdict, tuple[IconLabel, QWidget]] = {}
        self._summary = ElidedLabel("", "small", most=_ROOM)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(6)
        for verdict in reversed(VERDICT_ORDER):
            look = VERDICT_LOOKS[verdict]
            icon, number = IconLabel(look.icon, look.colour, look.word), label("")
            number.setMinimumWidth(20)
            self._parts[verdict] = (icon, number)
            row.addWidget(icon)
            row.addWidget(number)
        row.addStretch(1)
        row.addWidget(self._summary)

    def show_counts(self, opened: DeskDraft, has_lists: bool) -> None:
        """Show the counts of a draft; without a list to check against, only how many there are."""
        counts, total = opened.verdict_counts(), len(opened.references)
        for verdict, (icon, number) in self._parts.items():
            number.setText(f"{counts[verdict]}")  # type: ignore[attr-defined]
            word = f"{counts[verdict]} {VERDICT_LOOKS[verdict].word}"
            number.setAccessibleName(word)
            number.setToolTip(word)
            icon.setVisible(has_lists and counts[verdict] > 0)
            number.setVisible(has_lists and counts[verdict] > 0)
        looks = len(opened.to_look_at())
        self._summary.show_text(
            f"{looks:,} of {total:,} need a look" if opened.judged and has_lists else f"{total:,} found"
        )


class ReferencesPanel(ItemPanel):
    """Lists the references of the open draft."""

    name = "References"
    folded_at_first = ("decided", "verified")
    groupings: ClassVar = {
        "": "State",
        "verdict": "Verdict",
        "notice": "Notice",
        "origin": "Place",
        "online": "Online answer",
    }
    dismiss_requested = Signal(str)
    edit_requested = Signal(str)
    add_sources_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.acts = ReferenceActs(session, self)
        self.counts = VerdictCounts(self)
        self.invitation = self._invite()
        self.rejected = RejectedNotice(self)
        self.lookups = LookUpLine(library_online(session), self)
        line = rule("h")
        for place, part in enumerate((self.counts, line, self.invitation, self.rejected, self.lookups)):
            self.column.insertWidget(place + 1, part)
        self._rule = line
        session.references_changed.connect(self.refresh)
        session.sources_changed.connect(self.refresh)
        session.draft_opened.connect(self.lookups.forget)

    @property
    def count(self) -> int | None:
        """Number of references, None without a draft."""
        return len(self.opened.references) if self.opened is not None else None

    def refresh(self) -> None:
        """Show the references, and the invitation to add a list when there is none."""
        super().refresh()
        opened = self.opened
        has_references = opened is not None and bool(opened.references)
        for part in (self.counts, self._rule):
            part.setVisible(has_references)
        self.invitation.setVisible(has_references and not self.session.source_lists)
        if opened is None:
            self.rejected.hide()
        else:
            self.rejected.show_rejected(opened.rejected, opened.left_out)
            self.counts.show_counts(opened, self._has_judged(opened))
        self.lookups.refresh()

    def entries(self, opened: DeskDraft) -> list[Entry]:
        """Return the references: what needs a look first, the gravest of it at the top."""
        entries = [self._entry(opened, item) for item in opened.reference_items()]
        gravest = {verdict: place for place, verdict in enumerate(VERDICT_ORDER)}
        items = {item.key: item for item in opened.reference_items()}

        def rank(entry: Entry) -> int:
            verdict = items[entry.row.key].verdict
            return gravest[verdict] if verdict is not None and entry.groups[""].name == "look" else 0

        return entries if self.view.grouping else sorted(entries, key=rank)

    def entry_of(self, opened: DeskDraft, key: str) -> Entry | None:
        """Return the entry of a reference."""
        item = opened.reference(key)
        return self._entry(opened, item) if item is not None else None

    def _entry(self, opened: DeskDraft, item: ReferenceItem) -> Entry:
        groups = {"": self._group(opened, item), "origin": _origin(item)}
        if item.verdict is not None:
            order = VERDICT_ORDER.index(item.verdict)
            groups["verdict"] = Group(order, f"verdict:{item.verdict}", VERDICT_LOOKS[item.verdict].word)
        if item.online is not None:
            groups["online"] = Group(0, "online:asked", "Looked up online")
        if item.checked is not None and item.checked.judgement.notices:
            kind = item.checked.judgement.notices[0].kind
            groups["notice"] = Group(0, f"notice:{kind}", notice_look(kind).word)
        shown_in = groups.get(self.view.grouping)
        return Entry(_row(item, shown_in.title if shown_in is not None else ""), groups, item.key in opened.decisions)

    def card(self, opened: DeskDraft, key: str) -> QWidget:
        """Return the open row: the reference as printed, the evidence, and what can be done."""
        item = opened.reference(key)
        assert item is not None
        if item.checked is None:
            card = OpenCard(WAITING_LOOK, WAITING_LOOK.word, item.place)
            card.add_text(beginning(item.reference.raw), "quote")
            return card
        card = self._evidence(item, item.checked)
        decision = opened.decisions.get(key)
        if decision is None:
            card.add_buttons(self._choices(key))
        else:
            card.add_text(decision_words(decision), "small")
            back = Button("Take back")
            back.clicked.connect(lambda: self.session.review.take_back(key))
            card.add_buttons([back])
        card.add_buttons(self.acts.buttons(item.checked))
        self._say_where_from(card, item)
        return card

    def explain(self, opened: DeskDraft) -> None:
        """Say why there are no references."""
        if opened.is_checking:
            self.empty.say("library", "Looking for references", "They appear here when the writing has been checked.")
        elif opened.stopped:
            text = "The references were not reached."
            self.empty.say("library", "Checking was stopped", text, "Check again", self.session.recheck)
        else:
            text = "No bibliography, no notes with sources and no links to works were found in this draft."
            self.empty.say("library", "No references", text)

    def _has_judged(self, opened: DeskDraft) -> bool:
        """Whether there is something to judge by: a list, or answers from online."""
        return bool(self.session.source_lists or opened.online)

    def _group(self, opened: DeskDraft, item: ReferenceItem) -> Group:
        if not self._has_judged(opened):
            return Group(0, "found", "Found in the draft")
        if item.key in opened.decisions:
            return DECIDED
        if item.checked is None:
            return Group(1, "waiting", "Not checked" if opened.stopped else "Waiting")
        if item.verdict is Verdict.UNVERIFIABLE and all(one.kind in QUIET for one in item.checked.judgement.notices):
            return Group(2, "unchecked", "Could not check")
        return Group(0, "look", "Look at these") if needs_a_look(item) else Group(3, "verified", "Verified")

    def _evidence(self, item: ReferenceItem, checked: CheckedReference) -> OpenCard:
        judgement = checked.judgement
        look = VERDICT_LOOKS[judgement.verdict]
        card = OpenCard(look, look.word, item.place)
        card.add_text(beginning(item.reference.raw), "quote")
        for sentence in reasons_in_words(judgement):
            card.add_text(sentence)
        for notice in judgement.notices:
            if notice.kind not in ONLINE_NOTICES:
                card.add_notice(notice_look(notice.kind), notice_words(notice))
        if judgement.fields and judgement.record is not None:
            card.column.addWidget(EvidenceTable(judgement, self.list.viewport().width()))
        if item.online is not None:
            evidence = LookUpEvidence(item.online)
            evidence.open_requested.connect(self.acts.open_at)
            card.column.addWidget(evidence)
        return card

    def _say_where_from(self, card: OpenCard, item: ReferenceItem) -> None:
        checked = item.checked
        assert checked is not None
        record, words = checked.judgement.record, self._provenance(checked, asked=item.online is not None)
        if record is None or all(one.library != record.library for one in self.session.source_lists):
            card.add_text(words, "small")
        else:
            line = TaughtLine(self.session, record, words)
            line.back_requested.connect(self.acts.take_back)
            card.column.addWidget(line)

    def _choices(self, key: str) -> list[Button]:
        opened = self.opened
        item = opened.reference(key) if opened is not None else None
        wanted = item is not None and needs_a_look(item)  # nothing is asked of a reference that is verified
        accept, edit, dismiss = (
            Button("Accept as comment", "A", "primary" if wanted else ""),
            Button("Edit", "F2"),
            Button("Dismiss", "X"),
        )
        edit.setToolTip("Accept it and put it in your own words")
        accept.clicked.connect(lambda: self.session.review.accept(key))
        edit.clicked.connect(lambda: self.edit_requested.emit(key))
        dismiss.clicked.connect(lambda: self.dismiss_requested.emit(key))
        return [accept, edit, dismiss]

    def _provenance(self, checked: CheckedReference, *, asked: bool) -> str:
        lists, record = self.session.source_lists, checked.judgement.record
        never = "" if asked else " No online look-up."
        if record is not None and asked and all(one.name != record.library for one in lists):
            return f"Record {record.id} at {record.library}."
        if not lists:
            return ""
        opened = self.session.draft
        size = f", {opened.source_records:,} records" if opened is not None and opened.source_records else ""
        if record is not None:
            return f"Record {record.id} in {record.library}.{never}"
        kind = "complete" if all(one.complete for one in lists) else "partial"
        names = ", ".join(one.name for one in lists)
        which = f"a {kind} list" if len(lists) == 1 else f"all {kind} lists"
        return f"Checked against {names}{size}, {which}.{never}"

    def _invite(self) -> QFrame:
        box = QFrame(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        text = "Nothing to check them against yet. Add a list of works your team trusts."
        row.addWidget(label(text, "muted", wrap=True), 1)
        add = Button("Add a source list…")
        add.clicked.connect(self.add_sources_requested)
        row.addWidget(add)
        return box


def _row(item: ReferenceItem, group: str = "") -> Row:
    """Return the row of a reference; a verdict that the head of its group says already stands there alone."""
    reference = item.reference
    name = short_name(reference.parsed, reference.raw)
    if item.checked is None:
        return Row(
            item.key,
            name,
            beginning(" ".join(reference.raw.split())),
            item.place,
            WAITING_LOOK.icon,
            "ink2",
            quoted=True,
        )
    look = VERDICT_LOOKS[item.checked.judgement.verdict]
    judgement = item.checked.judgement
    if "no-list" in judgement.reasons:
        first = judgement.notices[0] if judgement.notices else None
        detail = notice_words(first) if first is not None else beginning(" ".join(reference.raw.split()))
        return Row(item.key, name, detail, item.place, look.icon, look.colour, look.word, quoted=first is None)
    says_it = group == judgement.verdict.shown_as
    detail = first_reason(judgement) if says_it else verdict_line(item.checked)
    return Row(item.key, name, detail, item.place, look.icon, look.colour, look.word)


def _origin(item: ReferenceItem) -> Group:
    names = ("bibliography", "footnote", "endnote", "link", "text")
    origin = item.reference.origin
    order = names.index(origin) if origin in names else len(names)
    return Group(order, f"origin:{origin}", words_of(origin or "text"))
