"""The view with marks: whose words they are, paragraph by paragraph, and the comments with their anchors and replies."""

from __future__ import annotations

from faults import DOCUMENT, W
from revision_specimens import SPECIMENS, d, file, p, row, t, table

from contractgen.results import Pack
from contractgen.word.marked import marked
from contractgen.word.revisions import accept_all, reject_all, revisions

LEA = "Maître Léa"


def lines(text: str) -> list[str]:
    return [str(one) for one in marked(file(text)).paragraphs]


def test_each_word_has_its_changes_and_their_authors() -> None:
    written = p(t("un ") + f"<ins A>{t('deux ')}<del w:id='50' w:author='Paul'>{d('trois')}</del></ins>" + t(" quatre"))
    (paragraph,) = marked(file(written)).paragraphs
    assert paragraph.stretches == (
        ("un ", ()),
        ("deux ", (("insertion", LEA),)),
        ("trois", (("insertion", LEA), ("deletion", "Paul"))),
        (" quatre", ()),
    )
    assert str(paragraph) == "un [+deux +]{Maître Léa}[+[-trois-]{Paul}+]{Maître Léa} quatre"


def test_marks_of_paragraphs_and_rows_are_shown() -> None:
    assert lines(p(t("a"), "del") + p(t("b")))[0] == "a[-¶-]{Maître Léa}"
    assert lines(SPECIMENS["paragraph moved"].written)[0] == "[<a<]{Maître Léa}[<¶<]{Maître Léa}"
    held = marked(file(table(row(p(t("a")), properties="<trPr><del A/></trPr>")) + p(""))).paragraphs[0]
    assert held.row == (("deletion", LEA),)


def test_the_words_without_those_taken_out_are_those_of_the_accepted_view() -> None:
    """And without those put in, of the rejected one, for every specimen whose rows, cells and formats stay."""
    for name, specimen in SPECIMENS.items():
        if "row" in name or "cell" in name or "formula" in name:
            continue
        data = file(specimen.written)
        shown = [stretch for one in marked(data).paragraphs for stretch in one.stretches]
        for resolve, gone in ((accept_all, {"deletion", "move_from"}), (reject_all, {"insertion", "move_to"})):
            kept = "".join(text for text, changes in shown if not gone & {kind for kind, _ in changes})
            assert kept == "".join(s.text for one in marked(resolve(data)).paragraphs for s in one.stretches), name


def test_a_produced_contract_has_no_mark(micro_pack: Pack) -> None:
    for document in micro_pack.lots[0].documents:
        found = marked(document.content)
        assert found.comments == ()
        assert len(found.paragraphs) > 50
        assert not any(one.mark or one.row or s.changes for one in found.paragraphs for s in one.stretches)


COMMENTS = (
    f'<w:comments xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
    '<w:comment w:id="1" w:author="Léa" w:date="2026-03-01T10:00:00Z"><w:p w14:paraId="0A"><w:r><w:t>Trop long.</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="2" w:author="Paul"><w:p w14:paraId="0B"><w:r><w:t>Non :</w:t></w:r></w:p><w:p w14:paraId="0C"><w:r><w:t>usuel.</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="3" w:author="Léa"><w:p w14:paraId="0D"><w:r><w:t>Perdu.</w:t></w:r></w:p></w:comment></w:comments>'
).encode()
EXTENDED = (
    b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    b'<w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0C" w15:paraIdParent="0A" w15:done="0"/></w15:commentsEx>'
)


def test_comments_have_their_anchor_their_replies_and_whether_they_are_settled() -> None:
    def anchored(inner: str, ident: int) -> str:
        return f'<commentRangeStart w:id="{ident}"/>{inner}<commentRangeEnd w:id="{ident}"/><r><commentReference w:id="{ident}"/></r>'

    text = p(t("un")) + p(
        t("délai de ") + anchored(anchored(f"<del A>{d('dix')}</del><ins A>{t('trente')}</ins>", 1), 2) + t(" jours")
    )
    data = file(text, **{"word/comments.xml": COMMENTS, "word/commentsExtended.xml": EXTENDED})
    one, reply, lost = marked(data).comments
    assert one == ("1", "Léa", "2026-03-01T10:00:00Z", "Trop long.", "dixtrente", DOCUMENT, 1, "", True)
    assert reply == ("2", "Paul", "", "Non :\nusuel.", "dixtrente", DOCUMENT, 1, "1", False)
    assert (lost.anchor, lost.part, lost.rank) == ("", "", -1)


def test_a_comment_over_several_paragraphs_has_all_its_words() -> None:
    text = p('<commentRangeStart w:id="1"/>' + t("un")) + p(t("deux") + '<commentRangeEnd w:id="1"/>')
    assert marked(file(text, **{"word/comments.xml": COMMENTS})).comments[0].anchor == "un\ndeux"


def test_the_list_of_changes_and_the_view_with_marks_agree() -> None:
    for specimen in SPECIMENS.values():
        data = file(specimen.written)
        listed = {one.author for one in revisions(data).changes if one.kind in ("insertion", "deletion")}
        shown = {author for one in marked(data).paragraphs for s in one.stretches for kind, author in s.changes}
        assert listed <= shown | {LEA}
