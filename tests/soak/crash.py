"""An import that is killed at random moments, and given again: `python tests/soak/crash.py [--moments 100]`.

A blog of 60 posts with pictures is imported undisturbed once.  Then, for every moment, a fresh copy of the database is
imported into, the process is killed with SIGKILL somewhere on its way, and the same command is given again.  What is
there afterwards must be what the undisturbed import left: pages, revisions, pictures, redirects, the import's own
record, and not one file more.

With DATABASE_URL naming a PostgreSQL database the runs happen in databases made from it (named after it, and
dropped); otherwise in SQLite files.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

PAGES = 60


def main() -> int:
    """Run it all; 1 if any moment left something else."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kneeblog-crash-") as name:
        folder = Path(name)
        store = PostgreSQL(os.environ["DATABASE_URL"]) if is_postgresql() else SQLite(folder)
        try:
            return _run(store, folder, options)
        finally:
            store.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=100, help="how often the import is killed")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=None, help="for the same moments again")
    return parser.parse_args()


def _run(store: Any, folder: Path, options: argparse.Namespace) -> int:
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    moments = random.Random(seed)
    _in_child(store.template, folder / "media-template", _prepare, folder / "source", options.pages)
    store.fresh()
    shutil.copytree(folder / "media-template", folder / "media")
    wanted, _, lasted = _imported(store, folder)
    print(f"{store.name}, seed {seed}: {options.pages} pages in {lasted:.1f} s, {len(wanted['pages'])} pages, "
          f"{len(wanted['images'])} pictures, {len(wanted['files'])} files", flush=True)  # fmt: skip
    failures = 0
    for number in range(options.moments):
        store.fresh()
        shutil.rmtree(folder / "media")
        shutil.copytree(folder / "media-template", folder / "media")
        after = moments.uniform(0, lasted)
        was_killed = _killed_after(after, store.work, folder / "media", folder / "source")
        found, there, _ = _imported(store, folder)
        different = [name for name in wanted if wanted[name] != found[name]]
        failures += bool(different)
        said = "the same" if not different else f"DIFFERENT: {', '.join(different)}"
        moment = f"{after:5.1f} s{'' if was_killed else ' (it was done)'}"
        print(f"{number + 1:4} killed after {moment} with {there} pages: {said}", flush=True)
        for name in different:
            _print_difference(wanted[name], found[name])
    print(f"{options.moments} moments, {failures} different")
    return int(failures > 0)


# Databases ------------------------------------------------------------------------------------------------------------


def is_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith(("postgres", "pgsql"))


class SQLite:
    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._template, self._work = folder / "template.sqlite3", folder / "work.sqlite3"
        self.template, self.work = f"sqlite:///{self._template}", f"sqlite:///{self._work}"

    def fresh(self) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{self._work}{end}").unlink(missing_ok=True)
            if (part := Path(f"{self._template}{end}")).exists():
                shutil.copy(part, f"{self._work}{end}")

    def close(self) -> None:
        """The folder goes with everything in it."""


class PostgreSQL:
    name = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._url = url
        base = urlsplit(url)
        name = base.path.strip("/")
        self._template, self._work = f"{name}_crash_template", f"{name}_crash_work"
        self.template, self.work = (base._replace(path=f"/{own}").geturl() for own in (self._template, self._work))
        self.close()
        self._sql(f'CREATE DATABASE "{self._template}"')

    def fresh(self) -> None:
        self._sql(f'DROP DATABASE IF EXISTS "{self._work}" WITH (FORCE)')
        self._sql(f'CREATE DATABASE "{self._work}" TEMPLATE "{self._template}"')

    def close(self) -> None:
        for name in (self._work, self._template):
            self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


# Processes ------------------------------------------------------------------------------------------------------------


def _process(database: str, media: Path, work: Callable[..., Any], *arguments: Any) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--child", work.__name__, *map(str, arguments)]
    environment = {**os.environ, "DATABASE_URL": database, "MEDIA_ROOT": str(media)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _in_child(database: str, media: Path, work: Callable[..., Any], *arguments: Any) -> str:
    media.mkdir(exist_ok=True)
    child = _process(database, media, work, *arguments)
    said, _ = child.communicate(timeout=600)
    if child.returncode:
        raise SystemExit(f"{work.__name__} ended with {child.returncode}:\n{said}")
    return said.removeprefix("ready").strip()


def _killed_after(seconds: float, database: str, media: Path, source: Path) -> bool:
    """Whether there was still something to kill.  The clock starts when the import does, not with the interpreter."""
    child = _process(database, media, _import, source)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(seconds)
    was_running = child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.communicate()
    return was_running


def _child(name: str, arguments: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    print("ready", flush=True)
    {"_prepare": _prepare, "_import": _import, "_import_and_tell": _import_and_tell}[name](*arguments)


def _prepare(source: str, pages: str) -> None:
    from django.core.management import call_command
    from PIL import Image as PillowImage

    from kneeblog.site.demo import tree
    from tests.importers import wixpages as wix

    call_command("migrate", verbosity=0)
    tree.ensure_site()
    folder = Path(source)
    folder.mkdir()
    count = int(pages)
    for number in range(count):
        names = [f"a1b2c3_{number:032x}~mv2.png", f"a1b2c3_{number // 3:030x}ff~mv2.png"]  # the second on three pages
        for place, name in enumerate(names):
            tone = (number * 3 % 256, number * 7 % 256, 40 + place)
            PillowImage.new("RGB", (320, 200), tone).save(folder / name)
        links = "".join(f'<a href="/post/p{(number + step) % count}">次の記事{step}</a>' for step in (1, 7))
        blocks = (
            wix.paragraph(f"前書き{number}です。"),
            wix.heading("原因"),
            wix.paragraph(f"本文{number}です。{links}", "p2"),
            *(wix.image(name) for name in names),
            wix.table(("部位", "費用"), ("片ひざ", f"{number + 1},000円")),
        )
        html = wix.page(*blocks, title=f"膝の痛み{number}", url=f"https://www.knee.example/post/p{number}")
        (folder / f"p{number}.html").write_text(html, encoding="utf-8")


def _import(source: str) -> None:
    from django.core.management import call_command

    try:
        call_command("import_posts", source, apply=True, no_fetch=True)
    except SystemExit as ended:
        if ended.code not in {0, 1}:
            raise


def _import_and_tell(source: str, file: str) -> None:
    """Import to the end, and write down what is there then, and what was there before."""
    from importers.models import ImportedPage
    from tests.soak.state import everything

    there, began = ImportedPage.objects.count(), time.monotonic()
    _import(source)
    told = {"there": there, "lasted": time.monotonic() - began, "state": everything()}
    Path(file).write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")


# What is there --------------------------------------------------------------------------------------------------------


def _imported(store: Any, folder: Path) -> tuple[dict[str, Any], int, float]:
    """The state after an import, how many pages there were before it, and how long it took."""
    _in_child(store.work, folder / "media", _import_and_tell, folder / "source", folder / "told.json")
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return told["state"], told["there"], told["lasted"]


def _print_difference(wanted: Any, found: Any) -> None:
    for number, line in enumerate(differences(wanted, found)):
        if number == 8:
            print("     …")
            return
        print(f"     {line}")


def differences(wanted: Any, found: Any, where: str = "") -> Iterator[str]:
    if wanted == found:
        return
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name in sorted({*wanted, *found}):
            yield from differences(wanted.get(name), found.get(name), f"{where}.{name}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for place, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from differences(one, other, f"{where}[{place}]")
    elif isinstance(wanted, list) and isinstance(found, list):
        missing, new = [one for one in wanted if one not in found], [one for one in found if one not in wanted]
        yield f"{where}: missing {missing[:3]}, new {new[:3]}"[:400]
    else:
        yield f"{where}: {str(wanted)[:150]} became {str(found)[:150]}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
