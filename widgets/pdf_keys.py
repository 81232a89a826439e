"""Which keys move the caret of a PDF, by the platform's own customs."""

from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence

from widgets.pdf_caret import Step


@dataclass(frozen=True, slots=True)
class CaretMove:
    """A step of the caret; ``is_far`` for one that needs no place to start from."""

    step: Step
    forward: bool
    selects: bool

    @property
    def is_far(self) -> bool:
        """Whether the step leads to the start or the end of the text."""
        return self.step is Step.TEXT_EDGE


_Key = QKeySequence.StandardKey
_MOVES = {
    _Key.MoveToNextChar: CaretMove(Step.CHARACTER, forward=True, selects=False),
    _Key.MoveToPreviousChar: CaretMove(Step.CHARACTER, forward=False, selects=False),
    _Key.MoveToNextWord: CaretMove(Step.WORD, forward=True, selects=False),
    _Key.MoveToPreviousWord: CaretMove(Step.WORD, forward=False, selects=False),
    _Key.MoveToNextLine: CaretMove(Step.LINE, forward=True, selects=False),
    _Key.MoveToPreviousLine: CaretMove(Step.LINE, forward=False, selects=False),
    _Key.MoveToStartOfLine: CaretMove(Step.LINE_EDGE, forward=False, selects=False),
    _Key.MoveToEndOfLine: CaretMove(Step.LINE_EDGE, forward=True, selects=False),
    _Key.MoveToStartOfDocument: CaretMove(Step.TEXT_EDGE, forward=False, selects=False),
    _Key.MoveToEndOfDocument: CaretMove(Step.TEXT_EDGE, forward=True, selects=False),
    _Key.SelectNextChar: CaretMove(Step.CHARACTER, forward=True, selects=True),
    _Key.SelectPreviousChar: CaretMove(Step.CHARACTER, forward=False, selects=True),
    _Key.SelectNextWord: CaretMove(Step.WORD, forward=True, selects=True),
    _Key.SelectPreviousWord: CaretMove(Step.WORD, forward=False, selects=True),
    _Key.SelectNextLine: CaretMove(Step.LINE, forward=True, selects=True),
    _Key.SelectPreviousLine: CaretMove(Step.LINE, forward=False, selects=True),
    _Key.SelectStartOfLine: CaretMove(Step.LINE_EDGE, forward=False, selects=True),
    _Key.SelectEndOfLine: CaretMove(Step.LINE_EDGE, forward=True, selects=True),
    _Key.SelectStartOfDocument: CaretMove(Step.TEXT_EDGE, forward=False, selects=True),
    _Key.SelectEndOfDocument: CaretMove(Step.TEXT_EDGE, forward=True, selects=True),
}


def caret_move(event: QKeyEvent) -> CaretMove | None:
    """Return the step that a key stands for, or None."""
    return next((move for key, move in _MOVES.items() if event.matches(key)), None)
