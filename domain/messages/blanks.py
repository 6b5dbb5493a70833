"""The blanks of a template: which there are, and how they are filled."""

import re
from collections.abc import Mapping

BLANKS = ("ticket", "title", "status", "client", "contact", "engineer", "company", "phone", "comment")
"""Number and title of the ticket; the status as the client knows it; client and contact; the engineer who has it; our
company and its phone; what was written with the move. Where any may be empty, `{engineer?}` drops its whole line."""

_BLANK = re.compile(r"\{([a-z]+)(\??)\}")
_BRACED = re.compile(r"\{[^{}\n]*\}|[{}]")


def unknown_blanks(text: str) -> list[str]:
    """Return what stands in braces and is no blank, and braces without a partner, as they were written."""
    found = [one.group() for one in _BRACED.finditer(text)]
    return [one for one in found if (blank := _BLANK.fullmatch(one)) is None or blank[1] not in BLANKS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its blanks filled; a line with an optional blank (`{phone?}`) that has no value is left out.

    Braces inside a value stay as they are. Empty lines are no more than one together.
    """
    lines = [line for line in text.splitlines() if not _lacks(line, values)]
    filled = _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def _lacks(line: str, values: Mapping[str, str]) -> bool:
    return any(optional and not values.get(name) for name, optional in _BLANK.findall(line))
