"""Random days in the warehouse: whatever is ordered, entered, posted and given up in whatever order, the laws hold."""

from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from database.errors import DomainError
from domain.procurement import actions as procurement
from domain.procurement.orders import order
from domain.stock import actions, queries
from domain.stock.laws import broken_laws
from tests.domain.stock.deliveries import product, supplier, warehouse

CLERKS = st.sampled_from(["clerk", "clerk2"])
QUANTITIES = st.integers(1, 6)
NO_ROOM = {"more-than-ordered", "already-received", "order-cancelled"}


class Warehouse(RuleBasedStateMachine):
    """Keeps beside the database what must have come in, by the plainest arithmetic."""

    company = None
    order_lines = Bundle("order_lines")
    drafts = Bundle("drafts")

    @initialize()
    def open_shop(self):
        self.seller, self.place = supplier(self.company), warehouse(self.company)
        self.goods = [product(self.company), product(self.company, serial_tracked=True)]
        self.expected = dict.fromkeys(self.goods, Decimal(0))
        self.entered = {}  # draft → {order line: quantity}
        self.known = {}  # order line → product
        self.serials = iter(range(10**6))

    def do(self, login, action, *args, **kwargs):
        return self.company.database(login).act(action, *args, **kwargs)

    @rule(target=order_lines, quantities=st.lists(QUANTITIES, min_size=1, max_size=3), tolerance=st.integers(0, 2))
    def order(self, quantities, tolerance):
        items = [
            procurement.OrderItem(None, self.goods[index % 2], quantity, tolerance)
            for index, quantity in enumerate(quantities)
        ]
        number = self.do("buyer", procurement.order_from_supplier, self.seller, items)
        lines = self.company.database("buyer").ask(order, number).lines
        self.known |= {line.id: line.product_id for line in lines}
        return multiple(*(line.id for line in lines))

    @rule(target=drafts, login=CLERKS)
    def begin(self, login):
        key = uuid4()
        self.do(login, actions.begin_receipt, key, to_place_id=self.place)
        self.entered[key] = {}
        return key

    @rule(key=drafts, line=order_lines, login=CLERKS, quantity=QUANTITIES)
    def put(self, key, line, login, quantity):
        tracked = self.known[line] == self.goods[1]
        serials = [f"SN{next(self.serials):06}" for _ in range(quantity)] if tracked else []
        try:
            self.do(login, actions.put_line, key, line, quantity=quantity, serials=serials)
        except DomainError as refused:
            assert refused.code in NO_ROOM
        else:
            self.entered[key][line] = quantity

    @rule(key=drafts, line=order_lines, login=CLERKS)
    def scan(self, key, line, login):
        serial = f"SN{next(self.serials):06}" if self.known[line] == self.goods[1] else None
        try:
            entered = self.do(login, actions.add_scanned, key, line, serial=serial)
        except DomainError as refused:
            assert refused.code in NO_ROOM
        else:
            self.entered[key][line] = entered.quantity

    @rule(key=drafts, line=order_lines)
    def take_out(self, key, line):
        self.do("clerk", actions.remove_line, key, line)
        self.entered[key].pop(line, None)

    @rule(line=order_lines)
    def give_up(self, line):
        with self.company.database("buyer").session() as session:
            version = session.get_one(procurement.PurchaseOrderLine, line).version
        try:
            self.do("buyer", procurement.cancel_rest, line, expected_version=version)
        except DomainError as refused:
            assert refused.code == "nothing-open"

    @rule(key=consumes(drafts), login=CLERKS, again=st.booleans())
    def post(self, key, login, again):
        version = self.do(login, actions.begin_receipt, key, to_place_id=self.place).version
        try:
            done = self.do(login, actions.post_receipt, key, version)
        except DomainError as refused:
            assert refused.code in {"document-empty", *NO_ROOM}
            return
        for line, quantity in self.entered[key].items():
            self.expected[self.known[line]] += quantity
        if again:
            assert self.do("clerk2", actions.post_receipt, key, version) == done

    @rule(key=consumes(drafts))
    def discard(self, key):
        version = self.do("clerk", actions.begin_receipt, key, to_place_id=self.place).version
        self.do("clerk2", actions.discard_receipt, key, version)

    @invariant()
    def the_laws_hold(self):
        assert self.company.database("clerk").ask(broken_laws) == []

    @invariant()
    def as_much_lies_there_as_came(self):
        for goods, quantity in getattr(self, "expected", {}).items():
            lying = self.company.database("clerk").ask(queries.balances, product_id=goods)
            assert sum(row.quantity for row in lying) == quantity


@pytest.mark.timeout(170)
def test_random_days_keep_the_ledger(company):
    Warehouse.company = company
    run_state_machine_as_test(
        Warehouse,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],  # shrinking would replay days by the hundred
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
