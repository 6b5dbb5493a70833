"""What tickets need bought: their purchase lines, and what was ordered and came for them."""

from dataclasses import dataclass
from random import Random
from typing import Any

from demo.cases import Case
from demo.copying import Copying
from demo.goods import DemoProduct, Goods
from demo.staff import Colleague
from demo.tickets import Ticket
from demo.ways import Workflow
from demo.words import read
from demo.working_time import MINUTE, WORKDAY, WorkingTime

TABLES = ("purchase_line", "purchase_line_cost")

_ENTRIES = ("to_procurement", "to_procurement_open", "to_procurement_repair")
_UNLISTED = 0.18  # share of the needs, not ordered yet, that also name a thing in free words
_MANY = {"cartridge": 4, "cable": 6, "peripheral": 4, "labels": 10, "ups_part": 3, "memory": 3, "disk": 3}


@dataclass(frozen=True, slots=True)
class Need:
    """A line wanted: `id` of the purchase line, None for what the warehouse orders for itself."""

    id: int | None
    product: DemoProduct
    quantity: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of an order: quantities by the place of the need, who received it, the tickets that it moved."""

    at: int
    quantities: tuple[int, ...]
    clerk: Colleague
    moved: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order of needs from one supplier. `place`: where its goods come to."""

    ordered: int
    supplier: int
    needs: tuple[Need, ...]
    arrivals: tuple[Arrival, ...]
    place: int
    expected: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case wants, before it has its number: products of one supplier, and how many of each came with a leg."""

    products: tuple[tuple[DemoProduct, int], ...]
    arrivals: dict[int, tuple[int, ...]]
    place: int

    @property
    def words(self) -> str:
        """The goods in words: `Картридж HP 59A × 2 шт`."""
        return ", ".join(f"{product.name} × {quantity} {product.unit}" for product, quantity in self.products)

    @property
    def total(self) -> int:
        """What they cost the client, in tenge."""
        return sum(product.price * quantity for product, quantity in self.products)


class Needs:
    """Draws what cases want, writes the lines and keeps the orders until all tickets are written."""

    def __init__(
        self, copying: Copying, time: WorkingTime, random: Random, goods: Goods, workflow: Workflow, fresh: int
    ) -> None:
        """`fresh`: what came this many working days ago or later still lies in the warehouse for its ticket."""
        self._time, self._random, self._goods, self._workflow = time, random, goods, workflow
        self._fresh = time.now - fresh * WORKDAY
        self._line = copying.into(
            "purchase_line", "id", "ticket_id", "position", "product_id", "description", "quantity", "unit",
            "created_at", "created_by",
        )  # fmt: skip
        self._cost = copying.into("purchase_line_cost", "purchase_line_id", "cost", "price")
        self._unlisted: list[str] = read("goods")["free_text"]
        self._lines = 0
        self.orders: list[Order] = []

    def wanted(self, case: Case) -> Wanted | None:
        """Return what a case wants, or None where it is not on the procurement branch."""
        if _entry(case) is None:
            return None
        in_parts = case.way.place_of("part_came") is not None
        products = self._products(case, at_least=2 if in_parts else 1)
        arrivals = self._arrivals(case, [quantity for _, quantity in products])
        there = not case.way.closed or any(case.times[leg] > self._fresh for leg in arrivals)
        return Wanted(tuple(products), arrivals, self._goods.main if there else self._goods.clients)

    def _products(self, case: Case, at_least: int) -> list[tuple[DemoProduct, int]]:
        """Draw products of the subject, all from one supplier, so that one order brings them."""
        random = self._random
        offered = self._goods.by_kind[random.choice(case.request.subject.goods)]
        first = random.choice(offered)
        more = [one for one in offered if one.supplier == first.supplier and one is not first]
        chosen = [first, *random.sample(more, min(len(more), random.choice((0, 0, 0, 1, 2))))]
        return [(one, max(random.randint(1, _MANY.get(one.kind, 1)), at_least)) for one in chosen]

    def _arrivals(self, case: Case, quantities: list[int]) -> dict[int, tuple[int, ...]]:
        whole = case.way.place_of("all_came")
        part, rest = case.way.place_of("part_came"), case.way.place_of("rest_came")
        if whole is not None:
            return {whole: tuple(quantities)}
        if part is None:
            return {}
        came = (quantities[0] // 2, *quantities[1:])
        if rest is None:
            return {part: came}
        return {part: came, rest: tuple(quantity - one for quantity, one in zip(quantities, came, strict=True))}

    def notes(self, wanted: Wanted | None) -> dict[int, str]:
        """Return what came, in words, by the leg that it set off."""
        return {leg: self._note(wanted, came) for leg, came in wanted.arrivals.items()} if wanted else {}

    def _note(self, wanted: Wanted, came: tuple[int, ...]) -> str:
        pairs = zip(wanted.products, came, strict=True)
        listed = ", ".join(f"{one.name} × {quantity} {one.unit}" for (one, _), quantity in pairs if quantity)
        return f"{listed} → {self._goods.place_names[wanted.place]}"

    def write(self, ticket: Ticket, wanted: Wanted) -> None:
        """Write the lines of a ticket and keep its order, where there is one."""
        case, entry = ticket.case, _entry(ticket.case)
        if entry is None:
            raise AssertionError("wants nothing")
        created = self._time.stamp(max(case.times[entry] - 2 * MINUTE, case.registered))
        by = ticket.hands[entry].login
        needs = []
        for position, (product, quantity) in enumerate(wanted.products, start=1):
            needs.append(Need(self._next_line(), product, quantity))
            self._line.add(self._lines, ticket.number, position, product.id, "", quantity, product.unit, created, by)
            if len(case.way.legs) > entry + 1:
                self._cost.add(self._lines, product.cost, product.price)
        ordered = case.way.place_of("order")
        if ordered is not None:
            self._keep_order(ticket, wanted, needs, ordered)
        elif not case.way.closed and self._random.random() < _UNLISTED:
            text = self._random.choice(self._unlisted)
            self._line.add(self._next_line(), ticket.number, len(needs) + 1, None, text, 1, "шт", created, by)

    def _next_line(self) -> int:
        self._lines += 1
        return self._lines

    def _keep_order(self, ticket: Ticket, wanted: Wanted, needs: list[Need], place: int) -> None:
        at, times = ticket.case.times[place], ticket.case.times
        expected = at + self._random.randint(3, 9) * WORKDAY
        supplier = wanted.products[0][0].supplier
        arrivals = tuple(
            Arrival(times[leg], came, ticket.hands[leg], (self._moved(ticket, leg),))
            for leg, came in wanted.arrivals.items()
        )
        self.orders.append(Order(at, supplier, tuple(needs), arrivals, wanted.place, expected))

    def _moved(self, ticket: Ticket, leg: int) -> dict[str, Any]:
        """Return what posting a receipt answers of a ticket that it moved along a leg and the automatic ones behind."""
        legs, last = ticket.case.way.legs, leg
        while last + 1 < len(legs) and legs[last + 1].automatic and not legs[last + 1].role:
            last += 1
        status = self._workflow.status(legs[last].to_status)
        engineer = ticket.case.engineers[legs[last].to_engineer]
        return {
            "id": ticket.number, "number": ticket.number, "version": last + 2, "status": status.code,
            "holder": status.holder, "engineer_id": engineer.id if engineer else None,
            "complete": legs[leg].code != "part_came", "moved": True, "engineer": engineer.name if engineer else None,
        }  # fmt: skip


def _entry(case: Case) -> int | None:
    """Return the place of the leg by which a case came to procurement."""
    return max((at for at, leg in enumerate(case.way.legs) if leg.code in _ENTRIES), default=None)
