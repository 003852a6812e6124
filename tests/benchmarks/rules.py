"""What checking a page against the advertising rules costs, beside rendering it: `python tests/benchmarks/rules.py`.

The sample site is moved in and published in a database of its own; then each of its pages is read, rendered and checked
by turns, in one run.  The goal: checking takes at most a quarter of rendering.  The exit code says whether it does.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable
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
    total = {"render": 0.0, "check": 0.0}
    print(f"{'characters':>10}{'render ms':>11}{'check ms':>10}{'ratio':>7}  page")
    for page in Page.objects.live().filter(depth__gt=1).specific():
        render, check = one_page(page, rounds)
        total["render"] += render
        total["check"] += check
        print(f"{characters(page):10}{render * 1000:11.2f}{check * 1000:10.2f}{check / render:7.2f}  {page.title[:40]}")
    ratio = total["check"] / total["render"]
    print(f"all pages: checking takes {ratio:.3f} of rendering; the goal is at most {GOAL}")
    return int(ratio > GOAL)


def one_page(page: Any, rounds: int) -> tuple[float, float]:
    """Seconds of rendering and of checking the page: the medians of the rounds.

    Each gets the page fresh from the database, with nothing of its streams or of what it shows read yet.
    """
    from django.test import RequestFactory
    from django.utils import translation

    from kneeblog.compliance.checking import check_page

    url = page.url

    def render(fresh: Any) -> None:
        with translation.override(page.locale.language_code):
            fresh.serve(RequestFactory(SERVER_NAME="localhost").get(url)).render()

    times: dict[Callable[[Any], object], list[float]] = {render: [], check_page: []}
    for _ in range(rounds + 1):
        for work, measured in times.items():
            fresh = type(page).objects.get(pk=page.pk)
            start = process_time()
            work(fresh)
            measured.append(process_time() - start)
    rendering, checking = (median(measured[1:]) for measured in times.values())
    return rendering, checking


def characters(page: Any) -> int:
    """How much there is to read."""
    from kneeblog.compliance.texts import texts_of

    return sum(len(text.text) for text in texts_of(page))


if __name__ == "__main__":
    sys.exit(main())
