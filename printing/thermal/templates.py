"""Label templates as the program carries them, and as the database keeps published ones."""

from collections.abc import Mapping
from typing import Any

import resources
from database.errors import KnownError
from labels.errors import LabelError
from labels.template import Template, Values
from labels.template_reader import read_template

SHIPPED = ("30x20", "58x40", "100x50")


def shipped_definition(code: str) -> str:
    """Return the JSON text of a template that the program carries; raises KnownError "label-template-unknown"."""
    if code not in SHIPPED:
        raise KnownError("label-template-unknown", template=code, known=", ".join(SHIPPED))
    return resources.read_text("label_templates", f"{code}.json")


def template_of(definition: str | bytes | Mapping[str, Any]) -> Template:
    """Return the template that a definition (a file's text, or the object a table holds) describes.

    Raises KnownError with the code of the damage (``template-…``) and `where` it is.
    """
    try:
        return read_template(definition)
    except LabelError as error:
        raise KnownError(error.code, **error.details) from error


def shipped_template(code: str) -> Template:
    """Return a template that the program carries; raises KnownError "label-template-unknown"."""
    return template_of(shipped_definition(code))


def template_for(device: Values) -> str:
    """Return the code of the shipped template meant for a device of this `size_class`; the middle one by default."""
    return next((code for code in SHIPPED if shipped_template(code).suits(device)), "58x40")
