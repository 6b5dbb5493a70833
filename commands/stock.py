"""`vetka stock`: what lies where, and what is still to come, for scripts."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

import typer

from commands.frame import Json, open_database, print_rows
from domain.procurement.orders import OrderLine, OrderRow, open_order_lines, orders
from domain.stock.queries import balances

app = typer.Typer(help="Stock: balances and orders to suppliers.", no_args_is_help=True)
_BALANCE = ("product_code", "product", "place", "quantity", "reserved", "unit")
_ORDER = ("number", "supplier", "state", "ordered_at", "lines", "open_lines", "expected_on")
_OPEN_LINE = (
    "order_number",
    "product",
    "rest",
    "unit",
    "supplier",
    "expected_on",
    "ticket_number",
    "client",
    "engineer",
    "days",
)


@app.command("balance")
def list_balances(
    ctx: typer.Context,
    text: Annotated[str, typer.Option(help="Words of a product's name, its article, or a barcode.")] = "",
    as_json: Json = False,
) -> None:
    """List what lies where."""
    with open_database(ctx) as database:
        found = database.ask(balances, search=text)
    print_rows([_plain(asdict(row)) for row in found], _BALANCE, as_json=as_json)


@app.command("orders")
def list_orders(
    ctx: typer.Context,
    open_only: Annotated[
        bool, typer.Option("--open", help="The lines still to come, with who waits for them.")
    ] = False,
    text: Annotated[str, typer.Option(help="With --open: product, barcode, supplier, number of order or ticket.")] = "",
    as_json: Json = False,
) -> None:
    """List orders to suppliers, the newest first; with --open what is still to come, the most urgent first."""
    with open_database(ctx) as database:
        if open_only:
            lines = database.ask(open_order_lines, search=text)
            print_rows([_open_line(line) for line in lines], _OPEN_LINE, as_json=as_json)
        else:
            print_rows([_order(row) for row in database.ask(orders)], _ORDER, as_json=as_json)


def _open_line(line: OrderLine) -> dict[str, Any]:
    return _plain(asdict(line) | {"rest": line.rest})


def _order(row: OrderRow) -> dict[str, Any]:
    return _plain(asdict(row))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return quantities as plain numbers, so that scripts can add them up."""
    return {name: _number(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def _number(quantity: Decimal) -> int | float:
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
