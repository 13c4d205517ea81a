"""Pictures of pages to text, by the extra ``wence[ocr]``, whose package brings its own models.

What is recognised may be misread in any character: its pages are listed in ``recognised`` of the document.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any

from corpus.errors import RefusedError
from corpus.frozen import replace
from corpus.readers.blocks import Block, RawDocument
from corpus.readers.decode import harmless
from corpus.readers.printed_lines import PrintedLine, paragraphs_of
from corpus.readers.printed_pieces import Piece, items_of

MAX_PAGES = 20
"""pages of one file that are recognised: one takes some seconds"""
MAX_PIXELS = 40_000_000
LEAST_SURE = 0.6
"""confidence under which a piece is a smudge, not text"""
RESOLUTION = 150
GAP = 0.6
"""white between cells, in sizes of the type: the engine itself parts what stands apart, so that little is enough"""
HINT = "请先做文字识别（OCR），或安装附加组件 wence[ocr] 后重新添加。"


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr_onnxruntime") is not None


def read(data: bytes) -> RawDocument:
    """The text of one picture.

    Raises:
        RefusedError: when the extra is missing, the picture is too large, or nothing is recognised.
    """
    if not is_installed():
        raise RefusedError("图片里的文字要先识别", HINT)
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    picture = Image.open(io.BytesIO(data))
    if picture.width * picture.height > MAX_PIXELS:
        raise RefusedError("图片过大", "请缩小后再添加。")
    items = list(recognised(picture, 1))
    if not items:
        raise RefusedError("图片里没有识别出文字", "请换一张清晰的图片。")
    return RawDocument(blocks=tuple(paragraphs_of(items, 1)), recognised=(1,))


def recognised(picture: Any, page: int) -> Iterator[PrintedLine | Block]:
    """What stands on a picture of a page (a Pillow image), as lines and tables."""
    import numpy

    found, _ = _engine()(numpy.array(picture.convert("RGB")))
    pieces = [_piece(box, text) for box, text, sure in found or () if float(sure) >= LEAST_SURE and text.strip()]
    # Boxes of one type differ by some pixels; a page has about one size.
    size = median(piece.size for piece in pieces) if pieces else 1.0
    even = [replace(piece, size=size) for piece in pieces]
    return items_of(even, page, picture.width, picture.height, GAP)


def _piece(box: Any, text: str) -> Piece:
    across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
    size = 0.8 * (max(down) - min(down))  # a box leaves some white around its line
    return Piece(harmless(text).replace("\n", " "), min(across), max(across), min(down), size)


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()
