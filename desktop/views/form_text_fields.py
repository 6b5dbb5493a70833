"""The texts of one form on the screen: flat fields with one text each, and back to the shape that the form keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Texts = dict[str, Any]
_PARTS = "; "


@dataclass(frozen=True, slots=True)
class TextField:
    """A text of a form. key: the kind of device, of a text that is a list for each of several kinds; else None."""

    name: str
    key: str | None
    pattern: Any

    @property
    def id(self) -> str:
        """What the field is called."""
        return self.name if self.key is None else f"{self.name}/{self.key}"

    @property
    def long(self) -> bool:
        """Whether it wants several lines."""
        return self.key is None and (isinstance(self.pattern, list) or len(str(self.pattern)) > 60)


def text_fields(defaults: Texts) -> tuple[TextField, ...]:
    """Return the fields for a form's texts, in their order."""
    fields: list[TextField] = []
    for name, pattern in defaults.items():
        if isinstance(pattern, dict):
            fields += [TextField(name, key, value) for key, value in pattern.items()]
        else:
            fields.append(TextField(name, None, pattern))
    return tuple(fields)


def flat(fields: tuple[TextField, ...], texts: Texts) -> dict[str, str]:
    """Return what the fields show of these texts."""
    return {field.id: _shown(field, _value(texts, field)) for field in fields}


def own_of(fields: tuple[TextField, ...], shown: Mapping[str, str], defaults: Texts) -> Texts:
    """Return the texts that differ from the defaults, in the shape in which they are kept.

    Raises ValueError with the field's id for a number that is none.
    """
    own: Texts = {}
    for field in fields:
        value = _read(field, shown[field.id])
        if value == _value(defaults, field):
            continue
        if field.key is None:
            own[field.name] = value
        else:  # the whole of such a text is kept, or none of it
            own.setdefault(field.name, dict(defaults[field.name]))[field.key] = value
    return own


def _value(texts: Texts, field: TextField) -> Any:
    found = texts.get(field.name, field.pattern)
    return found if field.key is None else found.get(field.key, [])


def _shown(field: TextField, value: Any) -> str:
    if isinstance(value, list):
        return (_PARTS if field.key is not None else "\n").join(value)
    return str(value)


def _read(field: TextField, typed: str) -> Any:
    if isinstance(field.pattern, list):
        parts = typed.split(_PARTS.strip() if field.key is not None else "\n")
        return [" ".join(part.split()) for part in parts if part.strip()]
    if isinstance(field.pattern, int):
        if not typed.strip().isdecimal():
            raise ValueError(field.id)
        return int(typed)
    return typed.strip()
