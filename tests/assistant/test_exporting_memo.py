"""Memos: every sum is proven by a note, links go both ways, nothing a document says becomes markup."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.shared import Cm
from lxml import etree

from assistant.errors import AssistantError
from assistant.exporting.memo import Memo, memo
from assistant.exporting.memo_pages import html, markdown
from assistant.exporting.memo_word import word
from assistant.exporting.packing import BEGINNING
from assistant.exporting.taken import AMOUNT, Taken
from assistant.keeping import library as keeper
from assistant.keeping.settings import Client
from assistant.service import Assistant
from assistant.types import Answer, Citation, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUESTIONS = (
    "义乌的国家级绿色工厂能奖多少钱？", "惠州奖多少", "浙江有哪些地方有补贴", "第三批什么时候复核", "LED灯有什么标准",
    "火星有补贴吗", "苏州和义乌哪个高", "什么是绿色工厂", "宁夏投资 800 万元能补多少", "义乌的奖励还有效吗",
)  # fmt: skip
HOSTILE = '=HYPERLINK("http://x.invalid")<img src=x onerror=alert(1)>\x07\u202e**粗**]]>--><!--'


@pytest.fixture(scope="module")
def taken(assistant: Assistant) -> list[Taken]:
    return [Taken(answer=assistant.ask(question)) for question in QUESTIONS]


@pytest.fixture(scope="module")
def page(assistant: Assistant, taken: list[Taken]) -> Memo:
    client = Client(name="甲厂", place="义乌", level="国家级")
    return memo(taken, assistant.corpus, day=assistant.as_of, generation="7", client=client)


def hostile() -> Memo:
    """A memo of an answer whose every text tries to be something else."""
    from corpus.types import Corpus

    citation = Citation(
        n=1, doc=HOSTILE, doc_id="x", section=HOSTILE, locator=HOSTILE, quote=HOSTILE, quote_kind="original"
    )
    answer = Answer(
        question=HOSTILE, as_of="2026-11-22", status="answered", intent="statement", headline=HOSTILE,
        facts=(HOSTILE,), table=Table(columns=(HOSTILE,), rows=((HOSTILE,),)), citations=(citation,),
        caveats=(HOSTILE,),
    )  # fmt: skip
    from datetime import date

    return memo([Taken(answer=answer)], Corpus(documents=()), day=date(2026, 11, 22), generation="1", title=HOSTILE)


def part(data: bytes, name: str) -> Any:
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def body_text(data: bytes) -> str:
    return "\n".join("".join(p.itertext(f"{W}t")) for p in part(data, "word/document.xml").iter(f"{W}p"))


def notes_of(data: bytes) -> dict[str, str]:
    root = part(data, "word/endnotes.xml")
    return {note.get(f"{W}id"): "".join(note.itertext(f"{W}t")) for note in root if note.get(f"{W}type") is None}


def sums(texts: Iterator[str]) -> set[str]:
    return {re.sub(r"\s", "", found) for text in texts for found in AMOUNT.findall(text)}


def test_a_memo_reads_like_one(page: Memo) -> None:
    first = page.blocks[0]
    assert page.about == ("以 2026-11-22 为准", "资料第 7 代", "客户：甲厂（义乌，国家级）")
    assert (first.figure, first.validity) == ("国家级 500 万元", "已过期（以 2026-11-22 为准）")
    assert page.overview is not None
    assert page.overview.rows[0] == ("1", QUESTIONS[0], "国家级 500 万元", "已过期")
    assert page.overview.rows[5][2] == "还缺一个条件"


def test_every_sum_of_an_answer_stands_in_a_note_or_in_a_record_or_was_computed(taken: list[Taken], page: Memo) -> None:
    for one, block in zip(taken, page.blocks, strict=True):
        quotes = [page.notes[number - 1].quote for number in block.notes]
        proof = json.dumps([one.answer.records, one.answer.computed, one.answer.question], ensure_ascii=False)
        told = sums(iter((block.headline, block.figure, *block.facts)))
        assert all(
            found in sums(iter(quotes)) or re.search(rf"(?<!\d){found.split('万')[0]}(\.0)?(?!\d)", proof)
            for found in told
        ), block.question


def test_a_source_quoted_twice_has_one_note(page: Memo) -> None:
    assert page.blocks[0].notes == page.blocks[9].notes == (1,)
    assert len({(note.source, note.quote) for note in page.notes}) == len(page.notes)


def test_what_is_not_known_stands_on_the_last_page(page: Memo) -> None:
    told = {one.title: one.points for one in page.unknown}
    assert told["还缺一个条件"][0].startswith("问题 6：")
    assert "问题 1、10：依据已过期，之后有无新规定" in told["需要向主管部门核实"]
    assert any("最后见于 2020-11-06，距今 6 年" in point for point in told["需要向主管部门核实"])


def test_nothing_open_is_said_too(assistant: Assistant) -> None:
    answer = replace(assistant.ask("什么是绿色工厂"), citations=(), caveats=())
    assert memo([Taken(answer=answer)], assistant.corpus, day=assistant.as_of, generation="1").unknown == ()


def test_word_has_real_endnotes_that_the_text_refers_to(page: Memo) -> None:
    data = word(page)
    notes = notes_of(data)
    referred = [one.get(f"{W}id") for one in part(data, "word/document.xml").iter(f"{W}endnoteReference")]
    assert sorted(referred, key=int) == sorted(notes, key=int)
    assert "浙江省义乌市《关于推动实体经济高质量发展的若干意见（试行）》：国家级绿色工厂奖励 500 万元" in notes["1"]
    assert "表 3.2 序号 10 义乌市" in notes["1"]
    assert "最后见于 2020-11-06" in notes["1"]
    assert len(list(part(data, "word/endnotes.xml").iter(f"{W}endnoteRef"))) == len(notes)


def test_a_second_mark_of_a_note_is_a_link_to_the_first(page: Memo) -> None:
    document = part(word(page), "word/document.xml")
    names = {one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")}
    codes = ["".join(one.itertext()) for one in document.iter(f"{W}instrText")]
    linked = {found[1] for code in codes if (found := re.search(r"NOTEREF (\S+)", code))}
    assert linked
    assert linked <= names


def test_word_is_a4_with_page_numbers_and_east_asian_fonts(page: Memo) -> None:
    data = word(page)
    document = docx.Document(BytesIO(data))
    assert all(abs(section.page_width - Cm(21)) < 1000 for section in document.sections)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(f"{W}eastAsia") == "宋体"
    footer = "".join(document.sections[0].footer._element.itertext(f"{W}instrText"))
    assert footer.split() == ["PAGE", "NUMPAGES"]
    assert [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Title"] == [page.title]


def test_the_last_page_of_word_is_what_is_not_known(page: Memo) -> None:
    text = body_text(word(page))
    assert text.index("10. 义乌的奖励还有效吗") < text.index("未收录与待核实")
    assert part(word(page), "word/settings.xml").find(f"{W}endnotePr/{W}pos").get(f"{W}val") == "sectEnd"


def test_the_same_memo_gives_the_same_bytes(page: Memo) -> None:
    data = word(page, "{}")
    assert data == word(page, "{}")
    with ZipFile(BytesIO(data)) as archive:  # two calls within a second would agree on the time, too
        assert {entry.date_time for entry in archive.infolist()} == {BEGINNING}
        assert "2026-11-22T00:00:00Z" in archive.read("docProps/core.xml").decode()
    assert html(page) == html(page)


def test_hostile_texts_stay_texts_in_word() -> None:
    data = word(hostile(), json.dumps({"headline": HOSTILE}))
    shown = '=HYPERLINK("http://x.invalid")<img src=x onerror=alert(1)> **粗**]]>--><!--'
    assert body_text(data).count(shown) >= 4
    with ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if b'TargetMode="External"' in archive.read(name)]


def test_hostile_texts_stay_texts_in_html() -> None:
    text = html(hostile(), json.dumps({"headline": HOSTILE}))
    root = etree.fromstring(text.replace("<!DOCTYPE html>", "").encode(), etree.HTMLParser())
    assert not list(root.iter("img", "script"))
    assert not re.search(r"(?:src|href|content)=\"?(?:https?:)?//", text)
    assert "\x07" not in text
    assert "\u202e" not in text


def test_hostile_texts_stay_texts_in_markdown() -> None:
    from markdown_it import MarkdownIt

    text = markdown(hostile(), json.dumps({"headline": HOSTILE}))
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "<img" not in shown
    assert "<strong>粗" not in shown
    assert shown.count("<!--") == 1  # the carried part


def test_html_links_go_both_ways(page: Memo) -> None:
    root = etree.fromstring(html(page).encode(), etree.HTMLParser(encoding="utf-8"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    links = {element.get("href") for element in root.iter("a")}
    assert len(ids) == len(set(ids))
    assert {f"#{name}" for name in ids if name.startswith(("note-", "ref-"))} == links


def test_a_template_keeps_its_own_page_and_styles(page: Memo) -> None:
    template = docx.Document()
    template.add_paragraph("某某咨询公司")
    template.sections[0].page_width = Cm(20)
    template.sections[0].header.paragraphs[0].text = "页眉"
    template.styles["Heading 1"].font.name = "Arial"
    own = BytesIO()
    template.save(own)
    document = docx.Document(BytesIO(word(page, template=own.getvalue())))
    assert document.paragraphs[0].text == "某某咨询公司"
    assert abs(document.sections[0].page_width - Cm(20)) < 1000
    assert document.sections[0].header.paragraphs[0].text == "页眉"
    assert document.styles["Heading 1"].font.name == "Arial"


def test_a_template_that_has_been_made_from_a_memo_works(page: Memo) -> None:
    data = word(page, '"new"', template=word(page, '"old"'))
    assert len(notes_of(data)) == 2 * len(page.notes)
    referred = [one.get(f"{W}id") for one in part(data, "word/document.xml").iter(f"{W}endnoteReference")]
    assert sorted(referred, key=int) == sorted(notes_of(data), key=int)
    with ZipFile(BytesIO(data)) as archive:
        carried = [archive.read(name) for name in archive.namelist() if name.startswith("customXml/item")]
    assert [b"old" in one for one in carried if b"urn:wence" in one] == [False]


@pytest.mark.parametrize("template", [b"", b"PK\x03\x04", b"no zip at all", b"%PDF-1.7"])
def test_a_template_that_is_none_gets_a_sentence(page: Memo, template: bytes) -> None:
    with pytest.raises(AssistantError, match="模板"):
        word(page, template=template)


def test_a_memo_taken_into_the_library_tells_the_same_sums(page: Memo, taken: list[Taken]) -> None:
    from corpus.readers.docx import read

    blocks = read(word(page)).blocks
    said = {text for one in taken for text in sums(iter((one.answer.headline, *one.answer.facts)))}
    found = sums(
        iter(text for block in blocks for text in (block.text, *(cell for row in block.rows for cell in row.cells)))
    )
    assert found == said


def test_a_memo_in_the_library_bears_its_title_and_the_awards_it_told(
    assistant: Assistant, wence_home: Path, tmp_path: Path
) -> None:
    answers = [Taken(answer=assistant.ask(question)) for question in ("义乌国家级奖多少", "惠州奖多少")]
    page = memo(answers, assistant.corpus, day=assistant.as_of, generation="1")
    (tmp_path / "备忘录.docx").write_bytes(word(page))
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    (report,) = keeper.add(home, [tmp_path / "备忘录.docx"], rebuild=False).files
    part = keeper.show(home, report.id)
    told = {(row.place, award.level, award.amount_max) for row in part.subsidies for award in row.awards}
    assert report.title == page.title
    assert told == {
        ("义乌市", "国家级", 500), ("义乌市", "省级", 50), ("惠州市", "国家级", 50), ("惠州市", "省级", 20)
    }  # fmt: skip


def test_what_was_replaced_is_history_and_not_to_be_checked_for_news(today: Assistant) -> None:
    asked = "绿色工厂评价通则现在是哪个标准"
    answer = today.ask(asked, as_of="2026-11-26")
    assert {one.seen_on for one in answer.citations} >= {"2026-11-26"}
    assert any(one.doc_id == "gfr2020" for one in answer.citations)
    page = memo([Taken(answer=answer)], today.corpus, day=today.as_of, generation="1")
    assert not [point for one in page.unknown for point in one.points if "依据最后见于" in point]


@pytest.mark.parametrize("form", ["docx", "md", "html"])
def test_a_memo_in_the_library_does_not_take_the_place_of_what_it_cites(
    today: Assistant, tmp_path: Path, form: str
) -> None:
    questions = ("义乌国家级奖多少", "绿色工厂评价通则现在是哪个标准", "惠州奖多少", "福建省级奖多少")
    answers = [Taken(answer=today.ask(question)) for question in questions]
    page = memo(answers, today.corpus, day=today.as_of, generation="1")
    written = {"docx": word(page), "md": markdown(page).encode(), "html": html(page).encode()}[form]
    (tmp_path / f"备忘录.{form}").write_bytes(written)
    (report,) = keeper.add(tmp_path / "home", [tmp_path / f"备忘录.{form}"]).files
    assert any("导出的回答" in note for note in report.notes)
    document = keeper.show(tmp_path / "home", report.id).documents[0]
    assert (document.effective_date, document.expiry_date, document.document_number) == ("", "", "")
    with Assistant.open(tmp_path / "home", today.as_of) as wence:
        for question, one in zip(questions, answers, strict=True):
            if "标准" not in question:  # the home of this test holds the report alone
                assert wence.ask(question).headline == one.answer.headline
