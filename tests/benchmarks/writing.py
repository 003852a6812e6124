"""What writing costs, beside Wagtail's own way page by page: `python tests/benchmarks/writing.py [--pages 2000]`.

Synthetic posts of 40 blocks with 3 pictures are read once and their pictures brought into the library.  Then the same
plan is carried out in copies of that database, by turns and in one run: by the importer, and page by page with
`add_child`, `save_revision` and, in a third one, `publish`.  The importer's database and the one without `publish` are
compared table by table: an import publishes nothing, so `publish` is timed alone.  Uses SQLite files, or PostgreSQL
where DATABASE_URL names a server.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.soak.crash import PostgreSQL, SQLite, differences, is_postgresql  # noqa: E402

WAYS = ("importer", "page by page", "page by page, published")
STEP = 200  # pages between two readings


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--naive", type=int, default=400, help="how many pages the three ways write")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kneeblog-writing-") as name:
        folder = Path(name)
        store = PostgreSQL(os.environ["DATABASE_URL"]) if is_postgresql() else SQLite(folder)
        try:
            _child(store.template, folder, "prepare", options.pages)
            rows = {}
            for way in WAYS:
                store.fresh()
                rows[way] = _child(store.work, folder, way, options.naive)
            _print(store.name, rows, options.naive)
            store.fresh()
            _print_growth(_child(store.work, folder, "importer", options.pages))
        finally:
            store.close()


def _child(database: str, folder: Path, what: str, pages: int) -> Any:
    command = [sys.executable, __file__, "--child", what, str(folder), str(pages)]
    environment = {**os.environ, "DATABASE_URL": database, "MEDIA_ROOT": str(folder / "media")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def _print(store: str, rows: dict[str, Any], pages: int) -> None:
    ours = rows[WAYS[0]]
    print(
        f"{store}, {pages} pages of 40 blocks and 3 pictures\n{'':28}{'CPU ms a page':>15}{'queries':>10}{'x ours':>8}"
    )
    for way, row in rows.items():
        ratio = row["cpu"] / ours["cpu"]
        print(f"{way:28}{row['cpu'] / pages * 1000:15.1f}{row['queries'] / pages:10.1f}{ratio:8.2f}")
    theirs = rows[WAYS[1]]["tables"]
    different = [name for name, told in theirs.items() if ours["tables"][name] != told]
    print(f"tables that differ from page by page: {', '.join(different) or 'none'}")
    for name in different:
        for line in list(differences(theirs[name], ours["tables"][name]))[:5]:
            print(f"  {name}{line}")


def _print_growth(row: Any) -> None:
    print(f"{'pages':>8}{'CPU ms a page':>15}{'peak MiB':>10}")
    for pages, cpu, memory in row["steps"]:
        print(f"{pages:8}{cpu * 1000:15.1f}{memory:10.0f}")


# In a process of its own ----------------------------------------------------------------------------------------------


def _work(what: str, folder: Path, pages: int) -> Any:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    if what == "prepare":
        return _prepare(folder, pages)
    from django.db import connection

    from importers.media import Shelf
    from importers.plan import make_plan
    from importers.tree import find_place

    drafts = pickle.loads((folder / "drafts").read_bytes())[:pages]
    place = find_place("/blog/", "ja")
    shelf = Shelf([folder / "source"])
    plan = make_plan(drafts, shelf, place=place)
    counted = Counting()
    connection.execute_wrappers.append(counted)
    steps: list[tuple[int, float, float]] = []
    began = last = time.process_time()

    def progress(number: int) -> None:
        nonlocal last
        if number % STEP == 0:
            now = time.process_time()
            steps.append((number, (now - last) / STEP, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
            last = now

    if what == "importer":
        from importers.write import Writer

        done = iter(range(1, pages * 2))
        Writer(plan, place, shelf, "benchmark").carry_out(lambda action: progress(next(done)))
    else:
        _page_by_page(plan, place, shelf, progress, publish=what.endswith("published"))
    cpu = time.process_time() - began
    return {"cpu": cpu, "queries": counted.number, "steps": steps, "tables": _tables()}


class Counting:
    """Counts queries."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.number += 1
        return execute(*arguments)


def _page_by_page(plan: Any, place: Any, shelf: Any, progress: Any, *, publish: bool) -> None:
    """The same values, written as the manual says."""
    from importers.actions import MODELS
    from importers.contents import wanted_values
    from importers.fill import Filler
    from importers.tree import free_slug
    from importers.write import _moment, _slug, _Written
    from kneeblog.models import MedicalPage

    made: list[Any] = []
    filler, references = Filler(place.home.locale, made.append), _Written(plan.site, place, shelf, made.append)
    for number, action in enumerate(plan.to_write, 1):
        references.begin(action)
        values = wanted_values(action, references)
        parent = place.shelf(action.page_type)
        page = MODELS[action.page_type](
            title=values["title"], slug=free_slug(parent, _slug(action)), live=False, locale=parent.locale,
            first_published_at=_moment(action.data["published_at"]),
        )  # fmt: skip
        filler.fill(page, values, action.key)
        parent.add_child(instance=page)
        revision = page.save_revision()
        references.note(action, page.pk)
        if publish:  # as Wagtail does it: the old pages do not keep the advertising rules
            super(MedicalPage, page).publish(revision)
        progress(number)


def _tables() -> dict[str, Any]:
    """What both ways must leave alike: pages, revisions, indexes, log.  Times and random keys aside."""
    from tests.soak.state import everything

    state = everything()
    kept = ("pages", "fees", "log", "references", "search", "images")
    return {name: state[name] for name in kept}


def _prepare(folder: Path, pages: int) -> Any:
    from django.core.management import call_command
    from PIL import Image as PillowImage

    from importers.media import Shelf, wanted
    from importers.pipeline import read
    from kneeblog.site.demo import tree
    from tests.importers import wixpages as wix

    call_command("migrate", verbosity=0)
    tree.ensure_site()
    source = folder / "source"
    source.mkdir()
    for number in range(30):
        PillowImage.new("RGB", (64, 40), (number * 8, 90, 120)).save(source / f"a1b2c3_{number:032x}~mv2.png")
    text = "膝の裏が痛むときに考えられる原因と、家でできる対処法を順に説明します。"
    for number in range(pages):
        blocks = [wix.paragraph(f"前書き{number}。{text}", "intro")]
        for section in range(5):
            blocks.append(wix.heading(f"原因その{section}", 2, f"h{section}"))
            blocks += [wix.paragraph(f"{part}。{text}<b>大切</b>です。", f"p{section}-{part}") for part in range(6)]
        blocks += [wix.image(f"a1b2c3_{(number + place) % 30:032x}~mv2.png") for place in range(3)]
        html = wix.page(*blocks, title=f"膝の痛み{number}", url=f"https://www.knee.example/post/p{number:05}")
        (source / f"p{number:05}.html").write_text(html, encoding="utf-8")
    drafts = list(read([source]))
    Shelf([source]).bring(wanted(drafts))
    (folder / "drafts").write_bytes(pickle.dumps(drafts))  # read once, for all ways
    return {}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(_work(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))))
    else:
        main()
