"""The book of what came from where, so that a second run brings nothing twice."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from domain.exchange.tables import ImportedRow
from integrations.otrs.import_report import Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """Our row made from a row of theirs. `our_version` None: it was ours before, the import never writes it."""

    our_id: int
    our_version: int | None
    digest: str


class Ledger:
    """The rows brought from one source system, read and written in the transaction of a session."""

    def __init__(self, session: Session, system: str) -> None:
        self._session = session
        self.system = system

    def find(self, kind: str, source_id: str | int) -> Known | None:
        """Return what a row of theirs became, None where it was never brought."""
        wanted = self._rows(kind).where(ImportedRow.source_id == str(source_id))
        row = self._session.execute(wanted).one_or_none()
        return None if row is None else Known(row.our_id, row.our_version, row.digest)

    def all(self, kind: str) -> dict[str, Known]:
        """Return everything brought of a kind by its id in the source."""
        rows = self._session.execute(self._rows(kind))
        return {row.source_id: Known(row.our_id, row.our_version, row.digest) for row in rows}

    def note(
        self, kind: str, source_id: str | int, our_id: int, *, version: int | None = None, digest: str = ""
    ) -> None:
        """Write down what a row of theirs became, or became anew."""
        values = {"our_id": our_id, "our_version": version, "digest": digest}
        row = insert(ImportedRow).values(system=self.system, kind=kind, source_id=str(source_id), **values)
        keys = [ImportedRow.system, ImportedRow.kind, ImportedRow.source_id]
        self._session.execute(row.on_conflict_do_update(index_elements=keys, set_=values))

    def _rows(self, kind: str) -> Any:
        columns = (ImportedRow.source_id, ImportedRow.our_id, ImportedRow.our_version, ImportedRow.digest)
        return select(*columns).where(ImportedRow.system == self.system, ImportedRow.kind == kind)


def digest_of(*values: object) -> str:
    """Return a hash of plain values or dataclasses as they are printed, the same in every run."""
    return hashlib.sha256(json.dumps([repr(value) for value in values]).encode()).hexdigest()


def outcome_of(known: Known | None, digest: str, version: int | None) -> Outcome:
    """Say what is to be done with a row of theirs.

    known: what it became earlier; digest: what it says now; version: that of our row now.
    """
    if known is None:
        return "new"
    if known.digest == digest:
        return "same"
    return "changed" if known.our_version is not None and known.our_version == version else "kept"
