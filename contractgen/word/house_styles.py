"""The styles that contractgen writes with, found in a firm's template by their names and given contractgen's ids.

Word's built-in styles have one English name in every language, and an id that changes with it (`Heading1`, `Titre1`);
a style is looked for by its name, then by contractgen's own id (ECMA-376 17.7.4.9, 17.7.4.17).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from contractgen.model import Finding
from contractgen.word.house_package import VAL, W, value

_KINDS = {"paragraph": "de paragraphe", "character": "de caractère", "table": "de tableau", "numbering": "de liste"}
REFERRING = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


class Role(NamedTuple):
    """What a style is for. `name`: as Word's lists show it, and as the file has it; `outline`: the level that it has in
    the outline (from 0), None for none; `what`: its use, in French."""

    ident: str
    name: str
    what: str
    kind: str = "paragraph"
    outline: int | None = None


ROLES = {
    "title": Role("Titre", "Title", "le titre du document, sur la couverture"),
    "subtitle": Role("SousTitre", "Subtitle", "une ligne sous le titre"),
    "cover_note": Role("CouvertureMention", "Couverture mention", "les parties, sur la couverture"),
    "cover_detail": Role("CouvertureDetail", "Couverture détail", "référence, version et date, sur la couverture"),
    "toc_heading": Role("TitreSommaire", "TOC Heading", "le titre du sommaire"),
    "toc1": Role("TM1", "toc 1", "une entrée du sommaire : numéro, tabulation, titre"),
    "toc2": Role("TM2", "toc 2", "une entrée de second rang du sommaire"),
    "part": Role("TitrePartie", "Titre partie", "le titre d’une partie", outline=0),
    "article1": Role("Titre1", "heading 1", "le titre d’un article ou d’une section", outline=0),
    "article2": Role("Titre2", "heading 2", "un titre dans un article", outline=1),
    "article3": Role("Titre3", "heading 3", "un titre de troisième rang dans un article", outline=2),
    "annex1": Role("TitreAnnexe", "Titre annexe", "le titre d’une annexe", outline=0),
    "annex2": Role("TitreAnnexe2", "Titre annexe 2", "un titre dans une annexe", outline=1),
    "annex3": Role("TitreAnnexe3", "Titre annexe 3", "un titre de troisième rang dans une annexe", outline=2),
    "body": Role("Corps", "Body Text", "le texte courant"),
    "lead": Role("CorpsAnnonce", "Corps annonce", "une ligne qui annonce une liste ou un tableau"),
    "party": Role("Partie", "Partie", "la désignation d’une partie au contrat"),
    "bullet": Role("Puce", "List Bullet", "un élément de liste à puces"),
    "bullet2": Role("Puce2", "List Bullet 2", "un élément de liste à puces, second rang"),
    "item": Role("Lettre", "List Number", "un élément de liste à lettres : (a), (b)…"),
    "item2": Role("Lettre2", "List Number 2", "un élément de liste dans un élément à lettres : (i), (ii)…"),
    "caption": Role("Legende", "caption", "la légende d’un tableau"),
    "end": Role("Fin", "Fin", "la mention « Fin du document »"),
    "signature_head": Role("SignatureTete", "Signature tête", "le nom d’un signataire, au-dessus de sa signature"),
    "signature_line": Role("SignatureLigne", "Signature ligne", "une ligne du cadre de signature"),
    "cell": Role("Cellule", "Cellule", "une case de tableau"),
    "cell_number": Role("CelluleNombre", "Cellule nombre", "une case de tableau qui tient un nombre"),
    "cell_head": Role("CelluleTete", "Cellule en-tête", "une case de la ligne de tête d’un tableau"),
    "cell_head_number": Role("CelluleTeteNombre", "Cellule en-tête nombre", "une case de tête au-dessus de nombres"),
    "strong": Role("Fort", "Strong", "un mot mis en valeur", "character"),
    "blank": Role("Blanc", "Blanc à compléter", "un blanc à compléter, dans un projet", "character"),
    "table": Role("Grille", "Table Grid", "les tableaux du contrat", "table"),
    "signature_table": Role("Signatures", "Signatures", "le cadre des signatures", "table"),
}

# Titles whose number is written in them (« Article 31 bis »): no template has them, they follow the style of the others.
DERIVED = {
    "article1_written": Role(
        "Titre1Ecrit", "Titre d’article au numéro écrit", "le titre d’un article ajouté", outline=0
    ),
    "annex1_written": Role(
        "TitreAnnexeEcrit", "Titre d’annexe au numéro écrit", "le titre d’une annexe ajoutée", outline=0
    ),
    "annex2_written": Role(
        "TitreAnnexe2Ecrit", "Titre dans une annexe au numéro écrit", "un titre ajouté dans une annexe", outline=1
    ),
}

# What stays with the paragraph or row after it: no template has them, each follows the style that it is named after.
FOLLOWED = {
    "item_followed": Role("LettreAnnonce", "Élément annonce", "un élément à lettres qui annonce une liste"),
    "cell_followed": Role("CelluleSuivie", "Cellule suivie", "une case dont la ligne reste avec la suivante"),
    "cell_number_followed": Role(
        "CelluleNombreSuivie", "Cellule nombre suivie", "une case de nombre dont la ligne reste avec la suivante"
    ),
}

# Lettered items in an annex, whose titles are another list: a style is tied to one level of one list (ECMA-376 17.9.23).
ANNEXED = {
    "item_annex": Role("LettreAnnexe", "Élément d’annexe", "un élément à lettres, dans une annexe"),
    "item2_annex": Role("Lettre2Annexe", "Élément d’annexe 2", "un élément dans un élément à lettres, dans une annexe"),
    "item_annex_followed": Role("LettreAnnexeAnnonce", "Élément d’annexe annonce", "il annonce une liste"),
}

# Numbers with fewer decimals than others of their column: room on their right for these zeros, by which they align.
ALIGNED = {
    "cell_number_whole1": Role("CelluleNombreEntier", "Cellule nombre entier", "un entier sous des dixièmes"),
    "cell_number_whole2": Role("CelluleNombreEntier2", "Cellule nombre entier 2", "un entier sous des centièmes"),
    "cell_number_tenth": Role("CelluleNombreDixieme", "Cellule nombre dixième", "un dixième sous des centièmes"),
}
ALIGNED |= {
    f"{key}_followed": Role(f"{role.ident}Suivi", f"{role.name}, suivi", "dont la ligne reste avec la suivante")
    for key, role in tuple(ALIGNED.items())
}
_HALF_POINTS = 18  # of the letters of a cell whose style does not say
_DIGIT, _MARK = (
    5.2,
    2.6,
)  # the width of a figure and of a comma, in twentieths of a point for each half-point of letters


def resolve(root: Any) -> tuple[dict[str, Any], list[Finding]]:
    """The style element of each role that the styles part has, and what is wrong with the roles."""
    by_name: dict[str, Any] = {}
    by_id: dict[str, Any] = {}
    for style in root.iter(f"{W}style"):
        name = value(style, "name")
        if not name:
            continue
        by_name.setdefault(name.partition(",")[0].strip().lower(), style)
        by_id.setdefault(style.get(f"{W}styleId", ""), style)
    found: dict[str, Any] = {}
    findings = list(_doubled(root))
    for key, role in ROLES.items():
        style = by_name.get(role.name.lower())
        style = by_id.get(role.ident) if style is None else style
        if style is None:
            findings.append(_missing(role))
        else:
            found[key] = style
            findings += _faults(role, style)
    return found, findings


def _doubled(root: Any) -> Iterator[Finding]:
    """Word gives each style an id of its own."""
    ids = Counter(style.get(f"{W}styleId", "") for style in root.iter(f"{W}style"))
    for ident in sorted(ident for ident, times in ids.items() if not ident or times > 1):
        message = f"Deux styles ont le même identifiant, ou aucun : « {ident[:60]} »."
        advice = "Enregistrez le modèle de nouveau avec Word ou LibreOffice."
        yield Finding("house-style-kind", "error", "word/styles.xml", message, advice)


def _missing(role: Role) -> Finding:
    return Finding(
        "house-style-missing", "error", "word/styles.xml", f"Le style « {role.name} » manque : {role.what}.",
        f"Créez un style {_KINDS[role.kind]} de ce nom, ou copiez-le depuis le modèle de « contractgen house new ».",
    )  # fmt: skip


def _faults(role: Role, style: Any) -> Iterator[Finding]:
    where = f"word/styles.xml, style « {role.name} »"
    kind = style.get(f"{W}type", "paragraph")
    if kind != role.kind:
        message = f"« {role.name} » est un style {_KINDS.get(kind, kind)} ; il faut un style {_KINDS[role.kind]}."
        yield Finding("house-style-kind", "error", where, message, "Supprimez-le et recréez-le du bon type.")
    if any(True for _ in style.iter(f"{W}vanish", f"{W}specVanish", f"{W}webHidden")):
        message = f"« {role.name} » masque son texte."
        yield Finding("house-style-kind", "error", where, message, "Décochez « Masqué » dans la police du style.")
    outline = value(style, "pPr/outlineLvl")
    if role.outline is not None and outline != str(role.outline):
        message = (
            f"« {role.name} » n'a pas le niveau hiérarchique {role.outline + 1} : le sommaire de Word le perdrait."
        )
        yield Finding("house-outline", "error", where, message, "Style > Paragraphe > Niveau hiérarchique.")


def new_ids(root: Any, found: dict[str, Any]) -> dict[str, str]:
    """For each style id of the file, the one that it takes: contractgen's for a role, another for who bore that name."""
    roles = {style.get(f"{W}styleId", ""): ROLES[key].ident for key, style in found.items()}
    taken = {
        role.ident
        for role in (*ROLES.values(), *DERIVED.values(), *FOLLOWED.values(), *ANNEXED.values(), *ALIGNED.values())
    }
    ids = (style.get(f"{W}styleId", "") for style in root.iter(f"{W}style") if value(style, "name"))
    return {ident: roles.get(ident) or (f"x-{ident}" if ident in taken else ident) for ident in ids}


def rename(root: Any, ids: dict[str, str]) -> None:
    """Gives the styles that a part defines or refers to their new ids; a reference to no style is taken out."""
    for element in list(root.iter(*(f"{W}{name}" for name in REFERRING))):
        ident = ids.get(element.get(VAL, ""))
        if ident is None:
            element.getparent().remove(element)
        else:
            element.set(VAL, ident)


def normalise(root: Any, ids: dict[str, str]) -> None:
    """Leaves the styles that have a name, under their new ids."""
    rename(root, ids)
    for style in list(root.iter(f"{W}style")):
        ident = ids.get(style.get(f"{W}styleId", ""))
        if ident is None:
            style.getparent().remove(style)
            continue
        style.set(f"{W}styleId", ident)


def derive(root: Any, annexes: str) -> None:
    """Adds the styles that follow another of the house: titles whose number is written, as those of the titles that Word
    counts, out of the list (ECMA-376 17.9.19: numId 0), and at the margin; items of the list of annexes, whose number is
    `annexes`; numbers that keep room for decimals that they lack; and what is kept with what comes after it."""
    for key, role in DERIVED.items():
        properties = _following(root, role, ROLES[key.removesuffix("_written")].ident, ROLES["body"].ident)
        etree.SubElement(etree.SubElement(properties, f"{W}numPr"), f"{W}numId", {VAL: "0"})
        etree.SubElement(properties, f"{W}ind", {f"{W}left": "0", f"{W}firstLine": "0"})
        etree.SubElement(properties, f"{W}outlineLvl", {VAL: str(role.outline)})
    for key, depth in (("item_annex", "3"), ("item2_annex", "4")):
        properties = _following(root, ANNEXED[key], ROLES[key.removesuffix("_annex")].ident)
        number = etree.SubElement(properties, f"{W}numPr")
        etree.SubElement(number, f"{W}ilvl", {VAL: depth})
        etree.SubElement(number, f"{W}numId", {VAL: annexes})
    for key, width in (("whole1", _MARK + _DIGIT), ("whole2", _MARK + 2 * _DIGIT), ("tenth", _DIGIT)):
        properties = _following(root, ALIGNED[f"cell_number_{key}"], ROLES["cell_number"].ident)
        etree.SubElement(properties, f"{W}ind", {f"{W}right": str(round(width * _cell_size(root)))})
    for key, role in (FOLLOWED | ANNEXED | ALIGNED).items():
        if key.endswith("_followed"):
            base = (ROLES | ANNEXED | ALIGNED)[key.removesuffix("_followed")]
            etree.SubElement(_following(root, role, base.ident), f"{W}keepNext")


def _cell_size(root: Any) -> int:
    """The size of the numbers in cells, in half-points: that of their style, or of those it is based on."""
    by_id = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    style = by_id.get(ROLES["cell_number"].ident)
    for _ in range(12):
        size = value(style, "rPr/sz") if style is not None else None
        if size and size.isdecimal():
            return int(size)
        style = by_id.get(value(style, "basedOn") or "") if style is not None else None
    return _HALF_POINTS


def _following(root: Any, role: Role, base: str, after: str = "") -> Any:
    """The paragraph properties, still empty, of a new style based on another; `after`: the style of what comes next."""
    style = etree.SubElement(
        root, f"{W}style", {f"{W}type": "paragraph", f"{W}customStyle": "1", f"{W}styleId": role.ident}
    )
    for name, ident in (("name", role.name), ("basedOn", base), *((("next", after),) if after else ())):
        etree.SubElement(style, f"{W}{name}", {VAL: ident})
    etree.SubElement(style, f"{W}qFormat")
    return etree.SubElement(style, f"{W}pPr")
