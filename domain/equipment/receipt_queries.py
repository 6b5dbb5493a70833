"""Reads a ticket and its device, for the receipt of equipment taken in for repair."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.equipment.repair_receipts import (
    DATA_WISHES,
    PASSWORD_WAYS,
    PAYMENTS,
    Access,
    Condition,
    KitPart,
    ReceivedDevice,
    RepairMoney,
    RepairReceipt,
)
from domain.printouts.form_texts import form_texts
from domain.printouts.given import LONG, Choices
from domain.printouts.papers import PaperMark
from domain.printouts.parties import Caller
from domain.settings.paper_details import company_on_paper, local_now
from domain.tickets.on_paper import DeviceOnPaper, TicketOnPaper, devices_on_paper, signed_in, ticket_on_paper

FORM = "repair-receipt"
_NOT_PRINTED = "[не печатается]"
_PASSWORD = re.compile(
    r"(?i)\b(парол\w*|пин[- ]?код\w*|password|passwd|pin|құпия\s*сөз\w*)(\s*(?:[:=–—-]|это)\s*\S+|\s+(?=\S*\d)\S+)"
)


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """What is typed for a receipt; what is not given comes from the ticket, or is a blank to fill by hand.

    device: number of the device where the ticket is about several. kit: parts that came along; what else belongs to
    such a device is written as absent.
    """

    device: str | None = None
    handed_by: str | None = None
    post: str | None = None
    phone: str | None = None
    appearance: Annotated[str | None, LONG] = None
    seals_whole: bool | None = None
    powers_on: bool | None = None
    kit: tuple[str, ...] | None = None
    declared_fault: Annotated[str | None, LONG] = None
    password: Annotated[str | None, Choices(PASSWORD_WAYS)] = None
    data: Annotated[str | None, Choices(DATA_WISHES)] = None
    backup: bool | None = None
    payment: Annotated[str | None, Choices(PAYMENTS)] = None
    agreed_up_to: Decimal | None = None
    diagnostics: Decimal | None = None
    expected_on: date | None = None
    replacement: str | None = None
    replacement_act: str | None = None


def repair_receipt(
    session: Session, ticket_id: int, given: ReceiptGiven, mark: PaperMark, language: str
) -> RepairReceipt:
    """Return the receipt of one device of a ticket.

    Raises DomainError `ticket-unknown`, `paper-client-wanted`, `device-not-of-ticket`.
    """
    ticket = ticket_on_paper(session, ticket_id)
    texts = form_texts(session, FORM, language)
    device = _device(session, ticket, given.device)
    by = Caller(given.handed_by) if given.handed_by else ticket.caller
    return RepairReceipt(
        number=mark.number, ticket=ticket.number, payload=mark.payload,
        taken_at=local_now(session).replace(second=0, microsecond=0),
        company=company_on_paper(session), client=ticket.client,
        handed_by=Caller(by.name, given.post or by.post, given.phone or by.phone),
        device=ReceivedDevice(device.type, device.model, device.serial, device.inventory_number, device.number)
        if device else ReceivedDevice(),
        condition=Condition(without_password(given.appearance or ""), given.powers_on, given.seals_whole),
        kit=kit_of(texts["kit"], device.type_code if device else "", given.kit),
        declared_fault=without_password(given.declared_fault or ticket.description or ticket.title),
        access=Access(given.password or "", given.data or "", given.backup),
        money=RepairMoney(given.payment or "", given.agreed_up_to, given.diagnostics),
        terms=tuple(texts["terms"]), taken_by=signed_in(session).name, expected_on=given.expected_on,
        replacement=given.replacement or "", replacement_act=given.replacement_act or "",
    )  # fmt: skip


def without_password(words: str) -> str:
    """Return words in which what follows the word "password" is not legible: a receipt lies about.

    >>> without_password("Пароль: qwerty, не включается"), without_password("забыли пароль от почты")
    ('Пароль [не печатается] не включается', 'забыли пароль от почты')
    """
    return _PASSWORD.sub(rf"\1 {_NOT_PRINTED}", words)


def kit_of(kits: dict[str, list[str]], type_code: str, there: tuple[str, ...] | None) -> tuple[KitPart, ...]:
    """Return the parts of a kit: those that belong to such a device, then others that came along."""
    usual = kits.get(type_code) or kits.get("", [])
    if there is None:
        return tuple(KitPart(name) for name in usual)
    came = {name.casefold() for name in there}
    known = {name.casefold() for name in usual}
    return (
        *(KitPart(name, name.casefold() in came) for name in usual),
        *(KitPart(name, True) for name in there if name.casefold() not in known),
    )


def _device(session: Session, ticket: TicketOnPaper, wanted: str | None) -> DeviceOnPaper | None:
    devices = devices_on_paper(session, [ticket.id])
    if wanted is None:
        return devices[0] if devices else None
    digits = "".join(one for one in wanted if one.isdecimal()).lstrip("0")
    for device in devices:
        if digits and "".join(one for one in device.number[2:].split("-")[0] if one.isdecimal()).lstrip("0") == digits:
            return device
    raise DomainError("device-not-of-ticket", device=wanted, ticket=ticket.number)
