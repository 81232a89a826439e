"""The palettes as data: every colour of the product by its token."""

import json
from functools import cache
from importlib import resources


@cache
def palettes() -> dict[str, dict[str, str]]:
    """Return every palette: name to token to hex colour."""
    text = resources.files("resources").joinpath("style", "palettes.json").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)
    return loaded
