"""Orders to suppliers and what came of them: receipts, moves, serial numbers, and the balances that these make."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

from demo.copying import Copying
from demo.goods import DemoProduct, Goods
from demo.needs import Arrival, Need, Order
from demo.serials import Serials
from demo.staff import Staff
from demo.working_time import WORKDAY, WorkingTime

TABLES = (
    "purchase_order", "purchase_order_line", "stock_document", "stock_document_line", "serial_unit", "stock_move",
    "stock_balance",
)  # fmt: skip

_ORDERED_TOGETHER = 5 * WORKDAY
_STOCKED_FOR = 60  # working days ago the warehouse began to keep a stock of its own
_SCANNED = 0.8


def own_orders(time: WorkingTime, random: Random, goods: Goods, staff: Staff) -> list[Order]:
    """Return what the warehouse ordered for itself: stock on the shelf, the engineers' bags, and one still to come."""
    days = min(_STOCKED_FOR, time.today)
    by_supplier = defaultdict(list)
    for product in goods.kept:
        by_supplier[product.supplier].append(product)
    orders = []
    for products in by_supplier.values():
        ordered = time.now - random.randint(days // 2, days) * WORKDAY
        orders.append(_own_order(random, products, ordered, goods.main, staff))
    for bag in goods.bags:
        carried = random.sample(goods.carried, min(5, len(goods.carried)))
        for products in _of_one_supplier(carried):
            ordered = time.now - random.randint(6, max(days // 2, 7)) * WORKDAY
            orders.append(_own_order(random, products, ordered, bag, staff))
    coming = _own_order(random, random.choice(list(by_supplier.values())), time.now - 2 * WORKDAY, goods.main, staff)
    return [*orders, replace(coming, arrivals=())]


def _of_one_supplier(products: Iterable[DemoProduct]) -> list[list[DemoProduct]]:
    groups = defaultdict(list)
    for product in products:
        groups[product.supplier].append(product)
    return list(groups.values())


def _own_order(random: Random, products: list[DemoProduct], ordered: int, place: int, staff: Staff) -> Order:
    needs = tuple(Need(None, product, random.randint(2, 10)) for product in products)
    clerk = random.choice(staff.of("vetka_warehouse"))
    came = Arrival(ordered + random.randint(1, 4) * WORKDAY, tuple(need.quantity for need in needs), clerk)
    return Order(ordered, products[0].supplier, needs, (came,), place, ordered + 3 * WORKDAY)


def placed_together(orders: Iterable[Order]) -> list[Order]:
    """Return the orders by time; those of which nothing came yet are one where they go to one supplier within days."""
    placed: list[Order] = []
    waiting: dict[int, int] = {}
    for order in sorted(orders, key=lambda order: order.ordered):
        if order.arrivals:
            placed.append(order)
            continue
        at = waiting.get(order.supplier)
        if at is not None and order.ordered - placed[at].ordered <= _ORDERED_TOGETHER:
            first = placed[at]
            placed[at] = replace(first, needs=first.needs + order.needs, expected=max(first.expected, order.expected))
        else:
            waiting[order.supplier] = len(placed)
            placed.append(order)
    return placed


@dataclass(frozen=True, slots=True)
class _Receipt:
    """A delivery to be: of an order with the ids of its lines."""

    arrival: Arrival
    order: Order
    lines: tuple[int, ...]


class Supplies:
    """Writes orders and receipts."""

    def __init__(self, copying: Copying, time: WorkingTime, random: Random, staff: Staff, goods: Goods) -> None:
        self._time, self._random, self._goods = time, random, goods
        self._buyer = staff.of("vetka_procurement")[0]
        self._serials = Serials(random)
        self._order = copying.into(
            "purchase_order", "id", "number", "supplier_id", "state", "ordered_at", "ordered_by", "closed_at"
        )
        self._order_line = copying.into(
            "purchase_order_line", "id", "order_id", "purchase_line_id", "product_id", "ordered", "received",
            "expected_on",
        )  # fmt: skip
        self._document = copying.into(
            "stock_document", "id", "key", "kind", "state", "number", "supplier_id", "supplier_document", "to_place_id",
            "created_at", "created_by", "posted_at", "posted_by", "outcome", "version",
        )  # fmt: skip
        self._document_line = copying.into(
            "stock_document_line", "id", "document_id", "order_line_id", "product_id", "quantity", "serials", "entry"
        )
        self._unit = copying.into("serial_unit", "id", "product_id", "serial", "serial_key", "place_id")
        self._move = copying.into(
            "stock_move", "document_line_id", "product_id", "quantity", "from_place_id", "to_place_id",
            "serial_unit_id", "at", "login",
        )  # fmt: skip
        self._balance = copying.into("stock_balance", "place_id", "product_id", "quantity")
        self._balances: dict[tuple[int, int], int] = defaultdict(int)
        self._order_lines = self._document_lines = self._units = 0
        self.documents = 0

    def write(self, orders: list[Order]) -> None:
        """Write orders, which are in the order of their numbers, then what came of them as it came."""
        receipts = []
        for number, order in enumerate(orders, start=1):
            lines = self._write_order(number, order)
            receipts += [_Receipt(arrival, order, lines) for arrival in order.arrivals]
        for receipt in sorted(receipts, key=lambda receipt: receipt.arrival.at):
            self._write_receipt(receipt)
        for (place, product), quantity in sorted(self._balances.items()):
            self._balance.add(place, product, quantity)

    def _write_order(self, number: int, order: Order) -> tuple[int, ...]:
        came = [sum(arrival.quantities[at] for arrival in order.arrivals) for at in range(len(order.needs))]
        complete = all(quantity == need.quantity for quantity, need in zip(came, order.needs, strict=True))
        stamp, day = self._time.stamp, self._time.day(order.expected)
        self._order.add(
            number, number, order.supplier, "received" if complete else "ordered", stamp(order.ordered),
            self._buyer.login, stamp(order.arrivals[-1].at) if complete else None,
        )  # fmt: skip
        lines = []
        for need, quantity in zip(order.needs, came, strict=True):
            self._order_lines += 1
            lines.append(self._order_lines)
            self._order_line.add(self._order_lines, number, need.id, need.product.id, need.quantity, quantity, day)
        return tuple(lines)

    def _write_receipt(self, receipt: _Receipt) -> None:
        arrival, order = receipt.arrival, receipt.order
        self.documents += 1
        at, clerk = self._time.stamp(arrival.at), arrival.clerk
        key = UUID(int=self._random.getrandbits(128), version=4)
        paper = f"Накладная № {self._random.randrange(100, 9000)} от {self._time.day(arrival.at):%d.%m.%Y}"
        outcome = {"document": self.documents, "number": self.documents, "tickets": list(arrival.moved)}
        self._document.add(
            self.documents, key, "receipt", "posted", self.documents, order.supplier, paper, order.place, at,
            clerk.login, at, clerk.login, outcome, 2,
        )  # fmt: skip
        for need, line, quantity in zip(order.needs, receipt.lines, arrival.quantities, strict=True):
            if quantity:
                self._write_line(line, need.product, quantity, order.place, (at, clerk.login))

    def _write_line(
        self, order_line: int, product: DemoProduct, quantity: int, place: int, by: tuple[str, str]
    ) -> None:
        serials = [self._serials.draw(product.serial_pattern) for _ in range(quantity * product.serial_tracked)]
        self._document_lines += 1
        line = self._document_lines
        entry = "scanned" if self._random.random() < _SCANNED else "typed"
        told = [{"serial": serial, "key": key} for serial, key in serials]
        self._document_line.add(line, self.documents, order_line, product.id, quantity, told, entry)
        source = self._goods.supplier_place
        if not serials:
            self._move.add(line, product.id, quantity, source, place, None, *by)
        for serial, key in serials:
            self._units += 1
            self._unit.add(self._units, product.id, serial, key, place)
            self._move.add(line, product.id, 1, source, place, self._units, *by)
        if place != self._goods.clients:
            self._balances[place, product.id] += quantity
