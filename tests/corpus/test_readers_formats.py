"""OFD, RTF, old Excel and Word files, and archives of annexes: what is read, what is told, what is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import RefusedError
from corpus.extract.document import Extraction, extract
from corpus.places import Places
from corpus.readers import BY_KIND, office, scan, zip_archive
from corpus.readers.guard import Desk, read_data, read_path
from tests.made_files import ofd_file, pdf_file, scanned_pdf, xlsx_file, zipped
from tests.notice_files import MAKERS

FILES = Path(__file__).parent / "files"
RULE = """丽水市经济和信息化局关于印发《丽水市绿色制造奖励办法》的通知
丽测经信〔2026〕1号
第一条 国家级绿色工厂奖励60万元，省级绿色工厂奖励25万元。
第二条 本办法自2026年3月1日起施行，有效期3年。"""


def made(name: str, data: bytes, places: Places) -> Extraction:
    """What comes of a file."""
    return extract(read_data(name, data), name, "x", {}, places)


def sums(extraction: Extraction) -> dict[str, float | None]:
    """The sums for green factories by level."""
    rows = [row for row in extraction.tables.get("subsidies", ()) if row.object == "绿色工厂"]
    return {award.level: award.amount_max for row in rows for award in row.awards}


def test_an_ofd_file_is_read_by_its_lines(places: Places) -> None:
    found = made("a.ofd", ofd_file([[(20, line)] for line in RULE.split("\n")]), places)
    assert sums(found) == {"国家级": 60, "省级": 25}
    assert (found.document.document_number, found.document.expiry_date) == ("丽测经信〔2026〕1号", "2029-02-28")


def test_pieces_far_apart_on_the_lines_of_an_ofd_are_cells_of_a_table(places: Places) -> None:
    head = [[(20.0, line)] for line in RULE.split("\n")[:2]]
    table = [
        [(20.0, "类别"), (80.0, "国家级（万元）"), (140.0, "省级（万元）")],
        [(20.0, "绿色工厂"), (80.0, "60"), (140.0, "25")],
    ]
    assert sums(made("a.ofd", ofd_file([*head, *table]), places)) == {"国家级": 60, "省级": 25}


def test_an_rtf_file_is_read_with_its_tables(places: Places) -> None:
    def coded(text: str) -> str:
        return "".join(c if c.isascii() else "".join(f"\\'{byte:02x}" for byte in c.encode("gbk")) for c in text)

    rows = [["类别", "国家级（万元）", "省级（万元）"], ["绿色工厂", "60", "25"]]
    cells = "".join("\\trowd " + "".join(f"{coded(cell)}\\cell " for cell in row) + "\\row " for row in rows)
    lines = "".join(f"{coded(line)}\\par " for line in RULE.split("\n")[:2])
    data = ("{\\rtf1\\ansi\\ansicpg936\\deff0 " + lines + cells + "\\pard}").encode("ascii")
    assert sums(made("a.rtf", data, places)) == {"国家级": 60, "省级": 25}


def test_an_old_excel_file_is_read_with_its_merged_cells(places: Places) -> None:
    found = extract(read_path(FILES / "奖励标准.xls"), "奖励标准.xls", "x", {}, places)
    assert sums(found) == {"国家级": 300, "省级": 80}
    assert found.tables["subsidies"][0].source.locator.startswith("工作表「奖励标准」A")


@pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
def test_an_old_word_file_is_read_where_libreoffice_is_installed(places: Places, tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        raw = desk.read("意见.doc", (FILES / "意见.doc").read_bytes())
    assert sums(extract(raw, "意见.doc", "x", {}, places)) == {"国家级": 300, "省级": 80}
    assert list(tmp_path.iterdir()) == []


def test_an_old_word_file_says_what_to_do_where_there_is_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RefusedError, match="旧版 Office") as caught:
        read_path(FILES / "意见.doc")
    assert "另存为 .docx" in caught.value.hint


def test_an_archive_is_one_document_with_its_annexes(places: Places) -> None:
    table = xlsx_file({"Sheet1": [["类别", "国家级（万元）", "省级（万元）"], ["绿色工厂", 60, 25]]})
    head = "\n\n".join([*RULE.split("\n")[:2], "现将办法印发给你们。", "丽水市经济和信息化局", "2026年2月10日"])
    data = zipped({"附件1 奖励标准表.xlsx": table, "通知.txt": head.encode(), "图.jpg": b"\xff\xd8\xff"})
    found = made("通知.zip", data, places)
    assert sums(found) == {"国家级": 60, "省级": 25}
    assert found.document.title.endswith("的通知")
    assert found.unread == ()
    assert "图.jpg" in found.notes[0]


def test_members_that_cannot_be_read_are_told_as_not_read(places: Places) -> None:
    inner = zipped({"a.txt": b"x"})
    data = zipped({"通知.txt": RULE.encode(), "附件2.zip": inner, "附件3.pdf": pdf_file(["正文。"])[:300]})
    unread = made("通知.zip", data, places).unread
    assert ["附件2.zip" in line or "附件3.pdf" in line for line in unread] == [True, True]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({}, "空的"),
        ({f"{n}.txt": b"x" for n in range(zip_archive.MAX_MEMBERS + 1)}, "超过 200 个"),
        ({"a.txt": bytes(60_000_000)}, "压缩炸弹"),
        ({"a.exe": b"MZ"}, "没有能读取的文件"),
        ({"a.txt": RULE.encode(), "b.txt": RULE.replace("1号", "2号").encode()}, "各有文号"),
    ],
)
def test_an_archive_is_refused_with_the_reason(parts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        read_data("a.zip", zipped(parts))
    assert caught.value.hint


def test_names_in_an_archive_are_read_in_the_encoding_of_chinese_programs() -> None:
    data = zipped({"AAAA.txt": RULE.encode(), "BBBB.bin": b"x"}).replace(b"BBBB.bin", "附件".encode("gbk") + b".bin")
    assert "「附件.bin」" in read_data("a.zip", data).unread[0]


BROKEN = [
    ("a.ofd", ofd_file([[(20, "正文")]])[:200], "不完整"),
    ("a.ofd", zipped({"OFD.xml": b"<a"}), "损坏"),
    ("a.ofd", zipped({"a.xml": b"<a/>"}), "与类型不符"),
    ("a.ofd", zipped({"OFD.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "XML 实体"),
    ("a.ofd", ofd_file([]), "没有文字层"),
    ("a.rtf", b"{\\rtf1 abc", "不完整"),
    ("a.rtf", b"plain", "不是 RTF"),
    ("a.rtf", b"{\\rtf1 " + b"{" * 2000 + b"}" * 2001, "嵌套过深"),
    ("a.xls", (FILES / "奖励标准.xls").read_bytes()[:2000], "损坏|没能转换"),
    ("a.xls", b"x", "不是 XLS"),
    ("a.zip", zipped({"a.txt": b"b"})[:30], "不完整|没有能"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BROKEN, ids=[f"{name} {reason}" for name, _, reason in BROKEN])
def test_a_broken_twin_of_each_format_is_refused(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        read_data(name, data)
    assert caught.value.hint


def test_one_desk_reads_many_files_and_outlives_those_that_break_it() -> None:
    with Desk() as desk:
        first = desk.read("a.txt", RULE.encode())
        with pytest.raises(RefusedError, match="时限"):
            desk.read("a.pdf", pdf_file(["正文。"]), time_limit=0.001)
        with pytest.raises(RefusedError, match="不完整"):
            desk.read("b.pdf", pdf_file(["正文。"])[:300])
        assert desk.read("a.txt", RULE.encode()) == first
    assert first == BY_KIND["text"].read(RULE.encode())


def test_nested_front_matter_costs_nothing() -> None:
    raw = read_data("a.md", b"---\na: " + b"[" * 8000 + b"\n---\n" + RULE.encode(), time_limit=5)
    assert "略过" in raw.notes[0]
    assert any("第一条" in block.text for block in raw.blocks)


def test_the_same_notice_gives_the_same_sums_in_every_form(places: Places) -> None:
    forms = {form: make(RULE) for form, make in MAKERS.items() if form in ("txt", "docx", "pdf")}
    forms |= {
        "html": f"<p>{'</p><p>'.join(RULE.split(chr(10)))}</p>".encode().join((b"<html><body>", b"</body></html>"))
    }
    found = {form: sums(made(f"a.{form}", data, places)) for form, data in forms.items()}
    assert set(map(tuple, (sorted(one.items()) for one in found.values()))) == {(("国家级", 60.0), ("省级", 25.0))}


def picture_of(text: str) -> bytes:
    """A page as a scanner gives it: a picture of it in a PDF."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    page = pypdfium2.PdfDocument(MAKERS["pdf"](text))[0].render(scale=2).to_pil()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawImage(ImageReader(page), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.skipif(not scan.is_installed(), reason="the extra wence[ocr] is not installed")
def test_a_scanned_notice_is_recognised_with_its_table(places: Places) -> None:
    table = "| 类型 | 国家级（万元） | 省级（万元） |\n| 绿色工厂 | 60 | 25 |\n| 绿色园区 | 100 | 50 |"
    found = made("a.pdf", picture_of("\n".join([*RULE.split("\n")[:2], table])), places)
    assert sums(found) == {"国家级": 60, "省级": 25}


def test_everything_from_a_recognised_page_says_so(places: Places) -> None:
    raw = replace(BY_KIND["text"].read(RULE.encode()), recognised=(1,))
    found = extract(raw, "a.pdf", "x", {}, places)
    (row,) = found.tables["subsidies"]
    assert "识别文字，请核对" in row.notes
    assert all("识别文字，请核对" in one.source.locator for one in (row, *found.passages))
    assert "识别文字，请核对" in found.notes[-1]


def test_a_scan_says_what_to_do_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_installed", lambda: False)
    for name, data in (("a.pdf", scanned_pdf()), ("a.png", b"\x89PNG")):
        with pytest.raises(RefusedError) as caught:
            BY_KIND["pdf" if name.endswith("pdf") else "scan"].read(data)
        assert "wence[ocr]" in caught.value.hint
