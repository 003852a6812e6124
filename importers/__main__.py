"""`python -m importers parse PATH...`: saved pages in, JSON lines out.  No socket, no Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from importers import pipeline
from importers.errors import SourceError
from importers.processes import collect_rarely
from importers.records import Draft
from importers.text import one_line

_ALL_READ, _SOMETHING_LOST, _BAD_ARGUMENTS = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    collect_rarely()
    try:
        return _parse(options.paths, options.base_url, options.output, options.jobs)
    except SourceError as error:
        print(f"importers: {error}", file=sys.stderr)
        return _BAD_ARGUMENTS
    except OSError as error:
        print(f"importers: {options.output}: {error.strerror}", file=sys.stderr)
        return _BAD_ARGUMENTS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m importers", description="Read the saved pages of an old site.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    parse = commands.add_parser("parse", help="print one JSON document a page")
    parse.add_argument("paths", nargs="+", metavar="PATH", help="a saved page, a folder of them, or a zip")
    parse.add_argument(
        "--base-url", default="", metavar="URL", help="the old site's address, for pages that do not name it"
    )
    parse.add_argument("--output", default="", metavar="FILE", help="write there instead of printing")
    parse.add_argument("--jobs", type=_number, default=1, metavar="N", help="how many processes read (the same output)")
    return parser


def _parse(paths: Sequence[str], base_url: str, output: str, jobs: int) -> int:
    missing = next((path for path in paths if not Path(path).exists()), None)
    if missing is not None:
        raise SourceError(f"{missing}: there is no such file or folder.")
    code = _ALL_READ
    with Path(output).open("w", encoding="utf-8", newline="\n") if output else nullcontext(sys.stdout) as stream:
        for draft in pipeline.read(paths, base_url, jobs=jobs):
            stream.write(json.dumps(draft.data, ensure_ascii=False, separators=(",", ":")) + "\n")
            if _incomplete(draft):
                code = _SOMETHING_LOST
                _say(draft)
    return code


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes")
    return int(text)


def _incomplete(draft: Draft) -> bool:
    return bool(draft.lost) or any(finding["level"] == "error" for finding in draft.findings)


def _say(draft: Draft) -> None:
    for finding in draft.findings:
        if finding["level"] == "error":
            path = draft.data["source"]["path"]
            prefix = "" if finding["message"].startswith(path) else f"{path}: "
            print(one_line(f"{prefix}{finding['message']} {finding['hint']}"), file=sys.stderr)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.exit(main())
