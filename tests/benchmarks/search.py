"""How long a ranked search takes, beside Wagtail's own, as the site grows: `python tests/benchmarks/search.py`.

Articles of 2,000 characters, all of them with one common word, which is the worst case, and a few with a rare one.
Both searches are asked by turns, in one process and database, for the ten best pages.  The goals: over the sizes, our
time grows no faster than the number of hits, and on SQLite its median is at most a hundredth of Wagtail's.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

COMMON, RARE = "膝", "金剛石"
WORDS = [
    "膝",
    "関節",
    "軟骨",
    "痛み",
    "階段",
    "歩く",
    "注射",
    "体操",
    "診察",
    "検査",
    "炎症",
    "腫れ",
    "靱帯",
    "半月板",
    "手術",
    "治療",
    "体重",
    "筋肉",
    "椅子",
    "正座",
]
RARE_PAGES = 20


def main() -> int:
    """Print the table; the exit code says whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 5_000])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kneeblog-search-") as name:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "kneeblog.site.settings", "KNEEBLOG_ENV": "test"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{name}/db.sqlite3")
        return measure(sorted(options.sizes), options.rounds)


def measure(sizes: list[int], rounds: int) -> int:
    """Each size in turn, on the same growing site."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    blog = a_blog()
    print(f"{connection.vendor}: milliseconds for the ten best pages, median of {rounds}")
    print(f"{'pages':>7}{'word':>8}{'hits':>7}{'ours':>9}{'ms a hit':>10}{'Wagtail':>11}{'ratio':>8}")
    rows: dict[str, list[tuple[int, float, float]]] = {"common": [], "rare": []}
    for size in sizes:
        grow(blog, size)
        for command in ("update_index", "update_site_search"):
            call_command(command, stdout=io.StringIO())
        for kind, word in (("common", COMMON), ("rare", RARE)):
            hits, ours, theirs = one_word(blog, word, rounds)
            rows[kind].append((hits, ours, theirs))
            print(f"{size:7}{kind:>8}{hits:7}{ours:9.2f}{ours / hits:10.4f}{theirs:11.1f}{theirs / ours:8.1f}")
    return judged(rows, connection.vendor)


def judged(rows: dict[str, list[tuple[int, float, float]]], vendor: str) -> int:
    """0 if the goals are met."""
    (first_hits, first, _), (last_hits, last, theirs) = rows["common"][0], rows["common"][-1]
    growth, hits = last / first, last_hits / first_hits
    print(f"from the smallest to the largest: {growth:.1f} times the time for {hits:.1f} times the hits")
    rare = rows["rare"][-1][1] / rows["rare"][0][1]
    print(f"the rare word: {rare:.1f} times the time for the same hits")
    print(f"Wagtail's own takes {theirs / last:.0f} times ours (goal on SQLite: at least 100)")
    return int(growth > hits or (vendor == "sqlite" and theirs < 100 * last))


def a_blog() -> Any:
    """A site with an empty blog."""
    from wagtail.models import Locale, Page, Site

    from kneeblog.models import BlogIndexPage, HomePage

    locale = Locale.objects.get_or_create(language_code="ja")[0]
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="クリニック", slug="clinic", locale=locale))
    Site.objects.update(root_page=home)
    return home.add_child(instance=BlogIndexPage(title="ブログ", slug="blog", locale=locale))


def grow(blog: Any, size: int) -> None:
    """Up to `size` articles; sisters of one, but for those with the rare word."""
    from kneeblog.models import ArticlePage
    from tests.kneeblog.manypages import multiply

    there = blog.get_children().count()
    if not there:
        rare = write(blog, f"{RARE}の話です。")
        multiply(rare, RARE_PAGES - 1)
        write(blog, "")
        there = RARE_PAGES + 1
    last = ArticlePage.objects.get(pk=blog.get_children().last().pk)
    if size > there:
        multiply(last, size - there)


def write(blog: Any, ending: str) -> Any:
    """One article of 2,000 characters."""
    from kneeblog.models import ArticlePage

    chance = random.Random(7)
    text = ["膝の話です。"]
    while sum(map(len, text)) < 2_000:
        text.append("".join(chance.choices(WORDS, k=6)) + "のことを話します。")
    paragraph = {"type": "paragraph", "value": f"<p>{''.join(text)}{ending}</p>"}
    stream = [{"type": "section", "value": {"content": [paragraph]}}]
    slug = "rare" if ending else "common"
    article = ArticlePage(title="膝の記事", slug=slug, locale=blog.locale, body=json.dumps(stream))
    return blog.add_child(instance=article)


def one_word(blog: Any, word: str, rounds: int) -> tuple[int, float, float]:
    """How many pages have the word, and the median milliseconds of ours and of Wagtail's."""
    from wagtail.models import Page

    from kneeblog.search.results import search, shown

    home = blog.get_parent()
    hits = len(search(word, home, blog.locale).pages)

    def ours() -> None:
        found = search(word, home, blog.locale)
        assert shown(found, found.pages[:10])

    def theirs() -> None:
        # Wagtail's finds only what stands alone between spaces and signs: here the first words of the titles.
        query = "膝の記事" if word == COMMON else word
        list(Page.objects.live().filter(locale=blog.locale).search(query)[:10])

    times: dict[Callable[[], None], list[float]] = {ours: [], theirs: []}
    for _ in range(rounds):
        for work, taken in times.items():
            start = perf_counter()
            work()
            taken.append((perf_counter() - start) * 1000)
    return hits, median(times[ours]), median(times[theirs])


if __name__ == "__main__":
    sys.exit(main())
