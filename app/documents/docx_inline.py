"""Walk what stands inside a paragraph of a DOCX file: runs, links, fields, tracked changes, notes, pictures.

Offsets within a run count the text that python-docx gives for it (``Run.text``): characters of ``w:t``; a tab,
a line break and a hard hyphen one each. Everything else in a run counts nothing there: what the reader shows for it
(a symbol, a note's number, a page break, the text of an older kind of content) is a segment of source length 0.
An equation is a unit of its own and maps as a whole.
"""

import re
from collections.abc import Callable
from typing import ClassVar

from app.documents.builder import Look, Mark, Source
from app.documents.docx_fields import OpenField, citation, control_payload, is_endnote_data, link_target
from app.documents.docx_gather import Gathered, NoteCall, Part, Removal, Span, chosen
from app.documents.docx_graphics import contents, is_box, take_picture
from app.documents.docx_math import math_text
from app.documents.docx_names import (
    ALTERNATIVES,
    AUTHOR,
    CONTROL,
    CONTROL_CONTENT,
    CONTROL_PROPERTIES,
    EQUATION,
    ID,
    LINE_ENDS,
    REL_ID,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    VAL,
    M,
    W,
    is_on,
    to_int,
)
from app.documents.docx_package import Element
from app.documents.docx_symbols import symbol, translate
from app.domain.document import BlockKind

_ODD = re.compile("[\r\n\x85\u2028\u2029]")
_PRIVATE = re.compile("[\uf020-\uf0ff]")


class InlineWalker:
    """Adds the text of paragraphs of one story to the builder; fields may run over several paragraphs."""

    def __init__(self, gathered: Gathered, part: Part) -> None:
        self.boxes: list[Element] = []
        self.style = ""
        self._gathered = gathered
        self._part = part
        self._fields: list[OpenField] = []
        self._deleted: list[str] | None = None
        self._unit = self._offset = 0
        self._look: Look | None = None
        self._hidden = False
        self._own_mark: NoteCall | None = None

    def walk(self, parent: Element) -> None:
        """Add everything in ``parent``."""
        for child in parent:
            handler = self._INLINE.get(child.tag)
            if handler:
                handler(self, child)

    def _run(self, run: Element) -> None:
        before = self._unit, self._offset, self._look, self._hidden
        self._unit, self._offset = self._part.runs[run], 0
        self._look, self._hidden = self._gathered.styles.look(self.style, next(run.iterchildren(RUN_PROPERTIES), None))
        self._run_content(run)
        if self._own_mark:
            self._gathered.calls.append(self._own_mark._replace(end=self._gathered.builder.mark()))
            self._own_mark = None
        self._unit, self._offset, self._look, self._hidden = before

    def _run_content(self, parent: Element) -> None:
        for child in parent:
            handler = self._IN_RUN.get(child.tag)
            if handler:
                handler(self, child)

    # Text

    def _text(self, element: Element) -> None:
        text = element.text or ""
        around = element.getparent()
        length = len(text) if element.tag == TEXT and around is not None and around.tag == RUN else 0
        if _ODD.search(text):
            text = text.translate(LINE_ENDS)
        if _PRIVATE.search(text):
            text = translate(self._font(element), text)
        self._put(text, length)

    def _font(self, element: Element) -> str:
        fonts = element.find(f"../{RUN_PROPERTIES}/{W}rFonts")
        return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""

    def _put(self, text: str, length: int, look: Look | None = None) -> None:
        """Send text to where it belongs: the code of a field, what was deleted, what is hidden, or the block."""
        code = self._code()
        if code is not None:
            code.append(text)
        elif self._deleted is not None:
            self._deleted.append(text)
        elif self._hidden:
            self._gathered.leave_out("hidden", len(text.split()))
        else:
            source = Source(self._part.name, self._unit, self._offset, length)
            self._gathered.builder.add(text, source, look or self._look)
        self._offset += length

    def _code(self) -> list[str] | None:
        """Return the code of the innermost field whose code has not ended, if there is one."""
        if not self._fields:
            return None
        return next((opened.code for opened in reversed(self._fields) if opened.result is None), None)

    @property
    def _silent(self) -> bool:
        """Whether what comes now is not shown."""
        return self._deleted is not None or self._hidden or self._code() is not None

    def _tab(self, element: Element) -> None:
        del element
        self._put("\t", 1)

    def _line(self, element: Element) -> None:
        del element
        self._put("\n", 1)

    def _break(self, element: Element) -> None:
        self._put("\n", 1 if element.get(W + "type", "textWrapping") == "textWrapping" else 0)

    def _hyphen(self, element: Element) -> None:
        del element
        self._put("-", 1)

    def _symbol(self, element: Element) -> None:
        code = element.get(W + "char") or ""
        if re.fullmatch("[0-9A-Fa-f]{1,6}", code):
            self._put(symbol(element.get(W + "font") or "", int(code, 16)), 0)

    def _math(self, element: Element) -> None:
        if self._silent:
            return
        source = Source(f"{self._part.name}#equation", self._part.equations[element], 0, 1)
        self._gathered.builder.add(math_text(element).strip(), source)

    def _display(self, element: Element) -> None:
        """Add the equations of a display, each on its own line."""
        for number, equation in enumerate(element.iterchildren(EQUATION)):
            self._gathered.builder.add("\n" if number and not self._silent else "")
            self._math(equation)

    # Containers

    def _link(self, element: Element) -> None:
        relation = self._part.relations.get(element.get(REL_ID) or "")
        anchor = element.get(W + "anchor") or ""
        target = (relation.target if relation else "") + (f"#{anchor}" if anchor else "")
        start = self._gathered.builder.mark()
        self.walk(element)
        if target and not self._silent:
            self._gathered.links.append(Span(start, self._gathered.builder.mark(), target))

    def _control(self, element: Element) -> None:
        content = element.find(CONTROL_CONTENT)
        if content is not None:
            self.inside_control(element, lambda: self.walk(content))

    def inside_control(self, element: Element, walk: Callable[[], None]) -> None:
        """Walk a content control's content, and keep the citation in its tag."""
        tag = element.find(f"{CONTROL_PROPERTIES}/{W}tag")
        payload = control_payload(tag.get(VAL) or "") if tag is not None else None
        start = self._gathered.builder.mark()
        walk()
        if payload and not self._silent:
            self._gathered.citations.append(Span(start, self._gathered.builder.mark(), "", payload))

    def _deletion(self, element: Element) -> None:
        if self._deleted is not None:
            self.walk(element)
            return
        self._deleted, mark = [], self._gathered.builder.mark()
        self.walk(element)
        text, self._deleted = "".join(self._deleted), None
        if text:
            self._gathered.removals.append(Removal(mark, text, element.get(AUTHOR) or ""))

    def _alternatives(self, element: Element) -> None:
        choice = chosen(element)
        if choice is not None:
            self.walk(choice)

    def _alternatives_in_run(self, element: Element) -> None:
        choice = chosen(element)
        if choice is not None:
            self._run_content(choice)

    def _graphic(self, element: Element) -> None:
        if self._silent:
            return
        for found in contents(element):
            if is_box(found):
                self.boxes.append(found)
            else:
                take_picture(self._gathered, self._part, found)

    def _ruby(self, element: Element) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self.walk(base)

    # Notes

    def _footnote(self, element: Element) -> None:
        self._call(element, BlockKind.FOOTNOTE)

    def _endnote(self, element: Element) -> None:
        self._call(element, BlockKind.ENDNOTE)

    def _call(self, element: Element, kind: BlockKind) -> None:
        if self._silent:
            return
        builder, start, note = self._gathered.builder, self._gathered.builder.mark(), element.get(ID) or ""
        own = element.get(W + "customMarkFollows")
        if own is not None and is_on(own):  # the author's own mark is the text that follows in the run
            label = "".join(text.text or "" for text in element.itersiblings(TEXT)).strip()
            self._own_mark = NoteCall(kind, note, label, start, start)
            return
        label = self._gathered.numbers[kind].next_label()
        self._put(f"[{label}]", 0, (self._look or Look())._replace(raised=1))
        self._gathered.calls.append(NoteCall(kind, note, label, start, builder.mark()))

    # Fields

    def _field_char(self, element: Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin" and element in self._part.fields:
            data = element.findtext(W + "fldData") or ""
            self._fields.append(OpenField(data=data, form=_form_value(element)))
        elif kind == "separate" and self._fields and self._fields[-1].result is None:
            self._fields[-1].result = self._gathered.builder.mark()
        elif kind == "end" and self._fields:
            self._end_field(self._fields.pop())

    def _field_code(self, element: Element) -> None:
        if self._fields and self._fields[-1].result is None:
            self._fields[-1].code.append(element.text or "")

    def _simple_field(self, element: Element) -> None:
        opened = OpenField([element.get(W + "instr") or ""], element.findtext(W + "fldData") or "")
        opened.result = self._gathered.builder.mark()
        self._fields.append(opened)
        self.walk(element)
        self._end_field(self._fields.pop())

    def _end_field(self, ended: OpenField) -> None:
        code = "".join(ended.code)
        if is_endnote_data(code) and self._fields:
            self._fields[-1].data = self._fields[-1].data or ended.data
        elif ended.result is None and ended.form and code.strip().startswith("FORM"):
            self._put(ended.form, 0)
        elif ended.result is not None and not self._silent:
            self._keep_field(code, ended.data, ended.result)

    def _keep_field(self, code: str, data: str, start: Mark) -> None:
        target = link_target(code)
        payload = None if target else citation(code, data, self._gathered.sources)
        if target:
            self._gathered.links.append(Span(start, self._gathered.builder.mark(), target))
        elif payload:
            self._gathered.citations.append(Span(start, self._gathered.builder.mark(), "", payload))

    _INLINE: ClassVar[dict[object, Callable[["InlineWalker", Element], None]]] = {
        RUN: _run,
        W + "hyperlink": _link,
        W + "fldSimple": _simple_field,
        CONTROL: _control,
        ALTERNATIVES: _alternatives,
        EQUATION: _math,
        M + "oMathPara": _display,
        W + "del": _deletion,
        W + "moveFrom": _deletion,
        W + "ins": walk,
        W + "moveTo": walk,
        W + "smartTag": walk,
        W + "customXml": walk,
        W + "bdo": walk,
        W + "dir": walk,
    }
    _IN_RUN: ClassVar[dict[object, Callable[["InlineWalker", Element], None]]] = {
        TEXT: _text,
        W + "delText": _text,
        W + "tab": _tab,
        W + "ptab": _tab,
        W + "br": _break,
        W + "cr": _line,
        W + "noBreakHyphen": _hyphen,
        W + "sym": _symbol,
        W + "instrText": _field_code,
        W + "fldChar": _field_char,
        W + "footnoteReference": _footnote,
        W + "endnoteReference": _endnote,
        W + "drawing": _graphic,
        W + "pict": _graphic,
        W + "object": _graphic,
        W + "ruby": _ruby,
        ALTERNATIVES: _alternatives_in_run,
    }


def _form_value(element: Element) -> str:
    """Return what a form field without a result shows: a box, ticked or not, or the chosen entry."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        return "☒" if state is not None and is_on(state.get(VAL)) else "☐"
    choice = element.find(f"{W}ffData/{W}ddList")
    if choice is None:
        return ""
    entries = [entry.get(VAL) or "" for entry in choice.iterfind(W + "listEntry")]
    result = choice.find(W + "result")
    chosen_entry = to_int(result.get(VAL), 0) if result is not None else 0
    return entries[chosen_entry] if 0 <= chosen_entry < len(entries) else ""
