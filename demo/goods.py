"""What the demo company buys and where it keeps it: suppliers, products with barcodes, and a bag for each engineer."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.names import People, company_bin, host
from demo.staff import Staff
from demo.words import read
from domain.procurement.actions import register_supplier
from domain.stock.nomenclature import PIECE, register_place, register_product
from domain.stock.tables import StockPlace

_MARGIN = Decimal("1.18")
_KEPT_IN_STOCK = frozenset({"cartridge", "cable", "peripheral", "consumable", "disk", "memory", "ups_part", "labels"})
_CARRIED_ALONG = frozenset({"cable", "consumable", "peripheral"})


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product: `cost` is what we pay for one, in tenge."""

    id: int
    code: str
    name: str
    unit: str
    kind: str
    cost: int
    serial_tracked: bool
    supplier: int

    @property
    def price(self) -> int:
        """What the client pays for one, in whole hundreds of tenge."""
        return int(self.cost * _MARGIN / 100) * 100 + 100

    @property
    def serial_pattern(self) -> str:
        """How its serial numbers look."""
        return f"{self.code.replace('-', '')}9999HHH99" if self.serial_tracked else ""


@dataclass(frozen=True, slots=True)
class Goods:
    """The nomenclature, by kind, and the places of stock: ids of the main warehouse, the clients, the bags."""

    products: tuple[DemoProduct, ...]
    by_kind: dict[str, list[DemoProduct]]
    main: int
    clients: int
    supplier_place: int
    bags: tuple[int, ...]
    place_names: dict[int, str]

    @property
    def kept(self) -> list[DemoProduct]:
        """What the warehouse keeps a stock of."""
        return [one for one in self.products if one.kind in _KEPT_IN_STOCK]

    @property
    def carried(self) -> list[DemoProduct]:
        """What engineers carry along."""
        return [one for one in self.products if one.kind in _CARRIED_ALONG and not one.serial_tracked]


def stock_up(session: Session, random: Random, people: People, staff: Staff) -> Goods:
    """Register suppliers, products and bags as their actions do, and return them."""
    words = read("goods")
    suppliers = {
        one["code"]: register_supplier(
            session,
            name=one["name"],
            code=one["code"].upper(),
            bin=company_bin(random, random.randrange(2004, 2016), person=one["name"].startswith("ИП")),
            phone=people.landline("727"),
            email=f"sales@{host(one['code'])}",
        )
        for one in words["suppliers"]
    }
    products = tuple(_product(session, at, one, suppliers[one["supplier"]]) for at, one in enumerate(words["products"]))
    by_kind = defaultdict(list)
    for product in products:
        by_kind[product.kind].append(product)
    bags = _bags(session, staff)
    places = session.scalars(select(StockPlace)).all()
    ids = {place.code: place.id for place in places}
    names = {place.id: place.name for place in places}
    return Goods(products, dict(by_kind), ids["main"], ids["clients"], ids["supplier"], bags, names)


def _product(session: Session, at: int, one: dict[str, str | int], supplier: int) -> DemoProduct:
    serial, unit = bool(one.get("serial")), str(one.get("unit", PIECE))
    made = register_product(
        session,
        code=str(one["code"]),
        name=str(one["name"]),
        unit=unit,
        serial_tracked=serial,
        barcodes=[ean13(f"{4870200000 + supplier * 100:010}{at:02}")],
    )
    name, kind = str(one["name"]), str(one["kind"])
    return DemoProduct(made, str(one["code"]), name, unit, kind, int(one["cost"]), serial, supplier)


def _bags(session: Session, staff: Staff) -> tuple[int, ...]:
    return tuple(
        register_place(session, code=f"bag-{one.login}", name=f"Сумка: {one.name}", kind="bag", person_id=one.id)
        for one in staff.of("vetka_engineer")
    )


def ean13(digits: str) -> str:
    """Return the barcode of twelve digits with its check digit; 487 is Kazakhstan.

    >>> ean13("400638133393")
    '4006381333931'
    """
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
