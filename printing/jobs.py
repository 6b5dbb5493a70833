"""A tape from the database to the printer: every step is a row before its bytes leave, so a jam loses nothing."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import resources
from database.engine import Database, explained
from database.errors import DomainError, KnownError
from domain.printouts import actions
from domain.printouts.queries import (
    JobRow,
    LabelFields,
    StickerRow,
    TemplateRow,
    jobs,
    label_fields,
    stickers,
    template_of_job,
)
from labels.encoders import encoder
from labels.errors import LabelError
from labels.fonts import Fonts
from labels.payload import PLANNED_SEAL, payload, readable
from labels.render import Drawn, Renderer
from labels.template_reader import read_template
from printing.thermal.address import parse_address
from printing.thermal.events import Doubtful, Event, Paused, Printed, Resumed, Sent, Stopped
from printing.thermal.sender import WAIT_SECONDS, EncodedLabel, Sender

Told = Callable[[int, int, str | None], None]
"""Progress: stickers printed, stickers in all, code of what the printer complains of."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: `done`, or stopped for `reason` and resumable."""

    job: JobRow
    reason: KnownError | None

    @property
    def done(self) -> bool:
        """Whether every sticker is out."""
        return self.reason is None


def fonts() -> Fonts:
    """Return the carried fonts that templates name."""
    return Fonts(resources.path("fonts"))


def values_of(fields: LabelFields, code: str, position: str) -> dict[str, str]:
    """Return what a template may print of a device; `code` is the payload of its QR code."""
    return {
        "payload": code,
        "number_readable": readable(fields.number, fields.prefix),
        "type": fields.type,
        "model": fields.model,
        "serial": fields.serial,
        "client": fields.client,
        "site": fields.site,
        "room": fields.room,
        "owner": fields.owner,
        "size": fields.size_class,
        "company": fields.support,
        "support_phone": fields.support_phone,
        "inventory_number": "",
        "position": position,
    }


class LabelDrawer:
    """Draws stickers of one template version at one resolution, for the preview and for the printer alike."""

    def __init__(self, template: TemplateRow, dpi: int) -> None:
        """Raise DomainError `template-damaged` where the definition cannot be read."""
        try:
            self.template = read_template(template.definition)
            self._renderer = Renderer(self.template, dpi, fonts())
        except LabelError as error:
            raise DomainError("template-damaged", template=template.code, reason=str(error)) from error

    def draw(self, fields: LabelFields, code: str, position: str = "") -> Drawn:
        """Return the label in dots with its warnings. Raises DomainError `label-not-readable`."""
        try:
            return self._renderer.draw(values_of(fields, code, position))
        except LabelError as error:
            raise DomainError("label-not-readable", device=readable(fields.number), reason=str(error)) from error

    def planned(self, fields: LabelFields, position: str = "") -> Drawn:
        """Return the label as it would be printed, without using up a seal."""
        return self.draw(fields, payload(fields.number, PLANNED_SEAL, fields.prefix), position)


class TapePrinter:
    """Prints one job; another run, on another computer too, goes on where this one stopped."""

    def __init__(
        self,
        database: Database,
        job_id: int,
        *,
        wait: float | None = WAIT_SECONDS,
        told: Told | None = None,
        language: str = "ru",
    ) -> None:
        """`wait`: seconds without progress until the job is left resumable."""
        self._database = database
        self._job_id = job_id
        self._wait = wait
        self.told = told
        self._language = language
        self._cancelled = threading.Event()
        self._sender: Sender | None = None
        self._ids: dict[int, int] = {}
        self._printed = 0

    def cancel(self) -> None:
        """Stop after what is at the printer now; the rest stays queued."""
        self._cancelled.set()
        if self._sender is not None:
            self._sender.cancel()

    def run(self) -> Outcome:
        """Print what is left of the job. Raises KnownError for what makes printing impossible from the start:
        a bad address, a template wider than the head, the printer busy with another sender."""
        job = self._job()
        address = parse_address(job.printer_url)
        template = self._database.ask(template_of_job, self._job_id)
        drawer = LabelDrawer(template, address.dpi)
        settings = address.settings(drawer.template)
        encode = encoder(address.language, settings)
        with self._printer_taken(address.place):
            again = job.state != "queued"
            self._database.act(actions.start_job, self._job_id)
            self._printed = self._job().printed

            def take(most: int) -> Sequence[EncodedLabel]:
                return [
                    EncodedLabel(one.position, encode.label(picture.picture))
                    for one, picture in self._next(most, drawer, job)
                ]

            self._sender = Sender(address, settings, take, wait=self._wait, resume=again)
            if self._cancelled.is_set():
                self._sender.cancel()
            reason: KnownError | None = None
            try:
                for event in self._sender.run():
                    self._write_down(event)
                    if isinstance(event, Stopped):
                        reason = event.reason
            except Exception as error:
                self._leave_resumable(error)
                raise
            if reason is not None:
                self._database.act(actions.pause_job, self._job_id, reason.code)
        return Outcome(self._job(), reason)

    def _leave_resumable(self, error: Exception) -> None:
        """Nobody prints any more: say so, as far as the database can still be told."""
        with suppress(KnownError):
            code = error.code if isinstance(error, KnownError) else None
            self._database.act(actions.pause_job, self._job_id, code)

    def _job(self) -> JobRow:
        found = self._database.ask(jobs, job_id=self._job_id)
        if not found:
            raise DomainError("job-unknown", job=self._job_id)
        return found[0]

    @contextmanager
    def _printer_taken(self, printer: str) -> Iterator[None]:
        """Hold the printer's lock on a connection of its own; lost with the program, so a crash frees the printer.

        It stands beside the pool: two tapes at once would leave none for the rows that each of them writes.
        """
        with explained(), self._database.engine.connect() as connection:
            connection.detach()
            if not connection.execute(text("SELECT api.take_printer(:printer)"), {"printer": printer}).scalar_one():
                raise DomainError("printer-taken", printer=printer)
            connection.commit()
            try:
                yield
            finally:
                with suppress(DBAPIError):  # a connection lost meanwhile has freed the printer by itself
                    connection.execute(text("SELECT api.release_printer(:printer)"), {"printer": printer})
                    connection.commit()

    def _next(self, most: int, drawer: LabelDrawer, job: JobRow) -> list[tuple[StickerRow, Drawn]]:
        waiting = self._database.ask(stickers, self._job_id, states=("queued",), limit=most)
        fields = self._database.ask(label_fields, [one.device_id for one in waiting], language=self._language)
        self._ids |= {one.position: one.id for one in waiting}
        return [
            (one, drawer.draw(fields[one.device_id], one.payload, f"J{job.id}·{one.position:03d}/{job.total:03d}"))
            for one in waiting
        ]

    def _write_down(self, event: Event) -> None:
        act = self._database.act
        if isinstance(event, Sent):
            act(actions.mark_sent, self._job_id, [self._ids[place] for place in event.positions])
        elif isinstance(event, Printed):
            ids = [self._ids[place] for place in event.positions]
            act(partial(actions.mark_printed, job_id=self._job_id, stickers=ids, confirmed=event.confirmed))
            self._printed += len(ids)
            self._tell(None)
        elif isinstance(event, Doubtful):
            act(actions.mark_doubtful, self._job_id)
        elif isinstance(event, Paused):
            act(actions.note_fault, self._job_id, event.state.code)
            self._tell(event.state.code)
        elif isinstance(event, Resumed):
            act(actions.note_fault, self._job_id, None)
            self._tell(None)

    def _tell(self, fault: str | None) -> None:
        if self.told is not None:
            self.told(self._printed, self._job_total(), fault)

    def _job_total(self) -> int:
        return self._job().total
