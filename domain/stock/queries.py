"""What there is, what lies where, and how it came there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from database.errors import DomainError
from database.rows import read_page
from database.text_keys import like_pattern
from domain.people.tables import Person
from domain.stock.barcodes import barcode_key
from domain.stock.tables import (
    PHYSICAL_KINDS,
    Product,
    ProductBarcode,
    SerialUnit,
    StockBalance,
    StockDocument,
    StockDocumentLine,
    StockMove,
    StockPlace,
)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of the nomenclature, with what lies in all physical places; `key` is its place in the order."""

    id: int
    code: str
    name: str
    unit: str
    serial_tracked: bool
    active: bool
    version: int
    on_hand: Decimal
    key: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of stock; `person` is whose bag it is."""

    id: int
    code: str
    name: str
    kind: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Balance:
    """How much of a product lies at a place, in the product's unit."""

    place_id: int
    place: str
    product_id: int
    product_code: str
    product: str
    unit: str
    quantity: Decimal
    reserved: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of a product; `balance` is what lay at the place, or at all physical places, right after it."""

    id: int
    at: datetime
    quantity: Decimal
    from_place: str
    to_place: str
    balance: Decimal
    serial: str | None
    document_id: int
    document_kind: str
    document_number: int
    entry: str
    person: str


def products(
    session: Session,
    *,
    search: str = "",
    active: bool = True,
    after: Sequence[Any] | None = None,
    backwards: bool = False,
    limit: int | None = 200,
) -> list[ProductRow]:
    """Return a page of the nomenclature by name. search: words of the name, article, or a whole barcode.

    active: leave out products no longer bought. after: `key` of the row at the edge of what is shown; with `backwards`
    the page before it.
    """
    wanted = _products()
    if search.strip():
        wanted = wanted.where(found_by(search))
    if active:
        wanted = wanted.where(Product.active)
    rows = read_page(session, wanted, (Product.sort_key, Product.id), after=after, backwards=backwards, limit=limit)
    return [_product_row(row) for row in rows]


def product_by_barcode(session: Session, barcode: str) -> ProductRow | None:
    """Return the product that a scanned barcode means, or None where nobody has said yet."""
    wanted = _products().where(means(barcode))
    row = session.execute(wanted).one_or_none()
    return None if row is None else _product_row(row)


def barcodes(session: Session, product_id: int) -> list[str]:
    """Return the barcodes that mean a product."""
    wanted = select(ProductBarcode.barcode).where(ProductBarcode.product_id == product_id)
    return list(session.scalars(wanted.order_by(ProductBarcode.barcode)))


def places(session: Session, *, kinds: Sequence[str] = PHYSICAL_KINDS) -> list[Place]:
    """Return the active places of some kinds, by name; goods are received at the kind `warehouse`."""
    wanted = (
        select(StockPlace.id, StockPlace.code, StockPlace.name, StockPlace.kind, Person.name)
        .outerjoin(Person, Person.id == StockPlace.person_id)
        .where(StockPlace.active, StockPlace.kind.in_(kinds))
        .order_by(StockPlace.sort_key, StockPlace.id)
    )
    return [Place(*row) for row in session.execute(wanted)]


def balances(
    session: Session, *, place_id: int | None = None, product_id: int | None = None, search: str = ""
) -> list[Balance]:
    """Return what lies where, by product and place; rows of nothing are left out.

    search: words of a product's name, its article, or a whole barcode.
    """
    wanted = (
        select(
            StockPlace.id, StockPlace.name, Product.id, Product.code, Product.name, Product.unit,
            StockBalance.quantity, StockBalance.reserved,
        )
        .join(StockPlace, StockPlace.id == StockBalance.place_id)
        .join(Product, Product.id == StockBalance.product_id)
        .where(StockBalance.quantity > 0)
        .order_by(Product.sort_key, Product.id, StockPlace.sort_key, StockPlace.id)
    )  # fmt: skip
    if place_id is not None:
        wanted = wanted.where(StockBalance.place_id == place_id)
    if product_id is not None:
        wanted = wanted.where(StockBalance.product_id == product_id)
    if search.strip():
        wanted = wanted.where(found_by(search))
    return [Balance(*row) for row in session.execute(wanted)]


def moves(
    session: Session, product_id: int, *, place_id: int | None = None, before: int | None = None, limit: int = 200
) -> list[Move]:
    """Return the moves of a product, the newest first, each with the balance right after it.

    place_id: only moves to and from this place, with its balance; None counts all physical places together.
    before: id of the oldest move shown; the page continues behind it.
    """
    ledger = _ledger(product_id, place_id).subquery()
    origin, target = aliased(StockPlace), aliased(StockPlace)
    wanted = (
        select(
            StockMove.id, StockMove.at, StockMove.quantity, origin.name, target.name, ledger.c.balance,
            SerialUnit.serial, StockDocument.id, StockDocument.kind, StockDocument.number, StockDocumentLine.entry,
            func.coalesce(Person.name, StockMove.login),
        )
        .join(ledger, ledger.c.id == StockMove.id)
        .join(origin, origin.id == StockMove.from_place_id)
        .join(target, target.id == StockMove.to_place_id)
        .join(StockDocumentLine, StockDocumentLine.id == StockMove.document_line_id)
        .join(StockDocument, StockDocument.id == StockDocumentLine.document_id)
        .outerjoin(SerialUnit, SerialUnit.id == StockMove.serial_unit_id)
        .outerjoin(Person, Person.login == StockMove.login)
        .order_by(StockMove.id.desc())
        .limit(limit)
    )  # fmt: skip
    if before is not None:
        wanted = wanted.where(StockMove.id < before)
    return [Move(*row) for row in session.execute(wanted)]


def means(scanned: str) -> ColumnElement[bool]:
    """Return the condition that a product is what a barcode means; false for what cannot be a barcode."""
    try:
        key = barcode_key(scanned)
    except DomainError:
        return false()
    owner = select(ProductBarcode.product_id).where(ProductBarcode.barcode == key)
    return Product.id.in_(owner)


def found_by(search: str) -> ColumnElement[bool]:
    """Return the condition that a product is found by words of its name, by its article or by a whole barcode."""
    return or_(Product.search_key.like(like_pattern(search)), means(search))


def _products() -> Select[Any]:
    on_hand: ScalarSelect[Any] = (
        select(func.coalesce(func.sum(StockBalance.quantity), 0))
        .where(StockBalance.product_id == Product.id)
        .scalar_subquery()
    )
    return select(
        Product.id, Product.code, Product.name, Product.unit, Product.serial_tracked, Product.active, Product.version,
        on_hand.label("on_hand"), Product.sort_key,
    )  # fmt: skip


def _product_row(row: Row[Any]) -> ProductRow:
    values = row._asdict()
    sort_key = values.pop("sort_key")
    return ProductRow(**values, key=(sort_key, row.id))


def _ledger(product_id: int, place_id: int | None) -> Select[int, Decimal]:
    """Select the moves of a product that change what is counted, each with the sum up to it."""
    counted = select(StockPlace.id).where(
        StockPlace.kind.in_(PHYSICAL_KINDS) if place_id is None else StockPlace.id == place_id
    )
    came, went = StockMove.to_place_id.in_(counted), StockMove.from_place_id.in_(counted)
    change = case((came & ~went, StockMove.quantity), (went & ~came, -StockMove.quantity), else_=0)
    balance = func.sum(change).over(order_by=StockMove.id)
    return select(StockMove.id, balance.label("balance")).where(StockMove.product_id == product_id, or_(came, went))
