"""Work shared among processes, its results in order."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_BATCH = 4  # items handed over at once
_WAITING = 3  # batches a process has in store, so that a long source is never taken in whole


def collect_rarely() -> None:
    """Let a process that only reads pages look for garbage less often: a page's tree goes as a whole, in one go."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def in_processes(work: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """The results of `work` for each item, in the items' order.

    Args:
        work: what is done; it and the items cross to the other processes.
        items: taken as far ahead as the processes need.
        jobs: how many processes.
    """
    source = iter(items)
    with ProcessPoolExecutor(jobs, initializer=collect_rarely) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        while batch := tuple(islice(source, _BATCH)):
            waiting.append(pool.submit(_work_on, work, batch))
            if len(waiting) >= jobs * _WAITING:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _work_on(work: Callable[[Item], Result], batch: tuple[Item, ...]) -> list[Result]:
    return [work(item) for item in batch]
