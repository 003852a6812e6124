"""`kill -9` at random moments of an import: a sample; `make soak` tries a hundred on each database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

SOAK = Path(__file__).resolve().parents[1] / "soak" / "crash.py"


@pytest.mark.django_db
def test_the_same_command_after_a_crash_ends_where_an_undisturbed_import_does() -> None:
    environment = {**os.environ, "DATABASE_URL": ""}
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
    done = subprocess.run(
        [sys.executable, str(SOAK), "--moments", "5"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "5 moments, 0 different" in done.stdout
