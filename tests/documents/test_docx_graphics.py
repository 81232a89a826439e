"""Pictures with their text alternatives, and diagrams."""

import io
import struct
import zlib

import docx

from app.documents.docx import read
from app.domain.document import Image, SourceSpan
from tests.documents.making_docx import PNG, make, outline, p, r, relation, xml
from tests.documents.span_law import violations

MEDIA = {"word/media/cat.png": PNG}
CAT = relation("cat", "image", "media/cat.png")


def drawing(blip, alt="", own=""):
    about = f'<pic:nvPicPr><pic:cNvPr id="1" name="x" descr="{own}"/></pic:nvPicPr>'
    picture = f"<pic:pic>{about}<pic:blipFill>{blip}</pic:blipFill></pic:pic>"
    inside = f"<a:graphic><a:graphicData>{picture}</a:graphicData></a:graphic>"
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/>{inside}</wp:inline></w:drawing></w:r>'


EMBEDDED = '<a:blip r:embed="cat"/>'


def test_a_picture_has_a_place_its_bytes_and_its_alternative():
    reading = read(make(p(r("A cat: ") + drawing(EMBEDDED, alt="a  black\ncat") + r("!")), relations=CAT, files=MEDIA))
    assert reading.document.text == "A cat: !"
    assert reading.document.images == (Image(7, "word/media/cat.png", "a black cat"),)
    assert reading.images == {"word/media/cat.png": PNG}


def test_a_picture_s_own_alternative_comes_first():
    (image,) = read(make(p(drawing(EMBEDDED, "around", "own")), relations=CAT, files=MEDIA)).document.images
    assert image.alt == "own"


def test_an_old_picture_is_found_too():
    body = p('<w:r><w:pict><v:shape alt="a cat"><v:imagedata r:id="cat"/></v:shape></w:pict></w:r>')
    assert read(make(body, relations=CAT, files=MEDIA)).document.images == (Image(0, "word/media/cat.png", "a cat"),)


def test_a_picture_outside_the_file_is_not_fetched_and_one_missing_is_said():
    outside = relation("cat", "image", "https://example.org/cat.png", external=True)
    reading = read(make(p(r("x") + drawing('<a:blip r:link="cat"/>', "a cat")), relations=outside))
    assert reading.document.images == (Image(1, "", "a cat"),)
    assert reading.document.warnings == ("1 picture lies outside the file and is not fetched.",)
    reading = read(make(p(r("x") + drawing(EMBEDDED) * 2), relations=CAT))
    assert reading.document.warnings == ("2 pictures are missing from the file.",)


def test_a_picture_shown_twice_is_kept_once():
    reading = read(make(p(drawing(EMBEDDED) * 2 + r("x")), relations=CAT, files=MEDIA))
    assert [image.name for image in reading.document.images] == ["word/media/cat.png"] * 2
    assert len(reading.images) == 1


def test_a_picture_that_was_deleted_is_gone():
    body = p(f"<w:del>{drawing(EMBEDDED)}</w:del>" + r("x"))
    assert read(make(body, relations=CAT, files=MEDIA)).document.images == ()


def test_a_picture_written_by_a_library_keeps_its_bytes():
    made = docx.Document()
    made.add_picture(io.BytesIO(one_pixel()))
    buffer = io.BytesIO()
    made.save(buffer)
    reading = read(buffer.getvalue())
    (image,) = reading.document.images
    assert reading.images == {image.name: one_pixel()}


def one_pixel():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0\0\0\0")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_diagram_is_read_line_by_line_and_maps_to_its_part():
    lines = "<a:p><a:r><a:t>Plan </a:t></a:r><a:r><a:t>well</a:t></a:r></a:p><a:p><a:r><a:t>Do</a:t></a:r></a:p>"
    diagram = '<a:graphic><a:graphicData><dgm:relIds r:dm="d"/></a:graphicData></a:graphic>'
    body = p(r("Steps") + f"<w:r><w:drawing><wp:inline>{diagram}</wp:inline></w:drawing></w:r>")
    files = {"word/diagrams/data1.xml": xml("dgm:dataModel", lines)}
    document = read(make(body, relations=relation("d", "diagramData", "diagrams/data1.xml"), files=files)).document
    assert outline(document)[1:] == [("text_box", 0, "", "Plan well"), ("text_box", 0, "", "Do")]
    start = document.text.index("well")
    assert document.to_source(start, start + 4) == (SourceSpan("word/diagrams/data1.xml", 1, 0, 4),)
    assert violations(document) == []


def test_pictures_beyond_the_limit_are_left_out_and_said(monkeypatch):
    monkeypatch.setattr("app.documents.docx_gather.IMAGE_BYTES", 2 * len(PNG) - 1)
    files = {"word/media/cat.png": PNG, "word/media/dog.png": PNG}
    relations = CAT + relation("dog", "image", "media/dog.png")
    reading = read(make(p(drawing(EMBEDDED) + drawing('<a:blip r:embed="dog"/>') + r("x")), relations, files))
    assert [image.name for image in reading.document.images] == ["word/media/cat.png", ""]
    assert reading.document.warnings == ("1 picture is left out, because the pictures are larger than 64 MB in all.",)
