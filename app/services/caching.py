"""Where the use cases keep what can be made again."""

from typing import Protocol


class Cache(Protocol):
    """Keeps what can be made again, as bytes by name; anything in it may be gone at any time."""

    def cached(self, name: str) -> bytes | None:
        """Return what is kept under ``name`` (letters, digits and hyphens)."""

    def put_cached(self, name: str, data: bytes) -> None:
        """Keep the bytes under ``name``; a disk that takes nothing is no error."""
