"""A server and workers as real processes over the test's database: what can be killed, and comes back.

On PostgreSQL it is the test's own, on SQLite a file that is a copy of it.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
DATABASE_TASKS = "django_tasks_db.DatabaseBackend"


class OwnSite:
    """Processes over one database.

    Args:
        folder: for media, uploads and logs.
        database: its address.
        tasks: the backend for background tasks; empty for the default one.
    """

    def __init__(self, folder: Path, database: str, tasks: str = "") -> None:
        self._folder = folder
        self._environment = {
            **os.environ, "KNEEBLOG_ENV": "test", "DATABASE_URL": database, "MEDIA_ROOT": str(folder / "media"),
            "IMPORTERS_FOLDER": str(folder / "imports"), "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "kneeblog.site.settings",
        }  # fmt: skip
        if tasks:
            self._environment["TASKS_BACKEND"] = tasks
        self._running: list[subprocess.Popen[bytes]] = []

    def manage(self, *arguments: str) -> None:
        """A command that ends."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        subprocess.run(command, cwd=ROOT, env=self._environment, check=True, capture_output=True)

    def serve(self) -> str:
        """A server; its address."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._start("server", "runserver", "--noreload", f"127.0.0.1:{port}")
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 90
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{address}/admin/login/", timeout=60):
                return address
            time.sleep(0.2)
        raise AssertionError((self._folder / "server.log").read_text(errors="replace")[-3000:])

    def work(self) -> subprocess.Popen[bytes]:
        """A worker on the database backend."""
        return self._start("worker", "db_worker", "--interval", "0.2", "--no-startup-delay", "--no-reload")

    def stop(self) -> None:
        """All of them."""
        for process in self._running:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{name}.log").open("ab")
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        self._running.append(process)
        return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """As `kill -9` does."""
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def own_site(folder: Path, tasks: str = "") -> Iterator[OwnSite]:
    """A site over what the test's database holds by now; the test itself must have committed it."""
    with _shared(folder) as database:
        site = OwnSite(folder, database, tasks)
        try:
            if tasks == DATABASE_TASKS:
                site.manage("migrate", "django_tasks_database", "--verbosity", "0")
            yield site
        finally:
            site.stop()


@contextmanager
def _shared(folder: Path) -> Iterator[str]:
    """The address of a database that other processes can open."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":  # the test's own is in this process's memory
        path = folder / "copy.sqlite3"
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        yield f"sqlite:///{path}"
    else:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
