"""`vetka devices`: lists and single devices for scripts."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from commands.frame import Json, language, open_database, print_json, print_rows
from database.engine import Database
from database.errors import DomainError
from domain.clients.queries import find_client
from domain.equipment.pages import DeviceFilter, DeviceRow, page
from domain.equipment.queries import DeviceCard, device_card, find_number
from domain.equipment.scans import find_by_scan

app = typer.Typer(help="Devices: lists and single ones.", no_args_is_help=True)
_COLUMNS = ("readable", "type", "model", "serial", "client", "site", "room", "sticker")


@app.command("list")
def list_devices(
    ctx: typer.Context,
    client: Annotated[str | None, typer.Option(help="Code of the client.")] = None,
    text: Annotated[str, typer.Option(help="Number, or words of type, model, serial number, room, codes.")] = "",
    as_json: Json = False,
) -> None:
    """List devices by number."""
    with open_database(ctx) as database:
        of_client = None if client is None else database.ask(find_client, client).id
        wanted = DeviceFilter(text=text, client_id=of_client)
        found = database.ask(page, wanted, limit=None, language=language())
    print_rows([_line(row) for row in found], _COLUMNS, as_json=as_json)


@app.command("show")
def show_device(ctx: typer.Context, number: str, as_json: Json = False) -> None:
    """Show a device by its number, by what its sticker says, or by another code or serial number of it."""
    with open_database(ctx) as database:
        shown = database.ask(device_card, _found(database, number).id, language=language())
    if as_json:
        print_json(_line(shown.row) | {name: value for name, value in asdict(shown).items() if name != "row"})
    else:
        _print_card(shown)


def _found(database: Database, typed: str) -> DeviceRow:
    if typed.isascii() and typed.isdigit() and len(typed) <= 7:
        return database.ask(find_number, int(typed), language=language())
    result = database.ask(find_by_scan, typed, language=language())
    if result.device is not None:
        return result.device
    if result.devices:
        raise DomainError("several-devices", numbers=", ".join(one.readable for one in result.devices))
    raise DomainError("device-unknown", device=typed)


def _line(row: DeviceRow) -> dict[str, Any]:
    values = asdict(row)
    del values["key"]
    return values


def _print_card(shown: DeviceCard) -> None:
    row = shown.row
    place = " · ".join(part for part in (row.client, row.site, row.room) if part)
    typer.echo(f"{row.readable}  {row.type} {row.model}  {row.serial}\n{place}\n{row.owner} · {row.service_state}")
    for name, value in shown.attributes:
        typer.echo(f"{name}: {value}")
    for code in shown.codes:
        typer.echo(f"{code.source}: {code.code}")
    print_rows([asdict(one) for one in shown.tickets], ("number", "status_name", "title"), as_json=False)
    print_rows([asdict(one) for one in shown.stickers], ("payload", "state", "printed_at", "printed_by"), as_json=False)
