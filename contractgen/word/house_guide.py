"""A commented house style to start from: a house style in, the same out with a body that explains it in its own styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from contractgen.word.escaping import escape
from contractgen.word.house_styles import ROLES
from contractgen.word.package import package, packed

_DOCUMENT = "word/document.xml"
_SECTION = re.compile(r"<w:sectPr\b.*</w:sectPr>", re.DOTALL)
_BODY = re.compile(r"<w:body>.*</w:body>", re.DOTALL)

_CHANGE = (
    "les polices, les tailles, les couleurs, les espacements, les retraits, les bordures des styles ;",
    "le retrait des numéros, l’alinéa et la puce des listes ;",
    "les marges, pourvu qu’il reste douze centimètres de texte : les tableaux en prennent la largeur ;",
    "l’en-tête et le pied de page : leur texte, un logo (PNG, JPEG ou GIF), une première page différente ;",
    "les mentions légales du cabinet, en texte, dans le pied de page.",
)
_KEEP = (
    "le nom des styles, ni les niveaux hiérarchiques des titres : le sommaire en dépend ;",
    "les numéros eux-mêmes : « Article 1 », « 1.1 », « Annexe 1 », « A1.1 » : les renvois les citent ;",
    "le lien entre chaque titre et son niveau de liste ;",
    "le format A4 en hauteur.",
)
_NO = (
    "pas de macro, de contrôle, d’objet incorporé ni de modèle attaché ;",
    "pas d’image liée à un fichier ou à une adresse : insérez-la dans le document ;",
    "pas de champ, sauf ceux qui comptent les pages ou répètent un titre.",
)
_TAGS = (
    ("{{ entete }}", "en-tête (obligatoire), pied de page", "le nom du document et du client"),
    ("{{ pied }}", "pied de page (obligatoire), en-tête", "la place des paraphes, dans un contrat ; la bibliothèque et sa version, dans un document interne"),
    ("{{ mention }}", "en-tête ou pied de page, sur chaque sorte de page", "« PROJET » ou « Document interne », sinon rien"),
    ("{{ article }}", "numéro du premier niveau, avant %1", "le mot « Article », dans un contrat seulement"),
)  # fmt: skip


def with_guide(house: bytes) -> bytes:
    """The house style with a body that says what each style and tag is for, what may be changed and what not."""
    with zipfile.ZipFile(io.BytesIO(house)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts[_DOCUMENT].decode()
    section = _SECTION.search(document)
    body = f"<w:body>{_guide()}{section[0] if section else ''}</w:body>"
    parts[_DOCUMENT] = _BODY.sub(lambda _: body, document).encode()
    return package([packed(name, content) for name, content in parts.items()])


def _guide() -> str:
    return "".join(
        [
            *_cover(),
            _says("part"),
            _paragraph("article1", "À quoi sert ce fichier"),
            _paragraph("body", "contractgen prend à ce fichier ses styles, ses listes, sa page, son en-tête et son pied de page. Le texte que vous lisez ici n’est pas repris : gardez-le, ou effacez-le. Vérifiez le modèle avec « contractgen house check », puis donnez-le à « contractgen build » par « --house »."),
            *_list("Ce que vous pouvez changer", _CHANGE),
            *_list("Ce qu’il ne faut pas changer", _KEEP),
            *_list("Ce qui est refusé", _NO),
            _paragraph("article1", "Les balises"),
            _paragraph("body", "Une balise est remplacée par du texte. Il n’y en a pas d’autres que celles-ci."),
            _paragraph("caption", "Les balises et leur place (style « caption »)"),
            _table("table", ("Balise", "Où", "Ce qui la remplace"), _TAGS),
            *_styles(),
            *_annex(),
        ]
    )  # fmt: skip


def _cover() -> Iterable[str]:
    yield _paragraph("title", "Style maison")
    yield from (_says(key) for key in ("subtitle", "cover_note", "cover_detail", "toc_heading"))
    for key in ("toc1", "toc2"):
        yield _paragraph(key, f"1\t{_what(key)}")


def _list(title: str, lines: Iterable[str]) -> Iterable[str]:
    yield _paragraph("article1", title)
    for line in lines:
        yield _paragraph("bullet", line)


def _styles() -> Iterable[str]:
    """A paragraph in each style of the texts."""
    yield _paragraph("article1", "Les styles, chacun dit par lui-même")
    yield from (
        _says(key)
        for key in ("article2", "article3", "body", "lead", "bullet", "bullet2", "item", "item", "item2", "party")
    )
    for key in ("strong", "blank"):
        run = f'<w:r><w:rPr><w:rStyle w:val="{ROLES[key].ident}"/></w:rPr><w:t xml:space="preserve">{escape(_what(key))}</w:t></w:r>'
        yield f'<w:p><w:pPr><w:pStyle w:val="{ROLES["body"].ident}"/></w:pPr>{run}</w:p>'
    heads = ("cell_head", "cell_head_number")
    yield _table(
        "table", tuple(map(_what, heads)), ((_what("cell"), _what("cell_number")),), ("cell", "cell_number"), heads
    )
    yield _paragraph("body", _what("table"))


def _annex() -> Iterable[str]:
    yield from (_says(key) for key in ("annex1", "annex2", "annex3", "body"))
    yield _table(
        "signature_table",
        (_what("signature_head"),) * 2,
        ((_what("signature_line"),) * 2,),
        ("signature_line",) * 2,
        ("signature_head",) * 2,
    )
    yield _says("end")


def _what(key: str) -> str:
    return f"Style « {ROLES[key].name} » : {ROLES[key].what}"


def _says(key: str) -> str:
    return _paragraph(key, _what(key))


def _paragraph(key: str, text: str) -> str:
    pieces = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f'<w:p><w:pPr><w:pStyle w:val="{ROLES[key].ident}"/></w:pPr><w:r>{pieces}</w:r></w:p>'


def _table(
    style: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], keys: tuple[str, ...] = ("cell",) * 3,
    top: tuple[str, ...] = ("cell_head",) * 3,
) -> str:  # fmt: skip
    width = 9000 // len(head)
    grid = f'<w:gridCol w:w="{width}"/>' * len(head)
    lines = [(head, top), *((row, keys) for row in rows)]
    text = "".join(
        f"<w:tr>{''.join(f'<w:tc>{_paragraph(key, cell)}</w:tc>' for cell, key in zip(row, of_row, strict=True))}</w:tr>"
        for row, of_row in lines
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{ROLES[style].ident}"/><w:tblW w:w="{width * len(head)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{text}</w:tbl>'
    )
