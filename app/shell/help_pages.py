"""The help pages that come with Stet, as Markdown."""

from importlib import resources


def help_page(name: str) -> str:
    """Return the Markdown of ``resources/help/<name>.md``, "" when there is no such page."""
    page = resources.files("resources") / "help" / f"{name}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else ""


def check_page(check: str) -> str:
    """Return the page about a check by its id, "" when it has none (a plug-in's)."""
    return help_page(f"checks/{check}")
