"""The position that the text of a clause takes: the client's, the balanced one, the provider's.

In: the view of a lot. The library says it with three facts a clause that has such texts, of which one is true whatever
the answers. It is for the client's side: nothing of it is written in the documents but the text itself.
"""

from __future__ import annotations

from contractgen.model import Unknown, View

GENERAL = "niveau_equilibre"
BY_CLAUSE = "variantes_clauses"
POSITIONS = ("client", "equilibre", "prestataire")


def position_of(slug: str, view: View) -> str | None:
    """The position of a clause's text; None for a clause that has one text for all."""
    name = slug.replace("-", "_")
    return next((one for one in POSITIONS if view.values.get(f"position_{one}_{name}") is True), None)


def chosen_alone(slug: str, view: View) -> bool:
    """Whether the position was answered for this clause, and does not follow the general one."""
    rows = view.values.get(BY_CLAUSE, ())
    return not isinstance(rows, Unknown) and any(row.get("clause") == slug and "variante" in row for row in rows)
