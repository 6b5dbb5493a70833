"""Data files that the program carries: icons, fonts, translations, workflow, templates, form texts."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the path of a carried file, e.g. ``path("fonts", "NotoSans-Regular.ttf")``; it may not exist."""
    return _ROOT.joinpath(*parts)


def read_text(*parts: str) -> str:
    """Return the UTF-8 text of a carried file; raises FileNotFoundError where there is none."""
    return path(*parts).read_text(encoding="utf-8")
