"""Interleaved timing: the contenders take turns, A B A B, so that a noisy machine weighs on all of them alike.

What is compared is the ratio within a round; the median of the rounds is kept, with its quartiles.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Contender(NamedTuple):
    """One way to do the work. `prepare` makes the input of a round and is not timed; `run` is."""

    name: str
    prepare: Callable[[int], Any]
    run: Callable[[Any], Any]


class Timed(NamedTuple):
    """Seconds of each round by contender, and what each gave in its last round."""

    seconds: Mapping[str, Sequence[float]]
    results: Mapping[str, Any]

    def median(self, name: str) -> float:
        return statistics.median(self.seconds[name])

    def ratio(self, above: str, below: str) -> Ratio:
        """How many times as long `above` took as `below`, round by round."""
        return Ratio.of([a / b for a, b in zip(self.seconds[above], self.seconds[below], strict=True)])


class Ratio(NamedTuple):
    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Ratio:
        if len(values) < 2:
            return cls(values[0], values[0], values[0])
        low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(low, middle, high)

    def __str__(self) -> str:
        return f"{self.median:8.2f}   ({self.low:.2f} to {self.high:.2f})"


def interleave(contenders: Sequence[Contender], rounds: int, seconds: float) -> Timed:
    """Runs the contenders in turn, after one round that is not counted, until the rounds or the time are used up.

    At least three rounds are counted. Garbage is collected before each run, outside the time.
    """
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    results: dict[str, Any] = {}
    end = 0.0
    for number in range(rounds + 1):
        for contender in contenders:
            spent, results[contender.name] = once(contender, number)
            if number:
                times[contender.name].append(spent)
        end = end or time.perf_counter() + seconds
        if number >= 3 and time.perf_counter() > end:
            break
    return Timed(times, results)


def once(contender: Contender, number: int) -> tuple[float, Any]:
    """The seconds of one run, and what it gave."""
    given = contender.prepare(number)
    gc.collect()
    start = time.perf_counter()
    result = contender.run(given)
    return time.perf_counter() - start, result
