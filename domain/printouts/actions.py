"""Printers and print jobs. Stickers and their seals are written by `api` functions alone."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from database.errors import ConflictError, DomainError
from domain.printouts.tables import LabelTemplate, Printer


def save_printer(
    session: Session,
    *,
    name: str,
    url: str,
    printer_id: int | None = None,
    expected_version: int | None = None,
    offset_x: int = 0,
    offset_y: int = 0,
    darkness: int | None = None,
    template_code: str | None = None,
    active: bool = True,
) -> int:
    """Make or change a printer and return its id. `url` is checked by `printing.thermal` before it comes here.

    Offsets are in dots of the head, darkness 0–30 or None for the printer's own. Raises ConflictError.
    """
    if not name.strip():
        raise DomainError("name-wanted")
    if printer_id is None:
        printer = Printer()
        session.add(printer)
    else:
        found = session.get(Printer, printer_id)
        if found is None:
            raise DomainError("printer-unknown", printer=printer_id)
        if expected_version is not None and found.version != expected_version:
            raise ConflictError(table="printer", id=printer_id, expected=expected_version, actual=found.version)
        printer = found
    printer.rename(name.strip(), url)
    printer.url, printer.offset_x, printer.offset_y = url.strip(), offset_x, offset_y
    printer.darkness, printer.template_code, printer.active = darkness, template_code, active
    session.flush()
    return printer.id


def newest_template(session: Session, code: str) -> LabelTemplate:
    """Return the newest published version of a template. Raises DomainError `template-unknown`."""
    query = select(LabelTemplate).where(LabelTemplate.code == code).order_by(LabelTemplate.version_number.desc())
    found = session.scalars(query.limit(1)).one_or_none()
    if found is None:
        raise DomainError("template-unknown", template=code)
    return found


def create_job(session: Session, *, printer_url: str, template_id: int, devices: list[int], title: str = "") -> int:
    """Queue a sticker per device, in this order, each with a new seal, and return the job's id."""
    call = text("SELECT api.create_print_job(:printer, :template, CAST(:devices AS bigint[]), :title)")
    values = {"printer": printer_url, "template": template_id, "devices": devices, "title": title}
    job: int = session.execute(call, values).scalar_one()
    return job


def start_job(session: Session, job_id: int) -> None:
    """Begin or go on with a job: what an earlier sender left as sent becomes doubtful and gets a new sticker."""
    session.execute(text("SELECT api.start_print_job(:job)"), {"job": job_id})


def mark_sent(session: Session, job_id: int, stickers: list[int]) -> None:
    """Mark stickers as sent; commit before their bytes leave."""
    session.execute(
        text("SELECT api.stickers_sent(:job, CAST(:stickers AS bigint[]))"), {"job": job_id, "stickers": stickers}
    )


def mark_printed(session: Session, job_id: int, stickers: list[int], *, confirmed: bool) -> None:
    """Mark sent stickers as printed; `confirmed` where the printer itself said so. The last one ends the job."""
    session.execute(
        text("SELECT api.stickers_printed(:job, CAST(:stickers AS bigint[]), :confirmed)"),
        {"job": job_id, "stickers": stickers, "confirmed": confirmed},
    )


def mark_doubtful(session: Session, job_id: int) -> int:
    """The connection broke: what was sent and not confirmed is doubtful and is queued anew. Returns how many."""
    counted: int = session.execute(text("SELECT api.stickers_doubtful(:job)"), {"job": job_id}).scalar_one()
    return counted


def note_fault(session: Session, job_id: int, fault: str | None) -> None:
    """Note what the printer complains of while the sender waits for it; None: it prints again."""
    session.execute(text("SELECT api.note_print_fault(:job, :fault)"), {"job": job_id, "fault": fault})


def pause_job(session: Session, job_id: int, fault: str | None) -> None:
    """Note why a job stands still, None where nobody knows; it can be gone on with from any computer."""
    session.execute(text("SELECT api.pause_print_job(:job, :fault)"), {"job": job_id, "fault": fault})


def cancel_job(session: Session, job_id: int) -> None:
    """Cancel what has not left yet."""
    session.execute(text("SELECT api.cancel_print_job(:job)"), {"job": job_id})


def spoil_sticker(session: Session, payload: str, reason: str) -> None:
    """Note that a sticker is spoiled; scanned, it still opens the device, with a warning."""
    session.execute(text("SELECT api.spoil_sticker(:payload, :why)"), {"payload": payload, "why": reason})
