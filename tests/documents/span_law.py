"""The law that every reader keeps: each block of the text has its place in the source, and the way back leads there."""

import random
import unicodedata
from collections import defaultdict
from itertools import pairwise

TRIALS = 60


def violations(document, trials=TRIALS):
    """Return what of the law a document breaks, in words; empty for a good one."""
    found = [*broken_text(document), *broken_segments(document), *broken_cover(document), *broken_references(document)]
    return found or list(broken_ways(document, trials))


def broken_text(document):
    text, blocks = document.text, document.blocks
    if text != unicodedata.normalize("NFC", text):
        yield "the text is not composed (NFC)"
    if "\r" in text:
        yield "the text has a carriage return"
    edges = [0, *(edge for block in blocks for edge in (block.start, block.end)), len(text)]
    for number, (end, start) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        between, wanted = text[end:start], [""] if number in (0, len(blocks)) else ["\n", "\n\n"]
        if start < end or between not in wanted:
            yield f"between blocks stands {between!r}"
    if any(block.start >= block.end or document.text_of(block).strip() != document.text_of(block) for block in blocks):
        yield "a block is empty or ends in white space"


def broken_segments(document):
    segments, text = document.segments, document.text
    if any(segment.start >= segment.end or segment.length < 0 or segment.offset < 0 for segment in segments):
        yield "a segment is empty"
    if any(later.start < earlier.end for earlier, later in pairwise(segments)):
        yield "segments overlap in the text"
    if segments and (segments[0].start < 0 or segments[-1].end > len(text)):
        yield "a segment lies outside the text"
    places = defaultdict(list)
    for segment in segments:
        if segment.length:
            places[segment.part, segment.unit].append((segment.offset, segment.offset + segment.length))
    if any(later[0] < earlier[1] for stretches in places.values() for earlier, later in pairwise(sorted(stretches))):
        yield "a place in the source stands twice in the text"


def broken_cover(document):
    """Find the first text other than white space that no segment covers."""
    end = 0
    for segment in [*document.segments, None]:
        between = document.text[end : segment.start if segment else None]
        if between.strip():
            yield f"text without a place in the source: {between.strip()[:60]!r}"
            return
        end = segment.end if segment else end


def broken_references(document):
    length = len(document.text)
    spans = [*document.styles, *document.links, *document.note_marks, *document.fields]
    if any(not 0 <= span.start < span.end <= length for span in spans):
        yield "a style, link, note mark or citation is empty or outside the text"
    if any(not 0 <= item.offset <= length for item in [*document.images, *document.deletions]):
        yield "a picture or deletion is outside the text"
    if any(not 0 <= mark.note < len(document.blocks) for mark in document.note_marks):
        yield "a note mark leads nowhere"


def broken_ways(document, trials):
    """Take every whole block and some random spans to the source and back."""
    chance = random.Random(len(document.text))
    for block in document.blocks:
        if not document.to_source(block.start, block.end):
            yield f"a {block.kind} block has no place in the source: {document.text_of(block)[:60]!r}"
    for _ in range(trials if document.blocks else 0):
        block = chance.choice(document.blocks)
        start, end = sorted(chance.sample(range(block.start, block.end + 1), 2))
        yield from broken_way(document, start, end)


def broken_way(document, start, end):
    covered = [segment for segment in document.segments if segment.start < end and segment.end > start]
    for segment in covered:
        advances = segment.length == segment.end - segment.start
        for at in {max(start, segment.start), min(end, segment.end) - 1}:
            (place,) = document.to_source(at, at + 1)
            back = document.to_text(place.part, place.unit, place.offset)
            if segment.length and back != (at if advances else segment.start):
                yield f"{at} maps to {place}, which maps to {back}"
