"""Send a tape of labels so that each sticker comes out, and none comes out twice without being known.

A printer keeps what it has received and goes on printing it once a fault is cleared. So while the connection lives the
sender waits and never sends anything again; after it broke, what was sent and not confirmed is doubtful. Batches are
small, four labels where the printer answers and one where it does not, to keep that doubt small. The sender knows no
database: it asks for labels, and reports `events`, each before its consequences.
"""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic, sleep

from database.errors import KnownError
from labels.encoders import PrintSettings, encoder
from printing.thermal.address import PrinterAddress
from printing.thermal.dialogs import Dialog, Patience, dialog
from printing.thermal.events import Doubtful, Event, Finished, Paused, Positions, Printed, Resumed, Sent, Stopped
from printing.thermal.state import BLOCKED, SILENT, UNREACHABLE, Fault, PrinterState
from printing.thermal.transport import ConnectionLostError, Transport, connect

ANSWERING_BATCH = 4
MUTE_BATCH = 1
WAIT_SECONDS = 60.0
_MM_PER_SECOND = 100
_START_SECONDS = 0.3
_SEND_SECONDS = 1.0
_TRIES_TO_HEAR = 2


@dataclass(frozen=True, slots=True)
class EncodedLabel:
    """One label as the bytes of `Encoder.label`; `position` is its place on the tape."""

    position: int
    data: bytes


Take = Callable[[int], Sequence[EncodedLabel]]
"""Hands out at most so many labels of the rest of the tape, in order; none when the tape is done."""


class Sender:
    """Sends one tape. Use once: iterate over `run`."""

    def __init__(
        self,
        address: PrinterAddress,
        settings: PrintSettings,
        take: Take,
        *,
        wait: float | None = WAIT_SECONDS,
        resume: bool = False,
        patience: Patience | None = None,
    ) -> None:
        """Prepare a tape.

        take: called only when the printer is ready, so that seals are used up late; errors it raises end `run`. After
        `Doubtful` it may hand out those positions again, with new seals.
        wait: seconds in trouble until the tape is left resumable; None waits for ever.
        resume: a tape that was left before: a file is continued, half a label in the printer's memory is dropped.
        """
        self._address = address
        self._encoder = encoder(address.language, settings)
        self._label_seconds = float(settings.height + settings.gap) / _MM_PER_SECOND
        self._take = take
        self._wait = wait
        self._resume = resume
        self._patience = patience or Patience()
        self._cancelled = threading.Event()
        self._connected_before = False
        self._talks = address.answers == "yes"
        self._trouble_since: float | None = None
        self._shown: tuple[Fault, ...] = ()
        self._unconfirmed: Positions = ()

    def cancel(self) -> None:
        """Take no more labels (from any thread); what was sent is waited for only while the printer prints."""
        self._cancelled.set()

    def run(self) -> Iterator[Event]:
        """Yield what happens, up to `Finished` or `Stopped`; faults of printer and connection are not raised.

        Each event must be written down before the next is asked for. Where the iterator is closed or its program dies,
        what was `Sent` and not `Printed` is doubtful.
        """
        try:
            while not (yield from self._one_connection()):
                pass
            yield Finished()
        except _GivenUpError as given_up:
            yield from self._doubt()
            yield Stopped(given_up.reason)

    def _one_connection(self) -> Generator[Event, None, bool]:
        """Print until the tape is done; False where the connection was lost before."""
        line: _Line | None = None
        try:
            line = self._connect()
            yield from self._recover(line)
            while batch := (yield from self._next_batch(line)):
                yield from self._print(line, batch)
            return True
        except ConnectionLostError as lost:
            if line is not None:
                line.transport.close()
            yield from self._doubt()
            if not self._connected_before:
                raise _GivenUpError(lost) from lost  # a printer that is not there is told at once
            yield from self._trouble(UNREACHABLE, lost, pause=self._patience.reconnect)
            return False
        finally:
            if line is not None:
                line.transport.close()

    def _connect(self) -> "_Line":
        again = self._connected_before
        transport = connect(self._address, resume=self._resume or again)
        self._connected_before = True
        half_possible = again or (self._resume and self._address.language != "escpos")
        return _Line(
            transport,
            dialog(self._address, transport, self._patience),
            recovery=self._encoder.recovery() if half_possible and transport.keeps_halves else b"",
            header=self._encoder.header(),
        )

    def _recover(self, line: "_Line") -> Iterator[Event]:
        """Bring the printer to the start of a label, and find out whether it answers."""
        yield from self._hand_over(line, line.recovery)
        if line.transport.answers and self._address.answers == "auto" and not self._talks:
            self._talks = any(line.dialog.ask() is not None for _ in range(_TRIES_TO_HEAR))

    def _next_batch(self, line: "_Line") -> Generator[Event, None, list[EncodedLabel]]:
        """Wait until the printer is ready and at rest, then take labels."""
        since = monotonic()
        while self._talks:
            state = line.dialog.ask()
            if state is None or state.faults:
                yield from self._trouble(state or SILENT)
                since = monotonic()
                continue
            yield from self._well()
            if state.idle:
                break
            self._give_up_if_stuck(since)
            sleep(self._patience.poll)
        if self._cancelled.is_set():
            raise _GivenUpError(KnownError("print-cancelled"))
        return list(self._take(ANSWERING_BATCH if self._talks else MUTE_BATCH))

    def _print(self, line: "_Line", batch: list[EncodedLabel]) -> Iterator[Event]:
        positions = tuple(label.position for label in batch)
        yield Sent(positions)
        self._unconfirmed = positions
        line.dialog.start_batch(len(batch))
        labels = (line.dialog.marked(label.data, place) for place, label in enumerate(batch))
        yield from self._hand_over(line, line.header + b"".join(labels))
        line.header = b""
        if self._talks:
            line.dialog.batch_sent(_START_SECONDS + self._label_seconds * len(batch))
            yield from self._watch(line)
        else:
            yield from self._deliver(line)

    def _watch(self, line: "_Line") -> Iterator[Event]:
        """Wait until the printer says that the batch is out; send nothing meanwhile."""
        positions, done, since = self._unconfirmed, 0, monotonic()
        while self._unconfirmed:
            state = line.dialog.ask()
            out = line.dialog.printed(state) if state else done
            if out > done:
                yield from self._note_printed(positions[done:out], confirmed=line.dialog.confirms)
                self._unconfirmed = positions[out:]
                done, since = out, monotonic()
            if state is None or state.faults:
                yield from self._trouble(state or SILENT)
                since = monotonic()
            elif self._unconfirmed:
                yield from self._well()
                self._give_up_if_stuck(since)
                sleep(self._patience.poll)

    def _deliver(self, line: "_Line") -> Iterator[Event]:
        """Wait until a printer that never answers has taken the bytes."""
        since = monotonic()
        while not line.transport.delivered(_SEND_SECONDS):
            if monotonic() - since >= self._patience.blocked:
                yield from self._trouble(BLOCKED)
        line.transport.receive(0)
        positions, self._unconfirmed = self._unconfirmed, ()
        yield from self._well()
        yield from self._note_printed(positions, confirmed=False)

    def _hand_over(self, line: "_Line", data: bytes) -> Iterator[Event]:
        rest, since = data, monotonic()
        while rest:
            accepted = line.transport.send(rest, _SEND_SECONDS)
            rest = rest[accepted:]
            if accepted:
                since = monotonic()
                yield from self._well()
            elif monotonic() - since >= self._patience.blocked:
                yield from self._trouble(BLOCKED)

    def _note_printed(self, positions: Positions, *, confirmed: bool) -> Iterator[Event]:
        self._trouble_since = None
        yield Printed(positions, confirmed)

    def _doubt(self) -> Iterator[Event]:
        if self._unconfirmed:
            positions, self._unconfirmed = self._unconfirmed, ()
            yield Doubtful(positions)

    def _trouble(
        self, state: PrinterState, reason: KnownError | None = None, pause: float | None = None
    ) -> Iterator[Event]:
        """Say what is wrong, once, and wait a little; give up when it has lasted too long or the job is cancelled."""
        self._trouble_since = self._trouble_since or monotonic()
        if state.faults != self._shown:
            self._shown = state.faults
            yield Paused(state)
        reason = reason or KnownError(state.code, printer=self._address.place)
        if self._wait is not None and monotonic() - self._trouble_since >= self._wait:
            raise _GivenUpError(reason)
        if self._cancelled.wait(self._patience.fault_poll if pause is None else pause):
            raise _GivenUpError(KnownError("print-cancelled"))

    def _well(self) -> Iterator[Event]:
        """Say that it goes on; the clock of a connection that keeps breaking runs on until a label is out."""
        if self._shown:
            if self._shown != UNREACHABLE.faults:
                self._trouble_since = None
            self._shown = ()
            yield Resumed()

    def _give_up_if_stuck(self, since: float) -> None:
        """Stop where a printer that reports no fault has not moved on for long."""
        longest = ANSWERING_BATCH * self._label_seconds * 4 + _START_SECONDS
        if self._wait is not None and monotonic() - since >= max(self._wait, longest):
            raise _GivenUpError(KnownError("printer-working", printer=self._address.place))


@dataclass(slots=True)
class _Line:
    """One open connection. `header` is still to be sent before the first label, `recovery` at once."""

    transport: Transport
    dialog: Dialog
    recovery: bytes
    header: bytes


class _GivenUpError(Exception):
    """The tape is left resumable."""

    def __init__(self, reason: KnownError) -> None:
        self.reason = reason
        super().__init__(reason.code)
