"""A printer on TCP 9100 that burns stickers on a list, runs out of paper, loses its power and answers as printers do.

What it received it keeps, and prints it when the fault is cleared; only a loss of power makes it forget. One client at
a time is served. All controls may be called from the test while it works.
"""

import contextlib
import socket
import struct
import threading
from collections import deque
from dataclasses import replace
from time import monotonic
from typing import Self

from PIL import Image

from tests.labels.decoders import Decoder, Query, Sticker, decoder
from tests.printing import simulated_answers
from tests.printing.simulated_answers import Panel


class SimulatedPrinter:
    """Start it with `with`. `printed` holds the stickers on the tape, `spoiled` those cut short by a fault.

    knows: questions that it answers, all by default. answer_delay: seconds by which every answer comes late.
    silent_in_fault: as Zebra writes of ~HS. keeps_halves: a broken connection leaves the interpreter where it was.
    capacity: labels held before it stops reading; the buffers of the connection fill up then.
    """

    def __init__(
        self,
        language: str,
        *,
        paper: int = 10_000,
        size: tuple[int, int] = (464, 320),
        dpi: int = 203,
        label_seconds: float = 0.0,
        answers: bool = True,
        knows: frozenset[str] | None = None,
        answer_delay: float = 0.0,
        silent_in_fault: bool = False,
        keeps_halves: bool = False,
        capacity: int = 10_000,
    ) -> None:
        self.language, self.dpi = language, dpi
        self.printed: list[Image.Image] = []
        self.spoiled: list[Image.Image] = []
        self.received = bytearray()
        self.connections = 0
        self._paper, self._size, self._label_seconds = paper, size, label_seconds
        self._answers, self._knows, self._answer_delay = answers, knows, answer_delay
        self._silent_in_fault, self._keeps_halves, self._capacity = silent_in_fault, keeps_halves, capacity
        self._panel = Panel()
        self._queue: deque[Sticker | Query] = deque()
        self._late: deque[tuple[float, bytes]] = deque()
        self._break_at_byte: int | None = None
        self._break_at_label: int | None = None
        self._broken = 0
        self._client: socket.socket | None = None
        self._decoder: Decoder | None = None
        self._changed = threading.Condition()
        self._on, self._ended = True, False
        self._port = 0

    # What a test does with it

    def __enter__(self) -> Self:
        self._listen()
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._serve, self._print_all, self._answer_all)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._on, self._ended = False, True
            self._changed.notify_all()
        self._deafen()
        for thread in self._threads:
            thread.join(5)
        assert not any(thread.is_alive() for thread in self._threads), "the simulated printer hangs"

    def url(self, **options: object) -> str:
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"tcp://127.0.0.1:{self._port}?language={self.language}&dpi={self.dpi}{more}"

    def load_paper(self, labels: int = 10_000) -> None:
        with self._changed:
            self._paper = labels
            self._changed.notify_all()

    def set(self, **lamps: bool) -> None:
        """Open or close the head, pause and so on: fields of `Panel`."""
        with self._changed:
            self._panel = replace(self._panel, **lamps)
            self._changed.notify_all()

    def break_connection(self, *, at_byte: int | None = None, at_label: int | None = None) -> None:
        """Reset the connection when so many bytes were received or labels printed, counted from the start."""
        with self._changed:
            self._break_at_byte, self._break_at_label = at_byte, at_label
            self._changed.notify_all()

    def power_off(self) -> None:
        """Forget everything that is not on paper; nobody listens until `power_on`."""
        with self._changed:
            self._on = False
            self._queue.clear()
            self._late.clear()
            self._decoder = None
            self._changed.notify_all()
        self._deafen()

    def power_on(self) -> None:
        self._listen()
        with self._changed:
            self._on = True
            self._changed.notify_all()

    def wait_for(self, labels: int, seconds: float = 10) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.printed) >= labels, seconds), f"{len(self.printed)} printed"

    def wait_for_rest(self, seconds: float = 10) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: not self._queue, seconds), f"{len(self._queue)} not printed"

    # The connection

    def _listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]

    def _deafen(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._hang_up(reset=True)

    def _serve(self) -> None:
        while not self._ended:
            with self._changed:
                self._changed.wait_for(lambda: self._on or self._ended)
            try:
                client, _ = self._listener.accept()
            except OSError:
                continue
            self.connections += 1
            self._client = client
            self._converse(client)

    def _converse(self, client: socket.socket) -> None:
        with self._changed:
            if self._decoder is None or not self._keeps_halves:
                self._decoder = decoder(self.language, *self._size, self.dpi)
        with contextlib.suppress(OSError):
            while self._wait_to_read() and (data := client.recv(4096)):
                self._hear(data)
        self._hang_up()

    def _wait_to_read(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: len(self._queue) < self._capacity or not self._on or self._ended)
            return self._on

    def _hear(self, data: bytes) -> None:
        with self._changed:
            if self._break_at_byte is not None and len(self.received) + len(data) >= self._break_at_byte:
                data = data[: self._break_at_byte - len(self.received)]
                self._break_at_byte = None
                self._take_in(data)
                self._hang_up(reset=True)
            else:
                self._take_in(data)
            self._changed.notify_all()

    def _take_in(self, data: bytes) -> None:
        self.received += data
        for item in self._decoder.feed(data) if self._decoder else ():
            if isinstance(item, Query) and item.name not in ("GS r", "GS (H"):
                self._reply(item)
            else:
                self._queue.append(item)

    def _hang_up(self, *, reset: bool = False) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(OSError):
            if reset:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.shutdown(socket.SHUT_RD)
        client.close()

    # Answers

    def _reply(self, query: Query) -> None:
        if not self._answers or (self._knows is not None and query.name not in self._knows):
            return
        if self._silent_in_fault and query.name == "~HS" and self._lamps().fault:
            return
        answer = {
            "~HS": lambda: simulated_answers.zpl("~HS", self._lamps()),
            "~HQES": lambda: simulated_answers.zpl("~HQES", self._lamps()),
            "ESC!": lambda: simulated_answers.tspl(query.data, self._lamps()),
            "DLE EOT": lambda: simulated_answers.escpos(query.data[0], self._lamps()),
            "GS r": lambda: simulated_answers.paper_sensor(self._lamps()),
            "GS (H": lambda: simulated_answers.receipt(query.data),
        }[query.name]()
        self._late.append((monotonic() + self._answer_delay, answer))
        self._changed.notify_all()

    def _answer_all(self) -> None:
        while not self._ended:
            with self._changed:
                self._changed.wait_for(lambda: self._late or self._ended)
                if not self._late:
                    continue
                due, answer = self._late[0]
                if due > monotonic():
                    self._changed.wait(due - monotonic())
                    continue
                self._late.popleft()
                client = self._client
            if client is not None:
                with contextlib.suppress(OSError):
                    client.sendall(answer)

    def _lamps(self) -> Panel:
        waiting = sum(isinstance(item, Sticker) for item in self._queue)
        half = bool(self._decoder and self._decoder.half_a_format)
        return replace(self._panel, waiting=waiting, paper_out=self._paper == 0, half_received=half)

    # The mechanism

    def _print_all(self) -> None:
        while not self._ended:
            with self._changed:
                self._changed.wait_for(lambda: (self._queue and self._can_print()) or self._ended)
                if self._ended:
                    return
                if isinstance(self._queue[0], Query):
                    self._reply(self._queue.popleft())
                    continue
                self._print_one(self._queue[0])
                self._changed.notify_all()

    def _can_print(self) -> bool:
        return self._on and self._lamps().online

    def _print_one(self, sticker: Sticker) -> None:
        """Burn the label under the head; where a fault cuts it short it is spoiled and burnt again afterwards."""
        self._panel.moving = True
        whole = not self._changed.wait_for(lambda: not self._can_print() or self._ended, self._label_seconds)
        self._panel.moving = False
        if not whole:
            self.spoiled.append(sticker.picture)
            return
        if not self._queue or self._queue[0] is not sticker:
            return
        self._queue.popleft()
        self._paper -= 1
        self.printed.append(sticker.picture)
        if self._break_at_label is not None and len(self.printed) >= self._break_at_label:
            self._break_at_label = None
            self._hang_up(reset=True)
