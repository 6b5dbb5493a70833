"""Refusals of the import's reading side."""

from database.errors import KnownError


class SourceError(KnownError):
    """The database of OTRS cannot be read as wanted; nothing was written on either side.

    Codes: `otrs-address` (address), `otrs-unreachable` (server, reason), `otrs-login-refused` (server, login),
    `otrs-no-database` (server, database), `otrs-no-right` (reason), `otrs-connection-lost` (reason),
    `otrs-timeout` (seconds), `otrs-unreadable-text` (reason), `otrs-not-found` (missing), `otrs-too-old` (missing),
    `otrs-schema` (missing), `otrs-zone-unknown` (zone), `otrs-articles-dir` (path).
    """

    code = "otrs-unreachable"
