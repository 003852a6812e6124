"""What one page costs beside the blog page of wagtail/bakerydemo: `python tests/benchmarks/pages.py CHECKOUT`.

CHECKOUT is a folder with bakerydemo, whose requirements go into an environment of their own below build/.  Each site
has a SQLite database with its own sample content and a process of its own, in which requests go straight into its WSGI
application; the processes are asked by turns, and seconds are those that a process used itself.  Ours is an article of
the sample, asked in three ways: with nothing kept, with the rendered page kept, and with the whole answer kept.
The goals: at most 12 queries, and 1.2, 3.5 and 50 times the requests that bakerydemo answers in the same time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/pages"
GOALS = {"nothing kept": 1.2, "rendered page kept": 3.5, "whole answer kept": 50.0}
MOST_QUERIES = 12
ARTICLE = "/blog/inner-knee-pain/"
SECONDS = 1.0  # of CPU that a round takes
THEIR_SETTINGS = "bakerydemo.settings.base"


def main() -> int:
    """Print the table; the exit code says whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path, help="the folder that holds bakerydemo's manage.py")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    checkout: Path = options.checkout.resolve()
    if not (checkout / "manage.py").is_file():
        parser.error(f"{checkout} holds no manage.py: give it a checkout of wagtail/bakerydemo")
    ours = {name: Site(*prepare_ours(), name) for name in GOALS}
    theirs = Site(*prepare_theirs(checkout), "theirs")
    sites = {**ours, "bakerydemo": theirs}
    rounds = [{name: site.rate() for name, site in sites.items()} for _ in range(options.rounds)]
    met = ours["nothing kept"].queries <= MOST_QUERIES
    print(f"{'':>20}{'queries':>9}{'requests a second':>19}{'x bakerydemo':>14}{'goal':>7}")
    for name, site in sites.items():
        ratio = median(one[name] / one["bakerydemo"] for one in rounds)
        rate, goal = median(one[name] for one in rounds), str(GOALS.get(name, ""))
        print(f"{name:>20}{site.queries:9}{rate:19.1f}{ratio:14.2f}{goal:>7}")
        met = met and ratio >= GOALS.get(name, 0)
    return int(not met)


class Site:
    """A process that answers for one site."""

    def __init__(self, python: str, folder: Path, environment: dict[str, str], way: str) -> None:
        self._process = subprocess.Popen(
            [python, str(Path(__file__).resolve()), "--answer", way],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.queries = int(self._said()["queries"])

    def rate(self) -> float:
        """Requests a second, in a round."""
        assert self._process.stdin
        print("round", file=self._process.stdin, flush=True)
        return float(self._said()["rate"])

    def _said(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"A site has ended by itself ({self._process.wait()}); what it said stands above.")
        return json.loads(line)


def prepare_ours() -> tuple[str, Path, dict[str, str]]:
    """Our sample, imported and published."""
    environment = {
        "DATABASE_URL": f"sqlite:///{BUILD}/ours.sqlite3",
        "MEDIA_ROOT": str(BUILD / "media"),
        "DJANGO_SETTINGS_MODULE": "kneeblog.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    if not (BUILD / "ours.sqlite3").exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        for command in ("migrate", "demo"):
            run([sys.executable, "manage.py", command], ROOT, environment)
    return sys.executable, ROOT, environment


def prepare_theirs(checkout: Path) -> tuple[str, Path, dict[str, str]]:
    """Their demo content, in an environment with their own requirements."""
    python = BUILD / "bakerydemo/bin/python"
    environment = {
        "DATABASE_URL": f"sqlite:///{BUILD}/theirs.sqlite3",
        "DJANGO_SETTINGS_MODULE": THEIR_SETTINGS,
        "PYTHONPATH": str(checkout),
    }
    if not (BUILD / "theirs.sqlite3").exists():
        run([sys.executable, "-m", "venv", str(python.parents[1])], checkout, {})
        run([str(python), "-m", "pip", "install", "-q", *their_requirements(checkout)], checkout, {})
        for command in ("migrate", "load_initial_data"):
            run([str(python), "manage.py", command], checkout, environment)
    return str(python), checkout, environment


def their_requirements(checkout: Path) -> list[str]:
    """What bakerydemo asks for, with our versions of Django and Wagtail: its own may want another Python."""
    lines = (checkout / "requirements/base.txt").read_text(encoding="utf-8").split()
    same = {name: f"{name}=={version(name)}" for name in ("django", "wagtail")}
    return [same.get(re.split("[<>=~]", line)[0].lower(), line) for line in lines]


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run something to its end, and stop here if that is a bad one."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


# --- In the process of one site ---------------------------------------------------------------------------------------


def answer(way: str) -> None:
    """Answer rounds as long as somebody asks."""
    sys.path.insert(0, str(Path.cwd()))
    import django
    from django.conf import settings

    if way in ("rendered page kept", "whole answer kept"):
        backend = "django.core.cache.backends.locmem.LocMemCache"
        settings.CACHES = {"default": {"BACKEND": backend}, "pages": {"BACKEND": backend, "LOCATION": "pages"}}
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # no list of hashed names is needed
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    django.setup()
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    application = get_wsgi_application()
    address, query = (
        (their_address(), "") if way == "theirs" else (ARTICLE, "utm_source=mail" * (way.startswith("rend")))
    )
    for _visit in range(3):  # pictures are made, templates and addresses remembered
        ask(application, address, query)
    with CaptureQueriesContext(connection) as queries:
        ask(application, address, query)
    print(json.dumps({"queries": len(queries)}), flush=True)
    for _line in sys.stdin:
        count, begun = 0, process_time()
        while process_time() - begun < SECONDS:
            for _visit in range(10):
                ask(application, address, query)
            count += 10
        print(json.dumps({"rate": count / (process_time() - begun)}), flush=True)


def their_address() -> str:
    """The blog page with the longest text."""
    from bakerydemo.blog.models import BlogPage

    pages = BlogPage.objects.live()
    return str(max(pages, key=lambda page: len(str(page.body))).url)


def ask(application: Any, address: str, query: str) -> None:
    """One visit, whole and right."""
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": sys.stdin.buffer,
    }
    response = application(environ, lambda said, headers, *rest: status.append(said))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200") or len(body) < 5_000:
        raise SystemExit(f"{address}: {status[0]}, {len(body)} bytes")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--answer"]:
        answer(sys.argv[2])
    else:
        raise SystemExit(main())
