"""Fields of a file's part as data, and the form that is made from them: what is typed is a plain dict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from widgets.flow_layout import FlowLayout
from widgets.labels import label
from widgets.theme import px

_LINES = 3
_WIDEST = 520


@dataclass(frozen=True, slots=True)
class Field:
    """A field by its place in the data ("tone.sentence_words.max") and the words over it.

    ``kind`` is "line", "text", "lines" (one a line), "words" (with commas between), "number", "flag", "choice" or
    "checks"; ``options`` are the values of the last two with their words.
    """

    path: str
    caption: str
    kind: str = "line"
    options: Mapping[str, str] | None = None
    note: str = ""


class FieldForm(QWidget):
    """The fields from top to bottom; ``edited`` follows what a person changes, not what ``show_data`` shows."""

    edited = Signal()

    def __init__(self, fields: Sequence[Field], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.fields = tuple(fields)
        self.widgets: dict[str, QWidget] = {}
        self._data: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for field in self.fields:
            self._add(field)
        self._column.addStretch()

    def data(self) -> dict[str, Any]:
        """Return what was shown with what the fields hold now; empty fields are left out."""
        data: dict[str, Any] = _copy(self._data)
        for field in self.fields:
            _put(data, field.path.split("."), _read(field, self.widgets[field.path]))
        return data

    def show_data(self, data: Mapping[str, Any]) -> None:
        """Show the values of the data in the fields."""
        self._data = _copy(data)
        for field in self.fields:
            _show(self.widgets[field.path], _get(data, field.path.split(".")))

    def _add(self, field: Field) -> None:
        made = _MAKERS[field.kind](field)
        made.setMaximumWidth(px(_WIDEST))
        self.widgets[field.path] = made
        for part in [made, *made.findChildren(QCheckBox)]:
            self._listen(part)
        if field.kind != "flag":
            made.setAccessibleName(field.caption)
            self._column.addWidget(label(field.caption, "caption"))
        self._column.addWidget(made)
        if field.note:
            self._column.addWidget(label(field.note, "small", wrap=True))
        self._column.addSpacing(8)

    def _listen(self, part: QWidget) -> None:
        match part:
            case QLineEdit() | QPlainTextEdit():
                part.textChanged.connect(lambda *_: self.edited.emit())
            case QComboBox():
                part.activated.connect(lambda _: self.edited.emit())
            case QCheckBox():
                part.toggled.connect(lambda _: self.edited.emit())


def _line(field: Field) -> QWidget:
    made = QLineEdit()
    if field.kind == "number":
        made.setMaximumWidth(px(120))
    return made


def _text(_: Field) -> QWidget:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * _LINES + px(18))
    return made


def _flag(field: Field) -> QWidget:
    return QCheckBox(field.caption)


def _choice(field: Field) -> QWidget:
    made = QComboBox()
    for value, words in (field.options or {}).items():
        made.addItem(words, value)
    return made


def _checks(field: Field) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=8)
    for value, words in (field.options or {}).items():
        box = QCheckBox(words)
        box.setObjectName(value)
        flow.addWidget(box)
    return holder


_MAKERS = {
    "line": _line,
    "words": _line,
    "number": _line,
    "text": _text,
    "lines": _text,
    "flag": _flag,
    "choice": _choice,
    "checks": _checks,
}


def _read(field: Field, widget: QWidget) -> object:
    """Return the value of a field, None for an empty one."""
    match widget:
        case QLineEdit():
            words = widget.text().strip()
            if field.kind == "words":
                return [one.strip() for one in words.split(",") if one.strip()] or None
            return (_number(words) if field.kind == "number" else words) or None
        case QPlainTextEdit():
            lines = [line.strip() for line in widget.toPlainText().splitlines() if line.strip()]
            return (lines if field.kind == "lines" else widget.toPlainText().strip()) or None
        case QCheckBox():
            return widget.isChecked()
        case QComboBox():
            return widget.currentData() or None
    return [box.objectName() for box in widget.findChildren(QCheckBox) if box.isChecked()] or None


def _show(widget: QWidget, value: object) -> None:
    blockers = [QSignalBlocker(one) for one in (widget, *widget.findChildren(QCheckBox))]
    match widget:
        case QLineEdit():
            words = value if isinstance(value, list) else [value] if value is not None else []
            widget.setText(", ".join(str(one) for one in words))
        case QPlainTextEdit():
            widget.setPlainText("\n".join(value) if isinstance(value, list) else str(value or ""))
        case QCheckBox():
            widget.setChecked(bool(value))
        case QComboBox():
            widget.setCurrentIndex(max(0, widget.findData(value)))
        case _:
            for box in widget.findChildren(QCheckBox):
                box.setChecked(isinstance(value, list) and box.objectName() in value)
    del blockers


def _number(words: str) -> object:
    """Return a whole number, a fraction with a point, or the words as they are for the file's rules to refuse."""
    try:
        return int(words)
    except ValueError:
        pass
    try:
        return float(words.replace(",", "."))
    except ValueError:
        return words


def _get(data: Mapping[str, Any], path: Sequence[str]) -> object:
    value: object = data
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(data: dict[str, Any], path: Sequence[str], value: object) -> None:
    """Put the value in its place; nothing there takes the place away, and what is left empty with it."""
    name, *rest = path
    if rest:
        inner = data.setdefault(name, {})
        _put(inner, rest, value)
        value = inner or None
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value


def _copy(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _copy(value) if isinstance(value, Mapping) else value for name, value in data.items()}
