"""`library show`, `library where`, `library site`: what is in a clause library, and what has to do with what."""

from __future__ import annotations

import argparse

from contractgen.commands.options import DONE, Commands, Outcome, command


def add(actions: Commands) -> None:
    """Adds them to the parser."""
    show = command(actions, "show", "une clause : texte, versions, exigences, réponses, conditions, renvois", _show)
    show.add_argument("slug", metavar="CLAUSE")
    where = command(actions, "where", "ce qui a affaire à une réponse, une exigence, un terme ou une clause", _where)
    one = where.add_mutually_exclusive_group(required=True)
    for kind, name in (("answer", "QUESTION"), ("requirement", "EXIGENCE"), ("term", "TERME"), ("clause", "CLAUSE")):
        one.add_argument(f"--{kind}", metavar=name)
    site = command(actions, "site", "le catalogue de la bibliothèque en pages HTML", _site)
    site.add_argument("--out", required=True, metavar="DOSSIER", help="dossier de sortie")


def _show(options: argparse.Namespace) -> Outcome:
    return _card("clause", options.slug, options)


def _where(options: argparse.Namespace) -> Outcome:
    kind = next(one for one in ("answer", "requirement", "term", "clause") if getattr(options, one) is not None)
    return _card(kind, getattr(options, kind), options)


def _card(kind: str, name: str, options: argparse.Namespace) -> Outcome:
    from contractgen.catalogue.finding import card
    from contractgen.catalogue.report import as_json, as_text

    found = card(kind, name, _edition(options))
    return Outcome(DONE, as_json(found) if options.json else as_text(found))


def _site(options: argparse.Namespace) -> Outcome:
    import json

    from contractgen.catalogue.site import site
    from contractgen.delivery import deliver

    pages = site(_edition(options))
    notices = deliver(options.out, pages)
    text = (
        json.dumps({"pages": len(pages)})
        if options.json
        else f"{len(pages)} pages écrites ; ouvrez {options.out}/index.html."
    )
    return Outcome(DONE, text, notices)


def _edition(options: argparse.Namespace):  # type: ignore[no-untyped-def]  # the type would import the model eagerly
    from contractgen.content import shipped
    from contractgen.evolution.edition import edition

    name = options.release or options.library or str(shipped("clause_library"))
    return edition(name, options.library, options.questionnaire)
