"""Who is at work on a row of the database, and whether that is still so.

A row names the process that works on it and when that was last heard of.  A process of this machine that is no longer
there holds nothing, so work can be taken up again at once after a crash; of another machine it is known only that it
has been silent.
"""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

SILENCE = timedelta(minutes=10)  # after which a process on another machine, or one that hangs, holds nothing
FIELDS = ("host", "process", "heard_from_at")
# What threads of this very process are at work on: a server holds several rows, and some of them no longer.
_HELD: set[tuple[str, int]] = set()


def take(row: Any) -> None:
    """This process is at work on the row from now on; to be saved."""
    row.host, row.process, row.heard_from_at = socket.gethostname(), _process(os.getpid()), timezone.now()


def hold(row: Any) -> None:
    """Once the row has a number: it is held until `let_go`."""
    _HELD.add(_name(row))


def let_go(row: Any) -> None:
    """This process is done with the row, whatever came of it; to be saved."""
    _HELD.discard(_name(row))
    row.heard_from_at = None


def is_alive(row: Any) -> bool:
    """Whether somebody else, or another thread, is at work on the row."""
    if row.heard_from_at is None or timezone.now() - row.heard_from_at > SILENCE:
        return False
    if row.host != socket.gethostname():
        return True
    if row.process == _process(os.getpid()):
        return _name(row) in _HELD
    return bool(row.process == _process(int(row.process.split()[0])))


def _name(row: Any) -> tuple[str, int]:
    return row._meta.label, row.pk


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
