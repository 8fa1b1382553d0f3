"""A catalogue of the whole library as static pages: one for each entry, an index with a search that needs no server.

The same library gives the same bytes. Everything outside is escaped; the lists are there without scripts.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape

from contractgen.catalogue.card import Card
from contractgen.catalogue.finding import card, names
from contractgen.catalogue.report import as_article
from contractgen.evolution.edition import Edition

_TITLES = {
    "clause": "Clauses et annexes",
    "requirement": "Exigences",
    "answer": "Questions, faits, paramètres",
    "term": "Définitions",
}
_STYLE = """body{font:1rem/1.55 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}main,header,nav{max-width:56rem;margin:auto;padding:.5rem 1rem}
a{color:#0b4a8f}a:focus,input:focus{outline:3px solid #b35900;outline-offset:2px}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
dt{font-weight:bold}dd{margin:0 0 .4rem 1rem}.text{white-space:pre-wrap;font:inherit;border-left:4px solid #767676;padding-left:1rem}
input{font:inherit;width:100%;max-width:30rem;padding:.3rem}li{margin:.15rem 0}code{background:#f2f2f2}"""
_SEARCH = """const box=document.getElementById('q'),out=document.getElementById('n'),plain=t=>t.normalize('NFD').replace(/[\\u0300-\\u036f]/g,'').toLowerCase();
const items=[...document.querySelectorAll('li[data-t]')];
box.addEventListener('input',()=>{const words=plain(box.value).split(/\\s+/).filter(Boolean);let n=0;
for(const item of items){const shown=words.every(w=>item.dataset.t.includes(w));item.hidden=!shown;n+=shown}
out.textContent=words.length?n+' résultat'+(n>1?'s':''):''});document.getElementById('search').hidden=false;"""
_UNSAFE = re.compile(r"[^a-z0-9-]+")


def site(edition: Edition) -> dict[str, bytes]:
    """The pages by their path."""
    cards = {(kind, name): card(kind, name, edition) for kind in _TITLES for name in names(kind, edition)}
    pages: dict[tuple[str, str], str] = {}
    for key in cards:
        path, number = _path(*key), 1
        while path in pages.values():
            number += 1
            path = f"{_path(*key).removesuffix('.html')}-{number}.html"
        pages[key] = path
    linked = {(_french(kind, name, edition), name): path for (kind, name), path in pages.items()}
    found = {
        path: _page(edition, cards[key].title, as_article(cards[key], {k: f"../{p}" for k, p in linked.items()}), "../")
        for key, path in pages.items()
    }
    return {"index.html": _page(edition, "Catalogue", _index(cards, pages), ""), **found}


def _french(kind: str, name: str, edition: Edition) -> str:
    if kind != "answer":
        return {"clause": "clause", "requirement": "exigence", "term": "définition"}[kind]
    if name in edition.questionnaire.questions:
        return "question"
    return "fait" if name in edition.library.facts else "paramètre"


def _path(kind: str, name: str) -> str:
    """A path made of letters, digits and hyphens only, whatever the name."""
    safe = _UNSAFE.sub("-", name.lower())
    return f"{kind}/{safe}.html"


def _index(cards: dict[tuple[str, str], Card], pages: dict[tuple[str, str], str]) -> str:
    parts = [
        '<h1>Catalogue</h1><div id="search" hidden><label for="q">Chercher un mot</label> <input id="q" type="search" autocomplete="off"> <span id="n" role="status"></span></div>'
    ]
    for kind, title in _TITLES.items():
        items = "".join(
            f'<li data-t="{escape(_plain(f"{name} {cards[kind, name].title} {cards[kind, name].body}"))}"><a href="{escape(pages[kind, name])}"><code>{escape(name)}</code></a> {escape(cards[kind, name].title)}</li>'
            for of, name in cards
            if of == kind
        )
        parts.append(f'<h2 id="{kind}">{title}</h2><ul>{items}</ul>')
    return "".join(parts) + f"<script>{_SEARCH}</script>"


def _plain(text: str) -> str:
    """The text as the search compares it: no accent, no capital."""
    folded = unicodedata.normalize("NFD", text)
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).lower().split())


def _page(edition: Edition, title: str, main: str, root: str) -> bytes:
    name = f"{edition.library.name} {edition.library.version}"
    links = "".join(
        f'<a href="{root}index.html#{kind}">{label}</a> · ' for kind, label in _TITLES.items()
    ).removesuffix(" · ")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)} – {escape(name)}</title><style>{_STYLE}</style>'
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head>{head}</head>\n<body><a class="skip" href="#main">Aller au contenu</a>'
        f"<header><p>Bibliothèque {escape(name)} ; rien n'y est un conseil juridique.</p></header>"
        f'<nav aria-label="Parties">{links}</nav><main id="main">{main}</main></body></html>\n'
    ).encode()
