"""A client's contracts on its card: number, day, how many rounds a month."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox
from sqlalchemy.orm import Session

from database.errors import DomainError
from desktop.shell.formats import Formats
from desktop.shell.pages import PageContext
from desktop.views.kept_form import KeptForm, Record, Values
from domain.contracts.actions import MOST_ROUNDS, edit_contract, register_contract
from domain.contracts.queries import ContractRow

KEEPS_CONTRACTS = frozenset({"dispatcher", "lead", "bookkeeper", "director", "admin"})
_DAY = "%d.%m.%Y"


def contract_record(contract: ContractRow) -> Record:
    """Return what the form of a contract is filled with."""
    values = {
        "number": contract.number, "signed_on": f"{contract.signed_on:{_DAY}}" if contract.signed_on else "",
        "rounds_per_month": contract.rounds_per_month, "active": contract.active,
    }  # fmt: skip
    return Record(f"contract.{contract.id}", values, contract.id, contract.version)


def new_contract(client_id: int) -> Record:
    """Return the empty form of a contract with this client."""
    values = {"number": "", "signed_on": "", "rounds_per_month": 0, "active": True}
    return Record(f"client.{client_id}.contract", values, owner=client_id)


def contract_words(formats: Formats, contract: ContractRow) -> str:
    """Return the line of a contract in the list."""
    day = formats.date(contract.signed_on) if contract.signed_on else ""
    count = contract.rounds_per_month
    rounds = QCoreApplication.translate("ContractForm", "%n round(s) a month", "", count) if count else ""
    ended = "" if contract.active else QCoreApplication.translate("ContractForm", "ended")
    return " · ".join(filter(None, (f"№ {contract.number}", day, rounds, ended)))


class ContractForm(KeptForm):
    """One contract."""

    def __init__(self, context: PageContext, *, editable: bool) -> None:
        number = QLineEdit(objectName="contract_number", placeholderText="17/2026")
        signed = QLineEdit(objectName="contract_signed_on", placeholderText=self.tr("dd.mm.yyyy"))
        rounds = QSpinBox(objectName="contract_rounds", minimum=0, maximum=MOST_ROUNDS)
        rounds.setToolTip(self.tr("Stands on round sheets: round 2 of 4"))
        active = self.tr("In force")
        fields = {
            "number": (self.tr("&Number"), number),
            "signed_on": (self.tr("&Day"), signed),
            "rounds_per_month": (self.tr("&Rounds a month"), rounds),
            "active": (active, QCheckBox(active, objectName="contract_active")),
        }
        super().__init__(context, "contract", fields, editable=editable)
        self.setFocusProxy(number)

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Add a contract or save the one that is shown."""
        return partial(_store, record=record, values=values)


def _store(session: Session, record: Record, values: Values) -> int | None:
    given = {
        "number": values["number"], "signed_on": _day(values["signed_on"]),
        "rounds_per_month": values["rounds_per_month"],
    }  # fmt: skip
    if record.row_id is None:
        return register_contract(session, record.owner, **given)
    edit_contract(session, record.row_id, active=values["active"], expected_version=record.version, **given)
    return None


def _day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return datetime.strptime(typed.strip(), _DAY).date()
    except ValueError as error:
        raise DomainError("day-wrong", day=typed) from error
