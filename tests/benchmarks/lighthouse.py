"""Lighthouse over the sample site as production serves it: `make bench-lighthouse`.

The sample is moved in and published in a database of its own below `build/`, its static files are collected, and
gunicorn serves it with WhiteNoise and compression.  Each page is looked at several times in phone emulation; printed
are the medians, and every audit that was not passed.  The goal: 100 in accessibility, best practices and SEO, at least
98 in performance.  The exit code says whether it was reached.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "lighthouse"
CLI = BUILD / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "home": "/",
    "article": "/blog/inner-knee-pain/",
    "treatment": "/treatments/prp-injection/",
    "symptom finder": "/symptom-finder/",
}
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--pages", default=",".join(PAGES), help="their names, with commas between")
    options = parser.parse_args()
    environment = prepare(options.port)
    server = serve(environment, options.port)
    try:
        return measure(options.pages.split(","), options.runs, f"http://localhost:{options.port}")
    finally:
        server.terminate()
        server.wait()


def prepare(port: int) -> dict[str, str]:
    """The sample site in a database of its own, with all its pictures and static files; the variables to serve it."""
    site = {
        "DATABASE_URL": f"sqlite:///{BUILD}/site.sqlite3",
        "MEDIA_ROOT": f"{BUILD}/media",
        "STATIC_ROOT": f"{BUILD}/static",
        "PORT": str(port),
    }
    production = {
        "KNEEBLOG_ENV": "production",
        "SECRET_KEY": "a benchmark keeps no secrets, and this is long enough to say so",
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": f"http://localhost:{port}",
        "SECURE_SSL_REDIRECT": "false",  # this machine has no certificate
    }
    environment = {**os.environ, **site}
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    environment |= production
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)
    return environment


def serve(environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """Gunicorn with the site; answers when this returns."""
    command = [sys.executable, "-m", "gunicorn", "tests.benchmarks.lighthouse_site:application"]
    server = subprocess.Popen(
        [*command, "--bind", f"localhost:{port}", "--threads", "4"], cwd=ROOT, env=environment, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"http://localhost:{port}/", timeout=10):
                return server
        except (URLError, OSError):
            time.sleep(0.3)
    server.terminate()
    raise SystemExit(f"The site does not answer.\n{server.stderr.read().decode() if server.stderr else ''}")


def measure(names: list[str], runs: int, base: str) -> int:
    """All pages in turn, so that what else the machine does falls on all of them."""
    reports: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _run in range(runs):
        for name in names:
            reports[name].append(look_at(base + PAGES[name]))
    print(f"{'page':<16}" + "".join(f"{goal:>16}" for goal in GOALS) + f"{'LCP ms':>9}{'CLS':>7}{'kB':>6}")
    reached = True
    for name, found in reports.items():
        scores = {goal: median(100 * report["categories"][goal]["score"] for report in found) for goal in GOALS}
        reached &= all(scores[goal] >= wanted for goal, wanted in GOALS.items())
        seen = {audit: median(value(report, audit) for report in found) for audit in SEEN}
        figures = f"{seen[LCP]:9.0f}{seen[CLS]:7.3f}{seen[WEIGHT] / 1000:6.0f}"
        print(f"{name:<16}" + "".join(f"{scores[goal]:16.0f}" for goal in GOALS) + figures)
    for name, found in reports.items():
        for line in sorted({line for report in found for line in failed(report)}):
            print(f"  {name}: {line}")
    return int(not reached)


SEEN = LCP, CLS, WEIGHT = "largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight"


def value(report: dict[str, Any], audit: str) -> float:
    """What an audit has measured."""
    return float(report["audits"][audit].get("numericValue") or 0)


def failed(report: dict[str, Any]) -> list[str]:
    """The audits that count and were not passed."""
    counting = {
        ref["id"] for category in report["categories"].values() for ref in category["auditRefs"] if ref["weight"]
    }
    audits = (report["audits"][name] for name in sorted(counting))
    return [
        f"{audit['id']}: {audit['title']}" for audit in audits if audit["score"] is not None and audit["score"] < 0.9
    ]


def look_at(address: str) -> dict[str, Any]:
    """One run: the report as Lighthouse writes it."""
    browser = os.environ.get("KNEEBLOG_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or not CLI.is_file():
        raise SystemExit("This needs Chromium and Lighthouse: make bench-lighthouse installs the latter.")
    command = ["node", str(CLI), address, "--output=json", "--quiet", f"--only-categories={','.join(GOALS)}"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    environment = {**os.environ, "CHROME_PATH": browser}
    for _attempt in range(3):  # on a busy machine it loses a trace now and then, and says: please run again
        done = subprocess.run([*command, flags], env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            report: dict[str, Any] = json.loads(done.stdout)
            return report
    raise SystemExit(done.stderr)


if __name__ == "__main__":
    sys.exit(main())
