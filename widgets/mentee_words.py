"""Where work stands and when, in words: one place for the list, the cards and the titles of the mentee's side."""

from datetime import datetime

from app.domain.deliverable import Assignment, WorkState
from app.shell.mine import WorkLine, is_late
from widgets.looks import Look
from widgets.rows import Row

STATE_LOOKS = {
    WorkState.DRAFTING: Look("Drafting", "pencil-line", "ink2"),
    WorkState.SUBMITTED: Look("Handed in", "send", "ink2"),
    WorkState.IN_REVIEW: Look("In review", "eye", "ink2"),
    WorkState.RETURNED: Look("Returned", "message-square", "accent"),
    WorkState.ACCEPTED: Look("Accepted", "check", "ink2"),
}
_NEW_LOOK = Look("New feedback", "message-square", "accent")
ASKED_LOOK = Look("Not begun", "file-plus-corner", "ink2")
GROUPS = ("Waiting for you", "Asked of you", "With your mentor", "Accepted")


def day(when_ms: int) -> str:
    """Return a day as it is written in a letter: 16 October, with the year when it is another one."""
    then = datetime.fromtimestamp(when_ms / 1000).astimezone()
    year = f" {then.year}" if then.year != datetime.now().astimezone().year else ""
    return f"{then.day} {then:%B}{year}"


def due_words(due_ms: int | None, is_done: bool = False) -> str:
    """Return when something is due, or that it is late."""
    if due_ms is None or is_done:
        return ""
    return f"late, was due {day(due_ms)}" if is_late(due_ms) else f"due {day(due_ms)}"


def is_done(line: WorkLine) -> bool:
    """Whether nothing is due from its author any more: a draft was handed in."""
    return line.work.state is not WorkState.DRAFTING


def group_of(line: WorkLine) -> str:
    """Return under which head a work stands: who has to do something next."""
    if line.is_new or line.can_hand_in or line.newest is None or line.work.state is WorkState.RETURNED:
        return GROUPS[0]
    return GROUPS[3] if line.work.state is WorkState.ACCEPTED else GROUPS[2]


def look_of_work(line: WorkLine) -> Look:
    """Return how a work looks, and the word for where it stands."""
    if line.can_hand_in:
        return STATE_LOOKS[WorkState.DRAFTING]
    return _NEW_LOOK if line.is_new_on_earlier else STATE_LOOKS[line.work.state]


def state_sentence(line: WorkLine) -> str:
    """Say where a work stands, and which earlier draft has feedback that was not read."""
    news = f"New feedback on draft {line.feedback_number}. " if line.is_new_on_earlier else ""
    return f"{news}{_newest_sentence(line)}"


def _newest_sentence(line: WorkLine) -> str:
    work, draft = line.work, line.newest
    if draft is None:
        return "No draft yet"
    if line.can_hand_in:
        before = f", draft {work.number} {_short_state(line)}" if work.state is not WorkState.DRAFTING else ""
        return f"Draft {draft.number} is not handed in{before}"
    return f"Draft {work.number} {_short_state(line)}"


def _short_state(line: WorkLine) -> str:
    who = " and ".join(line.reviewers)
    match line.work.state:
        case WorkState.SUBMITTED:
            return f"handed in {day(line.work.submitted_ms)}" if line.work.submitted_ms else "handed in"
        case WorkState.IN_REVIEW:
            return f"is with {who}" if who else "is in review"
        case WorkState.RETURNED:
            return f"came back from {who}" if who else "came back"
        case WorkState.ACCEPTED:
            return f"accepted by {who}" if who else "accepted"
        case _:
            return "is private to you"


def work_row(line: WorkLine) -> Row:
    """Return a work as a row of the list."""
    look = look_of_work(line)
    is_told = line.is_new_on_earlier  # by the sentence
    place = "new feedback" if line.is_new and not is_told else due_words(line.work.due_ms, is_done(line))
    title = line.work.deliverable.title
    return Row(
        line.work.deliverable.id,
        title,
        state_sentence(line),
        place,
        look.icon,
        "accent" if line.is_new else look.colour,
        look.word,
        strong=line.is_new,
    )


def asked_row(asked: Assignment) -> Row:
    """Return something that was asked for and is not begun as a row of the list."""
    look = ASKED_LOOK
    return Row(f"asked:{asked.id}", asked.title, look.word, due_words(asked.due_ms), look.icon, look.colour, look.word)
