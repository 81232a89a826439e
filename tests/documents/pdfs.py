"""PDFs made for tests, byte by byte: text at given places, rules, pictures, links, notes, an outline."""

from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Text:
    """``y`` counts from the top of the page to the baseline."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False

    def draw(self):
        plain = self.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"/F2" if self.bold else b"/F1"
        return b"BT %s %g Tf %g %g Td (%s) Tj ET" % (font, self.size, self.x, HEIGHT - self.y, plain)


@dataclass(frozen=True)
class Rule:
    x: float
    y: float
    x1: float
    y1: float

    def draw(self):
        return b"%g %g m %g %g l S" % (self.x, HEIGHT - self.y, self.x1, HEIGHT - self.y1)


@dataclass(frozen=True)
class Scan:
    """A picture over the whole page."""

    def draw(self):
        return b"q %d 0 0 %d 0 0 cm /Im Do Q" % (WIDTH, HEIGHT)


@dataclass(frozen=True)
class Link:
    x: float
    y: float
    x1: float
    y1: float
    target: str

    def draw(self):
        return b""


def column(x, y, lines, *, size=10, leading=12, bold=False):
    """Return lines of text below one another."""
    return [Text(x, y + number * leading, line, size, bold) for number, line in enumerate(lines)]


def make_pdf(*pages, rotate=0, title="", outline=(), catalog=b""):
    """Return the bytes of a PDF; ``outline`` holds (title, page index)."""
    objects = {
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        5: _stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x80"
        ),
        6: b"<< /Title (%s) >>" % title.encode("latin-1"),
    }
    kids = []
    for items in pages:
        number = max(objects) + 1
        kids.append(number)
        notes = b" ".join(_annotation(item) for item in items if isinstance(item, Link))
        objects[number + 1] = _stream(b"", b"\n".join(item.draw() for item in items))
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R /Annots [%s] /Resources "
            b"<< /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R >> >> >>"
        ) % (WIDTH, HEIGHT, rotate, number + 1, notes)
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R %s %s >>" % (_outline(objects, outline, kids), catalog)
    return _file(objects)


def _stream(entries, data):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _annotation(link):
    return b"<< /Type /Annot /Subtype /Link /Rect [%g %g %g %g] /A << /S /URI /URI (%s) >> >>" % (
        link.x, HEIGHT - link.y1, link.x1, HEIGHT - link.y, link.target.encode()
    )  # fmt: skip


def _outline(objects, entries, kids):
    if not entries:
        return b""
    root = max(objects) + 1
    for number, (title, page) in enumerate(entries):
        here = root + 1 + number
        after = b"/Next %d 0 R" % (here + 1) if number + 1 < len(entries) else b""
        objects[here] = b"<< /Title (%s) /Parent %d 0 R /Dest [%d 0 R /Fit] %s >>" % (
            title.encode("latin-1"), root, kids[page], after
        )  # fmt: skip
    objects[root] = b"<< /First %d 0 R /Last %d 0 R /Count %d >>" % (root + 1, root + len(entries), len(entries))
    return b"/Outlines %d 0 R" % root


def _file(objects):
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
