"""The portal's ports: plain HTTP on this computer."""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.integrations.bitrix24.portal.front import HttpRequest, Reply

Serve = Callable[[HttpRequest, int], Reply]
"""Given the request and the port on which it came."""


class Listener:
    """One port, in threads of its own. `bugs` holds what went wrong in the portal itself."""

    def __init__(self, serve: Serve) -> None:
        self.bugs: list[BaseException] = []
        self._open: set[socket.socket] = set()
        self._server = _Server(serve, self.bugs, self._open)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join(5)
        assert not self._thread.is_alive(), "the portal hangs"


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them
    request_queue_size = 128

    def __init__(self, serve: Serve, bugs: list[BaseException], connections: set[socket.socket]) -> None:
        self.serve, self.bugs, self.connections = serve, bugs, connections
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: Any) -> None:
        """A caller that went away is no bug."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.bugs.append(error)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.discard(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer leaves in one piece
    server: _Server

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def do_GET(self) -> None:
        self._answer(b"")

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _answer(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            reply = self.server.serve(
                HttpRequest(self.command, path, query, body, headers), int(self.server.server_address[1])
            )
        except Exception as bug:  # noqa: BLE001 - shown to the test when the portal closes
            self.server.bugs.append(bug)
            reply = Reply(0, drop=True)
        if reply.drop:
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        self.wfile.write(reply.body)
