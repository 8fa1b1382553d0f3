"""A clause library of a few lines, sound and clean, to plant faults in."""

from __future__ import annotations

import time
from collections.abc import Callable

from contractgen.lint.linting import lint
from contractgen.model import Finding
from contractgen.source import Source

QUESTIONS = "questions.yaml"
CLAUSE, OTHER, TERM = "clauses/contrat/acces.md", "clauses/contrat/sortie.md", "definitions/donnees.md"
RULES, FACTS, PARAMETERS, INDICATORS = "rules.yaml", "facts.yaml", "parameters.yaml", "indicators.yaml"
PLAN, REQUIREMENTS = "documents/contrat.yaml", "requirements/regles.yaml"

FILES: dict[str, str] = {
    "library.yaml": "name: essai\nversion: 1.0.0\n",
    FACTS: """version: '1'
facts:
  - id: grande
    label: Grande entreprise
    is: effectif >= seuil
""",
    PARAMETERS: """version: '1'
parameters:
  - id: seuil
    value: 50
    unit: salaries
    since: 2020-01-01
    source: C. trav. L.2312-8
    verified: true
""",
    INDICATORS: """version: '1'
indicators:
  - id: IND-1
    function: paie
    name: Exactitude
    formula: bulletins justes / bulletins
    unit: pct
    target: 99.5
    direction: min
    frequency: mensuelle
    source: journal
    mandatory: true
""",
    RULES: """version: '1'
rules:
  - id: COH-1
    message: Préavis trop long
    when: mode == 'devis'
    must: preavis <= 12
    severity: blocking
""",
    PLAN: """id: contrat
title: Contrat
numbering: article
parts:
  - id: corps
    title: Corps
    clauses:
      - acces
      - sortie
""",
    REQUIREMENTS: """set: regles
title: Règles
requirements:
  - id: EX-1
    text: Les accès sont retirés.
    source: pratique
    severity: mandatory
    answers: [mode]
    rules: [COH-1]
    verified: true
""",
    TERM: """---
id: donnees
version: 1.0.0
term: "Données"
forms: ["Données", "Donnée"]
verified: true
---

les informations que le client confie au prestataire.
""",
    CLAUSE: """---
id: acces
version: 1.0.0
kind: clause
title: "Accès aux Données"
satisfies: [EX-1]
verified: true
---

Le prestataire retire les accès, selon la [[sortie]]. {satisfies="EX-1"}

::: when mode == 'devis'

Le préavis est de {{ preavis | mois }}.

:::

::: rows comptes as c

- {{ c.nom }} ;

:::
""",
    OTHER: """---
id: sortie
version: 1.0.0
kind: clause
title: "Sortie"
when: grande
verified: true
---

Le prestataire rend les Données.
""",
    QUESTIONS: """id: essai
version: '1'
title: Essai
sections:
  - id: debut
    title: Début
    scope: dossier
    questions:
      - id: mode
        label: Mode
        type: choice
        required: true
        choices:
          - {value: inclus, label: Inclus}
          - {value: devis, label: Sur devis}
        default: inclus
      - id: effectif
        label: Effectif
        type: integer
        required: true
        min: 1
      - id: preavis
        label: Préavis
        type: integer
        required: true
        when: mode == 'devis'
      - id: comptes
        label: Comptes
        type: table
        required: true
        columns:
          - {id: nom, label: Nom, type: text, required: true}
""",
}


def linted(files: dict[str, str | bytes]) -> tuple[Finding, ...]:
    """What `lint` finds in files, among them the questionnaire."""
    data = {path: one if isinstance(one, bytes) else one.encode() for path, one in files.items()}
    questions = data.pop(QUESTIONS)
    return lint(Source.of("essai", {"house.docx": b"x", **data}), questions, QUESTIONS)


def planted(path: str, old: str, new: str) -> dict[str, str | bytes]:
    """The small library with one thing written otherwise."""
    assert FILES[path].count(old) >= 1, (path, old)
    return {**FILES, path: FILES[path].replace(old, new, 1)}


def line_of(path: str, words: str, files: dict[str, str | bytes] | None = None) -> int:
    """The line on which words stand in a file."""
    text = (files or FILES)[path]
    assert isinstance(text, str)
    return text[: text.index(words)].count("\n") + 1


def within(seconds: float, make: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """What it gives, within so many seconds of this process."""
    begun = time.process_time()
    found = make()
    spent = time.process_time() - begun
    assert spent < seconds, f"{spent:.2f} s, where {seconds:.2f} were left"
    return found
