"""Folders of the library: names, what is written, and what an interrupted change leaves."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.examine import examine_library
from corpus.extract.document import extract
from corpus.library import (
    INCOMING,
    OUTGOING,
    entry_of,
    find,
    held_documents,
    locked,
    new_id,
    put,
    source_file_name,
    take_out,
)
from corpus.places import load_places
from corpus.readers import BY_KIND
from corpus.store import load_corpus, load_document
from tests.made_files import notice


def taken_in(home: Path, name: str = "通知.txt", text: str | None = None) -> str:
    """A notice in the library; returns its id."""
    data = (text or notice()).encode()
    doc_id = new_id(name, [])
    extraction = extract(BY_KIND["text"].read(data), name, doc_id, {}, load_places())
    put(home, entry_of(extraction, name, data))
    return doc_id


def visible(home: Path) -> list[str]:
    """The documents of the library."""
    return [path.name for path in (home / "library").iterdir() if not path.name.startswith(".")]


def hidden(home: Path) -> list[str]:
    """What stands beside them."""
    return [path.name for path in (home / "library").iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("name", "taken", "doc_id"),
    [
        ("通知.pdf", [], "通知"),
        ("通知.docx", ["通知"], "通知-docx"),
        ("通知.pdf", ["通知", "通知-pdf"], "通知-2"),
        ("A b/../c.txt", [], "c"),
        ("CON.txt", [], "doc-con"),
        ("...", [], "doc"),
        ("gfr2020.txt", [], "gfr2020-txt"),
        ("2025年 《办法》（试行）.pdf", [], "2025年-办法-试行"),
        ("x" * 300 + ".pdf", [], "x" * 60),
        ("\u202e\x1b[31m.pdf", [], "31m"),
    ],
)
def test_ids_are_safe_folder_names_and_never_taken_twice(name: str, taken: list[str], doc_id: str) -> None:
    assert new_id(name, taken) == doc_id


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("通知.pdf", "通知.pdf"),
        ("text.md", "source-text.md"),
        ("subsidies.csv", "source-subsidies.csv"),
        ("document.toml", "source-document.toml"),
        ("a:b|c\x1b.txt", "a_b_c_.txt"),
        ("/etc/passwd", "passwd"),
    ],
)
def test_a_kept_source_never_takes_the_name_of_a_file_of_the_folder(name: str, kept: str) -> None:
    assert source_file_name(name) == kept


def test_a_folder_holds_plain_files_that_load_back_to_the_same_rows(tmp_path: Path) -> None:
    doc_id = taken_in(tmp_path)
    folder = tmp_path / "library" / doc_id
    assert {path.name for path in folder.iterdir()} == {
        "document.toml",
        "text.md",
        "subsidies.csv",
        "awards.csv",
        "通知.txt",
    }
    assert (folder / "通知.txt").read_text(encoding="utf-8") == notice()
    corpus = load_document(folder)
    assert [(row.id, row.object, [a.amount_max for a in row.awards]) for row in corpus.subsidies] == [
        (f"{doc_id}:s1", "绿色工厂", [300, 80]),
        (f"{doc_id}:s2", "绿色园区", [200]),
    ]
    assert any(passage.source.lines == (13, 13) and "第一条" in passage.text for passage in corpus.passages)


def test_texts_that_a_spreadsheet_would_run_are_made_plain_in_every_table(tmp_path: Path) -> None:
    csv = "地区,政策名称,发布时间\n义乌市,=HYPERLINK(1),2025\n永康市,@SUM(1),2025\n".encode()
    put(tmp_path, entry_of(extract(BY_KIND["csv_table"].read(csv), "x.csv", "x", {}, load_places()), "x.csv", csv))
    text = (tmp_path / "library" / "x" / "policies.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in text
    assert ",=" not in text
    assert ",@" not in text


def test_putting_a_document_again_replaces_the_folder_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    taken_in(tmp_path)
    taken_in(tmp_path, text=notice().replace("300万元", "400万元"))
    assert visible(tmp_path) == ["通知"]
    assert hidden(tmp_path) == []
    assert load_document(tmp_path / "library" / "通知").subsidies[0].awards[0].amount_max == 400


def test_a_document_taken_out_is_gone(tmp_path: Path) -> None:
    take_out(tmp_path, taken_in(tmp_path))
    assert held_documents(tmp_path) == ()
    assert visible(tmp_path) == []


def test_a_document_is_found_by_id_file_name_and_title(tmp_path: Path) -> None:
    taken_in(tmp_path)
    for wanted in ("通知", "通知.txt", "义乌市人民政府关于促进制造业绿色发展的若干意见"):
        assert find(tmp_path, wanted).id == "通知"
    with pytest.raises(CorpusError, match="没有编号"):
        find(tmp_path, "别的")


@pytest.mark.parametrize("killed", ["before the old one left", "between the two", "after the new one came"])
def test_a_change_killed_anywhere_leaves_a_whole_document(tmp_path: Path, killed: str) -> None:
    library = tmp_path / "library"
    taken_in(tmp_path)
    (library / f"{INCOMING}通知").mkdir()
    if killed != "before the old one left":
        (library / "通知").rename(library / f"{OUTGOING}通知")
    if killed == "after the new one came":
        taken_in(tmp_path)
    with locked(tmp_path):
        pass
    assert visible(tmp_path) == ["通知"]
    assert set(hidden(tmp_path)) <= {".lock"}
    assert len(load_corpus(tmp_path).subsidies) == 64


def test_a_document_killed_while_it_was_taken_out_does_not_come_back(tmp_path: Path) -> None:
    library = tmp_path / "library"
    taken_in(tmp_path)
    (library / "通知" / "document.toml").unlink()
    (library / "通知").rename(library / f"{OUTGOING}通知")
    with locked(tmp_path):
        pass
    assert held_documents(tmp_path) == ()


def test_two_processes_never_change_the_library_at_once(tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with locked(tmp_path):
            order.append("second")

    with locked(tmp_path):
        thread = threading.Thread(target=other)
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_check_finds_what_hands_broke_and_names_file_row_and_column(tmp_path: Path) -> None:
    folder = tmp_path / "library" / taken_in(tmp_path)
    assert examine_library(tmp_path)[0] == []
    (folder / "awards.csv").write_text(
        (folder / "awards.csv").read_text(encoding="utf-8").replace("300,300", "三百,300"), encoding="utf-8"
    )
    metadata = (folder / "document.toml").read_text(encoding="utf-8")
    (folder / "document.toml").write_text(metadata.replace("2027-12-31", "2027-13-31"), encoding="utf-8")
    assert any("document.toml「expiry_date」" in problem for problem in examine_library(tmp_path)[0])
    (folder / "document.toml").write_text(metadata.replace("330782", "330799"), encoding="utf-8")
    problems = examine_library(tmp_path)[0]
    assert any("awards.csv 第 2 行「amount_min」列" in problem for problem in problems)
    (folder / "awards.csv").unlink()
    (folder / "通知.txt").write_text("改过", encoding="utf-8")
    problems = examine_library(tmp_path)[0]
    assert any("没有代码 330799" in problem for problem in problems)
    assert any("与加入时的内容不同" in problem for problem in problems)
