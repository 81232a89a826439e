"""Write an equation (OMML) as one line of text: "x=(-b±√(b^2-4ac))/(2a)"."""

from collections.abc import Callable

from lxml import etree

from app.documents.docx_names import LINE_ENDS, M, W
from app.documents.docx_package import Element

_VAL = M + "val"


def math_text(element: Element) -> str:
    """Return the linear text of an ``m:oMath`` or of anything inside one."""
    write = _WRITERS.get(element.tag)
    return write(element) if write else _children(element)


def _children(element: Element) -> str:
    return "".join(map(math_text, element.iterchildren(etree.Element)))


def _part(element: Element, name: str) -> str:
    found = element.find(M + name)
    return _children(found) if found is not None else ""


def _group(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _property(element: Element, path: str, default: str) -> str:
    found = element.find("/".join(M + step for step in path.split("/")))
    value = found.get(_VAL) if found is not None else None
    return value if value is not None else default


def _fraction(element: Element) -> str:
    return f"{_group(_part(element, 'num'))}/{_group(_part(element, 'den'))}"


def _scripts(element: Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    return _part(element, "e") + (f"_{_group(below)}" if below else "") + (f"^{_group(above)}" if above else "")


def _before(element: Element) -> str:
    return f"_{_group(_part(element, 'sub'))}^{_group(_part(element, 'sup'))}{_part(element, 'e')}"


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree, f"√[{degree}]")
    return sign + _group(_part(element, "e"))


def _nary(element: Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    sign = _property(element, "naryPr/chr", "∫")
    return sign + (f"_{_group(below)}" if below else "") + (f"^{_group(above)}" if above else "") + _part(element, "e")


def _delimited(element: Element) -> str:
    inner = _property(element, "dPr/sepChr", "|").join(map(_children, element.iterfind(M + "e")))
    return f"{_property(element, 'dPr/begChr', '(')}{inner}{_property(element, 'dPr/endChr', ')')}"


def _matrix(element: Element) -> str:
    rows = element.iterfind(M + "mr")
    return "; ".join(", ".join(_children(cell) for cell in row.iterfind(M + "e")) for row in rows)


def _lines(element: Element) -> str:
    return "; ".join(map(_children, element.iterfind(M + "e")))


def _function(element: Element) -> str:
    name, argument = _part(element, "fName"), _part(element, "e")
    return f"{name} {argument}" if argument[:1].isalnum() else name + argument


def _limit(element: Element) -> str:
    sign = "_" if element.tag == M + "limLow" else "^"
    return f"{_part(element, 'e')}{sign}{_group(_part(element, 'lim'))}"


def _accent(element: Element) -> str:
    return _part(element, "e") + _property(element, "accPr/chr", "\u0302")


def _text(element: Element) -> str:
    return (element.text or "").translate(LINE_ENDS)


def _nothing(_: Element) -> str:
    return ""


_WRITERS: dict[object, Callable[[Element], str]] = {
    M + "t": _text,
    W + "t": _text,
    M + "f": _fraction,
    M + "sSub": _scripts,
    M + "sSup": _scripts,
    M + "sSubSup": _scripts,
    M + "sPre": _before,
    M + "rad": _root,
    M + "nary": _nary,
    M + "d": _delimited,
    M + "m": _matrix,
    M + "eqArr": _lines,
    M + "func": _function,
    M + "limLow": _limit,
    M + "limUpp": _limit,
    M + "acc": _accent,
    W + "del": _nothing,
    W + "moveFrom": _nothing,
}
