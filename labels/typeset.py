"""Fit text into a room of dots: shrink, then wrap, then shorten and say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from labels.fonts import Face
from labels.template import Align, Vertical

ELLIPSIS = "…"
_BREAK_AFTER = "-/_.,:;@"


@dataclass(frozen=True, slots=True)
class Room:
    """What a text may take: dots across and down, and lines."""

    width: int
    height: int
    lines: int


@dataclass(frozen=True, slots=True)
class Typeset:
    """Lines that fit their room in this face."""

    face: Face
    lines: tuple[str, ...]
    shortened: bool = False


def fit(text: str, faces: Sequence[Face], room: Room) -> Typeset:
    """Return how `text` stands in a room.

    faces: from the size wanted down to the smallest allowed. Newlines of the text are kept, more lines are made by
    wrapping. Where even the smallest size does not fit, the text is shortened with an ellipsis.
    """
    paragraphs = text.split("\n")
    for face in faces:
        if _fits(face, paragraphs, room):
            return Typeset(face, tuple(paragraphs))
    for face in faces:
        lines = [line for paragraph in paragraphs for line in wrap(paragraph, face, room.width)]
        if _fits(face, lines, room):
            return Typeset(face, tuple(lines))
    return _shorten(paragraphs, faces[-1], room)


def wrap(text: str, face: Face, width: int) -> Iterator[str]:
    """Break a paragraph at blanks; a word that is too long by itself after a hyphen or the like, or anywhere."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if face.ink(longer).width <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _pieces(word, face, width)
        yield from full
    yield line


def _pieces(word: str, face: Face, width: int) -> Iterator[str]:
    while face.ink(word).width > width:
        cut = _longest(word, face, width)
        nicer = max(word.rfind(mark, 0, cut) for mark in _BREAK_AFTER) + 1
        cut = nicer if nicer * 2 >= cut else cut
        yield word[:cut]
        word = word[cut:]
    yield word


def _longest(text: str, face: Face, width: int, ending: str = "") -> int:
    """Return how many characters fit together with `ending`; at least one, so that a narrow box ends too."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if face.ink(text[:middle].rstrip() + ending).width <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _shorten(paragraphs: list[str], face: Face, room: Room) -> Typeset:
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, face, room.width)]
    count = max(1, min(len(lines), room.lines))
    while count > 1 and not _fits(face, [*lines[: count - 1], ELLIPSIS], room):
        count -= 1
    rest = " ".join(lines[count - 1 :])
    kept = rest[: _longest(rest, face, room.width, ELLIPSIS)].rstrip(" ,.;:-–/") + ELLIPSIS
    return Typeset(face, (*lines[: count - 1], kept), shortened=True)


def _fits(face: Face, lines: list[str], room: Room) -> bool:
    inks = [face.ink(line) for line in lines]
    tall = (len(lines) - 1) * face.pitch + inks[-1].bottom - inks[0].top
    return len(lines) <= room.lines and tall <= room.height and all(ink.width <= room.width for ink in inks)


def positions(typeset: Typeset, room: Room, align: Align, vertical: Vertical) -> Iterator[tuple[str, int, int]]:
    """Give each line with its start and base line, seen from the room's upper left corner.

    Capitals stand at the top, in the middle or at the bottom, so that labels of a tape look alike whatever their
    letters; then the block is moved just so far that no accent or tail leaves the room.
    """
    face, inks = typeset.face, [typeset.face.ink(line) for line in typeset.lines]
    span = (len(inks) - 1) * face.pitch
    free = room.height - span - face.cap_height
    first = face.cap_height + {"top": 0, "middle": free // 2, "bottom": free}[vertical]
    first = max(min(first, room.height - span - inks[-1].bottom), -inks[0].top)
    for number, line in enumerate(typeset.lines):
        left, right = face.edges(line)
        spare = room.width - (right - left)
        start = {"left": 0, "center": spare // 2, "right": spare}[align]
        yield line, start - left, first + number * face.pitch
