"""How fast drafts are read, beside the bare walk over the same text in the same run.

python -m tests.benchmarks.documents [--data DIR] [--quick]

The DOCX is made here (``--quick``: 20,000 words, else 143,000). The bare walk is python-docx's own paragraph text;
for PDF it is PDFium's text of every page. PDFs are the real ones under DIR, or one made here where there are none,
and a long one made of their pages (``--quick``: 60, else 300), read in the guarded process as the app does. A page
of 20,000 labels in places drawn by the seed stands for drawings.
"""

import argparse
import io
import itertools
import json
import random
import tempfile
import time
from pathlib import Path

import docx
import pypdf
import pypdfium2

from app.documents import docx as docx_reader
from app.documents import pdf as pdf_reader
from app.documents.guard import Worker
from app.documents.pages import PageServer
from app.documents.reader import read_guarded
from tests.documents.pdfs import HEIGHT, WIDTH, Text, column, make_pdf

PARAGRAPH = "The trial ran on two evenings a week from March to May, and the door count of each evening was kept. "


def main():
    options = arguments()
    result = measure_docx(20_000 if options.quick else 143_000)
    with tempfile.TemporaryDirectory() as folder:
        pdfs = sorted((options.data / "documents" / "real").glob("*.pdf")) or [make_pdf_file(Path(folder))]
        result |= measure_pdfs(pdfs)
        result |= measure_long_pdf(pdfs, 60 if options.quick else 300)
    result |= measure_drawing(options.seed, 20_000)
    for name, value in result.items():
        print(f"{name:20} {value:12,.2f}")
    print("RESULT", json.dumps({name: round(value, 3) for name, value in result.items()}))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def seconds(call, times=3):
    """Return this process's own seconds for the best of a few runs: what else the machine does is not ours."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def measure_docx(words):
    data = make_docx(words)
    bare = seconds(lambda: "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs))
    ours = seconds(lambda: docx_reader.read(data))
    return {"docx_words_per_s": words / ours, "ratio_docx": ours / bare}


def make_docx(words):
    document = docx.Document()
    for number in range(words // 100):
        if number % 20 == 0:
            document.add_heading(f"Section {number}", level=2)
        paragraph = document.add_paragraph(PARAGRAPH * 2)
        paragraph.add_run(PARAGRAPH * 2).bold = True
        paragraph.add_run(PARAGRAPH).italic = True
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def measure_pdfs(paths):
    contents = [path.read_bytes() for path in paths]
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in contents)
    bare = seconds(lambda: [bare_text(data) for data in contents])
    ours = seconds(lambda: [pdf_reader.read(data) for data in contents])
    return {"pdf_pages_per_s": pages / ours, "ratio_pdf": ours / bare}


def make_pdf_file(folder):
    """Write 30 pages of 46 lines."""
    path = folder / "made.pdf"
    path.write_bytes(make_pdf(*(column(50, 100, [PARAGRAPH.strip()] * 46, leading=15) for _ in range(30))))
    return path


def measure_drawing(seed, labels):
    chance = random.Random(seed)
    places = [(chance.uniform(20, WIDTH - 40), chance.uniform(20, HEIGHT - 20)) for _ in range(labels)]
    data = make_pdf([Text(x, y, chance.choice(["12", "a", "Tree", "3.5", "label"]), 4) for x, y in places])
    return {"pdf_labels_per_s": labels / seconds(lambda: pdf_reader.read(data), times=1)}


def measure_long_pdf(paths, pages):
    """Return the seconds by the clock until the first page of a long PDF is drawn, and until all of it is read."""
    with tempfile.TemporaryDirectory() as folder, Worker() as worker:
        path = Path(folder) / "long.pdf"
        join_pages(paths, pages, path)
        start = time.perf_counter()
        server = PageServer(worker, path)
        server.sizes()
        server.image(0, 1.5)
        first = time.perf_counter() - start
        start = time.perf_counter()
        read_guarded(path, worker=worker)
        whole = time.perf_counter() - start
    return {f"pdf_{pages}_first_page_s": first, f"pdf_{pages}_read_s": whole}


def join_pages(paths, pages, target):
    writer = pypdf.PdfWriter()
    real = itertools.cycle(page for path in paths for page in pypdf.PdfReader(path).pages)
    for page in itertools.islice(real, pages):
        writer.add_page(page)
    writer.write(target)


def bare_text(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[index].get_textpage().get_text_range() for index in range(len(document))]
    finally:
        document.close()


if __name__ == "__main__":
    main()
