"""Capitals that promise a definition: a word with a capital inside a sentence is a defined term, or a proper noun.

The proper nouns of a library are its own, in `library.yaml`: « proper_nouns ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from contractgen.lint.prose import passages
from contractgen.model import Finding, Library

_WITHIN = re.compile(
    r"(?:(?<=[a-zà-ÿ,;»)][ \n])|(?<=[a-zà-ÿ,;»)]\*\*[ \n]))(?:\*\*)?(?:[ldnsLDNS]['’])?(?P<word>[A-ZÀ-Ý][a-zà-ÿ]+(?:-[\wà-ÿ]+)*)"
)
_INTRODUCED = re.compile(r"«\s*(?:(?:le|la|les|une?)\s+|l['’])?(?P<word>[A-ZÀ-Ý][\wà-ÿ-]*)")
_MARKED = re.compile(r"\{\{.*?\}\}|\[\[.*?\]\]|\{[^{}]*\}")
_REFERRED = frozenset({"Article", "Articles", "Annexe", "Annexes", "Tableau"})


def undefined_terms(library: Library, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """term-undefined: the first place, in each clause of a document with articles, of a capital that nothing defines:
    no definition has the word among its forms, no text introduces it between « », it is no proper noun."""
    slugs = {
        slug for plan in library.plans if plan.numbering == "article" for part in plan.parts for slug in part.clauses
    }
    texts = {
        library.clauses[slug].path: files[library.clauses[slug].path].decode("utf-8-sig").replace("\r\n", "\n")
        for slug in sorted(slugs)
    }
    known = {word for one in library.definitions for form in one.forms for word in re.findall(r"[\w-]+", form)}
    introduced = {found["word"] for text in texts.values() for found in _INTRODUCED.finditer(text)}
    known |= introduced | {f"{word}s" for word in introduced} | set(library.proper_nouns) | _REFERRED
    for path, text in texts.items():
        yield from _in_text(path, text, set(known))


def _in_text(path: str, text: str, known: set[str]) -> Iterator[Finding]:
    for passage in passages(path, text):
        for found in _WITHIN.finditer(_MARKED.sub(lambda mark: "x" * len(mark[0]), passage.text)):
            word = found["word"]
            if word not in known:
                known.add(word)
                line, column = passage.at(found.start("word"))
                yield Finding(
                    "term-undefined", "warning", f"{path}:{line}:{column}",
                    f"« {word} » porte une majuscule et n'est pas défini",
                    "Définissez ce terme (definitions/), ôtez la majuscule, ou dites que c'est un nom propre (library.yaml, proper_nouns).",
                )  # fmt: skip
