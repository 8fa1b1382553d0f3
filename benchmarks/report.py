"""What is printed: ratios, each with the quartiles of its rounds, and whether a target is met."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.timing import Ratio, Timed

OURS = "contractgen"


class Options(NamedTuple):
    """`seconds`: time for each series of rounds; `times`: print the medians in milliseconds too."""

    seconds: float
    times: bool


class Report:
    """Lines on the standard output; `failed` once a target is missed or a text differs."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.failed = False

    def title(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def line(self, text: str) -> None:
        print(f"  {text}", flush=True)

    def ratio(self, label: str, ratio: Ratio, least: float | None = None) -> None:
        """A ratio; it must be at least `least`, if that is given."""
        self.line(f"{label:<58} {ratio}{self._target(least is None or ratio.median >= least, '≥', least)}")

    def single(self, label: str, value: float) -> None:
        """A ratio that no rounds are behind."""
        self.line(f"{label:<58} {value:8.2f}")

    def at_most(self, label: str, value: float, most: float) -> None:
        """A ratio that must not be over `most`."""
        self.line(f"{label:<58} {value:8.2f}{self._target(value <= most, '≤', most)}")

    def texts(self, equal: bool, text: str) -> None:
        self.failed = self.failed or not equal
        self.line(text)

    def peers(self, timed: Timed, targets: dict[str, float]) -> None:
        """Each peer's time as a multiple of ours, and the rounds behind it."""
        for name in timed.seconds:
            if name != OURS:
                self.ratio(f"{name} / {OURS}", timed.ratio(name, OURS), targets.get(name))
        self.medians(timed)

    def medians(self, timed: Timed) -> None:
        if self.options.times:
            parts = (
                f"{name} {timed.median(name) * 1000:.1f} ms ({len(timed.seconds[name])})" for name in timed.seconds
            )
            self.line("medians (rounds): " + ", ".join(parts))

    def _target(self, met: bool, sign: str, bound: float | None) -> str:
        if bound is None:
            return ""
        self.failed = self.failed or not met
        return f"   target {sign} {bound:g}: {'met' if met else 'MISSED'}"
