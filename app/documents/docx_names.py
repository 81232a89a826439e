"""Names of the OOXML vocabulary in the transitional namespaces; strict files are turned into these when read."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
VML = "{urn:schemas-microsoft-com:vml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

VAL = W + "val"
ID = W + "id"
AUTHOR = W + "author"
REL_ID = R + "id"

PARAGRAPH = W + "p"
PARAGRAPH_PROPERTIES = W + "pPr"
RUN = W + "r"
RUN_PROPERTIES = W + "rPr"
TEXT = W + "t"
TABLE = W + "tbl"
ROW = W + "tr"
CELL = W + "tc"
CONTROL = W + "sdt"
CONTROL_CONTENT = W + "sdtContent"
CONTROL_PROPERTIES = W + "sdtPr"
ALTERNATIVES = MC + "AlternateContent"
CHOICE = MC + "Choice"
FALLBACK = MC + "Fallback"
TEXT_BOX = W + "txbxContent"
EQUATION = M + "oMath"

# What characters that end a line elsewhere are in the text of a run; Word itself breaks lines with elements.
LINE_ENDS = {ord("\r"): " ", ord("\n"): " ", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}

_OFF = frozenset({"0", "false", "off", "none"})


def is_on(value: str | None) -> bool:
    """Return what an on/off attribute says; an element without one means on."""
    return value is None or value.lower() not in _OFF


def to_int(value: str | None, default: int) -> int:
    """Return a whole number out of an attribute, or ``default`` where there is none."""
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default
