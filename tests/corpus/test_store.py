"""Document folders: metadata, text and tables to one Corpus; a user's library beside the shipped document."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError, DataError
from corpus.passages import read_passages, write_passages
from corpus.store import (
    SHIPPED_ID,
    library_folders,
    load_corpus,
    load_document,
    load_shipped,
    merge,
    read_metadata,
    write_metadata,
)
from corpus.tables import KINDS, award_rows, write_table
from corpus.types import Corpus, Document, Passage, Source

META = 'id = "doc1"\ntitle = "某市绿色工厂办法"\nissue_date = "2024-05-01"\nplaces = ["330782"]\n'
TEXT = """# 某市绿色工厂办法

<!-- page 2; lines 3-4 -->
第一条 为了推进绿色制造，
制定本办法。

## 第二章 奖励

第二条 给予奖励。
"""


def folder_of(home: Path, name: str = "doc1", meta: str = META, **files: str) -> Path:
    folder = home / "library" / name
    folder.mkdir(parents=True)
    for file, content in {"document_toml": meta, **files}.items():
        (folder / file.replace("_", ".")).write_text(content, encoding="utf-8")
    return folder


def test_a_folder_becomes_a_document_with_its_passages_and_rows(tmp_path: Path) -> None:
    rows = "id,place_code,place,title\nq1,330782,义乌市,某意见\n"
    corpus = load_document(folder_of(tmp_path, text_md=TEXT, policies_csv=rows))
    assert corpus.documents == (
        Document(id="doc1", title="某市绿色工厂办法", issue_date="2024-05-01", places=("330782",)),
    )
    assert [(passage.id, passage.title, passage.text) for passage in corpus.passages] == [
        ("doc1:某市绿色工厂办法-1", "某市绿色工厂办法", "第一条 为了推进绿色制造，\n制定本办法。"),
        ("doc1:第二章奖励-1", "某市绿色工厂办法 › 第二章 奖励", "第二条 给予奖励。"),
    ]
    assert corpus.passages[0].source == Source(doc_id="doc1", section="某市绿色工厂办法", page=2, lines=(3, 4))
    assert corpus.passages[0].quote_kind == "original"
    assert [(policy.id, policy.source.doc_id) for policy in corpus.policies] == [("q1", "doc1")]


def test_a_digest_holds_one_statement_a_line_with_its_place() -> None:
    text = "# 3. 地区\n\n## 3.2 补贴\n\n- 义乌市奖励 500 万元。 {表 3.2 序号 10}\n- 表中共 27 个省级地区。\n"
    first, second = read_passages(text, "摘要", "doc", "digest")
    assert (first.id, first.text) == ("doc:3.2-1", "义乌市奖励 500 万元。")
    assert first.source == Source(doc_id="doc", section="3.2 补贴", locator="表 3.2 序号 10")
    assert (second.id, second.source.locator, second.title) == ("doc:3.2-2", "", "3. 地区 › 3.2 补贴")


def test_a_digest_line_of_another_form_is_named() -> None:
    with pytest.raises(DataError) as caught:
        read_passages("## 1 甲\n\n- 一句。\n漏了短横的一句。\n", "某文档/text.md", "doc", "digest")
    assert caught.value.problems == ["某文档/text.md 第 4 行：摘要的每一行应以“- ”或“# ”开头"]


def test_a_place_mark_belongs_to_the_next_paragraph_only() -> None:
    text = "<!-- 表格 2 -->\n<!-- line 7 -->\n甲\n\n乙\n"
    first, second = read_passages(text, "原文", "doc", "original")
    assert (first.source.locator, first.source.lines) == ("表格 2", (7, 7))
    assert second.source == Source(doc_id="doc")


def test_lines_of_an_original_that_look_like_marks_stay_text() -> None:
    passage = Passage(
        id="doc:1", source=Source(doc_id="doc"), text="# 不是标题\n<!-- 不是标记 -->\n\\反斜杠", quote_kind="original"
    )
    assert read_passages(write_passages([passage]), "原文", "doc", "original") == (passage,)


lines = st.text(st.characters(exclude_characters="\n\r\ufeff", exclude_categories=["Cs"]), min_size=1, max_size=30)
paragraphs = st.lists(lines.map(str.strip).filter(bool), min_size=1, max_size=3).map("\n".join)


@given(st.lists(paragraphs, max_size=5))
def test_any_original_survives_writing_and_reading(texts: list[str]) -> None:
    passages = tuple(
        Passage(
            id=f"doc:1-{number}",
            source=Source(doc_id="doc", section="1 甲", lines=(number, number)),
            text=text,
            quote_kind="original",
            title="1 甲",
        )
        for number, text in enumerate(texts, 1)
    )
    assert read_passages(write_passages(passages), "原文", "doc", "original") == passages


def test_the_shipped_text_survives_writing_and_reading() -> None:
    passages = load_shipped().passages
    assert read_passages(write_passages(passages), "摘要", SHIPPED_ID, "digest") == passages


@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        ('title = "甲"\n', "doc1/document.toml：缺少“id”"),
        ('id = "a"\ntitle = ""\n', "doc1/document.toml：缺少“title”"),
        ('id = "a"\ntitle = "甲"\nisue_date = "2024"\n', "doc1/document.toml：没有“isue_date”这一项"),
        (
            'id = "a"\ntitle = "甲"\nplaces = "330782"\n',
            "doc1/document.toml「places」：值的类型不对（应为 文字的列表）",
        ),
        (
            'id = "a"\ntitle = "甲"\nissue_date = 2024-05-01\n',
            "doc1/document.toml「issue_date」：值的类型不对（应为 文字）",
        ),
        ('id = "a"\ntitle = "甲"\nissue_date = "五月"\n', "doc1/document.toml「issue_date」：“五月”不是日期"),
        ('id = "a"\ntitle = "甲"\ntext_kind = "copy"\n', "doc1/document.toml「text_kind」：应为 digest 或 original"),
        ("id = \n", "doc1/document.toml 不是有效的 TOML"),
    ],
)
def test_a_fault_in_the_metadata_is_named(tmp_path: Path, meta: str, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        load_document(folder_of(tmp_path, meta=meta))
    assert any(line.startswith(problem) for line in caught.value.problems)


def test_metadata_survives_writing_and_reading(tmp_path: Path) -> None:
    document = Document(
        id="市办法",
        title='带"引号"\\和\n控制\x1b\x7f字符',
        places=("330782", "330784"),
        supersedes=("旧办法",),
        draft=True,
        expiry_words="有效期 3 年",
    )
    path = tmp_path / "document.toml"
    path.write_text(write_metadata(document, "original", {"sha256": "00", "bytes": 5}), encoding="utf-8")
    assert read_metadata(path) == (document, "original")


def test_every_fault_of_a_folder_is_reported_at_once(tmp_path: Path) -> None:
    bad = "id,place_code,place,title\nq1,33,义乌市,某意见\n"
    folder = folder_of(tmp_path, policies_csv=bad, areas_csv="id\n")
    with pytest.raises(DataError) as caught:
        load_document(folder)
    assert {line.split()[0] for line in caught.value.problems} == {"doc1/policies.csv", "doc1/areas.csv"}


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "policies.csv").write_bytes("id,place\n1,义乌市".encode("gb18030"))
    with pytest.raises(DataError, match=r"doc1/policies\.csv 不是 UTF-8 文本"):
        load_document(folder)


def test_a_folder_without_metadata_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"读不了 .*document\.toml"):
        load_document(tmp_path)


def test_without_a_library_the_corpus_is_the_shipped_one(tmp_path: Path) -> None:
    assert load_corpus(None) == load_corpus(tmp_path) == load_shipped()


def test_added_documents_follow_the_shipped_one_in_the_order_of_their_folders(tmp_path: Path) -> None:
    for name in ("b", "a"):
        folder_of(tmp_path, name, meta=META.replace("doc1", f"doc-{name}"), text_md=TEXT)
    folder_of(tmp_path, ".unfinished")
    (tmp_path / "library" / "empty").mkdir()
    corpus = load_corpus(tmp_path)
    assert [document.id for document in corpus.documents] == [SHIPPED_ID, "doc-a", "doc-b"]
    assert [folder.name for folder in library_folders(tmp_path)] == ["a", "b"]
    assert len(corpus.passages) == len(load_shipped().passages) + 4


def test_the_days_of_a_statement_are_read_and_written_back() -> None:
    text = "# 甲\n\n- 一句。 {第一条} {自 2025-10}\n- 二句。 {自 2022-01-15 至 2023-03-22}\n- 三句。\n"
    passages = read_passages(text, "某文档/text.md", "doc", "digest")
    assert [(one.text, one.source.locator, one.holds_from, one.holds_until) for one in passages] == [
        ("一句。", "第一条", "2025-10", ""),
        ("二句。", "", "2022-01-15", "2023-03-22"),
        ("三句。", "", "", ""),
    ]
    assert write_passages(passages) == text


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ("自 2025-13", "{自 … 至 …} 里应是 2025、2025-10 或 2025-10-11 这样的日期"),
        ("自 2025 至 明年", "{自 … 至 …} 里应是 2025、2025-10 或 2025-10-11 这样的日期"),
        ("自 2025-10-02 至 2025-10-01", "“至 2025-10-01”早于“自 2025-10-02”"),
    ],
)
def test_days_of_a_statement_that_are_none_are_refused_with_their_line(days: str, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        read_passages(f"## 甲\n\n- 一句。 {{{days}}}\n", "某文档/text.md", "doc", "digest")
    assert caught.value.problems == [f"某文档/text.md 第 3 行：{problem}"]


def test_one_id_in_two_documents_is_refused_with_both_named(tmp_path: Path) -> None:
    rows = "id,place_code,place,title\np1-1,330782,义乌市,某意见\n"
    folder_of(tmp_path, policies_csv=rows)
    with pytest.raises(DataError) as caught:
        load_corpus(tmp_path)
    assert caught.value.problems == [f"doc1/policies：编号 p1-1 已在 {SHIPPED_ID} 用过"]


def test_the_same_document_in_two_folders_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path, "a")
    folder_of(tmp_path, "b")
    with pytest.raises(DataError, match="文档编号 doc1 用了两次"):
        load_corpus(tmp_path)


def test_the_shipped_corpus_survives_writing_and_reading(tmp_path: Path) -> None:
    shipped = load_shipped()
    rows = {name: getattr(shipped, name) for name in KINDS if name != "awards"}
    files = {f"{kind}_csv": write_table(kind, records) for kind, records in rows.items()}
    files["awards_csv"] = write_table("awards", award_rows(shipped.subsidies))
    folder = folder_of(
        tmp_path,
        SHIPPED_ID,
        meta=write_metadata(shipped.documents[0], "digest"),
        text_md=write_passages(shipped.passages),
        **files,
    )
    assert load_document(folder) == shipped


ORIGINAL = f'id = "report"\ntitle = "报告原文"\noriginal_of = "{SHIPPED_ID}"\nsource_file = "report.txt"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_original_of_the_shipped_document_does_not_stand_beside_it(tmp_path: Path, encoding: str) -> None:
    folder = folder_of(tmp_path, "report", meta=ORIGINAL)
    (folder / "report.txt").write_bytes("1.1 某国\n\n这一段只有自编的话。\n".encode(encoding))
    corpus, shipped = load_corpus(tmp_path), load_shipped()
    assert corpus.documents == shipped.documents
    assert [row.id for row in corpus.subsidies] == [row.id for row in shipped.subsidies]
    originals = [passage.text for passage in corpus.passages if passage.quote_kind == "original"]
    assert "这一段只有自编的话。" in "".join(originals)


def test_an_original_whose_file_is_gone_is_a_clear_error(tmp_path: Path) -> None:
    folder_of(tmp_path, "report", meta=ORIGINAL)
    with pytest.raises(CorpusError, match=r"读不了 report/report\.txt"):
        load_corpus(tmp_path)


REPORT = os.environ.get("WENCE_REPORT_TEXT", "")


@pytest.mark.skipif(not REPORT, reason="WENCE_REPORT_TEXT 未设：没有报告原文可对照")
def test_with_the_report_added_every_row_points_to_its_lines(tmp_path: Path) -> None:
    text = Path(REPORT).read_text(encoding="utf-8")
    folder_of(tmp_path, "report", meta=ORIGINAL, report_txt=text)
    corpus, printed = load_corpus(tmp_path), text.split("\n")
    for name in ("subsidies", "policies", "areas", "standards", "batches", "rules"):
        assert [record.id for record in getattr(corpus, name) if record.source.lines is None] == []
    for row in corpus.subsidies:
        first, last = row.source.lines or (1, 1)
        words = "".join("".join(printed[first - 1 : last]).split())
        assert "".join(row.policy.split()) in words, row.id
        assert not row.date or str(int(row.date[:4])) in words


def test_merging_nothing_is_an_empty_corpus() -> None:
    assert merge([]) == Corpus(documents=())


def test_loading_the_shipped_corpus_takes_no_time_a_user_would_feel() -> None:
    load_shipped()
    fastest = min(_timed_load() for _ in range(5))
    assert fastest < 0.05


def _timed_load() -> float:
    start = time.process_time()
    load_shipped()
    return time.process_time() - start
