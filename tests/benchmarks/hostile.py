"""Time and memory of reading hostile pages, up to the limits: `python tests/benchmarks/hostile.py [PART OF A NAME]`.

Every page is read in a process of its own; all shapes take about an hour.  The table shows the seconds at an eighth and
at the whole of a shape's largest number, how much longer eight times the page takes, the memory on top of the page
itself, and what became of it: the findings of a page that was refused, or how many blocks it gave.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.importers.hostilepages import SHAPES, Shape  # noqa: E402

_PATIENCE = 300  # seconds for one page
_SHORT = 0.05  # less than this is noise


def main() -> None:
    """Print the table."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    print(f"{'shape':56}{'1/8':>7}{'1':>7}{'8x':>6}{'MB':>6}{'page':>7}  outcome")
    rows = [(shape.name, *_row(shape)) for shape in SHAPES if wanted in shape.name]
    for place, title in ((1, "growth for eight times the page"), (2, "seconds"), (3, "MB")):
        worst = max(rows, key=lambda row: row[place])
        print(f"Worst {title}: {worst[place]:.1f} ({worst[0]})")


def _row(shape: Shape) -> tuple[float, float, float]:
    """Print one; its growth, seconds and memory."""
    part, whole = (_measured(shape, max(1, shape.top // divisor)) for divisor in (8, 1))
    growth = whole["seconds"] / max(part["seconds"], _SHORT)
    print(
        f"{shape.name[:55]:56}{part['seconds']:7.2f}{whole['seconds']:7.2f}{growth:6.1f}{whole['memory']:6.0f}"
        f"{whole['size']:6.1f}M  {whole['outcome']}",
        flush=True,
    )
    return growth, whole["seconds"], whole["memory"]


def _measured(shape: Shape, number: int) -> dict:
    command = [sys.executable, __file__, "--one", shape.name, str(number)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {"seconds": float(_PATIENCE), "memory": 0, "size": 0, "outcome": "TOO LONG"}
    if done.returncode:
        return {"seconds": 0.0, "memory": 0, "size": 0, "outcome": f"CRASHED {done.stderr[-200:]!r}"}
    return json.loads(done.stdout)


def one(name: str, number: int) -> None:
    """Read one page and print what it took."""
    from importers import pipeline

    made = next(shape for shape in SHAPES if shape.name == name).make(number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.html"
        path.write_bytes(made)
        size = len(made) / 1e6
        del made
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        (draft,) = pipeline.read([path])
        seconds = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    errors = sorted({finding["id"] for finding in draft.findings if finding["level"] == "error"})
    blocks = len(draft.data["body"])
    outcome = " ".join(errors) or f"{blocks} sections, {draft.data['ledger']['placed_chars']} characters"
    print(json.dumps({"seconds": seconds, "memory": memory, "size": size, "outcome": outcome}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main()
