"""What checking a page against the advertising rules costs, beside rendering it: `python tests/benchmarks/rules.py`.

The sample site is moved in and published in a database of its own; then each of its pages is rendered and checked by
turns, in one run.  The goal: checking takes at most a quarter of rendering.  The exit code says whether it does.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

GOAL = 0.25


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kneeblog-rules-") as name:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "kneeblog.site.settings",
            "KNEEBLOG_ENV": "test",
            "DATABASE_URL": f"sqlite:///{name}/db.sqlite3",
            "MEDIA_ROOT": f"{name}/media",
        }
        return measure(options.rounds)


def measure(rounds: int) -> int:
    """All pages, in turn."""
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page

    call_command("migrate", verbosity=0)
    call_command("demo", stdout=io.StringIO())
    total = [0.0, 0.0, 0.0]
    print(f"{'characters':>10}{'render ms':>11}{'check ms':>10}{'with reading':>14}{'ratio':>7}  page")
    for page in Page.objects.live().filter(depth__gt=1).specific():
        times = one_page(page, rounds)
        total = [whole + part for whole, part in zip(total, times, strict=True)]
        render, check, fresh = (time * 1000 for time in times)
        print(f"{characters(page):10}{render:11.2f}{check:10.2f}{fresh:14.2f}{check / render:7.2f}  {page.title[:40]}")
    ratio, with_reading = total[1] / total[0], total[2] / total[0]
    print(f"checking takes {ratio:.3f} of rendering (goal: at most {GOAL}); {with_reading:.3f} with reading all again")
    return int(ratio > GOAL)


def one_page(page: Any, rounds: int) -> tuple[float, float, float]:
    """Seconds of rendering, of checking, and of checking with reading; the medians of the rounds.

    A page is rendered as it comes fresh from the database, and then checked.  The third figure is of a page of which
    nothing has been read yet: reading the physician and the adviser's choices from the database is part of it.
    """
    from django.test import RequestFactory
    from django.utils import translation

    from kneeblog.compliance.checking import Rulebook, check_page

    url, rulebook = page.url, Rulebook(page.get_site())

    def render(fresh: Any) -> None:
        with translation.override(page.locale.language_code):
            fresh.serve(RequestFactory(SERVER_NAME="localhost").get(url)).render()

    def check(read: Any) -> None:
        check_page(read, rulebook)

    times: list[list[float]] = [[], [], []]
    for _ in range(rounds + 1):
        rendered, unread = (type(page).objects.get(pk=page.pk) for _ in range(2))
        for measured, work, given in zip(times, (render, check, check_page), (rendered, rendered, unread), strict=True):
            start = process_time()
            work(given)
            measured.append(process_time() - start)
    rendering, checking, fresh = (median(measured[1:]) for measured in times)
    return rendering, checking, fresh


def characters(page: Any) -> int:
    """How much there is to read."""
    from kneeblog.compliance.texts import contents_of

    return sum(len(text.text) for text in contents_of(page).texts)


if __name__ == "__main__":
    sys.exit(main())
