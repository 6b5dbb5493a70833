"""Words into lines that never leave their cell: between words where possible, within a word where it is too long."""

from printing.paper.faces import Style, face

ELLIPSIS = "…"
_BREAK_AFTER = "-/\\_,;:.@&=+"
_ROUNDING = 0.01
_LONGEST = 20_000
"""Letters of one text that are set at all; more is an accident, and a page of it is enough."""


def wrap(text: str, style: Style, width: float) -> list[str]:
    """Return the lines of `text`, none wider than `width` points; line breaks of the text stay.

    A no-break space keeps its words together as long as they fit. There is at least one line, empty for no text.
    """
    lines: list[str] = []
    width += _ROUNDING
    plain = face(style.face).printable(text.strip("\n ")[:_LONGEST])
    for paragraph in plain.split("\n"):
        lines += _wrapped(paragraph, style, width)
    return lines


def shortened(lines: list[str], most: int, style: Style, width: float) -> list[str]:
    """Return at most `most` lines; where some are left out the last one ends with an ellipsis."""
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    last = kept[-1].rstrip(" ,;:.–-")
    while last and style.width(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*kept[:-1], last + ELLIPSIS]


def fitted(text: str, style: Style, width: float, *, smallest: float = 5.0) -> Style:
    """Return the style, made smaller until `text` fits one line; for figures, which must not be broken."""
    wide = style.width(text)
    if wide <= width:
        return style
    return style.scaled(max(smallest / style.size, width / wide * 0.995))


def _wrapped(paragraph: str, style: Style, width: float) -> list[str]:
    measure = style.width
    if measure(paragraph) <= width:
        return [paragraph.strip(" ")]
    lines: list[str] = []
    line, line_width, blank = "", 0.0, measure(" ")
    for word in paragraph.split(" "):
        if not word:
            continue
        wide = measure(word)
        if line and line_width + blank + wide <= width:
            line, line_width = f"{line} {word}", line_width + blank + wide
            continue
        if line:
            lines.append(line)
        if wide > width:
            *whole, rest = _pieces(word, style, width)
            lines += whole
            line, line_width = rest, measure(rest)
        else:
            line, line_width = word, wide
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """Break a word that is wider than a line, behind a hyphen or stroke where one is in the second half."""
    pieces: list[str] = []
    letters = {letter: style.width(letter) for letter in set(word)}
    while word:
        taken, used = 0, 0.0
        while taken < len(word) and (used + letters[word[taken]] <= width or taken == 0):
            used += letters[word[taken]]
            taken += 1
        if taken < len(word):
            good = max(word.rfind(mark, taken // 2, taken) for mark in _BREAK_AFTER)
            taken = good + 1 if good >= 0 else taken
        pieces.append(word[:taken])
        word = word[taken:]
    return pieces
