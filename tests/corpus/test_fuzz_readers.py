"""Odd and damaged files: rows or a refusal come out, never a traceback, a hang, or a stray file."""

from __future__ import annotations

import contextlib
import io
import random
import re
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import RefusedError
from corpus.extract.awards import read_awards
from corpus.extract.document import extract
from corpus.extract.periods import read_period
from corpus.extract.repeals import parse_target, read_repeals
from corpus.library import entry_of, new_id, put, source_file_name
from corpus.places import load_places
from corpus.readers import READERS, Reader, reader_for
from corpus.readers.blocks import from_plain, to_plain
from corpus.readers.decode import decode
from corpus.store import load_document
from tests.made_files import docx_file, notice, ofd_file, pdf_file, xlsx_file, zipped

LINES = [line for line in notice().split("\n") if line]
TABLE = [["地区", "级别", "奖励标准（万元）"], ["义乌市", "国家级绿色工厂", "300"], ["", "省级", "80"]]
WHOLE = {
    "text": notice().encode("gb18030"),
    "markdown": ("---\ntitle: 办法\n---\n" + notice() + "\n| 地区 | 金额 |\n|--|--|\n| 义乌 | 5 |\n").encode(),
    "csv_table": "\n".join(",".join(row) for row in TABLE).encode(),
    "html": f"<html><body><p>{'</p><p>'.join(LINES)}</p><table><tr><td>a<td rowspan=2>b</table></body></html>".encode(),
    "pdf": pdf_file(LINES[:6], TABLE),
    "docx": docx_file(LINES, TABLE),
    "xlsx": xlsx_file({"奖励": TABLE}, merges=["A2:A3"]),
    "xls": (Path(__file__).parent / "files" / "奖励标准.xls").read_bytes(),
    "ofd": ofd_file([[(20.0, line)] for line in LINES[:8]]),
    "rtf": b"{\\rtf1\\ansi\\ansicpg936 " + "\\par ".join(LINES).encode("gbk") + b"\\cell b\\cell \\row}",
    "zip_archive": zipped({"通知.txt": notice().encode(), "附件.csv": "\n".join(map(",".join, TABLE)).encode()}),
}
FUZZED = [reader for reader in READERS if reader.kind in WHOLE]
"""all but the one that starts another program for every file"""
OFFICIAL_WORDS = """
国家级 省级 市级 绿色工厂 绿色园区 奖励 给予 最高 不超过 50 万元 元 10% 1:1 一次性
、 ， 。 ； ： （ ） 《 》 分别 及以上
1 - 再 同时废止 自 起施行 有效期 2025年1月1日 至 3年 第三条 〔2025〕3号
在省级奖励基础上 义乌市 就高不重复 累计 \x1b[31m \uffff
"""
VOCABULARY = [*OFFICIAL_WORDS.split(), "\n", "\t", " "]
official = st.lists(st.sampled_from(VOCABULARY), max_size=40).map("".join)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def taken(reader: Reader, data: bytes, folder: Path | None = None) -> None:
    """Read, extract and, when it went well, write and load a file; any error but a refusal fails the test."""
    try:
        raw = reader.read(data)
    except RefusedError:
        return
    assert from_plain(to_plain(raw)) == raw
    extraction = extract(raw, f"文件.{reader.kind}", "x", {}, load_places())
    shown = [extraction.document.title, *extraction.unread, *(passage.text for passage in extraction.passages)]
    assert not any(ord(character) < 32 and character != "\n" for text in shown for character in text)
    if folder is not None:
        put(folder, entry_of(extraction, "文件", data))
        loaded = load_document(folder / "library" / "x")
        assert loaded.subsidies == extraction.tables.get("subsidies", ())


@pytest.mark.parametrize("reader", FUZZED, ids=lambda reader: reader.kind)
def test_damaged_files_end_in_rows_or_a_refusal(reader: Reader) -> None:
    chance = random.Random(reader.kind)
    whole = WHOLE[reader.kind]
    started = time.process_time()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(data))
            change = chance.randrange(4)
            if change == 0:
                data[at] = chance.randrange(256)
            elif change == 1:
                del data[at : at + chance.randrange(1, 200)]
            elif change == 2:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 30)))
            else:
                data[at:at] = data[at : at + chance.randrange(1, 300)]
            if not data:
                break
        taken(reader, bytes(data))
        if time.process_time() - started > 4:
            break


@pytest.mark.parametrize(("kind", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")])
def test_office_files_with_damaged_insides_end_in_rows_or_a_refusal(kind: str, part: str) -> None:
    chance = random.Random(kind)
    reader = next(reader for reader in READERS if reader.kind == kind)
    with zipfile.ZipFile(io.BytesIO(WHOLE[kind])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    words = re.findall(rb"<[^>]+>|[^<]+", parts[part])
    for _ in range(60):
        mixed = list(words)
        for _ in range(chance.choice((1, 4, 20))):
            at, other = chance.randrange(len(mixed)), chance.randrange(len(mixed))
            mixed[at] = chance.choice((mixed[other], b"", mixed[at] * 2, mixed[at].replace(b"1", b"99999999")))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in {**parts, part: b"".join(mixed)}.items():
                archive.writestr(name, data)
        taken(reader, out.getvalue())


@pytest.mark.parametrize("reader", FUZZED, ids=lambda reader: reader.kind)
def test_a_file_cut_off_anywhere_ends_in_rows_or_a_refusal(reader: Reader) -> None:
    whole = WHOLE[reader.kind]
    for part in range(1, 12):
        taken(reader, whole[: len(whole) * part // 12])


@pytest.mark.parametrize("kind", ["text", "markdown", "csv_table", "html"])
@quick
@given(data=st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(kind: str, data: bytes) -> None:
    taken(next(reader for reader in READERS if reader.kind == kind), data)


@quick
@given(text=official)
def test_official_words_in_any_order_are_read_or_left(text: str) -> None:
    reading = read_awards(text)
    for promise in reading.promises:
        low, high = promise.award.amount_min, promise.award.amount_max
        assert low is None or high is None or low <= high
    read_period([text], {"印发": "2025-01-01"})
    for repeal in read_repeals([text]):
        parse_target(repeal.target)


def test_what_is_read_from_odd_text_can_be_written_and_loaded_again(tmp_path: Path) -> None:
    reader = next(reader for reader in READERS if reader.kind == "text")

    @settings(max_examples=40, deadline=None)
    @given(text=official)
    def check(text: str) -> None:
        taken(reader, f"义乌市人民政府关于绿色工厂的办法\n{text}\n{text}".encode(), tmp_path)

    check()
    assert [path.name for path in (tmp_path / "library").iterdir()] == ["x"]


@quick
@given(name=st.text(max_size=80), head=st.binary(max_size=40))
def test_any_name_gives_a_reader_or_a_refusal_and_a_safe_folder(name: str, head: bytes) -> None:
    with contextlib.suppress(RefusedError):
        reader_for(name, head)
    for made in (new_id(name, []), source_file_name(name)):
        assert made
        assert Path(made).name == made
        assert made not in (".", "..")


@quick
@given(data=st.binary(max_size=300))
def test_decoded_text_holds_nothing_that_a_terminal_obeys(data: bytes) -> None:
    try:
        text = decode(data)
    except RefusedError:
        return
    assert not any(ord(character) < 32 and character not in "\t\n" for character in text)
    assert not any(0x7F <= ord(character) < 0xA0 or 0xD800 <= ord(character) < 0xE000 for character in text)
