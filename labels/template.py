"""A label template: what stands where, in millimetres, and on which devices' stickers.

Templates are kept as JSON (`template_reader` reads it and says what is wrong with it); once published a version is
never changed, so that a reprint a year later is the same sticker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

FORMAT = 1
"""Version of the template format that this program writes; it reads this and older ones."""

FIELDS = (
    "number", "number_readable", "payload", "type", "model", "serial", "inventory_number", "client", "site", "room",
    "owner", "company", "support_phone", "position", "printed_on", "note",
)  # fmt: skip
"""Names that a template may print; a label is given any of them as plain text."""
RULE_FIELDS = (*FIELDS, "size_class", "service_state")
"""Names that rules may look at."""
ANY = "*"
"""In a rule: any text but none."""

Values = Mapping[str, str]
Texts = Mapping[str, frozenset[str]]
Align = Literal["left", "center", "right"]
Vertical = Literal["top", "middle", "bottom"]
Level = Literal["L", "M", "Q", "H"]
FontName = Literal["regular", "bold", "condensed", "condensed-bold"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the label, millimetres from its upper left corner."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal

    @property
    def right(self) -> Decimal:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> Decimal:
        """The lower edge."""
        return self.y + self.height

    def meets(self, other: "Box") -> bool:
        """Whether the two have area in common; edges that touch do not."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether `other` lies within; edges may touch."""
        return self.x <= other.x and self.y <= other.y and self.right >= other.right and self.bottom >= other.bottom

    def shrunk(self, by: Decimal) -> "Box":
        """The rectangle with `by` taken off every side."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is shown: every field of `when` has one of its texts, and no field of `unless` has."""

    when: Texts = field(default_factory=dict)
    unless: Texts = field(default_factory=dict)

    def allows(self, values: Values) -> bool:
        """Decide for the values of one label."""
        return all(_one_of(values.get(name, ""), texts) for name, texts in self.when.items()) and not any(
            _one_of(values.get(name, ""), texts) for name, texts in self.unless.items()
        )

    def excludes(self, other: "Rule") -> bool:
        """Whether the two can be seen never to hold together."""
        return (
            any(_disjoint(texts, other.when[name]) for name, texts in self.when.items() if name in other.when)
            or _forbidden(self.when, other.unless)
            or _forbidden(other.when, self.unless)
        )


def _one_of(text: str, texts: frozenset[str]) -> bool:
    return text in texts or (ANY in texts and bool(text.strip()))


def _disjoint(first: frozenset[str], second: frozenset[str]) -> bool:
    return ANY not in first | second and not first & second


def _forbidden(when: Texts, unless: Texts) -> bool:
    """Whether every text that `when` asks of some field is one that `unless` shuts out."""
    return any(
        all(text in unless[name] or (text.strip() and ANY in unless[name]) for text in texts)
        for name, texts in when.items()
        if name in unless
    )


@dataclass(frozen=True, slots=True)
class QrElement:
    """A QR code with its quiet zone of four modules, as large as whole dots allow within the box."""

    box: Box
    text: str = "{payload}"
    level: Level = "Q"
    align: Align = "center"
    vertical: Vertical = "middle"
    rule: Rule = Rule()


@dataclass(frozen=True, slots=True)
class TextElement:
    """Text that shrinks to `smallest_pt`, then wraps to `lines`, then is shortened with a warning."""

    box: Box
    text: str
    size_pt: Decimal
    smallest_pt: Decimal
    lines: int = 1
    font: FontName = "regular"
    align: Align = "left"
    vertical: Vertical = "middle"
    inverted: bool = False
    """White letters on a black box."""
    rule: Rule = Rule()


@dataclass(frozen=True, slots=True)
class LineElement:
    """A level or upright line: the rectangle of ink."""

    box: Box
    rule: Rule = Rule()


@dataclass(frozen=True, slots=True)
class FrameElement:
    """A rectangle, drawn inside the box: its outline, or filled."""

    box: Box
    thickness: Decimal
    filled: bool = False
    rule: Rule = Rule()


@dataclass(frozen=True, slots=True)
class PictureElement:
    """A PNG, scaled to fit the box and turned into dots at half brightness."""

    box: Box
    png: bytes
    align: Align = "center"
    vertical: Vertical = "middle"
    rule: Rule = Rule()


Element = QrElement | TextElement | LineElement | FrameElement | PictureElement


@dataclass(frozen=True, slots=True)
class Template:
    """A label kind: size, gap to the next label, margin that stays white, and what is drawn."""

    code: str
    name: str
    width: Decimal
    height: Decimal
    gap: Decimal
    margin: Decimal
    elements: tuple[Element, ...]
    rule: Rule = Rule()

    def suits(self, values: Values) -> bool:
        """Whether this label kind is meant for a device with these values."""
        return self.rule.allows(values)
