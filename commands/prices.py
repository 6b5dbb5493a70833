"""`vetka prices`: what is added to prices by law."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from commands.frame import Json, open_database, print_rows
from domain.pricing.actions import set_vat_rate
from domain.pricing.queries import vat_rates

app = typer.Typer(help="Prices: rates of value added tax.", no_args_is_help=True)
vat = typer.Typer(help="Rates of value added tax, with the days from which they hold.", no_args_is_help=True)
app.add_typer(vat, name="vat")


@vat.command("list")
def list_rates(ctx: typer.Context, as_json: Json = False) -> None:
    """List the rates; each holds from its day on until the next one."""
    with open_database(ctx) as database:
        rates = database.ask(vat_rates)
    rows = [{**asdict(one), "since": one.since.isoformat()} for one in rates]
    print_rows(rows, ("since", "percent"), as_json=as_json)


@vat.command("set")
def set_rate(
    ctx: typer.Context,
    since: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d", "%d.%m.%Y"], help="Day from which it holds.")],
    percent: Annotated[str, typer.Argument(help="Per cent, such as 16 or 12.5.")],
) -> None:
    """Set the rate that holds from a day on; papers made before keep theirs."""
    try:
        rate = Decimal(percent.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        raise typer.BadParameter(f"PERCENT wants a number: {percent}") from None
    with open_database(ctx) as database:
        database.act(set_vat_rate, since.date(), rate)
