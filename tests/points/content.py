"""What a lawyer's secretary reads for: cover, parties, annexes, signatures, references, definitions."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from points.reading import NS, Docx, Paragraph, style_of, text_of, w
from points.tables import is_layout

_LAW = re.compile(r"code|RGPD|loi|règlement|ordonnance|directive|arrêté|décret|DORA|convention|traité|CGI|\(UE\)|ISO")
ITEMS = ("Puce", "Puce2", "Lettre", "LettreAnnonce", "Lettre2", "LettreAnnexe", "LettreAnnexeAnnonce", "Lettre2Annexe")
_PARTIES = ("Client", "Prestataire", "Partie", "Parties")


def _article(docx: Docx, words: str) -> list[Paragraph]:
    """The paragraphs from the title that holds these words to the next of its level."""
    start = next(
        (i for i, p in enumerate(docx.paragraphs) if p.style in ("Titre1", "TitreAnnexe") and words in p.text), None
    )
    if start is None:
        return []
    rest = docx.paragraphs[start + 1 :]
    return list(takewhile(lambda p: p.style not in ("Titre1", "TitreAnnexe", "TitrePartie"), rest))


# ---------------------------------------------------------------- cover, parties, annexes, signatures


def cover(docx: Docx) -> list[str]:
    """Title, parties, date of effect before the contents."""
    lines = [p.text for p in takewhile(lambda p: p.style != "TitreSommaire", docx.paragraphs)]
    text = "\n".join(lines)
    faults = [] if docx.paragraphs[0].style == "Titre" else ["the first line is not the title"]
    if docx.contract:
        faults += [f"no {one} on the cover" for one in ("Client", "Prestataire", "Date d’effet") if one not in text]
    elif not docx.internal:
        faults += [] if "Client" in text else ["no client on the cover"]
    return faults


def cover_bare(docx: Docx) -> list[str]:
    """A cover page has its own first page: no header, rule or room for initials."""
    if docx.internal:
        return []
    section = docx.body.find("w:sectPr", NS)
    return (
        []
        if section is not None and section.find("w:titlePg", NS) is not None
        else ["the cover has the header and footer"]
    )


def cover_reference(docx: Docx) -> list[str]:
    lines = [p.text for p in takewhile(lambda p: p.style != "TitreSommaire", docx.paragraphs)]
    return (
        []
        if not docx.contract or any(re.search(r"[Rr]éférence|Réf\.", one) for one in lines)
        else ["no reference on the cover"]
    )


def parties(docx: Docx) -> list[str]:
    """For each party: name, legal form, capital, seat, number and register, representative and quality."""
    block = _article(docx, "Parties et représentants")
    if not docx.contract:
        return []
    split = next((i for i, p in enumerate(block) if "Prestataire" in p.text and "seconde" in p.text), len(block))
    faults = []
    for name, lines in (("Client", block[:split]), ("Prestataire", block[split:])):
        text = "\n".join(p.text for p in lines)
        wanted = {"name": "Dénomination", "form": "Forme juridique", "seat": r"[Ss]iège", "number": r"SIREN|RCS",
                  "representative": "Représentant", "capital": "[Cc]apital", "register": r"RCS|registre du commerce|répertoire"}  # fmt: skip
        faults += [f"{name}: no {what}" for what, words in wanted.items() if not re.search(words, text)]
        faults += [f"{name}: « {p.text} » is not the fact itself" for p in lines if "ceux que publie" in p.text]
    return faults


def annex_list(docx: Docx) -> list[str]:
    """The annexes listed are those that are there, in order, and the contract refers to each."""
    titles = [[p.number, p.text] for p in docx.paragraphs if p.style == "TitreAnnexe"]
    if not docx.contract:
        return []
    for table in docx.tables:
        rows = [[text_of(cell) for cell in row.findall("w:tc", NS)] for row in table.findall("w:tr", NS)]
        if rows[0] in (["Numéro", "Annexe"], ["Numéro", "Annexe"] * 2):  # one beside the other in a short contract
            listed = [row[at : at + 2] for row in rows[1:] for at in range(0, len(row), 2)]
            listed = listed[:-1] if listed[-1] == ["–", "–"] and len(rows[0]) > 2 else listed
            return (
                [] if listed == titles else [f"{len(listed)} annexes listed, {len(titles)} present, or another order"]
            )
    return ["no list of annexes"]


def annexes_called(docx: Docx) -> list[str]:
    """Each annex is called by a reference somewhere else than in itself."""
    faults = []
    annex = ""
    called: dict[str, set[str]] = {}
    for p in docx.paragraphs:
        annex = p.number if p.style == "TitreAnnexe" else annex
        for field in p.fields:
            called.setdefault(field.result, set()).add(annex)
    for p in docx.paragraphs:
        if p.style == "TitreAnnexe" and not called.get(p.number, set()) - {p.number}:
            faults.append(f"nothing refers to {p.number}, {p.text}")
    return faults


def signatures(docx: Docx) -> list[str]:
    """Name, quality, place, date and room for each party; the words of the electronic signature only when it is one."""
    if not docx.contract:
        return []
    block = "\n".join(p.text for p in _article(docx, "Signatures"))
    wanted = {
        "place": "Lieu|Fait à",
        "date": "[Dd]ate",
        "name": "Nom",
        "quality": "[Qq]ualité",
        "client": "Client",
        "provider": "Prestataire",
        "room": "[Ss]ignature",
    }
    faults = [f"no {what} where one signs" for what, words in wanted.items() if not re.search(words, block)]
    electronic = bool(re.search(r"signature électronique|voie électronique", block))
    if electronic != docx.electronic:
        faults.append(f"signature {'electronic' if electronic else 'by hand'} for the other kind")
    if not docx.electronic and not re.search(r"exemplaires?|original|originaux", block):
        faults.append("the number of originals is not said")
    return faults


def signature_whole(docx: Docx) -> list[str]:
    """The rows where one signs are kept together: a page never holds « Signature » alone."""
    faults = []
    for table in docx.tables if docx.contract else ():
        *rows, last = table.findall("w:tr", NS)
        if re.match(r"Signature( électronique)?[ \u00a0]?:", text_of(last)):
            loose = [
                p for row in rows for p in row.iter(w("p")) if docx.inherited(style_of(p), "w:pPr/w:keepNext") is None
            ]
            faults += ["a page may break where one signs"] if loose else []
    return faults


def signing_room(docx: Docx) -> list[str]:
    """Where one signs by hand there is room for it: a row of 15 mm at least, or lines of their own."""
    if not docx.contract or docx.electronic:
        return []
    faults = []
    for row in (row for table in docx.tables if is_layout(table) for row in table.iter(w("tr"))):
        if re.match("Signature", text_of(row)):
            height = row.find("w:trPr/w:trHeight", NS)
            faults += ["no room to sign"] if height is None or int(height.get(w("val"), "0")) < 850 else []
    return faults


# ---------------------------------------------------------------- references


def typed_references(docx: Docx) -> list[str]:
    """No number of an article or annex is typed: it is a field, unless the article is one of a law."""
    faults = []
    for p in docx.paragraphs:
        for found in re.finditer(r"\b(?:[Aa]rticles?|[Aa]nnexes?|[Ss]ections?)[ \u00a0](?:A?\d+(?:\.\d+)*)\b", p.typed):
            near = _row_text(p) if p.in_table else p.typed[max(0, found.start() - 90) : found.end() + 90]
            if not _LAW.search(near) and not _names_itself(p, found[0]):
                faults.append(f"…{p.typed[max(0, found.start() - 40) : found.end() + 40]}…")
    return faults


def _row_text(p: Paragraph) -> str:
    """The row of a cell: its law stands often in another column."""
    return " ".join(text_of(row) for row in p.element.iterancestors(w("tr")))


def _names_itself(p: Paragraph, text: str) -> bool:
    """A list of annexes and a table of contents name what they list; a table of clauses its numbers."""
    return p.style.startswith("TM") or (p.in_table and p.text.strip() == text)


def reference_wording(docx: Docx) -> list[str]:
    """« l’Article 12 », « de l’Annexe 4 », « l’article A17.3 », « la section 7 »: the article before the field agrees."""
    faults = []
    for p in docx.paragraphs:
        if p.in_table or p.style.startswith("TM"):
            continue
        position = 0
        for field in (one for one in p.fields if one.code.startswith("REF")):
            position = p.text.index(field.result, position)
            before = p.text[:position]
            position += len(field.result)
            if "__" in field.code:  # a title in an article, an article of an annex or a section
                right = re.search(r"(?:(?:[lL]|d|qu)’(?:A|a)rticle|[lL]a section)[ \u00a0]$", before)
            elif field.result.startswith(("Article", "Annexe")):
                right = re.search(r"(?:^|[\s\u00a0(])(?:(?:[lL]|d|qu)’|le seul )$", before)
            elif "_Tab_" in field.code:
                right = re.search(r"(?:[lL]e|[aA]u|[dD]u|et|à|ou) tableau[ \u00a0]$", before)
            elif field.result.startswith("A"):
                right = re.search(
                    r"l’article[s]?[ \u00a0]$|les articles [^.]*$|(?:et|à|ou|,)[ \u00a0]l’article[ \u00a0]$", before
                )
            else:
                right = re.search(
                    r"(?:la|[lL]a|les) sections?[ \u00a0]$|(?:et|à|ou)[ \u00a0](?:la section[ \u00a0])?$|aux sections [^.]*$",
                    before,
                )
            faults += [] if right else [f"…{before[-25:]}{field.result}"]
    return faults


# ---------------------------------------------------------------- definitions


def _defined(docx: Docx) -> dict[str, Paragraph]:
    """The terms of the definitions clause: the bold words that begin its items."""
    found: dict[str, Paragraph] = {}
    for p in _article(docx, "Définitions"):
        first = p.element.find("w:r", NS)
        if p.style in ITEMS and first is not None and first.find("w:rPr/w:rStyle", NS) is not None:
            found[text_of_run(first)] = p
    return found


def text_of_run(run) -> str:  # type: ignore[no-untyped-def]
    return "".join(one.text or "" for one in run.iter(w("t"))).strip(" :\u00a0")


def _forms(term: str) -> str:
    """The term, singular or plural."""
    return "[ \u00a0]".join(rf"{re.escape(re.sub('(?<=...)[sx]$', '', word))}[sx]?" for word in term.split())


def definitions(docx: Docx) -> list[str]:
    """Each defined term is used elsewhere than in its definition, and defined once, in alphabetical order."""
    if not docx.contract:
        return []
    terms = _defined(docx)
    faults = [] if terms else ["no definition"]
    items = [p for p in _article(docx, "Définitions") if p in terms.values()]
    for term, p in terms.items():
        others = "\n".join(one.text for one in docx.paragraphs if one is not p)
        if not re.search(rf"(?<!\w){_forms(term)}(?!\w)", others):
            faults.append(f"{term} is defined and not used")
    plain = [text_of_run(p.element.find("w:r", NS)) for p in items]
    faults += [f"{one} is defined {n} times" for one, n in Counter(plain).items() if n > 1]
    return faults


_PROPER = re.compile(
    r"^(?:Article|Articles|Annexe|Annexes|Union|Espace|Ordre|État|États|Parlement|Conseil|Commission|France|Autorité|Europe|Banque|Urssaf|Syntec|"
    r"Journal|Imprévision|Nom|Lieu|Date|Contrôle|Google|Microsoft|Paris|Cour|Haute)$"
)


def undefined_terms(docx: Docx) -> list[str]:
    """A word with a capital inside a sentence of a contract is a defined term, or a name."""
    if not docx.contract:
        return []
    said = " ".join(_defined(docx)) + " " + " ".join(_PARTIES)
    stems = {re.sub("(?<=...)[sx]$", "", word).lower() for word in re.findall(r"[\w’-]+", said)}
    answers = _answer_words(docx)
    found: Counter[str] = Counter()
    for p in docx.paragraphs:
        if (
            p.in_table
            or docx.outline(p.style) is not None
            or p.style.startswith("TM")
            or p.style in ("SousTitre", "Titre")
        ):
            continue
        for match in re.finditer(
            r"(?<=[a-zà-ÿ,’][ \u00a0’])([A-ZÀ-Ý][a-zà-ÿœ]+)\b|(?<=[a-zà-ÿ] [ld]’)([A-ZÀ-Ý][a-zà-ÿœ]+)\b", p.typed
        ):
            word = match[1] or match[2]
            if (
                re.sub("(?<=...)[sx]$", "", word).lower() not in stems
                and not _PROPER.match(word)
                and word not in answers
            ):
                found[word] += 1
    return [f"{word} has a capital and no definition ({n})" for word, n in found.items()]


def _answer_words(docx: Docx) -> set[str]:
    if "customXml/item1.xml" not in docx.parts:
        return set()
    return {
        word
        for one in docx.tree("customXml/item1.xml").iter("{*}a")
        for word in re.findall(r"\w+", "".join(one.itertext()))
    }


def lowered_terms(docx: Docx) -> list[str]:
    """The parties have their capital everywhere in the contract."""
    if not docx.contract:
        return []
    pattern = re.compile(r"\b(?:le|du|au|chez le|par le) (?:client|prestataire)\b")
    return [
        f"…{p.text[max(0, m.start() - 30) : m.end() + 20]}…"
        for p in docx.paragraphs
        if docx.outline(p.style) is None and not p.style.startswith("TM")
        for m in pattern.finditer(p.text)
    ]
