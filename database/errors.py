"""Errors of the world that a person can act on; everything else is a bug and travels as it is."""

from typing import Any


class KnownError(Exception):
    """A refusal or fault with a code, so that the screen finds the sentence for it in the person's language.

    `code` is kebab-case (`not-your-move`) and names an entry of `resources/sentences/*.json`; `details` fill the
    blanks of that sentence and are plain values.
    """

    code = "known-error"

    def __init__(self, code: str | None = None, **details: Any) -> None:
        self.code = code or type(self).code
        self.details = details
        super().__init__(f"{self.code} {details}" if details else self.code)


class DomainError(KnownError):
    """A rule of the company or of the person's rights refuses what was asked."""


class ConflictError(DomainError):
    """Somebody else saved this row after the form was filled: `details` has `table`, `id`, `expected`, `actual`."""

    code = "changed-meanwhile"


class DatabaseUnreachableError(KnownError):
    """The server does not answer or dropped the connection; the same work may be tried again."""

    code = "database-unreachable"


class SchemaVersionError(KnownError):
    """The program is older or newer than the schema; nothing was written."""

    code = "schema-version"
