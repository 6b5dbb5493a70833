"""Reads what waits at a client, for the sheet of a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from domain.clients.tables import Contact, ContactPhone
from domain.contracts.queries import contract_in_force
from domain.printouts.form_texts import form_texts
from domain.printouts.papers import PaperMark
from domain.procurement.tables import PurchaseLine, PurchaseOrderLine
from domain.rounds.counting import ROUND, place_in_month
from domain.rounds.round_sheet import RoundCount, RoundSheet, SheetDocument, SheetHandOver, SheetTicket
from domain.settings.paper_details import company_on_paper, local_today, zone
from domain.stock.quantities import shown
from domain.stock.tables import Product
from domain.tickets.on_paper import DeviceOnPaper, TicketOnPaper, devices_on_paper, ticket_on_paper
from domain.tickets.tables import Ticket
from domain.workflow.tables import Branch, Status

FORM = "round-sheet"
_COLLECTING = ("closing_documents", "write_off")
"""Branches whose stops on the round sheet mean: a paper lies with the client and is to be collected."""
_READY = ("repaired", "refilled")
_DONE = ("done", "closed")


@dataclass(frozen=True, slots=True)
class SheetGiven:
    """What is typed for a sheet: the day of the round (the ticket's target day unless given), and who goes."""

    day: date | None = None
    engineer: str | None = None


def round_sheet(session: Session, ticket_id: int, given: SheetGiven, mark: PaperMark, language: str) -> RoundSheet:
    """Return the sheet of the client of a ticket, usually one of a planned round.

    Raises DomainError `ticket-unknown`, `paper-client-wanted`.
    """
    ticket = ticket_on_paper(session, ticket_id)
    texts, today = form_texts(session, FORM, language), local_today(session)
    contract = contract_in_force(session, ticket.client_id)
    waiting = session.execute(_waiting(ticket)).all()
    collect = [one for one in waiting if one.on_round_sheet and one.branch in _COLLECTING]
    work = [one for one in waiting if one not in collect]
    planned = ticket.due.date() if ticket.due and ticket.type == ROUND else None
    day = given.day or planned
    month = day or today
    return RoundSheet(
        number=mark.number, ticket=ticket.number, payload=mark.payload, made_on=today, day=day,
        company=company_on_paper(session), client=ticket.client, place=ticket.place,
        count=RoundCount(
            month.replace(day=1), place_in_month(session, ticket, month),
            contract.rounds_per_month or None if contract else None,
        ),
        engineer=given.engineer or ticket.engineer, contact=ticket.caller,
        result_codes=tuple(texts["result_codes"]), statement=texts["statement"],
        contract=contract.mark if contract else None, tickets=_tickets(session, work),
        documents=tuple(SheetDocument(one.title, one.number, holder=one.caller or "") for one in collect),
        hand_over=(*_repaired(session, waiting), *_goods(session, waiting)), checklist=tuple(texts["checklist"]),
    )  # fmt: skip


def _waiting(ticket: TicketOnPaper) -> Select[*tuple[Any, ...]]:
    """Select the open and postponed tickets of the client, without rounds; the paper's own ticket if it is none."""
    phone = select(func.min(ContactPhone.typed)).where(ContactPhone.contact_id == Contact.id).scalar_subquery()
    return (
        select(
            Ticket.id, Ticket.number, Ticket.title, Ticket.registered_at, Ticket.postponed_until,
            Status.code.label("status"), Status.name_ru.label("status_name"), Status.on_round_sheet,
            Branch.code.label("branch"), Contact.name.label("caller"), phone.label("phone"),
        )
        .join(Status, Status.id == Ticket.status_id)
        .join(Branch, Branch.id == Status.branch_id)
        .outerjoin(Contact, Contact.id == Ticket.contact_id)
        .where(
            Ticket.client_id == ticket.client_id,
            Ticket.closed_at.is_(None),
            Ticket.type != ROUND,
            or_(Status.on_round_sheet, Status.phase.not_in(_DONE)),
        )
        .order_by(Ticket.number)
    )  # fmt: skip


def _tickets(session: Session, rows: Sequence[Any]) -> tuple[SheetTicket, ...]:
    devices = devices_on_paper(session, [one.id for one in rows])
    local = zone(session)
    first: dict[int, DeviceOnPaper] = {}
    more: dict[int, int] = {}
    for device in devices:
        first.setdefault(device.ticket_id, device)
        more[device.ticket_id] = more.get(device.ticket_id, -1) + 1
    sheet = []
    for one in rows:
        about = first.get(one.id)
        others = f" и ещё {more[one.id]}" if more.get(one.id) else ""
        sheet.append(
            SheetTicket(
                one.number, one.registered_at.astimezone(local).date(), _status(one, local), one.title,
                about.number + others if about else "",
                " ".join(part for part in (about.type, about.model) if part) if about else "",
                about.inventory_number if about else "", about.room if about else "", one.caller or "",
                one.phone or "",
            )
        )  # fmt: skip
    return tuple(sheet)


def _status(one: Any, local: Any) -> str:
    if one.postponed_until is not None and one.status == "postponed":
        return f"отложена до {one.postponed_until.astimezone(local):%d.%m.%Y}"
    if one.branch == "main" and one.status in ("open", "in_work"):
        return "открыта"
    name: str = one.status_name
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _repaired(session: Session, rows: Sequence[Any]) -> tuple[SheetHandOver, ...]:
    ready = {one.id: one for one in rows if one.status in _READY}
    found = devices_on_paper(session, list(ready))
    things = [
        SheetHandOver(
            f"{' '.join(part for part in (one.type, one.model, one.number) if part)} – готово, "
            f"заявка № {ready[one.ticket_id].number}",
            ready[one.ticket_id].caller or "",
        )
        for one in found
    ]
    nameless = [one for ticket, one in ready.items() if ticket not in {device.ticket_id for device in found}]
    return (
        *things,
        *(SheetHandOver(f"{one.title} – готово, заявка № {one.number}", one.caller or "") for one in nameless),
    )


def _goods(session: Session, rows: Sequence[Any]) -> tuple[SheetHandOver, ...]:
    tickets = {one.id: one for one in rows}
    query = (
        select(PurchaseLine.ticket_id, func.coalesce(Product.name, PurchaseLine.description).label("name"),
               PurchaseLine.unit, func.sum(PurchaseOrderLine.received).label("received"))
        .join(PurchaseOrderLine, PurchaseOrderLine.purchase_line_id == PurchaseLine.id)
        .outerjoin(Product, Product.id == PurchaseLine.product_id)
        .where(PurchaseLine.ticket_id.in_(tickets), ~PurchaseLine.cancelled)
        .group_by(PurchaseLine.id, PurchaseLine.ticket_id, Product.name, PurchaseLine.description, PurchaseLine.unit)
        .having(func.sum(PurchaseOrderLine.received) > 0)
        .order_by(PurchaseLine.ticket_id, PurchaseLine.id)
    )  # fmt: skip
    return tuple(
        SheetHandOver(
            f"{one.name}, {shown(one.received)} {one.unit}, заявка № {tickets[one.ticket_id].number}",
            tickets[one.ticket_id].caller or "",
        )
        for one in session.execute(query)
    )
