"""The two faces: the interface speaks sans, the author's words are serif. Loaded from packages, else the system's."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

_SANS_PACKAGE = "font_source_sans_pro"
_SERIF_PACKAGE = "font_source_serif_pro"
_CUTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
_SYSTEM_SERIFS = ("Noto Serif", "Charter", "Georgia", "Cambria", "Liberation Serif", "DejaVu Serif")


@dataclass(frozen=True, slots=True)
class Role:
    """What a text is for: its face ("sans", "serif" or "code"), size in pixels at 100 % and weight."""

    face: str
    size: int
    weight: QFont.Weight = QFont.Weight.Normal


ROLES = {
    "body": Role("sans", 14),
    "strong": Role("sans", 14, QFont.Weight.DemiBold),
    "small": Role("sans", 13),
    "caption": Role("sans", 13, QFont.Weight.DemiBold),
    "smallest": Role("sans", 12),
    "title": Role("sans", 16, QFont.Weight.DemiBold),
    "number": Role("sans", 20, QFont.Weight.DemiBold),
    "quote": Role("serif", 14),
    "reading": Role("serif", 16),
    "heading": Role("serif", 19, QFont.Weight.DemiBold),
    "display": Role("serif", 26, QFont.Weight.DemiBold),
    "code": Role("code", 13),
}


def role_font(role: str, scale: float = 1.0) -> QFont:
    """Return the font of a role in ``ROLES``, its size multiplied by ``scale``. Raises KeyError."""
    wanted = ROLES[role]
    made = QFont(face_families(wanted.face))
    made.setPixelSize(round(wanted.size * scale))
    made.setWeight(wanted.weight)
    if wanted.face == "code":
        made.setStyleHint(QFont.StyleHint.Monospace)
    return made


@cache
def face_families(face: str) -> list[str]:
    """Return the font families of "sans", "serif" or "code", the first choice first; needs an application."""
    if face == "sans":
        return [*_load(_SANS_PACKAGE), _system_family(QFontDatabase.SystemFont.GeneralFont)]
    if face == "serif":
        return [
            *_load(_SERIF_PACKAGE),
            *_installed(_SYSTEM_SERIFS),
            _system_family(QFontDatabase.SystemFont.GeneralFont),
        ]
    return [_system_family(QFontDatabase.SystemFont.FixedFont)]


def _load(package: str) -> list[str]:
    """Load the package's fonts and return their families in the order they came; nothing when it is not installed."""
    families: dict[str, None] = {}
    for path in _font_files(package):
        number = QFontDatabase.addApplicationFont(str(path))
        families |= dict.fromkeys(QFontDatabase.applicationFontFamilies(number) if number >= 0 else ())
    return list(families)


def _font_files(package: str) -> list[Path]:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "files"
    return [path for cut in _CUTS for path in sorted(folder.glob(f"*-{cut}.ttf"))]


def _installed(families: tuple[str, ...]) -> list[str]:
    known = set(QFontDatabase.families())
    return [family for family in families if family in known]


def _system_family(kind: QFontDatabase.SystemFont) -> str:
    return QFontDatabase.systemFont(kind).family()
