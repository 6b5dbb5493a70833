"""Texts of forms: those that Vetka brings (`resources/forms`), and the company's own over them."""

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from database.errors import ConflictError, DomainError
from domain.printouts.tables import FormText

LANGUAGES = ("ru", "kk", "en")
LONGEST_TEXT = 4_000


@lru_cache(maxsize=32)
def _brought(form: str, language: str) -> str:
    try:
        return resources.read_text("forms", f"{form}.{language}.json")
    except FileNotFoundError as error:
        raise DomainError("form-unknown", form=form) from error


def default_texts(form: str, language: str) -> dict[str, Any]:
    """Return the texts that Vetka brings; Russian where there is no such language. DomainError `form-unknown`."""
    texts: dict[str, Any] = json.loads(_brought(form, language if language in LANGUAGES else "ru"))
    return texts


def own_texts(session: Session, form: str, language: str) -> tuple[dict[str, Any], int | None]:
    """Return the company's own texts of a form and the version of their row, None where there is none yet."""
    query = select(FormText.texts, FormText.version).where(FormText.form == form, FormText.language == language)
    found = session.execute(query).one_or_none()
    return (found.texts, found.version) if found else ({}, None)


def form_texts(session: Session, form: str, language: str) -> dict[str, Any]:
    """Return the texts with which a form is printed: the company's own where it has them."""
    return default_texts(form, language) | own_texts(session, form, language)[0]


def edit_form_text(
    session: Session, form: str, language: str, texts: dict[str, Any], *, expected_version: int | None
) -> int:
    """Replace the company's own texts of a form and return the version of their row; lead, director, administrator.

    texts: by name, of the same shape as those that Vetka brings; a name left out falls back to Vetka's.
    expected_version: None where the company had none yet. Raises DomainError `form-unknown`, `form-language-unknown`,
    `form-text-wrong` (with `name`), or ConflictError.
    """
    if language not in LANGUAGES:
        raise DomainError("form-language-unknown", language=language)
    pattern = default_texts(form, language)
    for name, value in texts.items():
        if name not in pattern or not _alike(pattern[name], value):
            raise DomainError("form-text-wrong", name=name)
    query = select(FormText).where(FormText.form == form, FormText.language == language).with_for_update()
    row = session.scalars(query).one_or_none()
    actual = None if row is None else row.version
    if actual != expected_version:
        raise ConflictError(table="form_text", id=form, expected=expected_version, actual=actual)
    if row is None:
        row = FormText(form=form, language=language, texts=texts)
        session.add(row)
    row.texts = texts
    session.flush()
    session.refresh(row)
    return row.version


def _alike(pattern: Any, value: Any) -> bool:
    """Whether a value has the shape of a default: text for text, list of texts for one, number for number."""
    if isinstance(pattern, str):
        return isinstance(value, str) and len(value) <= LONGEST_TEXT
    if isinstance(pattern, list):
        return isinstance(value, list) and len(value) <= 100 and all(_alike("", one) for one in value)
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(isinstance(key, str) and _alike([], one) for key, one in value.items())
    return type(value) is type(pattern) and 0 <= value <= 365
