"""The life of one import in the database: asked for, at work, done, stopped, or left by a worker that died."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from importers.alive import FIELDS, hold, is_alive, let_go, take
from importers.errors import ImportFailure
from importers.models import ImportJob

State = ImportJob.State
_OFTEN = 0.5  # seconds between two reports of progress
_LONG = timedelta(minutes=1)  # after which somebody should look whether there is a worker at all


class Cancelled(ImportFailure):
    """A person asked for it."""


def is_interrupted(job: ImportJob) -> bool:
    """Whether its worker died."""
    return job.state == State.RUNNING and not is_alive(job)


def waits_long(job: ImportJob) -> bool:
    """Whether no worker has taken it up for a while."""
    return job.state == State.WAITING and (job.asked_at is None or timezone.now() - job.asked_at > _LONG)


def may_begin(job: ImportJob) -> bool:
    """Whether a step may be asked for: nothing is under way."""
    return job.state not in {State.WAITING, State.RUNNING} or is_interrupted(job) or waits_long(job)


def ask(job: ImportJob, step: str) -> bool:
    """Ask for a step; false if one is under way already."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=job.pk)
        if not may_begin(job):
            return False
        job.step, job.state, job.asked_at = step, State.WAITING, timezone.now()
        job.phase, job.done, job.total, job.error, job.cancel_asked = "", 0, None, "", False
        job.save(update_fields=["step", "state", "asked_at", "phase", "done", "total", "error", "cancel_asked"])
    return True


def cancel(job: ImportJob) -> None:
    """Stop at the next good moment; at once if nobody is at work."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().get(pk=job.pk)
        if job.state == State.WAITING or is_interrupted(job):
            job.state = State.CANCELLED
        job.cancel_asked = True
        job.save(update_fields=["state", "cancel_asked"])


@contextmanager
def at_work(pk: int) -> Iterator[ImportJob | None]:
    """A job that waits, for this worker; `None` if another has taken it, or nobody wants it any more.

    What is raised meanwhile is noted on the job, and raised on unless it was raised on purpose.
    """
    job = _claimed(pk)
    if job is None:
        yield None
        return
    try:
        yield job
        job.state = State.DONE
    except Cancelled:
        job.state = State.CANCELLED
    except ImportFailure as failure:
        job.state, job.error = State.FAILED, str(failure)
    except BaseException as error:
        job.state, job.error = State.FAILED, f"{type(error).__name__}: {str(error)[:500]}"
        raise
    finally:
        let_go(job)
        with suppress(DatabaseError):  # of a database that is gone; the job is then seen as left
            job.save(update_fields=["state", "error", "survey", "plan", "result", "run", "file", *FIELDS])


def _claimed(pk: int) -> ImportJob | None:
    """The job, if it waits and nobody was faster."""
    with transaction.atomic():
        if not ImportJob.objects.filter(pk=pk, state=State.WAITING).update(state=State.RUNNING):
            return None
        job = ImportJob.objects.get(pk=pk)
        take(job)
        job.save(update_fields=list(FIELDS))
        hold(job)
    return job


class Teller:
    """Tells the database how far a job is, a few times a second at most, and hears whether it is to stop.

    Args:
        job: that is at work.
    """

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._last = 0.0
        self._phase = ""

    def begin(self, phase: str, total: int | None = None) -> None:
        """A part of the step begins.

        Raises:
            Cancelled: a person asked for it.
        """
        self._phase, self._last = phase, 0.0
        self(0, total)

    def __call__(self, done: int, total: int | None = None) -> None:
        """So much of it is done.

        Raises:
            Cancelled: a person asked for it.
        """
        now = time.monotonic()
        if now - self._last < _OFTEN and done != total:
            return
        self._last = now
        rows = ImportJob.objects.filter(pk=self._job.pk)
        known = rows.update(phase=self._phase, done=done, total=total, heard_from_at=timezone.now())
        if not known or rows.filter(cancel_asked=True).exists():
            raise Cancelled("Cancelled.")
