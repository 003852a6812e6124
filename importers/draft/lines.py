"""Runs seen as lines: splitting at breaks, cutting marks off their start.  Text is never changed, only cut."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from importers.records import Run
from importers.text import shows

Line = tuple[Run, ...]


def lines(runs: Sequence[Run]) -> list[Line]:
    """The lines of a paragraph that have text."""
    text = line_text(runs)
    if "\n" not in text:
        return [tuple([run for run in runs if run.text])] if shows(text) else []
    out: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n") if not run.ruby else [run.text]  # a reading stays with all of its base
        out[-1].append(replace(run, text=first))
        between, last = filter(shows, rest[:-1]), rest[-1:]  # there may be very many that are empty
        out.extend([replace(run, text=part)] for part in (*between, *last))
    return [tuple(run for run in line if run.text) for line in out if shows(line_text(line))]


def joined(parts: Iterable[Sequence[Run]], between: str = "\n") -> tuple[Run, ...]:
    """Lines put together again, with breaks between."""
    out: list[Run] = []
    for number, part in enumerate(parts):
        if number:
            out.append(Run(between))
        out.extend(part)
    return tuple(out)


def line_text(line: Sequence[Run]) -> str:
    """The text of a line as it stands."""
    return "".join([run.text for run in line])


def seen_text(line: Sequence[Run], start: int = 0, end: int | None = None) -> str:
    """The characters `start` to `end` of a line with the readings above them: what is dropped with them."""
    return "".join(run.text + run.ruby for run in cut(line, start, end))


def cut(line: Sequence[Run], start: int, end: int | None = None) -> Line:
    """The characters `start` to `end` of a line, with their marks."""
    stop = len(line_text(line)) if end is None else end
    out: list[Run] = []
    position = 0
    for run in line:
        left, right = max(start - position, 0), min(stop - position, len(run.text))
        if left < right:
            out.append(replace(run, text=run.text[left:right], ruby="" if left else run.ruby))
        position += len(run.text)
    return tuple(out)


def pieces(line: Sequence[Run], places: Sequence[int]) -> list[Line]:
    """A line cut at places in ascending order, going through it once."""
    out: list[list[Run]] = [[]]
    waiting = deque(places)
    position = 0
    for run in line:
        start = 0
        while waiting and waiting[0] < position + len(run.text):
            stop = waiting.popleft() - position
            out[-1] += cut([run], start, stop)
            out.append([])
            start = stop
        out[-1] += cut([run], start)
        position += len(run.text)
    return [*map(tuple, out), *(() for _ in waiting)]
