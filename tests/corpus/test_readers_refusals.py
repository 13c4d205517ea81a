"""What is not taken, each with its reason; nothing else than a refusal ever comes out of a reader."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest

from corpus.errors import RefusedError
from corpus.readers import BY_KIND, READERS, reader_for
from corpus.readers.guard import read_data, read_path
from tests.made_files import docx_file, pdf_file, scanned_pdf, xlsx_file, zipped

WORD = docx_file(["第一条 对国家级绿色工厂奖励50万元。"])
PDF = pdf_file(["第一条 对国家级绿色工厂奖励50万元。"])
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def changed(data: bytes, name: str, change: bytes) -> bytes:
    """An office file with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped({**parts, name: change})


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>'
)


REFUSED = [
    ("a.pdf", pdf_file(["正文。"], password="x"), "加密"),
    ("a.pdf", PDF[: len(PDF) // 2], "不完整"),
    ("a.pdf", scanned_pdf(), "扫描件"),
    ("a.pdf", b"<html>404</html>", "不是 PDF"),
    ("a.docx", OLD_OFFICE, "加密"),
    ("a.doc", OLD_OFFICE, "旧版|没能转换"),
    ("a.docx", WORD[: len(WORD) // 2], "不完整"),
    ("a.docx", xlsx_file({"a": [["b"]]}), "与类型不符"),
    ("a.docx", changed(WORD, "word/document.xml", BILLION_LAUGHS), "XML 实体"),
    ("a.docx", changed(WORD, "word/bomb.bin", bytes(60_000_000)), "压缩炸弹"),
    ("a.docx", changed(WORD, "word/document.xml", b"<w:document"), "损坏"),
    ("a.7z", zipped({"a.txt": b"b"}), "压缩包"),
    ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)), "要先识别|损坏"),
    ("a.mp4", bytes(range(256)), "不支持的文件类型「.mp4」"),
    ("a", "正文。".encode(), "不支持的文件类型「无后缀」"),
    ("a.txt", b"MZ\x90\x00\x03\x00\x00\x00" * 40, "不是文本"),
    ("a.txt", "\n \n\u3000\n".encode(), "没有可读的文字"),
    ("a.html", b"<html><body><script>x</script></body></html>", "没有可读的文字"),
]


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED, ids=[f"{name} {reason}" for name, _, reason in REFUSED])
def test_a_file_that_cannot_be_read_is_refused_with_the_reason_and_what_to_do(
    name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        read_data(name, data)
    assert caught.value.hint


def test_the_size_limit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    with pytest.raises(RefusedError, match=r"20\.0 MB，超过 20 MB"):
        read_path(path)


def test_a_file_that_takes_too_long_is_stopped_and_refused() -> None:
    with pytest.raises(RefusedError, match=r"0\.01 秒的时限"):
        read_data("a.pdf", PDF, time_limit=0.01)


def test_an_empty_file_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "a.txt"
    empty.touch()
    for path, reason in ((empty, "空的"), (tmp_path / "b.txt", "不是普通文件"), (tmp_path, "不是普通文件")):
        with pytest.raises(RefusedError, match=reason):
            read_path(path)


def test_a_sheet_with_a_cell_at_the_far_corner_is_refused_at_once() -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.worksheets[0].cell(1_000_000, 16_000, "x")
    out = io.BytesIO()
    workbook.save(out)
    with pytest.raises(RefusedError, match="范围过大"):
        BY_KIND["xlsx"].read(out.getvalue())


@pytest.mark.parametrize(("name", "kind"), [("a.docx", "pdf"), ("a.bin", "pdf"), ("说明.PDF", "pdf")])
def test_a_pdf_is_known_by_its_first_bytes_whatever_its_name(name: str, kind: str) -> None:
    assert reader_for(name, PDF[:4096]).kind == kind


def test_a_word_file_that_is_a_web_page_inside_is_read_as_one() -> None:
    assert reader_for("a.doc", b"<html><body>x</body></html>").kind == "html"


def test_a_guarded_reader_gives_what_the_reader_gives() -> None:
    assert read_data("a.docx", WORD) == BY_KIND["docx"].read(WORD)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.kind)
def test_deep_nesting_ends_in_text_or_a_refusal(reader: object) -> None:
    deep = b"<div>" * 20_000 + b"x" + b"[" * 20_000 + b"> " * 5_000 + b"{" * 20_000
    with contextlib.suppress(RefusedError):
        reader.read(deep)  # type: ignore[attr-defined]


def merged_all() -> bytes:
    """A workbook of one cell that is merged over its whole sheet."""
    plain = xlsx_file({"表": [["绿色工厂奖励"]]})
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return changed(plain, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", merge))


SPANS = "<tr>" + '<td rowspan="900" colspan="200">绿色工厂</td>' * 40 + "</tr>"
TOO_MUCH = (
    ("大.md", ("对国家级绿色工厂奖励五十万元。\n\n" * 220_000).encode(), "上限是 150 万字"),
    ("大.txt", ("对国家级绿色工厂奖励五十万元。\n" * 220_000).encode(), "上限是 150 万字"),
    ("跨.html", f"<html><body><table>{SPANS * 3}</table></body></html>".encode(), "表格超过"),
    ("合并.xlsx", merged_all(), "合并的单元格范围过大"),
)


@pytest.mark.parametrize(("name", "data", "why"), TOO_MUCH, ids=[name for name, *_ in TOO_MUCH])
def test_what_is_too_much_is_refused_while_it_is_read(name: str, data: bytes, why: str) -> None:
    before = children_seconds()
    with pytest.raises(RefusedError, match=why):
        read_data(name, data)
    assert children_seconds() - before < 10


def children_seconds() -> float:
    import resource

    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
