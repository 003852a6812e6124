"""`python -m importers parse PATH...`: saved pages in, JSON lines out; `survey PATH...`: what they hold.

No socket, no Django.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO, TypeVar

from rich.console import Console

from importers import pipeline
from importers.errors import SourceError
from importers.processes import collect_rarely
from importers.records import Draft, Json
from importers.survey import survey
from importers.survey.terminal import print_survey
from importers.text import inert_line

Stream = TypeVar("Stream")
_ALL_READ, _SOMETHING_LOST, _BAD_ARGUMENTS = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    collect_rarely()
    try:
        _check(options.paths, options.output)
        return options.run(options)
    except SourceError as error:
        _warn(f"importers: {error}")
        return _BAD_ARGUMENTS
    except OSError as error:
        _warn(f"importers: {options.output}: {error.strerror}")
        return _BAD_ARGUMENTS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m importers", description="Read the saved pages of an old site.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    parse = commands.add_parser("parse", help="print one JSON document a page")
    parse.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a saved page, a folder of them, a zip or a web archive (.warc, .warc.gz)",
    )
    parse.add_argument(
        "--base-url", default="", metavar="URL", help="the old site's address, for pages that do not name it"
    )
    parse.add_argument("--output", default="", metavar="FILE", help="write there instead of printing")
    parse.add_argument("--jobs", type=_number, default=1, metavar="N", help="how many processes read (the same output)")
    parse.set_defaults(run=_parse)
    look = commands.add_parser("survey", help="say what a source holds, before any import")
    look.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a saved page, a folder of them, a zip or a web archive (.warc, .warc.gz)",
    )
    look.add_argument("--output", default="", metavar="FILE", help="write the whole survey there, as JSON")
    look.set_defaults(run=_survey)
    return parser


def _check(paths: Sequence[str], output: str) -> None:
    missing = next((path for path in paths if not Path(path).exists()), None)
    if missing is not None:
        raise SourceError(f"{missing}: there is no such file or folder.")
    if output and any(Path(output).resolve() == Path(path).resolve() for path in paths):
        raise SourceError(f"{output}: this is what is to be read; name another file with --output.")


@contextmanager
def _output(options: argparse.Namespace, otherwise: Stream) -> Iterator[TextIO | Stream]:
    """Where the result goes: the file that is named, which is there only once it is whole, or `otherwise`."""
    file = Path(options.output)
    if not options.output:
        yield otherwise
    elif file.exists() and not file.is_file():  # a terminal, a pipe
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    else:
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)


def _survey(options: argparse.Namespace) -> int:
    with _output(options, None) as stream:
        found = survey(options.paths, _progress if sys.stderr.isatty() else lambda number: None)
        if sys.stderr.isatty():
            print(file=sys.stderr)
        if stream:
            stream.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    print_survey(Console(), found)
    return _SOMETHING_LOST if any(one["level"] == "error" for one in found["findings"]) else _ALL_READ


def _progress(number: int) -> None:
    print(f"\r{number} pages read", end="", file=sys.stderr, flush=True)


class _Line(NamedTuple):
    """A page's line of the output, and what is said of it beside."""

    json: str
    is_whole: bool
    errors: tuple[str, ...]


def _parse(options: argparse.Namespace) -> int:
    code = _ALL_READ
    with _output(options, sys.stdout) as stream:
        for line in pipeline.read_and_finish(options.paths, _line, options.base_url, jobs=options.jobs):
            stream.write(line.json)
            for error in line.errors:
                _warn(error)
            if not line.is_whole:
                code = _SOMETHING_LOST
    return code


def _line(draft: Draft) -> _Line:
    """The same, made in the process that read the page."""
    path = draft.data["source"]["path"]
    errors = [finding for finding in draft.findings if finding["level"] == "error"]
    return _Line(
        json=json.dumps(draft.data, ensure_ascii=False, separators=(",", ":")) + "\n",
        is_whole=not (draft.lost or errors),
        errors=tuple(_said(path, error) for error in errors),
    )


def _said(path: str, error: Json) -> str:
    prefix = "" if error["message"].startswith(path) else f"{path}: "
    return f"{prefix}{error['message']} {error['hint']}"


def _warn(text: str) -> None:
    print(inert_line(text), file=sys.stderr)


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes")
    return int(text)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.exit(main())
