"""Bytes to text: UTF-8 or GB18030 whatever the file claims, with nothing in it that a terminal would obey."""

from __future__ import annotations

import codecs

from corpus.errors import RefusedError
from corpus.patterns import late

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Share of undecodable bytes up to which a file still counts as UTF-8 with a few broken characters.
BROKEN_UTF8_SHARE = 0.005

_NEWLINES = late("\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = late("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_CONTROLS |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD) | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def decode(data: bytes) -> str:
    """The text of a file.

    Raises:
        RefusedError: when the bytes are no text.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return harmless(data.decode(name, errors="replace"))
    if b"\0" in data[:4096]:
        return harmless(_decode_wide(data))
    for name in ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "utf-8" or _reads_as_chinese(text):
            return harmless(text)
    return harmless(_decode_damaged(data))


def harmless(text: str) -> str:
    """The text with control characters made visible and invisible marks taken out; lines end in ``\\n``.

    An escape sequence stays readable (``␛[31m``), and no terminal acts on it.
    """
    return _INVISIBLE.sub("", _NEWLINES.sub("\n", text)).translate(_CONTROLS)


def _reads_as_chinese(text: str) -> bool:
    # GB18030 decodes nearly any bytes: Big5 and damaged UTF-8 come out as rare ideographs and private-use characters.
    sample = [character for character in text if ord(character) > 0x7F]
    common = sum(_is_common(character) for character in sample)
    return not sample or common / len(sample) > 0.9


def _is_common(character: str) -> bool:
    try:
        first = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return character in "—·〔〕"
    return first <= 0xF7


def _decode_wide(data: bytes) -> str:
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _reads_as_chinese(text):
            return text
    raise RefusedError("文件内容不是文本（含二进制数据）", "请确认文件没有损坏，或另存为文本、Word 或 PDF 后再添加。")


def _decode_damaged(data: bytes) -> str:
    lenient = data.decode("utf-8", errors="replace")
    if lenient.count("\ufffd") <= max(1, len(data) * BROKEN_UTF8_SHARE):
        return lenient
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["big5", "big5hkscs", "gb18030", "utf_8", "utf_16"]).best()
    if best is None:
        raise RefusedError("无法识别文件的文字编码", "请用文本编辑器另存为 UTF-8 后再添加。")
    return str(best)
