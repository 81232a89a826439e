"""Find what drawings hold: text boxes, pictures with their text alternatives, diagrams."""

from collections.abc import Iterator

from app.documents.builder import Source
from app.documents.docx_gather import Gathered, Part, Picture, chosen
from app.documents.docx_names import ALTERNATIVES, DGM, LINE_ENDS, PIC, REL_ID, TEXT_BOX, VML, WP, A, R
from app.documents.docx_package import Element

DIAGRAM = DGM + "relIds"
_BLIP = A + "blip"
_IMAGE_DATA = VML + "imagedata"
_FOUND = frozenset({TEXT_BOX, DIAGRAM, _BLIP, _IMAGE_DATA})


def contents(graphic: Element) -> Iterator[Element]:
    """Yield the text boxes, pictures and diagrams in a drawing, each once and in order."""
    for child in graphic:
        if child.tag in _FOUND:
            yield child
        elif child.tag == ALTERNATIVES:
            choice = chosen(child)
            yield from contents(choice) if choice is not None else ()
        elif len(child):
            yield from contents(child)


def is_box(element: Element) -> bool:
    """Return whether something found in a drawing holds text of its own."""
    return element.tag in (TEXT_BOX, DIAGRAM)


def take_picture(gathered: Gathered, part: Part, element: Element) -> None:
    """Keep a picture at the place where the text is now. One outside the file is never fetched."""
    relation = part.relations.get(element.get(R + "embed") or element.get(REL_ID) or "")
    name = ""
    if relation is None or relation.external:
        gathered.leave_out("picture elsewhere")
    elif gathered.take_image(relation.target):
        name = relation.target
    gathered.pictures.append(Picture(gathered.builder.mark(), name, _alternative(element)))


def _alternative(element: Element) -> str:
    """Return the text alternative nearest to a picture."""
    for around in element.iterancestors():
        if around.tag == PIC + "pic":
            holder = around.find(f"{PIC}nvPicPr/{PIC}cNvPr")
        elif around.tag in (WP + "inline", WP + "anchor"):
            holder = around.find(WP + "docPr")
        else:
            holder = around if around.tag == VML + "shape" else None
        text = (holder.get("descr") or holder.get("alt") or "") if holder is not None else ""
        if text:
            return " ".join(text.split())
    return ""


def diagram_lines(gathered: Gathered, part: Part, element: Element) -> Iterator[list[tuple[str, Source]]]:
    """Yield the text of a diagram (SmartArt) line by line, each in pieces with their places in its part."""
    relation = part.relations.get(element.get(R + "dm") or "")
    root = gathered.package.tree(relation.target) if relation and not relation.external else None
    if relation is None or root is None:
        return
    numbers = {text: number for number, text in enumerate(root.iter(A + "t"))}
    for paragraph in root.iter(A + "p"):
        texts = [(text, text.text or "") for text in paragraph.iter(A + "t")]
        yield [
            (shown.translate(LINE_ENDS), Source(relation.target, numbers[text], 0, len(shown))) for text, shown in texts
        ]
