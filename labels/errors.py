"""What can be wrong with a template or with one label: a code, and the values of its sentence."""

from typing import Any

WHOLE = "{…}"
"""Stands in sentences for the place of a fault that is the whole template."""


class LabelError(ValueError):
    """A label that cannot be drawn as asked; `code` names a sentence, `details` are plain values for its blanks."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code = code
        self.details = details
        super().__init__(f"{code} {details}")


class TemplateError(LabelError):
    """A template that is damaged or does not make sense.

    `where` is the path of the fault as it stands in the JSON, such as ``elements[2].box_mm``; `element` is the index
    of the element, None for the template's own keys; `key` is the key at fault, "" for the whole.
    """

    def __init__(self, code: str, *, element: int | None = None, key: str = "", **details: Any) -> None:
        self.element = element
        self.key = key
        self.where = ".".join(part for part in (f"elements[{element}]" if element is not None else "", key) if part)
        super().__init__(code, where=self.where or WHOLE, **details)
