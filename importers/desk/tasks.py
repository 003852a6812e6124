"""How a step is done in the background: a task of django-tasks, by whatever backend the project's `TASKS` names.

The default backend works at once, in whatever thread asks it; so that nobody waits for an import with an open request,
it is asked by a thread of its own.  Every other backend has workers elsewhere.
"""

from __future__ import annotations

import logging
from threading import Thread

from django.db import connections, transaction
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from importers.desk.jobs import ask, at_work
from importers.desk.steps import carry_out
from importers.models import ImportJob

_log = logging.getLogger(__name__)


@task()
def work(job_id: int) -> None:
    """Do what a job waits for; nothing if another worker does it."""
    with at_work(job_id) as job:
        if job is not None:
            carry_out(job)


def start(job: ImportJob, step: str) -> bool:
    """Ask for a step and have it done; false if one is under way already."""
    if not ask(job, step):
        return False
    transaction.on_commit(lambda: _hand_over(job.pk))
    return True


def _hand_over(pk: int) -> None:
    if isinstance(task_backends[work.backend], ImmediateBackend):
        Thread(target=_in_this_process, args=[pk], name=f"import-{pk}", daemon=True).start()
    else:
        work.enqueue(pk)


def _in_this_process(pk: int) -> None:
    try:
        work.enqueue(pk)
    except Exception:  # noqa: BLE001 a thread has nobody to raise it to; the job says so too
        _log.exception("Import %s stopped", pk)
    finally:
        connections.close_all()
