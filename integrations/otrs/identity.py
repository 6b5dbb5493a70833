"""Which installation of OTRS a database belongs to."""

import hashlib

from integrations.otrs.connection import SourceDatabase
from integrations.otrs.values import text

_LENGTH = 12


def read_identity(database: SourceDatabase) -> str:
    """Return a fingerprint of the installation, made from what its setup wrote first and nobody can delete.

    The first state and the first queue carry the second of the setup, which no two offices share.
    """
    moments = [
        text(database.rows(f"SELECT MIN(create_time) AS written FROM {table} WHERE id = 1")[0]["written"])
        for table in ("ticket_state", "queue")
    ]
    return hashlib.sha256("\n".join(moments).encode()).hexdigest()[:_LENGTH]
