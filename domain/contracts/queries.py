"""What can be asked about contracts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.contracts.tables import Contract
from domain.printouts.parties import ContractMark


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract of a client."""

    id: int
    client_id: int
    number: str
    signed_on: date | None
    rounds_per_month: int
    active: bool
    version: int

    @property
    def mark(self) -> ContractMark:
        """The contract as papers name it."""
        return ContractMark(self.number, self.signed_on)


def contracts(session: Session, client_id: int) -> list[ContractRow]:
    """Return a client's contracts: those in force first, the latest signed before the others."""
    query = (
        select(Contract.id, Contract.client_id, Contract.number, Contract.signed_on, Contract.rounds_per_month,
               Contract.active, Contract.version)
        .where(Contract.client_id == client_id)
        .order_by(Contract.active.desc(), Contract.signed_on.desc().nulls_last(), Contract.id.desc())
    )  # fmt: skip
    return [ContractRow(**one._mapping) for one in session.execute(query)]


def contract_in_force(session: Session, client_id: int) -> ContractRow | None:
    """Return the contract that a client is served by, or None."""
    found = contracts(session, client_id)
    return found[0] if found and found[0].active else None
