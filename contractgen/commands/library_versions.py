"""`library diff`, `library release`, `library verify`: how a clause library goes from one version to the next."""

from __future__ import annotations

import argparse
from pathlib import Path

from contractgen.commands.options import DONE, REFUSED, Commands, Outcome, command


def add(actions: Commands) -> None:
    """Adds them to the parser."""
    text = "ce qui change entre deux états : textes, sélection, exigences, réponses, versions"
    diff = command(actions, "diff", text, _diff)
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="dossier, instantané .zip, version X.Y.Z ou révision git")
    diff.add_argument("--html", metavar="FICHIER", help="écrire aussi une page")
    diff.add_argument("--docx", metavar="FICHIER", help="écrire aussi les textes en suivi des modifications, pour Word")
    release = command(actions, "release", "publier une version : prouvée, figée, reproductible", _release)
    release.add_argument("version", metavar="X.Y.Z")
    release.add_argument("--sign", metavar="CLE.pem", help="signer l'index des versions (clé privée Ed25519)")
    verify = command(actions, "verify", "vérifier que les versions publiées sont celles qui l'ont été", _verify)
    verify.add_argument("--key", metavar="CLE.pem", help="exiger la signature de cette clé publique Ed25519")


def _diff(options: argparse.Namespace) -> Outcome:
    from contractgen.evolution.edition import edition
    from contractgen.evolution.report import as_html, as_json, as_text, evolution
    from contractgen.replacing import replace_file

    old, new = (edition(name, options.library, options.questionnaire) for name in (options.old, options.new))
    found = evolution(old, new)
    notices: list[str] = []
    if options.html is not None:
        replace_file(Path(options.html), as_html(found).encode())
        notices.append(f"Page écrite : {options.html}")
    if options.docx is not None:
        from contractgen.evolution.redlining import as_redline

        replace_file(Path(options.docx), as_redline(found))
        notices.append(f"Document écrit : {options.docx}")
    return Outcome(DONE, as_json(found) if options.json else as_text(found), tuple(notices))


def _release(options: argparse.Namespace) -> Outcome:
    import json

    from contractgen.evolution.releasing import release

    done = release(options.version, options.library, options.questionnaire, _key(options.sign))
    lines = done.refusals or (f"Version {options.version} publiée : {done.path}",)
    head = (f"La version {options.version} n'est pas publiée :",) if done.refusals else ()
    text = json.dumps(done._asdict(), ensure_ascii=False, indent=1) if options.json else "\n".join((*head, *lines))
    return Outcome(REFUSED if done.refusals else DONE, text)


def _verify(options: argparse.Namespace) -> Outcome:
    import json

    from contractgen.evolution.releasing import verified

    wrong = verified(options.library, _key(options.key))
    text = json.dumps({"wrong": wrong}, ensure_ascii=False, indent=1) if options.json else "\n".join(wrong) or "Les versions publiées sont intactes."  # fmt: skip
    return Outcome(REFUSED if wrong else DONE, text)


def _key(path: str | None) -> bytes | None:
    from contractgen.errors import ContentError, reason

    try:
        return None if path is None else Path(path).read_bytes()
    except OSError as error:
        raise ContentError(f"Clé « {path} » illisible : {reason(error)}.") from error
