"""How time grows with the input, judged so that a busy machine does not matter."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time


def is_about_linear(work: Callable[[int], Callable[[], object]], size: int) -> None:
    """Eight times the input takes at most 24 times as long, not 64 times."""

    def seconds(times: int) -> float:
        run = work(times)
        gc.collect()
        gc.disable()  # its full rounds depend on all the tests before this one
        try:
            start = process_time()
            run()
            return process_time() - start
        finally:
            gc.enable()

    seconds(size)
    assert min(seconds(8 * size) for _ in range(2)) < 24 * min(seconds(size) for _ in range(3)) + 0.05
