"""Faults planted one by one in the small library: where, what is written otherwise, and the code and place expected."""

from __future__ import annotations

from typing import NamedTuple

from small_library import (
    CLAUSE,
    FACTS,
    INDICATORS,
    OTHER,
    PARAMETERS,
    PLAN,
    QUESTIONS,
    REQUIREMENTS,
    RULES,
    TERM,
)


class Planted(NamedTuple):
    """`words` stand on the line expected, from their first character on when `exact`."""

    path: str
    old: str
    new: str
    code: str
    words: str
    exact: bool = False


_BODY = "---\n\nLe prestataire retire"
_PARAGRAPH = "Le prestataire retire"


def _text(text: str, code: str, words: str = "", exact: bool = False, path: str = CLAUSE) -> Planted:
    """A paragraph more in the clause."""
    return Planted(path, "---\n\nLe prestataire", f"---\n\n{text}\n\nLe prestataire", code, words or text, exact)


FAULTS: dict[str, Planted] = {
    # YAML
    "unclosed quote": Planted(RULES, "message: Préavis", "message: 'Préavis", "format", "when: mode"),
    "unclosed bracket": Planted(REQUIREMENTS, "[mode]", "[mode", "format", "rules: ["),
    "tab as indentation": Planted(FACTS, "    label", "\t label", "format", "\t label"),
    "wrong indentation": Planted(FACTS, "    label", "   label", "format", "   label"),
    "duplicate key": Planted(PLAN, "title: Contrat", "id: encore", "format", "id: encore", True),
    "alias": Planted(RULES, "severity: blocking", "severity: *a", "format", "*a", True),
    "anchor of a bomb": Planted(FACTS, "facts:", "a: &a [b, b]\nfacts:", "format", "&a", True),
    "tag": Planted(RULES, "id: COH-1", "id: !!python/object:os.system COH-1", "format", "!!python", True),
    "two documents": Planted("library.yaml", "version: 1.0.0", "version: 1.0.0\n---\na: b", "format", "---"),
    "a key that is a list": Planted("library.yaml", "name: essai", "[a, b]: essai", "format", "[a, b]", True),
    "colon in a plain text": Planted(RULES, "Préavis trop", "Préavis : trop: long", "format", "trop: long"),
    "too deep": Planted(FACTS, "facts:", f"a: {'[' * 60}{']' * 60}\nfacts:", "format", "a: ["),
    "a list for the root": Planted("library.yaml", "name: essai\nversion: 1.0.0", "- name", "format", "- name"),
    "merge conflict": Planted(RULES, "rules:", "<<<<<<< HEAD\nrules:", "format", "rules:"),
    "percent directive": Planted(RULES, "version:", "%a\nversion:", "format", "%a"),
    # keys and values
    "key missing": Planted(FACTS, "    label: Grande entreprise\n", "", "format", "id: grande"),
    "key misspelt": Planted(REQUIREMENTS, "severity:", "severite:", "format", "severite", True),
    "key too many": Planted(OTHER, "when: grande", "when: grande\ncolour: red", "format", "colour: red"),
    "norway as a flag": Planted(REQUIREMENTS, "verified: true", "verified: no", "format", "verified: no"),
    "yes as a flag": Planted(CLAUSE, "verified: true", "verified: yes", "format", "verified: yes"),
    "a number in words": Planted(PARAMETERS, "value: 50", "value: cinquante", "format", "value: cinquante"),
    "a number with an underscore": Planted(PARAMETERS, "value: 50", "value: 1_000", "format", "value: 1_000"),
    "infinity": Planted(INDICATORS, "target: 99.5", "target: .inf", "format", "target: .inf"),
    "a number with a comma": Planted(INDICATORS, "target: 99.5", "target: 99,5", "format", "target: 99,5"),
    "a day that is none": Planted(PARAMETERS, "2020-01-01", "2020-02-30", "format", "2020-02-30", True),
    "a date in French": Planted(PARAMETERS, "2020-01-01", "01/01/2020", "format", "01/01/2020", True),
    "a text for a list": Planted(REQUIREMENTS, "[mode]", "mode", "format", "answers: mode"),
    "a list for a text": Planted(RULES, "COH-1\n    m", "[COH-1]\n    m", "format", "id: [COH-1]"),
    "a mapping in a list": Planted(CLAUSE, "[EX-1]", "[{a: b}]", "format", "satisfies", True),
    "a text for a mapping": Planted(RULES, "rules:\n", "rules:\n  - COH-0\n", "format", "- COH-0"),
    "unknown severity": Planted(RULES, "blocking", "fatal", "format", "fatal", True),
    "unknown kind": Planted(CLAUSE, "kind: clause", "kind: article", "format", "article"),
    "unknown numbering": Planted(PLAN, "numbering: article", "numbering: roman", "format", "roman", True),
    "version of two numbers": Planted(CLAUSE, "version: 1.0.0", "version: 1.10", "format", "1.10", True),
    "version with a letter": Planted(TERM, "version: 1.0.0", "version: v1.0.0", "format", "v1.0.0", True),
    "version of other digits": Planted(OTHER, "version: 1.0.0", "version: 1.0.٣", "format", "1.0.٣"),
    "id with a capital": Planted(CLAUSE, "id: acces", "id: Acces", "format", "Acces"),
    "id that is not the file's": Planted(OTHER, "id: sortie", "id: depart", "format", "depart", True),
    "definition under another name": Planted(TERM, "id: donnees", "id: data", "format", "data", True),
    "duplicate rule": Planted(
        RULES,
        "rules:\n",
        "rules:\n  - {id: COH-1, message: m, severity: blocking, must: grande}\n",
        "reference",
        "- id: COH-1",
    ),
    "duplicate requirement": Planted(
        REQUIREMENTS,
        "    verified: true\n",
        "    verified: true\n  - {id: EX-1, text: t, source: s, severity: recommended}\n",
        "format",
        "{id: EX-1",
    ),
    "duplicate question": Planted(
        QUESTIONS, "      - id: effectif", "      - id: mode", "format", "- id: mode\n        label: Eff"
    ),
    "duplicate column": Planted(
        QUESTIONS,
        "required: true}\n",
        "required: true}\n          - {id: nom, label: N, type: text, required: true}\n",
        "format",
        "{id: nom, label: N,",
    ),
    "rule with no condition": Planted(RULES, "    must: preavis <= 12\n", "", "format", "id: COH-1"),
    "rule nobody programmed": Planted(RULES, "must: preavis <= 12", "check: à la main", "reference", "COH-1", True),
    "definition without its term": Planted(TERM, '["Données", "Donnée"]', '["Donnée"]', "format", "id: donnees"),
    "no front matter": Planted(OTHER, "---\nid", "id", "format", "id: sortie"),
    "front matter not closed": Planted(OTHER, "verified: true\n---", "verified: true", "format", "---"),
    "front matter that is no YAML": Planted(OTHER, 'title: "Sortie"', 'title: "Sortie', "format", "---\n\nLe"),
    "no text": Planted(OTHER, "Le prestataire rend les Données.", "", "format", "id: sortie"),
    "no questions": Planted(QUESTIONS, "questions:", "questionz:", "format", "questionz", True),
    "choice without choices": Planted(QUESTIONS, "type: integer", "type: choice", "format", "id: effectif"),
    "bounds of a text": Planted(QUESTIONS, "type: integer", "type: text", "format", "id: effectif"),
    "default that is no choice": Planted(QUESTIONS, "default: inclus", "default: gratuit", "format", "gratuit"),
    "octal as a default number": Planted(
        QUESTIONS, "min: 1", "min: 1\n        default: 0o17", "format", "default: 0o17"
    ),
    "pattern that is none": Planted(
        QUESTIONS, "type: integer\n        required: true\n        min: 1", 'type: text\n        required: true\n        pattern: "("', "format", 'pattern: "("'
    ),
    "reserved question": Planted(QUESTIONS, "id: comptes", "id: lots", "format", "lots"),
    "informational of nobody": Planted(QUESTIONS, "title: Essai", "title: Essai\ninformational: [zzz]", "format", "zzz"),
    # texts
    "bidirectional override": _text("Le client\u202e paie.", "format", "\u202e", True),
    "zero width space": _text("Le cli\u200bent paie.", "format", "\u200b", True),
    "unclosed block": Planted(CLAUSE, "mois }}.\n\n:::\n", "mois }}.\n\n", "format", "::: when"),
    "block closed twice": Planted(CLAUSE, "mois }}.\n\n:::\n", "mois }}.\n\n:::\n\n:::\n", "format", ":::\n\n::: rows"),
    "block of another name": _text("::: si grande\n\nTexte.\n\n:::", "format", "::: si"),
    "rows without a variable": Planted(CLAUSE, "rows comptes as c", "rows comptes", "format", "::: rows"),
    "HTML": _text("<script>alert(1)</script>", "format"),
    "an image": _text("![x](y.png)", "format"),
    "a link": _text("[x](http://example.org)", "format"),
    "code": _text("Le `mode`.", "format"),
    "a quotation": _text("> Le client paie.", "format"),
    "a title of the first level": _text("# Titre", "format"),
    "a rule across": _text("***", "format"),
    "value badly written": _text("Le {{ Préavis ! }}.", "format"),
    "reference badly written": _text("Voir [[la sortie]].", "format"),
    "tie in the middle": _text('Le {satisfies="EX-1"} client paie.', "format"),
    "lists too deep": _text("- a\n  - b\n    - c\n      - d", "format", "    - c"),
    "table without a caption": _text("| A |\n|---|\n| x |", "format", "| A |"),
    "caption without a table": _text("Table: Vide\n\nTexte.", "format", "Texte."),
    "uneven table": _text("Table: T\n\n| A | B |\n|---|---|\n| x |", "format", "| x |"),
    "tables in a row": _text(
        "Table: T\n\n| A |\n|---|\n| x |\n\nTable: U\n\n| B |\n|---|\n| {{ preavis }} |", "reference", "| B |"
    ),
    "rows of text and table": _text(
        "::: rows comptes as d\n\nLe {{ d.nom }}.\n\nTable: T\n\n| A |\n|---|\n| {{ d.nom }} |\n\n:::",
        "reference",
        "::: rows comptes as d",
    ),
    "private character": Planted(CLAUSE, "---\n\nLe prestataire", "---\n\nLe\ue123 prestataire", "format", "\n\nLe\ue123"),
    "single braces left": _text("Le [ ] client paie.", "reference", "[ ]", True),
    "XXX": _text("Le client paie XXX euros.", "reference", "XXX", True),
    # names, conditions, references
    "unknown value": _text("Le {{ delai }}.", "reference", "delai", True),
    "near value": _text("Le {{ preavi | mois }}.", "reference", "preavi |", True),
    "value of a table": _text("Les {{ comptes }}.", "reference", "comptes", True),
    "format that does not suit": _text("Le {{ mode | mois }}.", "reference", "mois", True),
    "format that is none": _text("Le {{ mode | majuscule }}.", "reference", "majuscule", True),
    "unknown column": Planted(CLAUSE, "c.nom", "c.prenom", "reference", "c.prenom", True),
    "rows of no table": Planted(CLAUSE, "rows comptes", "rows mode_x", "reference", "mode_x", True),
    "variable that hides a name": Planted(CLAUSE, "comptes as c\n\n- {{ c.nom }}", "comptes as mode\n\n- {{ mode.nom }}", "reference", "mode\n\n- {{ mode", True),
    "unknown name in a condition": Planted(CLAUSE, "when mode ==", "when modes ==", "reference", "modes", True),
    "constant that is no choice": Planted(CLAUSE, "'devis'", "'gratuit'", "reference", "'gratuit'", True),
    "a choice compared with a number": Planted(CLAUSE, "mode == 'devis'", "mode == 3", "reference", "mode == 3"),
    "unreadable condition": Planted(OTHER, "when: grande", "when: grande and", "reference", "grande and"),
    "a call in a condition": Planted(OTHER, "when: grande", "when: open('x')", "reference", "open"),
    "a condition that is no yes or no": Planted(OTHER, "when: grande", "when: effectif", "reference", "effectif"),
    "deep condition": Planted(OTHER, "when: grande", f"when: {'(' * 300}grande{')' * 300}", "reference", "when:"),
    "fact of an unknown name": Planted(FACTS, "effectif >=", "effectiff >=", "reference", "effectiff", True),
    "facts in a circle": Planted(FACTS, "is: effectif >= seuil", "is: not grande", "reference", "id: grande"),
    "questions in a circle": Planted(QUESTIONS, "min: 1", "min: 1\n        when: preavis > 1 and mode == 'devis' and effectif > 1", "reference", "- id: effectif"),
    "name taken twice": Planted(FACTS, "id: grande", "id: mode", "reference", "mode", True),
    "unknown answer of a requirement": Planted(REQUIREMENTS, "[mode]", "[mod]", "reference", "mod", True),
    "unknown rule of a requirement": Planted(REQUIREMENTS, "[COH-1]", "[COH-9]", "reference", "COH-9", True),
    "unknown requirement": Planted(CLAUSE, "[EX-1]", "[EX-1, EX-9]", "reference", "EX-9", True),
    "requirement of no paragraph": Planted(CLAUSE, ' {satisfies="EX-1"}', "", "reference", "EX-1", True),
    "requirement not announced": Planted(OTHER, "les Données.", 'les Données. {satisfies="EX-1"}', "reference", "EX-1", True),
    "requirement that nothing satisfies": Planted(REQUIREMENTS, "id: EX-1", "id: EX-2", "reference", "EX-2", True),
    "dangling reference": Planted(CLAUSE, "[[sortie]]", "[[depart]]", "reference", "depart", True),
    "reference to a table that is none": Planted(CLAUSE, "[[sortie]]", "[[tableau:sortie]]", "reference", "tableau:sortie", True),
    "compact plan of an unknown name": Planted(PLAN, "numbering: article", "numbering: article\ncompact_when: immense", "reference", "compact_when", False),
    "plan of an unwritten clause": Planted(PLAN, "- sortie", "- sorties", "reference", "sorties", True),
    "clause twice in a plan": Planted(PLAN, "- sortie", "- sortie\n      - acces", "reference", "acces"),
    "form of two definitions": Planted(TERM, '["Données", "Donnée"]', '["Données", "Données"]', "reference", "Données"),
    # files, idle, drafting
    "tabulation": _text("Le\tclient paie.", "tab", "\t", True),
    "accent apart": _text("Le client paie l'e\u0301cot.", "apart", "e\u0301", True),
    "idle question": Planted(QUESTIONS, "      - id: comptes", "      - {id: vain, label: V, type: text, required: true}\n      - id: comptes", "idle", "{id: vain"),
    "idle fact": Planted(FACTS, "  - id: grande", "  - {id: petite, label: P, is: effectif < 3}\n  - id: grande", "idle", "{id: petite"),
    "idle parameter": Planted(PARAMETERS, "parameters:\n", "parameters:\n  - {id: vain, value: 1, unit: jours, source: s, verified: true}\n", "idle", "{id: vain"),
    "idle definition": Planted(TERM, 'term: "Données"\nforms: ["Données", "Donnée"]', 'term: "Lot"\nforms: ["Lot"]', "idle", "---"),
    "idle requirement": Planted(REQUIREMENTS, "requirements:\n", "requirements:\n  - {id: EX-0, text: t, source: s, severity: recommended, verified: true}\n", "idle", "{id: EX-0"),
    "unreachable block": Planted(OTHER, "rend les Données.", "rend.\n\n::: when not grande\n\nTexte.\n\n:::", "unreachable", "::: when not"),
    "unreachable by its bounds": Planted(OTHER, "rend les Données.", "rend.\n\n::: when effectif < 1\n\nTexte.\n\n:::", "unreachable", "::: when eff"),
    "unreachable in a block": Planted(CLAUSE, "::: when mode == 'devis'\n\nLe préavis est de {{ preavis | mois }}.\n\n:::\n", ":::: when mode == 'devis'\n\n::: when mode == 'inclus'\n\nTexte.\n\n:::\n\nLe préavis est de {{ preavis | mois }}.\n\n::::\n", "unreachable", "::: when mode == 'inclus'"),
    "always true": Planted(CLAUSE, "when mode == 'devis'", "when mode in ['devis', 'inclus']", "always", "::: when"),
    "undefined term": _text("Le client remet le Livrable au prestataire.", "term-undefined", "Livrable", True),
    "undefined term in bold": _text("**Le client** remet le **Livrable** au prestataire.", "term-undefined", "Livrable", True),
    "undefined term on the next line": _text("Le client remet le\nLivrable au prestataire.", "term-undefined", "Livrable", True),
    "undefined term in a table": _text("Table: T\n\n| A |\n|---|\n| remise du Livrable |", "term-undefined", "Livrable", True),
    "undefined term elided": _text("Le client remet l’Outil au prestataire.", "term-undefined", "Outil", True),
    "et/ou": _text("Le client paie et/ou compense.", "and-or", "et/ou", True),
    "delay without a start": _text("Le client paie dans les dix (10) jours.", "delay-without-start", "dans les", True),
    "delay of an answer without a start": _text("Le client paie sous {{ preavis | mois }}.", "delay-without-start", "sous", True),
    "vague delay": _text("Le client paie dans les meilleurs délais.", "vague-delay", "dans les", True),
    "words and figures": _text("Le client paie dix (15) euros.", "words-and-figures", "(15)", True),
    "typed number": _text("Le client paie selon l'article 12 du Contrat.", "number-typed", "l'article", True),
    "old word": _text("Ledit client paie.", "archaic", "Ledit", True),
    "open list": _text("Le client paie les frais, taxes, etc.", "etc", "etc", True),
    "notamment": _text("Le client paie notamment le prix.", "notably", "notamment", True),
    "two spaces": _text("Le client  paie.", "double-space", "  paie", True),
    "straight quotes": _text('Le client paie "le prix".', "straight-quotes", '"le', True),
    "a word twice": _text("Le client paie le le prix.", "repeated-word", "le le", True),
    "bracket left open": _text("Le client paie (le prix.", "unpaired", "(le", True),
    "bold left open": _text("Le client **paie.", "unpaired", "**paie", True),
    "no final stop": _text("Le client paie. Il signe", "no-stop", "Il signe"),
    "exception without a reason": Planted(OTHER, "when: grande", "# lint: and-or\nwhen: grande", "exception-unjustified", "# lint"),
    "exception of an error": Planted(OTHER, "when: grande", "# lint: version « 1 » : parce que\nwhen: grande", "exception-unjustified", "# lint"),
    "exception that is idle": Planted(OTHER, "when: grande", "# lint: and-or « x » : repris de la loi\nwhen: grande", "exception-idle", "# lint"),
    "not verified": Planted(OTHER, "verified: true", "verified: false", "unverified", "verified: false"),
}  # fmt: skip
