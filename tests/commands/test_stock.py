"""`vetka stock`: as a script reads it."""

import json

from tests.domain.stock.deliveries import ordered, receive


def test_what_lies_where_and_what_is_still_to_come(company, run):
    delivery = ordered(company, 3)
    receive(company, {delivery.lines[0]: 1})
    (balance,) = json.loads(run("clerk", "stock", "balance", "--json").out)
    assert (balance["product"], balance["place"], balance["quantity"]) == ("Картридж", "Основной склад", 1)
    (line,) = json.loads(run("clerk", "stock", "orders", "--open", "--json").out)
    assert (line["order_number"], line["rest"], line["ordered"]) == (delivery.order_number, 2, 3)
    assert (line["ticket_number"], line["engineer"]) == (delivery.ticket_number, "Ерлан Құсайынов")
    (order,) = json.loads(run("clerk", "stock", "orders", "--json").out)
    assert (order["number"], order["state"], order["open_lines"]) == (delivery.order_number, "ordered", 1)


def test_tables_for_people(company, run):
    delivery = ordered(company, 2)
    receive(company, {delivery.lines[0]: 1})
    shown = run("engineer", "stock", "balance", "--text", "картридж")
    assert (shown.code, shown.err) == (0, "")
    assert "Основной склад" in shown.out
    assert "Ерлан" in run("engineer", "stock", "orders", "--open").out
    assert run("engineer", "stock", "balance", "--text", "такого нет", "--json").out.strip() == "[]"
