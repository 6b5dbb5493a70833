"""What can be bought and stocked: products, the barcodes that mean them, and the places where they lie."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from database.errors import DomainError
from database.rows import locked
from domain.stock.barcodes import barcode_key
from domain.stock.tables import PLACE_KINDS, Product, ProductBarcode, StockPlace

PIECE = "шт"


def register_product(
    session: Session,
    *,
    code: str,
    name: str,
    unit: str = PIECE,
    serial_tracked: bool = False,
    barcodes: Iterable[str] = (),
) -> int:
    """Add a product to the nomenclature and return its id. Procurement, the warehouse and administrators may.

    code: the article number, unique. unit: what quantities of it count in.
    serial_tracked: each piece has a serial number, which is asked for at receipt.
    Raises DomainError `code-wanted`, `name-wanted`, `product-code-taken`, `barcode-taken`, `barcode-unreadable`.
    """
    code, name = _given(code, "code-wanted"), _given(name, "name-wanted")
    taken = session.scalar(select(Product.name).where(Product.code == code))
    if taken is not None:
        raise DomainError("product-code-taken", article=code, product=taken)
    product = Product(code=code, unit=unit.strip() or PIECE, serial_tracked=serial_tracked)
    product.rename(name, code)
    session.add(product)
    session.flush()
    for barcode in barcodes:
        remember_barcode(session, product.id, barcode)
    return product.id


def edit_product(
    session: Session,
    product_id: int,
    *,
    name: str,
    unit: str,
    serial_tracked: bool,
    active: bool = True,
    expected_version: int,
) -> None:
    """Change a product's card; the code stays, because papers name it.

    Raises ConflictError, DomainError `name-wanted`, `product-unknown`.
    """
    product = locked(session, Product, product_id, expected_version=expected_version, unknown="product-unknown")
    product.rename(_given(name, "name-wanted"), product.code)
    product.unit, product.serial_tracked, product.active = unit.strip() or PIECE, serial_tracked, active
    session.flush()


def remember_barcode(session: Session, product_id: int, barcode: str) -> str:
    """Let a barcode mean a product from now on, and return it as it is stored.

    Remembering it twice changes nothing. Raises DomainError `barcode-taken` where it means another product.
    """
    key = barcode_key(barcode)
    session.execute(insert(ProductBarcode).values(barcode=key, product_id=product_id).on_conflict_do_nothing())
    owner = session.get_one(ProductBarcode, key)
    if owner.product_id != product_id:
        raise DomainError("barcode-taken", barcode=key, product=session.get_one(Product, owner.product_id).name)
    return key


def forget_barcode(session: Session, product_id: int, barcode: str) -> None:
    """Undo `remember_barcode`; a barcode that does not mean this product is left alone."""
    session.execute(
        delete(ProductBarcode).where(
            ProductBarcode.barcode == barcode_key(barcode), ProductBarcode.product_id == product_id
        )
    )


def register_place(
    session: Session, *, code: str, name: str, kind: str = "warehouse", person_id: int | None = None
) -> int:
    """Add a place of stock and return its id; a `bag` belongs to the engineer `person_id`. Administrators only."""
    if kind not in PLACE_KINDS:
        raise ValueError(f"no such kind of place: {kind}")
    place = StockPlace(code=_given(code, "code-wanted"), kind=kind, person_id=person_id)
    place.rename(_given(name, "name-wanted"), place.code)
    session.add(place)
    session.flush()
    return place.id


def _given(text: str, code: str) -> str:
    shown = " ".join(text.split())
    if not shown:
        raise DomainError(code)
    return shown
