"""The pictures of a document, decoded when they come into sight and never larger than they are shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

# Formats that hold pixels alone: a vector format could name other files.
_FORMATS = frozenset({b"png", b"jpeg", b"jpg", b"gif", b"bmp", b"webp", b"tiff", b"tif"})
_MOST_PIXELS = 100_000_000


class Pictures:
    """The pictures by name, as they came in the file."""

    def __init__(self, images: dict[str, bytes]) -> None:
        self._images = images
        self._names = list(images)

    def number(self, name: str) -> int | None:
        """Return the number of the picture, or None when the file did not hold it."""
        return self._names.index(name) if name in self._images else None

    def size(self, number: int) -> QSize | None:
        """Return the picture's own size in pixels, or None when it cannot be shown."""
        with self._open(number) as buffer:
            reader = QImageReader(buffer)
            size = reader.size() if bytes(reader.format().data()) in _FORMATS else QSize()
        return size if 0 < size.width() * size.height() <= _MOST_PIXELS else None

    def image(self, number: int, size: QSize) -> QImage:
        """Return the picture at a size in device pixels; an empty image when it is damaged."""
        with self._open(number) as buffer:
            reader = QImageReader(buffer)
            if bytes(reader.format().data()) not in _FORMATS:
                return QImage()
            if reader.size().width() > size.width():
                reader.setScaledSize(size)
            return reader.read()

    @contextmanager
    def _open(self, number: int) -> Iterator[QBuffer]:
        """Open the picture's bytes; the buffer must outlive its reader."""
        buffer = QBuffer()
        buffer.setData(self._images[self._names[number]])
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        try:
            yield buffer
        finally:
            buffer.close()
