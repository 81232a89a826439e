"""Make DOCX files out of WordprocessingML, for what no library writes."""

import io
import re
import zipfile

from app.documents.docx import read

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "b": "http://schemas.openxmlformats.org/officeDocument/2006/bibliography",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_ROOTS = {
    "styles": "w:styles",
    "numbering": "w:numbering",
    "settings": "w:settings",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "comments": "w:comments",
    "header": "w:hdr",
    "footer": "w:ftr",
    "customXml": "b:Sources",
}
PNG = b"\x89PNG\r\n\x1a\n a picture"


def xml(tag, content):
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in _SPACES.items())
    return f"<{tag} {spaces}>{content}</{tag}>"


def relation(name, kind, target, external=False):
    """Return a relationship; put several into ``relations`` of `make`."""
    mode = ' TargetMode="External"' if external else ""
    base = _CORE if kind == "core-properties" else _OFFICE
    return f'<Relationship Id="{name}" Type="{base}{kind}" Target="{target}"{mode}/>'


def make(body, relations="", files=None, core="", **parts):
    """Return a DOCX: content of the body, of other parts by kind (``footnotes=…``, ``header1=…``), other files."""
    made, links = {}, [relations]
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        made[f"word/{name}.xml"] = xml(_ROOTS[kind], content)
        links.append(relation(f"part-{name}", kind, f"{name}.xml"))
    made["word/document.xml"] = xml("w:document", f"<w:body>{body}</w:body>")
    made["word/_rels/document.xml.rels"] = _relationships("".join(links))
    top = relation("main", "officeDocument", "word/document.xml")
    if core:
        made["docProps/core.xml"] = xml("cp:coreProperties", core)
        top += relation("core", "core-properties", "docProps/core.xml")
    return pack({"[Content_Types].xml": _TYPES, "_rels/.rels": _relationships(top), **made, **(files or {})})


def _relationships(content):
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>'
    )


def pack(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def document_of(body, **rest):
    return read(make(body, **rest)).document


def texts(document, kind=None):
    """Return the texts of the blocks, of one kind or all."""
    return [document.text_of(block) for block in document.blocks if kind in (None, block.kind)]


def outline(document):
    """Return kind, level, label and text of every block."""
    return [(block.kind.value, block.level, block.label, document.text_of(block)) for block in document.blocks]


def p(content, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text, properties=""):
    """Return a run; ``\\t`` and ``\\n`` become the elements that Word writes for them."""
    pieces = re.split("([\t\n])", text)
    inside = "".join({"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece) or t(piece) for piece in pieces if piece)
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def t(text):
    return f'<w:t xml:space="preserve">{text}</w:t>'


def field(code, result, data=""):
    """Return a field in its long form, a run for every part."""
    data = f"<w:fldData>{data}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows):
    """Return a table of rows of cells; a cell is its content, or a pair of properties and content."""
    made = ""
    for row in rows:
        cells = [cell if isinstance(cell, tuple) else ("", cell) for cell in row]
        made += (
            "<w:tr>" + "".join(f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>" for about, inside in cells) + "</w:tr>"
        )
    return f"<w:tbl>{made}</w:tbl>"


def style(name, about="", kind="paragraph", identity=None):
    return f'<w:style w:type="{kind}" w:styleId="{identity or name}"><w:name w:val="{name}"/>{about}</w:style>'


def level(depth, pattern, kind="decimal", about=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{about}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels, more=""):
    """Return a numbering part with list 1 of these levels; ``more`` adds further ``w:num``."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def item(text, depth=0, number=1):
    return p(r(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
