"""Search engines that do not answer as they should, and a plug between us and one that does."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

#: What a server does with a connection; `gone` is set when the server ends or its ways change.
Behaviour = Callable[[socket.socket, threading.Event], None]

_HEAD = b"HTTP/1.1 %s\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"
_PATIENCE = 60


def refuse(connection: socket.socket, gone: threading.Event) -> None:
    """Hangs up, as a closed port does."""


def stay_silent(connection: socket.socket, gone: threading.Event) -> None:
    connection.recv(65536)
    gone.wait(_PATIENCE)


def drip(connection: socket.socket, gone: threading.Event) -> None:
    """A byte now and then, for as long as anybody takes them: no time-out for a single read ends that."""
    connection.recv(65536)
    connection.sendall(_HEAD % b"200 OK" + b"Content-Length: 100000\r\n\r\n")
    while not gone.wait(0.2):
        connection.sendall(b" ")


def answer(status: bytes, body: bytes) -> Behaviour:
    def send(connection: socket.socket, gone: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(_HEAD % status + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    return send


SICK: dict[str, Behaviour] = {
    "refused": refuse,
    "silent": stay_silent,
    "dripping": drip,
    "garbage": answer(b"200 OK", b"<html>"),
    "429": answer(b"429 Too Many Requests", b"{}"),
    "503": answer(b"503 Service Unavailable", b"{}"),
}


def relay_to(url: str) -> Behaviour:
    """To a real engine and back, until the plug is pulled."""
    address = urlsplit(url)

    def relay(connection: socket.socket, gone: threading.Event) -> None:
        with socket.create_connection((str(address.hostname), address.port or 9200)) as engine:
            back = threading.Thread(target=_pour, args=[engine, connection], daemon=True)
            back.start()
            _pour(connection, engine)
            back.join(_PATIENCE)

    return relay


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for side in (source, target):
        with suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)


class Server:
    """Treats every connection as told, and counts them."""

    def __init__(self, behave: Behaviour) -> None:
        self.connections = 0
        self.behaviour = behave
        self._gone = threading.Event()
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def become(self, behave: Behaviour) -> None:
        """From now on; what is connected is hung up on."""
        self._gone.set()
        self.behaviour, self._gone = behave, threading.Event()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self.become(refuse)
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_PATIENCE)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listening.accept()
                self.connections += 1
                threading.Thread(target=self._treat, args=[connection, self.behaviour, self._gone], daemon=True).start()

    def _treat(self, connection: socket.socket, behave: Behaviour, gone: threading.Event) -> None:
        self._open.add(connection)
        with suppress(OSError), connection:
            behave(connection, gone)
        self._open.discard(connection)


@contextmanager
def server(behave: Behaviour) -> Iterator[Server]:
    running = Server(behave)
    try:
        yield running
    finally:
        running.end()
