"""Lines of a draft receipt: how a count and its serial numbers are written and checked at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.procurement.tables import PurchaseOrderLine
from domain.stock.barcodes import barcode_key
from domain.stock.quantities import shown
from domain.stock.serials import Serial
from domain.stock.tables import Product, ProductBarcode, SerialUnit, StockDocument, StockDocumentLine

ENTRIES = ("scanned", "typed")
_MAY_WAIT = {"serials-wanted"}  # missing while a draft is entered, refused at posting
_COMPARED_SERIALS = 20


@dataclass(frozen=True, slots=True)
class Count:
    """How much of an order line is there, with the serial numbers known so far; `entry` is `scanned` or `typed`."""

    quantity: Decimal
    serials: tuple[Serial, ...] = ()
    entry: str = "typed"


@dataclass(frozen=True, slots=True)
class Entered:
    """A line as it stands after an entry, and the draft's new version.

    serials_wanted: how many serial numbers are still missing, for "7 of 20".
    warnings: codes of sentences about what is odd but allowed (`serial-length-differs`).
    """

    version: int
    quantity: Decimal
    serials: int
    serials_wanted: int
    warnings: tuple[str, ...] = ()


def read_count(session: Session, document: StockDocument, order_line_id: int) -> Count:
    """Return what a draft says of an order line; a quantity of zero where it says nothing."""
    line = _line(session, document, order_line_id)
    if line is None:
        return Count(Decimal(0))
    return Count(line.quantity, tuple(Serial(one["serial"], one["key"]) for one in line.serials), line.entry)


def write_count(session: Session, document: StockDocument, order_line_id: int, count: Count) -> Entered:
    """Write a line of a locked draft, then let the database say whether it could be posted so."""
    if count.entry not in ENTRIES:
        raise ValueError(f"neither scanned nor typed: {count.entry}")
    product = _ordered_product(session, order_line_id)
    if len(count.serials) > count.quantity:
        raise DomainError(
            "more-serials-than-pieces",
            product=product.name,
            entered=len(count.serials),
            quantity=shown(count.quantity),
        )
    _refuse_barcodes(session, count.serials)
    line = _line(session, document, order_line_id)
    if line is None:
        line = StockDocumentLine(document_id=document.id, order_line_id=order_line_id, product_id=product.id)
        session.add(line)
    line.quantity, line.entry = count.quantity, count.entry
    line.serials = [{"serial": one.text, "key": one.key} for one in count.serials]
    session.flush()
    _refuse_unpostable(session, document.key, order_line_id)
    session.refresh(document)
    missing = int(count.quantity) - len(count.serials) if product.serial_tracked else 0
    warnings = _warnings(session, product, count.serials)
    return Entered(document.version, count.quantity, len(count.serials), missing, warnings)


def _line(session: Session, document: StockDocument, order_line_id: int) -> StockDocumentLine | None:
    wanted = select(StockDocumentLine).where(
        StockDocumentLine.document_id == document.id, StockDocumentLine.order_line_id == order_line_id
    )
    return session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def _ordered_product(session: Session, order_line_id: int) -> Product:
    wanted = (
        select(Product)
        .join(PurchaseOrderLine, PurchaseOrderLine.product_id == Product.id)
        .where(PurchaseOrderLine.id == order_line_id)
    )
    product = session.scalars(wanted).one_or_none()
    if product is None:
        raise DomainError("line-unknown", id=order_line_id)
    return product


def _refuse_barcodes(session: Session, serials: Iterable[Serial]) -> None:
    """Refuse goods' barcodes that were scanned where a serial number belongs."""
    codes = {barcode_key(one.text): one for one in serials}
    found = session.scalars(select(ProductBarcode.barcode).where(ProductBarcode.barcode.in_(codes))).first()
    if found is not None:
        raise DomainError("serial-is-barcode", serial=codes[found].text)


def _refuse_unpostable(session: Session, key: UUID, order_line_id: int) -> None:
    call = text("SELECT problem FROM api.receipt_problems(:key, :line)")
    problem = session.execute(call, {"key": key, "line": order_line_id}).scalar_one_or_none()
    if problem is not None and problem["code"] not in _MAY_WAIT:
        raise DomainError(problem.pop("code"), **problem)


def _warnings(session: Session, product: Product, serials: tuple[Serial, ...]) -> tuple[str, ...]:
    """Serial numbers of one model mostly have one length; another length is often the wrong barcode of the box."""
    earlier = select(SerialUnit.serial_key).where(SerialUnit.product_id == product.id).order_by(SerialUnit.id.desc())
    lengths = {len(one.key) for one in serials} | {
        len(one) for one in session.scalars(earlier.limit(_COMPARED_SERIALS))
    }
    return ("serial-length-differs",) if serials and len(lengths) > 1 else ()
