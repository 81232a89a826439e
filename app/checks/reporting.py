"""Make findings of a check: the id, version and tier come from the check itself."""

from app.domain.finding import Check, Finding, Span


def report(check: Check, span: Span, message: str, question: str = "", related: tuple[Span, ...] = ()) -> Finding:
    """Return a finding of ``check`` at ``span``."""
    return Finding(check.id, check.version, check.tier, span[0], span[1], message, question, related=related)


def shorten(text: str, limit: int = 60) -> str:
    """Return ``text`` on one line, cut at a word where it is longer than ``limit`` characters."""
    line = " ".join(text[: limit * 4].split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:") + "…"
