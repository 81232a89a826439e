"""What a person does at a desktop: each act goes through the product's services with values that a screen showed."""

from collections import defaultdict
from dataclasses import replace

from app.domain.errors import NotFoundError
from app.domain.feedback import Letter, Phrase, Reply
from app.domain.review import CommentKind
from app.services import assignments, letters, phrases, reading_feedback, releasing, reviewing, submitting
from app.services.letters import Part
from app.services.released import thaw
from app.services.submitting import Disclosure
from tests.evaluations.sync_faults.bugs import OF_DELETIONS, ON_ONE_COMMENT
from tests.store.making import make_document

MOST_DRAFTS, MOST_COMMENTS, MOST_PHRASES, MOST_REPLIES = 4, 14, 5, 12
BIG_BYTES = 2_500_000
REFRESH = 0.25
"""How often the screen is read anew before an act; after an act of one's own it always is."""
COMMENT_FIELDS = ("body", "why", "good", "suggestion")


def _parts(letter):
    return {one.value: getattr(letter, one.value) for one in Part}


class Person:
    """Somebody at a desktop, with what is on their screen."""

    def __init__(self, parts, start):
        self.workspace, self.lane, self.chance = parts.workspace, parts.lane, parts.chance
        self.journal, self.points = parts.journal, parts.points
        self.name, self.number = f"{start.desktop.name}-{start.generation}", 0
        self.deletions = 5 if start.mutant in OF_DELETIONS else 1
        self.most_drafts, self.most_comments, self.refresh = MOST_DRAFTS, MOST_COMMENTS, REFRESH
        if start.mutant in ON_ONE_COMMENT:
            self.most_drafts, self.most_comments, self.refresh = 1, 1, 0.05
        self.acts = getattr(self, f"_{start.desktop.role}_acts")()
        self.draft, self.shown = None, {}

    def _mentor_acts(self):
        return (
            [self.comment] * 4
            + [self.edit_comment] * 8
            + [self.explain] * 5
            + [self.delete_comment] * self.deletions
            + [self.letter] * 3
            + [self.release]
            + [self.dismiss]
            + [self.add_phrase, self.edit_phrase]
            + [self.reply, self.edit_reply]
        )

    def _mentee_acts(self):
        return [self.hand_in] + [self.reply] * 3 + [self.edit_reply] * 4 + [self.reflect] * 3 + [self.second_look]

    def _lead_acts(self):
        return [self.assignment, *[self.edit_assignment] * 4, self.add_phrase, self.edit_phrase]

    def do_something(self):
        if not self.shown or self.chance.random() < self.refresh:
            self.look()
        act = self.chance.choice(self.acts)
        if self.hand_in in self.acts and self.draft is None:
            act = self.hand_in  # the others wait for it
        act()

    def look(self):
        """Read the screen: another draft, or the same one again."""
        with self.lane:
            drafts = self.workspace.drafts()
            self.draft = self.chance.choice(drafts) if drafts else None
            self._read()

    def _read(self):
        store, draft = self.workspace, self.draft
        self.shown = {
            "phrases": [one for one in phrases.phrases(store) if one.author_id == store.me()],
            "assignments": assignments.assignments(store),
        }
        if draft is not None:
            me = store.me()
            comments, _ = reviewing.kept_review(store, draft.id)
            threads = reading_feedback.threads(store, draft.id)
            self.shown |= {
                "comments": [one for one in comments if one.author_id == me],
                "letter": letters.my_letter(store, draft.id),
                "letters": self._letters(draft),
                "feedback": [one for said in reading_feedback.read(store, draft.id) for one in said.comments],
                "replies": [one for thread in threads.values() for one in thread if one.author_id == me],
                "reflection": reading_feedback.reflection(store, draft.id),
            }

    def value(self):
        self.number += 1
        return f"{self.name}-{self.number}"

    def pick(self, what):
        found = self.shown.get(what) or ()
        return self.chance.choice(list(found)) if found else None

    def change(self, kind, row_id, fields, shown, act):
        """Tell of a change, make it in the lane, tell that it was kept, and show what is kept now.

        ``row_id`` is None for a new row: the act returns it.
        """
        told = [kind, row_id, fields, shown]
        self.journal.tell("try", *told)
        with self.lane:
            try:
                made = act()
            except NotFoundError:
                return  # what the screen showed is gone
            self.points.hit("kept and not told")
            self.journal.tell("kept", kind, row_id or made.id, fields, shown)
            try:
                self._read()
            except NotFoundError:
                self.shown = {}

    # a mentor

    def comment(self):
        if self.draft is None or len(self.shown.get("comments", ())) >= self.most_comments:
            return
        draft, body = self.draft, self.value()
        kind = self.chance.choice(list(CommentKind))
        if self.chance.random() < 0.5:
            document = make_document()
            self.change(
                "comment",
                None,
                {"body": body},
                {},
                lambda: reviewing.comment_on(self.workspace, draft, document, 0, 7, kind, body),
            )
        else:
            self.change(
                "comment",
                None,
                {"body": body},
                {},
                lambda: reviewing.comment_on_draft(self.workspace, draft, kind, body),
            )

    def edit_comment(self):
        if comment := self.pick("comments"):
            body = self.value()
            act = lambda: reviewing.edit_comment(self.workspace, comment, body)  # noqa: E731 one of many
            self.change("comment", comment.id, {"body": body}, {"body": comment.body}, act)

    def explain(self):
        if comment := self.pick("comments"):
            name, words = self.chance.choice(COMMENT_FIELDS[1:]), self.value()
            act = lambda: reviewing.explain_comment(self.workspace, comment, **{name: words})  # noqa: E731
            self.change("comment", comment.id, {name: words}, {name: getattr(comment, name)}, act)

    def delete_comment(self):
        if comment := self.pick("comments"):
            shown = {name: getattr(comment, name) for name in COMMENT_FIELDS}
            act = lambda: reviewing.delete_comment(self.workspace, comment)  # noqa: E731
            self.change("comment", comment.id, {"deleted": True}, shown, act)

    def letter(self):
        if self.draft is None:
            return
        letter, part, words = self.shown["letter"], self.chance.choice(list(Part)), self.value()
        shown = _parts(letter)
        self._tell_joined(self.shown["letters"], defaultdict(lambda: shown), letter.id)
        act = lambda: letters.write(self.workspace, letter, part, words)  # noqa: E731
        self.change("letter", letter.id, {part.value: words}, shown, act)

    def _letters(self, draft):
        return self.workspace.records(Letter, draft_id=draft.id, author_id=self.workspace.me())

    def _tell_joined(self, begun, shown, kept_id):
        """Tell that of the letters begun on two desktops one will say what all do, and the others go."""
        for one in begun:
            if one.id != kept_id:
                self.journal.tell("try", "letter", one.id, {"deleted": True}, shown[one.id])

    def release(self):
        if self.draft is None or not self.shown.get("comments"):
            return
        draft = self.draft
        self.journal.tell("try", "release", draft.id, {}, {})
        with self.lane:
            begun = self._letters(draft)
            self._tell_joined(begun, {one.id: _parts(one) for one in begun}, begun[0].id if begun else "")
            (made,) = releasing.release(self.workspace, [draft.id])
            said = thaw(made)
            words = [(part, text) for one in begun for part, text in _parts(one).items() if text]
            if any(said.letter is None or text not in getattr(said.letter, part) for part, text in words):
                self.journal.tell("bug", f"the release {made.id} lacks words of letters that two desktops began")
            items = {one.id: {name: getattr(one, name) for name in COMMENT_FIELDS} for one in said.comments}
            if said.letter:
                items[said.letter.id] = _parts(said.letter)
            self.journal.tell("released", made.id, draft.id, items)
            self._read()

    def dismiss(self):
        if self.draft is None:
            return
        draft, reason, key = self.draft, self.value(), f"vague@{self.chance.randrange(5)}:x"
        act = lambda: reviewing.dismiss(self.workspace, draft, key, reason)  # noqa: E731
        with self.lane:  # what it shows is what it finds
            mine = [one for one in self.workspace.decisions(draft.id) if one.finding == key][-1:]
            known, shown = (mine[0].id, {"reason": mine[0].reason}) if mine else (None, {})
            self.change("own_decision", known, {"reason": reason}, shown, act)

    # everybody

    def add_phrase(self):
        if len(self.shown["phrases"]) < MOST_PHRASES:
            body = self.value()
            act = lambda: phrases.add_phrase(self.workspace, CommentKind.PRAISE, body)  # noqa: E731
            self.change("phrase", None, {"body": body}, {}, act)

    def edit_phrase(self):
        if phrase := self.pick("phrases"):
            self._edit("phrase", phrase, "body", phrases.edit_phrase)

    def _edit(self, kind, value: Phrase | Letter | Reply, name, act):
        words = self.value()
        edited = replace(value, **{name: words})
        self.change(kind, value.id, {name: words}, {name: getattr(value, name)}, lambda: act(self.workspace, edited))

    def reply(self):
        if (comment := self.pick("feedback")) and len(self.shown["replies"]) < MOST_REPLIES:
            body = self.value()
            act = lambda: reading_feedback.reply(self.workspace, self.draft.id, comment.id, body)  # noqa: E731
            self.change("reply", None, {"body": body}, {}, act)

    def edit_reply(self):
        if reply := self.pick("replies"):
            body = self.value()
            act = lambda: reading_feedback.edit_reply(self.workspace, reply, body)  # noqa: E731
            self.change("reply", reply.id, {"body": body}, {"body": reply.body}, act)

    # a mentee

    def hand_in(self):
        if len(self.workspace.drafts()) >= self.most_drafts:
            return
        name, store = self.value(), self.workspace
        is_big = self.chance.random() < 0.3
        text = f"{name}. Studies show that tea is good.\n" + ("All of it. " * (BIG_BYTES // 11) if is_big else "")
        data = text.encode()

        def act():
            work = submitting.new_work(store, name, store.me())
            document = make_document(text[:60], data=data)
            opened = reviewing.open_draft(store, store.path / f"{name}.txt", data, document, work.id)
            return submitting.hand_in(store, opened.draft.id, Disclosure(sections=name))

        self.change("submission", None, {"sections": name}, {}, act)
        self.look()

    def reflect(self):
        if self.draft is None or not self.shown.get("feedback"):
            return
        draft, known, words = self.draft, self.shown["reflection"], self.value()
        names = ("did", "happened", "next_time")
        said = {name: getattr(known, name) if known else "" for name in names}
        changed = self.chance.choice(names)
        act = lambda: reading_feedback.reflect(self.workspace, draft.id, **(said | {changed: words}))  # noqa: E731
        self.change("reflection", known and known.id, {changed: words}, {changed: said[changed]}, act)

    def second_look(self):
        if self.draft is None or not self.shown.get("feedback"):
            return
        draft, words = self.draft, self.value()
        act = lambda: reading_feedback.ask_second_look(self.workspace, draft.id, words)  # noqa: E731
        self.change("mark", None, {"words": words}, {}, act)

    # a lead

    def assignment(self):
        team = self.workspace.directory().teams
        if team and len(self.shown["assignments"]) < MOST_PHRASES:
            title = self.value()
            act = lambda: assignments.new_assignment(self.workspace, title, team[0].id)  # noqa: E731
            self.change("assignment", None, {"title": title}, {}, act)

    def edit_assignment(self):
        mine = [one for one in self.shown["assignments"] if one.author_id == self.workspace.me()]
        if mine:
            name = self.chance.choice(["title", "brief"])
            self._edit("assignment", self.chance.choice(mine), name, assignments.edit_assignment)
