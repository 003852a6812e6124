"""How fast pages are read: against a bare parse by lexbor, and against two peers on the same pages, in one run.

    KNEEBLOG_CORPUS=folder python tests/benchmarks/parse.py [ROUNDS]

Every page goes to all readers in turn, each in a process of its own, and each answers with the CPU time it took; so
whatever else the machine does falls on all alike.  A round's ratio is that of the sums; printed are the median of the
rounds and the smallest and largest.  The peers go into environments of their own below `build/`.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
WORKERS = Path(__file__).with_name("workers.py")
PEERS = {
    "trafilatura": [["trafilatura==2.3.1", "lxml_html_clean"]],
    # Its own limits (lxml below 4.8) cannot be met any more; it runs with the newer ones.
    "wordpress": [
        ["--no-deps", "wagtail-wordpress-import==0.3.0"],
        ["wagtail==8.0.1", "beautifulsoup4", "lxml", "bleach==4.1.0", "prettytable", "shortcodes", "cached-property"],
    ],
}
MEMORY_PAGE = 1_250_000  # bytes


def environment(name: str) -> Path:
    """The Python of a peer's environment, made if it is not there."""
    folder = ROOT / "build" / f"peer-{name}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print(f"Installing {name} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        for packages in PEERS[name]:
            subprocess.run(
                [str(python), "-m", "pip", "install", "--quiet", *packages], check=True, stderr=subprocess.DEVNULL
            )
        (folder / "ready").touch()
    return python


@contextmanager
def worker(name: str) -> Iterator[subprocess.Popen[str]]:
    """A process with one reader."""
    python = environment(name) if name in PEERS else Path(sys.executable)
    variables = {**os.environ, "PYTHONPATH": str(ROOT) if name == "kneeblog" else ""}
    command = [str(python), str(WORKERS), name]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=variables, cwd=ROOT) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def ask(process: subprocess.Popen[str], page: Path) -> float | None:
    """The CPU seconds a reader takes for a page, `None` if it fails on it."""
    process.stdin.write(f"{page}\n")  # type: ignore[union-attr]
    process.stdin.flush()  # type: ignore[union-attr]
    while not (answer := process.stdout.readline()).startswith("failed"):  # type: ignore[union-attr]
        try:
            return float(answer)
        except ValueError:  # what the reader itself prints
            if not answer:
                raise SystemExit("A reader's process ended.") from None
    return None


def pages(corpus: Path, kinds: set[str]) -> list[Path]:
    """The corpus's pages of some kinds."""
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        return [corpus / row["file"] for row in csv.DictReader(stream, delimiter="\t") if row["kind"] in kinds]


def compare(names: list[str], files: list[Path], rounds: int) -> list[dict[str, float]]:
    """Each round's sums by reader, over the pages that all of them can read."""
    with ExitStack() as stack:
        readers = {name: stack.enter_context(worker(name)) for name in names}
        for name in names:
            ask(readers[name], files[0])  # imports and caches
        failed: set[Path] = set()
        measured = []
        for _ in range(rounds):
            times = {file: {name: ask(readers[name], file) for name in names} for file in files}
            failed |= {file for file, row in times.items() if None in row.values()}
            measured.append(times)
    for file in sorted(failed):
        print(f"  left out, since one of them fails on it: {file.name[-60:]}")
    kept = [file for file in files if file not in failed]
    return [{name: sum(times[file][name] or 0 for file in kept) for name in names} for times in measured]


def show(title: str, sums: list[dict[str, float]], over: str, under: str, wanted: str) -> None:
    """One line: the ratio of two readers."""
    show_line(title, sorted(row[over] / row[under] for row in sums), wanted)


def show_line(title: str, ratios: list[float], wanted: str) -> None:
    """The median of sorted ratios, with the smallest and largest."""
    print(f"{title:58} {median(ratios):6.2f}  ({ratios[0]:.2f}–{ratios[-1]:.2f})  {wanted}")


def memory(files: list[Path]) -> None:
    """The growth of the process's peak memory by one large page."""
    page = min(files, key=lambda file: abs(file.stat().st_size - MEMORY_PAGE))
    small = min(files, key=lambda file: file.stat().st_size)
    code = (
        "import resource, sys; from tests.benchmarks.workers import kneeblog; from pathlib import Path\n"
        "work = kneeblog(); work(Path(sys.argv[1]).read_bytes()); work(Path(sys.argv[1]).read_bytes())\n"
        "data = Path(sys.argv[2]).read_bytes(); before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "work(data); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(small), str(page)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    size = page.stat().st_size / 1024 / 1024
    print(f"{f'peak memory growth on a page of {size:.2f} MiB':58} {int(done.stdout) / 1024:6.2f} MiB  at most 12")


def processes(corpus: Path) -> None:
    """How much faster two processes are than one."""
    command = [sys.executable, "-m", "importers", "parse", *[str(corpus)] * 6, "--output", os.devnull, "--jobs"]
    ratios = []
    for _ in range(3):
        seconds = []
        for jobs in ("1", "2"):
            start = time.perf_counter()
            subprocess.run([*command, jobs], cwd=ROOT, capture_output=True, check=False)
            seconds.append(time.perf_counter() - start)
        ratios.append(seconds[0] / seconds[1])
    ratios.sort()
    show_line("two processes against one (wall clock)", ratios, "at least 1.8")


def main() -> None:
    corpus = Path(os.environ.get("KNEEBLOG_CORPUS", ""))
    if not (corpus / "MANIFEST.tsv").is_file():
        raise SystemExit("KNEEBLOG_CORPUS names no folder of saved pages.")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    everything, posts = pages(corpus.resolve(), {"wix-blog", "wix-classic"}), pages(corpus.resolve(), {"wix-blog"})
    print(f"{len(everything)} pages, {sum(file.stat().st_size for file in everything) / 1e6:.1f} MB, {rounds} rounds")
    sums = compare(["lexbor", "kneeblog", "trafilatura"], everything, rounds)
    show("CPU time of `parse` in bare lexbor parses", sums, "kneeblog", "lexbor", "at most 6")
    show("CPU time of trafilatura's extraction in ours", sums, "trafilatura", "kneeblog", "at least 3")
    show("CPU time of trafilatura's extraction in lexbor parses", sums, "trafilatura", "lexbor", "")
    sums = compare(["kneeblog", "wordpress"], posts, max(1, rounds // 2))
    show("CPU time of wagtail-wordpress-import on posts in ours", sums, "wordpress", "kneeblog", "at least 8")
    memory(everything)
    processes(corpus.resolve())


if __name__ == "__main__":
    main()
