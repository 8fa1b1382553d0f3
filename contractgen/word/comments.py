"""The comments of a review copy: their part, their anchors in the body, and the styles they are written in.

A comment is an element of `word/comments.xml`; in the body a range and a reference carry its id (ECMA-376 17.13.4). It
has an author and initials and no date, which the schema does not ask for (CT_TrackChange) and no clock could give. The
text around is not touched: marks are put into a copy of what was written for a block.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from contractgen.model import Comment, Run
from contractgen.word.blocks import run_xml
from contractgen.word.escaping import quoted
from contractgen.word.package import Member, packed
from contractgen.word.parts import XML, R

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT, _REFERENCE = "CommentText", "CommentReference"
_STYLES = {
    _TEXT: f'<w:style w:type="paragraph" w:styleId="{_TEXT}"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/>'
    '<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:spacing w:before="0" w:after="60"/><w:jc w:val="left"/></w:pPr>'
    '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>',
    _REFERENCE: f'<w:style w:type="character" w:styleId="{_REFERENCE}"><w:name w:val="annotation reference"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>',
}  # fmt: skip
_IN_REFERENCE_STYLE = f'<w:rPr><w:rStyle w:val="{_REFERENCE}"/></w:rPr>'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_END_OF_PROPERTIES, _END = "</w:pPr>", "</w:p>"


class Anchors:
    """The comments of one document by place, each with the id that its rank gives."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        self._by_block: dict[tuple[str, int], list[tuple[int, Comment]]] = {}
        for ident, comment in enumerate(comments):
            self._by_block.setdefault((comment.entry, comment.block), []).append((ident, comment))

    def marked(self, entry: str, block: int, xml: str) -> str:
        """What was written for a block of an entry, with the marks of its comments."""
        here = self._by_block.get((entry, block))
        if not here:
            return xml
        *paragraphs, rest = xml.split(_END)
        for rank, group in groupby(here, lambda one: one[1].paragraph):
            paragraphs[rank] = _marked(paragraphs[rank], list(group))
        return _END.join([*paragraphs, rest])


def _marked(paragraph: str, comments: list[tuple[int, Comment]]) -> str:
    """A paragraph without its end tag: the ranges of the blanks, then those of the whole."""
    for ident, comment in comments:
        if comment.blank:
            run = run_xml(Run(comment.blank, "blank"))
            before, found, after = paragraph.partition(run)
            paragraph = f"{before}{_start(ident)}{found}{_finish(ident)}{after}"
    whole = [ident for ident, comment in comments if not comment.blank]
    before, properties, text = paragraph.partition(_END_OF_PROPERTIES)
    return f"{before}{properties}{''.join(map(_start, whole))}{text}{''.join(map(_finish, whole))}"


def _start(ident: int) -> str:
    return f'<w:commentRangeStart w:id="{ident}"/>'


def _finish(ident: int) -> str:
    reference = f'<w:r>{_IN_REFERENCE_STYLE}<w:commentReference w:id="{ident}"/></w:r>'
    return f'<w:commentRangeEnd w:id="{ident}"/>{reference}'


def with_comments(members: Sequence[Member], comments: Sequence[Comment]) -> list[Member]:
    """The members of a package with the part of the comments, declared, related, and its styles."""
    part = f'{XML}<w:comments xmlns:w="{_W}">{"".join(map(_comment, range(len(comments)), comments))}</w:comments>'
    known = [_completed(member) if member.name in _CONCERNED else member for member in members]
    return [*known, packed("word/comments.xml", part.encode())]


def _comment(ident: int, comment: Comment) -> str:
    mark = f"<w:r>{_IN_REFERENCE_STYLE}<w:annotationRef/></w:r>"
    paragraphs = [
        f'<w:p><w:pPr><w:pStyle w:val="{_TEXT}"/></w:pPr>{"" if rank else mark}{_lead(lead)}{run_xml(Run(text))}</w:p>'
        for rank, (lead, text) in enumerate(comment.paragraphs)
    ]
    author, initials = quoted(comment.author), quoted(comment.initials)
    return f'<w:comment w:id="{ident}" w:author="{author}" w:initials="{initials}">{"".join(paragraphs)}</w:comment>'


def _lead(lead: str) -> str:
    """In bold, and not by a style: LibreOffice shows no character style in a comment."""
    return f"<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{run_xml(Run(lead)).removeprefix('<w:r>')}" if lead else ""


_CONCERNED = {
    "[Content_Types].xml": (f'<Override PartName="/word/comments.xml" ContentType="{_TYPE}"/>',),
    "word/_rels/document.xml.rels": (f'<Relationship Id="rIdComments" Type="{R}/comments" Target="comments.xml"/>',),
    "word/styles.xml": tuple(_STYLES.values()),
}


@lru_cache(maxsize=16)
def _completed(member: Member) -> Member:
    """A part that must know of the comments, with what it lacks before its end tag; made once of the same part."""
    text = zlib.decompress(member.packed, -zlib.MAX_WBITS).decode()
    lacking = [more for more in _CONCERNED[member.name] if more.partition("><")[0] not in text]
    before, end, after = text.rpartition("</")
    return packed(member.name, f"{before}{''.join(lacking)}{end}{after}".encode())
