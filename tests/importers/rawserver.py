"""A server on loopback that says exactly the bytes a test wants, as slowly as it wants, and keeps what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

Answer = bytes | Callable[[socket.socket], None]


class Server:
    """Answers each path with its bytes, or with what its function does to the connection; others with 404."""

    def __init__(self, answers: Mapping[str, Answer], host: str, tls: ssl.SSLContext | None) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []  # heads of requests
        self.open = self.most_open = 0
        self.tls = tls
        self._lock = threading.Lock()
        self._socket = socket.create_server((host, 0), backlog=64)
        self._stopped = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def authority(self) -> str:
        host, port = self._socket.getsockname()[:2]
        return f"{host}:{port}"

    @property
    def port(self) -> int:
        return self._socket.getsockname()[1]

    def url(self, path: str) -> str:
        return f"http://{self.authority}{path}"

    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.asked]

    def stop(self) -> None:
        self._stopped.set()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with self._lock:
            self.open += 1
            self.most_open = max(self.open, self.most_open)
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(4096)
                if not part:
                    return
                head += part
            self.asked.append(head.decode("latin-1"))
            path = head.split(b" ")[1].decode("latin-1")
            answer = self.answers.get(path, response(b"", "404 Not Found"))
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)
        except OSError:
            pass  # the other side has had enough
        finally:
            with self._lock:
                self.open -= 1
            connection.close()


@contextmanager
def serving(
    answers: Mapping[str, Answer], host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    server = Server(answers, host, tls)
    try:
        yield server
    finally:
        server.stop()


def response(body: bytes, status: str = "200 OK", *headers: str, length: int | str | None = None) -> bytes:
    """A whole answer; `length` says another Content-Length than the true one."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body
