"""What people do with contracts: dispatchers, leads, bookkeepers, the director, administrators."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from database.errors import DomainError
from database.rows import locked
from domain.clients.tables import Client
from domain.contracts.tables import Contract

MOST_ROUNDS = 99


def register_contract(
    session: Session, client_id: int, *, number: str, signed_on: date | None = None, rounds_per_month: int = 0
) -> int:
    """Add a contract of a client and return its id.

    Raises DomainError `client-unknown`, `contract-number-wanted`, `contract-number-taken`, `rounds-out-of-range`.
    """
    if session.scalar(select(Client.id).where(Client.id == client_id)) is None:
        raise DomainError("client-unknown", client_code=client_id)
    contract = Contract(client_id=client_id)
    _fill(session, contract, number, signed_on, rounds_per_month)
    session.add(contract)
    session.flush()
    return contract.id


def edit_contract(
    session: Session,
    contract_id: int,
    *,
    number: str,
    signed_on: date | None,
    rounds_per_month: int,
    active: bool,
    expected_version: int,
) -> None:
    """Change a contract, or end it with `active` False. Raises ConflictError, DomainError as adding does."""
    contract = locked(session, Contract, contract_id, expected_version=expected_version, unknown="contract-unknown")
    _fill(session, contract, number, signed_on, rounds_per_month)
    contract.active = active
    session.flush()


def _fill(session: Session, contract: Contract, number: str, signed_on: date | None, rounds_per_month: int) -> None:
    number = " ".join(number.split()).removeprefix("№").strip()
    if not number:
        raise DomainError("contract-number-wanted")
    if not 0 <= rounds_per_month <= MOST_ROUNDS:
        raise DomainError("rounds-out-of-range", most=MOST_ROUNDS)
    same = select(Contract.id).where(Contract.client_id == contract.client_id, Contract.number == number)
    with session.no_autoflush:
        taken = session.scalar(same)
    if taken is not None and taken != contract.id:
        raise DomainError("contract-number-taken", number=number)
    contract.number, contract.signed_on, contract.rounds_per_month = number, signed_on, rounds_per_month
