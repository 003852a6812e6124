"""One import writes at a time: a second one says so and stops.

The lease is the run's own row, with the process that writes and when it was last heard of (`alive`), so the same
command can be given again at once after a crash.  On PostgreSQL an advisory lock decides first: the server lets go of
it when the connection ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from importers.alive import hold, is_alive, let_go, take
from importers.errors import ImportFailure
from importers.models import ImportRun

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
        try:
            yield run
        except BaseException:
            # It stays as it is, and the next one goes on with it: at once, though this process may live on.
            let_go(run)
            with suppress(DatabaseError):
                run.save(update_fields=["heard_from_at"])
            raise
        run.state, run.finished_at = ImportRun.State.FINISHED, timezone.now()
        let_go(run)
        run.save(update_fields=["state", "finished_at"])


@contextmanager
def nobody_writes() -> Iterator[None]:
    """For what must not happen during an import; no import begins before it is over.

    Raises:
        AnotherImport: naming the run that is writing.
    """
    with _advisory_lock():
        for run in ImportRun.objects.select_for_update().filter(state=ImportRun.State.RUNNING):
            if is_alive(run):
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
        if is_alive(run):
            raise AnotherImport(_refusal(run))
        if mine is None and run.source == source:
            mine = run
        else:
            run.state = ImportRun.State.INTERRUPTED
            run.save(update_fields=["state"])
    run = mine or ImportRun(source=source)
    take(run)
    run.save()
    hold(run)
    return run


def _refusal(run: ImportRun) -> str:
    since = timezone.localtime(run.heard_from_at).strftime("%H:%M:%S") if run.heard_from_at else "?"
    return (
        f"Another import is writing: run {run.pk} on {run.host}, process {run.process.split()[0]}, last heard of at "
        f"{since}. Wait until it is done. Nothing was written."
    )


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
