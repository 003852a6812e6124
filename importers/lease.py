"""One import writes at a time: a second one says so and stops.

The lease is the run's own row, with the process that writes and when it was last heard of.  A process of this machine
that is no longer there holds nothing, so the same command can be given again at once after a crash; of another machine
it is known only that it has been silent.  On PostgreSQL an advisory lock decides first: the server lets go of it when
the connection ends.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from importers.errors import ImportFailure
from importers.models import ImportRun

_SILENCE = timedelta(minutes=10)  # after which a run on another machine, or one that hangs, holds nothing
_LOCK = 0x6B6E6565  # "knee": the number of our advisory lock


class AnotherImport(ImportFailure):
    """Another import is writing."""


@contextmanager
def lease(source: str) -> Iterator[ImportRun]:
    """A run for this process, or the one that was interrupted when the same source was imported: it goes on.

    Args:
        source: the paths that are read.

    Raises:
        AnotherImport: naming the run that is writing.
    """
    with _advisory_lock():
        run = _take(source)
        yield run
        # Reached only if nothing was raised: a run that failed stays as it is, and the next one goes on with it.
        run.state, run.finished_at = ImportRun.State.FINISHED, timezone.now()
        run.save(update_fields=["state", "finished_at"])


@contextmanager
def nobody_writes() -> Iterator[None]:
    """For what must not happen during an import; no import begins before it is over.

    Raises:
        AnotherImport: naming the run that is writing.
    """
    with _advisory_lock():
        for run in ImportRun.objects.select_for_update().filter(state=ImportRun.State.RUNNING):
            if _is_alive(run):
                raise AnotherImport(_refusal(run))
        yield


def unfinished(source: str) -> bool:
    """Whether a run over the same source was interrupted."""
    return ImportRun.objects.filter(state=ImportRun.State.RUNNING, source=source).exists()


def heartbeat(run: ImportRun) -> None:
    """Tell that the run is still at work."""
    run.heard_from_at = timezone.now()
    run.save(update_fields=["heard_from_at"])


@transaction.atomic
def _take(source: str) -> ImportRun:
    running = ImportRun.objects.select_for_update().filter(state=ImportRun.State.RUNNING).order_by("-pk")
    mine = None
    for run in running:
        if _is_alive(run):
            raise AnotherImport(_refusal(run))
        if mine is None and run.source == source:
            mine = run
        else:
            run.state = ImportRun.State.INTERRUPTED
            run.save(update_fields=["state"])
    run = mine or ImportRun(source=source)
    run.host, run.process, run.heard_from_at = socket.gethostname(), _process(os.getpid()), timezone.now()
    run.save()
    return run


def _refusal(run: ImportRun) -> str:
    since = timezone.localtime(run.heard_from_at).strftime("%H:%M:%S") if run.heard_from_at else "?"
    return (
        f"Another import is writing: run {run.pk} on {run.host}, process {run.process.split()[0]}, last heard of at "
        f"{since}. Wait until it is done. Nothing was written."
    )


def _is_alive(run: ImportRun) -> bool:
    if run.heard_from_at is None or timezone.now() - run.heard_from_at > _SILENCE:
        return False
    if run.host != socket.gethostname():
        return True
    return run.process == _process(int(run.process.split()[0])) and run.process != _process(os.getpid())


def _process(pid: int) -> str:
    """A process, told from a later one with the same number by when it was started; its number alone if it is gone."""
    try:
        started = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        started = _known_by_signal(pid)
    return f"{pid} {started}".strip()


def _known_by_signal(pid: int) -> str:
    """For systems without /proc."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "running"


@contextmanager
def _advisory_lock() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            running = ImportRun.objects.filter(state=ImportRun.State.RUNNING).first()
            raise AnotherImport(_refusal(running) if running else "Another import is writing. Nothing was written.")
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # a server that is gone has let go of it
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
