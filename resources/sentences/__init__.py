"""Sentences for refusals and faults: one JSON object a language, code → sentence with `{blanks}`."""

import json
from functools import cache
from importlib import resources as _files
from typing import Any

LANGUAGES = ("ru", "en", "kk")


@cache
def _sentences(language: str) -> dict[str, str]:
    text = _files.files(__package__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    loaded: dict[str, str] = json.loads(text)
    return loaded


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(code: str, language: str = "ru", **details: Any) -> str:
    """Return the sentence for an error code; falls back to English, then to the code itself.

    A blank without a detail becomes an ellipsis: an error message must never raise a second error.
    """
    for tried in (language, "en"):
        found = _sentences(tried if tried in LANGUAGES else "en").get(code)
        if found is not None:
            return found.format_map(_Blanks(details))
    return code
