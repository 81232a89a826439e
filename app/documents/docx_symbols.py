"""Characters of symbol fonts, which Word stores by their place in the font instead of by their meaning.

The Symbol font's order is the Adobe Symbol encoding; of Wingdings, the signs that stand in running text.
"""

import unicodedata

_PRIVATE = range(0xF000, 0xF100)
_SYMBOL_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"  # from 0x20
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"  # from 0xA0
)
_SYMBOL = {0x20 + at: sign for at, sign in enumerate(_SYMBOL_LOW)}
_SYMBOL |= {0xA0 + at: sign for at, sign in enumerate(_SYMBOL_HIGH) if sign != "\0"}
_WINGDINGS = {
    0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(font: str, code: int) -> str:
    """Return the character behind a place in a font; "•" for a sign of Wingdings that is not known."""
    place = code & 0xFF if code in _PRIVATE else code
    if font.lower() == "symbol":
        return _SYMBOL.get(place, "•")
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(place, "•")
    try:
        sign = chr(place)
    except (ValueError, OverflowError):
        return ""
    return sign if unicodedata.category(sign) not in ("Cc", "Cs", "Cn") else ""


def translate(font: str, text: str) -> str:
    """Return ``text`` with the private characters of a symbol font replaced, one for one."""
    if not font.lower().startswith(("symbol", "wingdings")):
        return text
    return "".join(symbol(font, ord(sign)) if "\uf020" <= sign <= "\uf0ff" else sign for sign in text)
