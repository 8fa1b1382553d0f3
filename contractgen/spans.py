"""The spans of a paragraph or cell of a clause body: neighbours joined, texts given their French typography."""

from __future__ import annotations

from contractgen.french import typography
from contractgen.model import Cell, Run, Span


def cell_of(spans: tuple[Span, ...]) -> Cell | None:
    """The cell, or None when it holds a value or a reference."""
    runs = tuple(span for span in spans if isinstance(span, Run))
    return Cell("".join(run.text for run in runs), runs) if len(runs) == len(spans) else None


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """Neighbouring texts of the same emphasis joined, then given their French typography."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if isinstance(span, Run) and isinstance(last, Run) and last.strong == span.strong:
            joined[-1] = last._replace(text=last.text + span.text)
        else:
            joined.append(span)
    typed = [span._replace(text=typography(span.text)) if isinstance(span, Run) else span for span in joined]
    return tuple(span for span in typed if not (isinstance(span, Run) and not span.text))
