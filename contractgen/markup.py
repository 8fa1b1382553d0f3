"""A clause body in, blocks out: Markdown with values, references, blocks and ties to requirements.

Markdown is read by markdown-it-py; the four additions are taken out of its way first, each replaced by one
private character, and put back into the tree. Nothing else of Markdown is admitted (no HTML, link, image,
code or quotation): it is a problem with its line. No value is looked up here.

Each table has its caption, as Pandoc writes it: a paragraph « Table: Volumes mensuels » just before it. The number is
the document's. `[[slug]]` prints « section 4 » or « Annexe 3 », and `[[tableau:slug]]` « tableau 2 »: the first table
written in the clause, of which the variants for other answers bear the same caption. `[[slug#delai]]` prints
« Article 4.2 »: the title written « ## Délai {#delai} » in that clause. The article and its contraction
(« le », « au », « du ») are written before the link.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from contractgen.french import typography
from contractgen.markup_tokens import MARKS, TOKEN, Anchor, Mark, Ties, token_of
from contractgen.model import (
    Block,
    Link,
    Paragraph,
    ParagraphTemplate,
    Rows,
    Run,
    Slot,
    Span,
    Table,
    TableTemplate,
    When,
)
from contractgen.spans import cell_of, merged

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_CAPTION = re.compile(r"Table:[ \t]*(.*)\Z", re.DOTALL)
_HOW = "écrire « Table: Volumes mensuels », sans valeur ni renvoi, juste avant le tableau"
_ROWS = re.compile(r"rows\s+([a-z_.]+)\s+as\s+([a-z_]+)(?:\s+when\s+(.+))?\Z")
_PIPE = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"\s*(:{3,})(.*)\Z", re.DOTALL)
_ITEMS = {
    ("bullet_list", 1): "bullet", ("bullet_list", 2): "bullet2",
    ("ordered_list", 1): "item", ("ordered_list", 2): "item2",
}  # fmt: skip
_LOOKS = ("partie", "signature")  # blocks that look otherwise: the lines of a party, the cells to sign in
_PRIVATE = 0xE000
_PRIVATE_CHARACTER = re.compile("[\ue000-\uefff]")


class MarkupError(NamedTuple):
    line: int
    message: str


class Body(NamedTuple):
    """The blocks of a clause, and the problems found in it; lines are those of the file."""

    blocks: tuple[Block, ...]
    errors: tuple[MarkupError, ...]


def parse_body(text: str, first_line: int = 1, titles: str = "article") -> Body:
    """The blocks of a clause body; `first_line` is the line of the file on which the body begins, `titles` the family
    of styles of its titles: article or annex."""
    parser = _Parser(first_line, titles)
    protected = parser.protect(text)
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(_markdown().parse(protected))
    blocks = parser.blocks(root.children)
    return Body(blocks, tuple(sorted(parser.errors)))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    for name in ("when", "rows", *_LOOKS):
        markdown.use(container_plugin, name)
    return markdown


class _Parser:
    """Blocks from the syntax tree: one method a kind of block."""

    def __init__(self, first_line: int, titles: str) -> None:
        self.first_line, self.titles = first_line, titles
        self.errors: list[MarkupError] = []
        self._lines: list[str] = []
        self._look = ""
        self._tokens: list[Slot | Link | Mark] = []

    def error(self, line: int, message: str) -> None:
        self.errors.append(MarkupError(line, message))

    # ------------------------------------------------ before Markdown

    def protect(self, text: str) -> str:
        """The text with each addition replaced by one private character; fences are counted."""
        if private := _PRIVATE_CHARACTER.search(text):
            self.error(self.first_line + text.count("\n", 0, private.start()), "caractère à usage privé dans le texte")
            text = _PRIVATE_CHARACTER.sub("", text)
        lines, opened = [], []
        for offset, line in enumerate(text.split("\n")):
            number = self.first_line + offset
            fence = _FENCE.match(line)
            if fence and fence.group(2).strip():
                opened.append(number)
            elif fence and not opened:
                self.error(number, "« ::: » ferme un bloc qui n'est pas ouvert")
            elif fence:
                opened.pop()
            lines.append(line if fence else TOKEN.sub(partial(self._token, number), line))
        for number in opened:
            self.error(number, "bloc « ::: » ouvert et jamais fermé")
        self._lines = lines
        return "\n".join(lines)

    def _token(self, line: int, found: re.Match[str]) -> str:
        token = token_of(found)
        if isinstance(token, str):
            self.error(line, token)
            return ""
        self._tokens.append(token)
        space = " " if isinstance(token, MARKS) else ""  # without it, « .** » before a tie would not end the bold
        return space + chr(_PRIVATE + len(self._tokens) - 1)

    # ------------------------------------------------ blocks

    def blocks(self, nodes: list[SyntaxTreeNode]) -> tuple[Block, ...]:
        found: list[Block] = []
        caption: str | None = None
        for node in nodes:
            before, caption = caption, _caption(node)
            blocks = self._block(node) if caption is None else []
            for block in blocks:
                if isinstance(block, (Table, TableTemplate)) and block.look != "signature":
                    if not before or _PRIVATE_CHARACTER.search(before):
                        self.error(self._line(node), f"tableau sans légende : {_HOW}")
                    blocks, before = [block._replace(caption=typography(before or ""))], None
            if before is not None:
                self.error(self._line(node), f"légende sans tableau : {_HOW}")
            found += blocks
        if caption is not None:
            self.error(self._line(nodes[-1]), f"légende sans tableau : {_HOW}")
        return tuple(found)

    def _line(self, node: SyntaxTreeNode) -> int:
        return self.first_line + (node.map[0] if node.map else 0)

    def _block(self, node: SyntaxTreeNode) -> list[Block]:
        if node.type == "paragraph":
            return [self._piped(node) or self._paragraph(node, "party" if self._look == "partie" else "body")]
        if node.type == "heading":
            return self._heading(node)
        if node.type in ("bullet_list", "ordered_list"):
            return self._list(node, 1)
        if node.type == "table":
            return [self._table(node)]
        if node.type == "container_when":
            return [When(node.info.strip()[4:].strip(), self.blocks(node.children), self._line(node))]
        if node.type == "container_rows":
            return self._rows(node)
        if node.type.removeprefix("container_") in _LOOKS:
            return self._looking(node)
        self.error(self._line(node), f"« {node.type} » n'est pas admis dans une clause")
        return []

    def _looking(self, node: SyntaxTreeNode) -> list[Block]:
        """The blocks of a party or of signatures, each in the style of its kind."""
        if self._look:
            self.error(self._line(node), f"bloc « {node.info.strip()} » dans un bloc « {self._look} »")
        self._look = node.type.removeprefix("container_")
        found = self.blocks(node.children)
        self._look = ""
        return list(found)

    def _heading(self, node: SyntaxTreeNode) -> list[Block]:
        if node.tag not in ("h2", "h3"):
            self.error(self._line(node), "un titre dans une clause s'écrit « ## » ou « ### »")
            return []
        return [self._paragraph(node, f"{self.titles}{node.tag[1]}")]

    def _list(self, node: SyntaxTreeNode, depth: int, lettered: bool = False) -> list[Block]:
        style = _ITEMS[node.type, min(depth, 2)]
        style = "party" if self._look == "partie" else style
        if depth > 2 or (style == "item2" and not lettered):
            self.error(
                self._line(node),
                "liste trop profonde : deux niveaux de puces au plus, ou de lettres puis de chiffres romains",
            )
        found: list[Block] = []
        for item in node.children:
            for child in item.children:
                if child.type == "paragraph":
                    found.append(self._paragraph(child, style))
                elif child.type in ("bullet_list", "ordered_list"):
                    found += self._list(child, depth + 1, style == "item")
                else:
                    self.error(self._line(child), f"« {child.type} » n'est pas admis dans une liste")
        return found

    def _rows(self, node: SyntaxTreeNode) -> list[Block]:
        header = _ROWS.match(node.info.strip())
        if not header:
            self.error(self._line(node), "écrire « ::: rows tableau as x » ou « ::: rows tableau as x when condition »")
            return []
        return [Rows(header[1], header[2], header[3], self.blocks(node.children), self._line(node))]

    def _table(self, node: SyntaxTreeNode) -> Block:
        rows: list[tuple[tuple[Span, ...], ...]] = []
        align: list[str] = []
        for part in node.children:
            for row in part.children:
                self._check_row(row)
                rows.append(tuple(self._spans(cell.children, self._line(row))[0] for cell in row.children))
                align = align or ["right" if "right" in str(c.attrs.get("style", "")) else "left" for c in row.children]
        return self._made(rows, tuple(align), self._line(node))

    def _check_row(self, row: SyntaxTreeNode) -> None:
        """Markdown drops the cells that a row has in excess, and fills up those that it lacks; we refuse both."""
        written = self._lines[row.map[0]].strip() if row.map else ""
        if len(_PIPE.split(written.removeprefix("|").removesuffix("|"))) != len(row.children):
            self.error(self._line(row), "les lignes du tableau n'ont pas toutes le même nombre de cellules")

    def _piped(self, node: SyntaxTreeNode) -> Block | None:
        """A table written without its delimiter row: each line begins and ends with a pipe."""
        lines = node.children[0].content.split("\n")
        if len(lines) < 2 or not all(line.startswith("|") and line.endswith("|") for line in map(str.strip, lines)):
            return None
        rows = [tuple(self._text(c.strip(), False) for c in line.strip()[1:-1].split("|")) for line in lines]
        if len({len(row) for row in rows}) > 1:
            self.error(self._line(node), "les lignes du tableau n'ont pas toutes le même nombre de cellules")
        return self._made(rows, ("left",) * len(rows[0]), self._line(node))

    def _made(self, rows: list[tuple[tuple[Span, ...], ...]], align: tuple[str, ...], line: int) -> Block:
        """A table; one that holds neither values nor references is already as it will be printed."""
        look = "signature" if self._look == "signature" else "table"
        cells = [tuple(cell for cell in map(cell_of, row) if cell is not None) for row in rows]
        if [len(row) for row in cells] != [len(rows[0])] * len(rows):
            return TableTemplate(rows[0], tuple(rows[1:]), align, line, look)
        return Table(cells[0], tuple(cells[1:]), align, fixed=True, look=look)

    # ------------------------------------------------ inline

    def _paragraph(self, node: SyntaxTreeNode, style: str) -> Block:
        spans, marks = self._spans(node.children, self._line(node))
        ties = tuple(tie for mark in marks if isinstance(mark, Ties) for tie in mark.ids)
        anchor = "".join([mark.name for mark in marks if isinstance(mark, Anchor)])
        if anchor and node.type != "heading":
            self.error(self._line(node), "{#…} s'écrit à la fin d'un titre « ## » ou « ### »")
        if not spans:
            self.error(self._line(node), "paragraphe vide")
        if style == "body" and spans and isinstance(spans[-1], Run) and spans[-1].text.endswith(":"):
            style = "lead"
        runs = tuple(span for span in spans if isinstance(span, Run))
        if len(runs) == len(spans):
            return Paragraph(style, "".join(run.text for run in runs), runs, ties, fixed=not anchor, anchor=anchor)
        return ParagraphTemplate(style, spans, ties, self._line(node), anchor)

    def _spans(self, nodes: list[SyntaxTreeNode], line: int) -> tuple[tuple[Span, ...], tuple[Mark, ...]]:
        """The spans of an inline node, and what is marked at its end: requirements, or the name of a title."""
        found: list[Span | Mark] = []
        for node in nodes:
            self._inline(node, False, line, found)
        marks = tuple(span for span in found if isinstance(span, MARKS))
        if any(isinstance(span, MARKS) for span in found[:-1]):
            self.error(line, "{satisfies=…} ou {#…} s'écrit à la fin du paragraphe, une seule fois")
        spans = [span for span in found if not isinstance(span, MARKS)]
        if marks and spans and isinstance(spans[-1], Run):
            spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip(" "))
        return merged(spans), marks

    def _inline(self, node: SyntaxTreeNode, strong: bool, line: int, found: list[Any]) -> None:
        if node.type in ("inline", "strong"):
            for child in node.children:
                self._inline(child, strong or node.type == "strong", line, found)
        elif node.type in ("softbreak", "hardbreak"):
            found.append(Run(" ", "text", strong=strong))
        elif node.type == "text":
            if ":::" in node.content:
                self.error(line, "bloc « ::: » inconnu, ou collé au texte : « when » ou « rows », seul sur sa ligne")
            found += self._text_and_marks(node.content, strong)
        else:
            self.error(line, f"« {node.type} » n'est pas admis dans une clause")

    def _text(self, text: str, strong: bool) -> tuple[Span, ...]:
        return merged([span for span in self._text_and_marks(text, strong) if not isinstance(span, MARKS)])

    def _text_and_marks(self, text: str, strong: bool) -> list[Span | Mark]:
        found: list[Span | Mark] = []
        start = 0
        for private in _PRIVATE_CHARACTER.finditer(text):
            if private.start() > start:
                found.append(Run(text[start : private.start()], "text", strong=strong))
            token = self._tokens[ord(private.group()) - _PRIVATE]
            found.append(token._replace(strong=strong) if isinstance(token, Slot) else token)
            start = private.end()
        if start < len(text):
            found.append(Run(text[start:], "text", strong=strong))
        return found


def _caption(node: SyntaxTreeNode) -> str | None:
    """The text of a caption, None for what is none."""
    found = _CAPTION.match(node.children[0].content) if node.type == "paragraph" else None
    return found[1].strip() if found else None
