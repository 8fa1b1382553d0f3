"""What a file lets nobody change, or does not show at once: the parts of a .docx in, phrases in French out.

The protection of a document, ranges that only some may edit, tracked changes that are not shown when it is opened, text
that Word takes from elsewhere when it opens the file, fonts that come with it. It shares no code with the writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contractgen.word.opening import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_MAIN, _SETTINGS, _FONTS = "word/document.xml", "word/settings.xml", "word/fontTable.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_NAMED = ("styles", "numbering", "settings", "fontTable", "footnotes", "endnotes", "comments")
_EDITS = {
    "readOnly": "lecture seule",
    "comments": "commentaires seulement",
    "trackedChanges": "tout changement suivi",
    "forms": "formulaire",
}
_ON = ("1", "true", "on")
_OFF = ("0", "false", "off")


def guarded(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The phrases, to be told as what was not compared."""
    body = parse_xml(parts[_MAIN], _MAIN)
    settings = parse_xml(parts[_SETTINGS], _SETTINGS) if _SETTINGS in parts else None
    fonts = parse_xml(parts[_FONTS], _FONTS) if _FONTS in parts else None
    return (
        *_protection(settings),
        *_views(settings),
        *_locks(body),
        *_bound(body),
        *_embedded(fonts),
        *_elsewhere(parts),
    )


def _protection(settings: Any) -> Iterator[str]:
    for one in settings.iter(f"{_W}documentProtection") if settings is not None else ():
        kind = _EDITS.get(one.get(f"{_W}edit", ""), "")
        if kind and one.get(f"{_W}enforcement") in _ON:
            yield f"protection du document ({kind}) : vous ne pouvez pas le modifier librement"
    if settings is not None and settings.find(f"{_W}writeProtection") is not None:
        yield "protection du document (lecture seule demandée à l'ouverture)"


def _views(settings: Any) -> Iterator[str]:
    for one in settings.iter(f"{_W}revisionView") if settings is not None else ():
        if any(one.get(f"{_W}{name}") in _OFF for name in ("markup", "insDel", "comments", "formatting")):
            yield "modifications suivies ou commentaires masqués à l'ouverture"


def _locks(body: Any) -> Iterator[str]:
    count = sum(1 for _ in body.iter(f"{_W}permStart"))
    if count:
        yield f"passages dont seules certaines personnes peuvent changer le texte ({count})"
    locks = [one.get(f"{_W}val") for one in body.iter(f"{_W}lock")]
    held = sum(lock in ("contentLocked", "sdtContentLocked") for lock in locks)
    if held:
        yield f"passages verrouillés dans un contrôle de contenu ({held})"


def _bound(body: Any) -> Iterator[str]:
    """Word writes what a control is bound to over what the control holds, when it opens the file (17.5.2.6)."""
    controls = [one.getparent().getparent() for one in body.iter(f"{_W}dataBinding", f"{_W15}dataBinding")]
    texts = ["".join(t.text or "" for t in one.iter(f"{_W}t")) for one in controls]
    if texts:
        yield (
            f"texte lié à une donnée du fichier, que Word remplace à l'ouverture ({len(texts)}) : « {texts[0][:60]} »"
        )


def _embedded(fonts: Any) -> Iterator[str]:
    embeds = [f"{_W}embed{kind}" for kind in ("Regular", "Bold", "Italic", "BoldItalic")]
    names = [one.getparent().get(f"{_W}name", "") for one in fonts.iter(*embeds)] if fonts is not None else []
    if names:
        told = ", ".join(dict.fromkeys(names))
        yield f"polices jointes au fichier ({told}), dont les lettres peuvent en montrer d'autres"


def _elsewhere(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Parts that Word reads under another name than the one that it gives them: they are read nowhere here."""
    relations: Any = parse_xml(parts[_RELATIONS], _RELATIONS) if _RELATIONS in parts else ()
    targets = [(one.get("Type", "").rpartition("/")[2], one.get("Target", "")) for one in relations]
    names = [
        target.removeprefix("/word/")
        for kind, target in targets
        if kind in _NAMED and target.removeprefix("/word/") != f"{kind}.xml"
    ]
    if names:
        yield f"parties du fichier qui n'ont pas le nom que Word leur donne ({', '.join(names)}), dont rien n'a été lu : enregistrez-le de nouveau avec Word"
