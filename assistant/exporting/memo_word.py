"""A memo as a Word file: real endnotes, linked both ways, East Asian fonts, A4, page numbers.

python-docx knows neither endnotes nor fields; those few elements are written here by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.exporting.memo import Block, Memo, Note, note_words
from assistant.exporting.packing import repacked
from assistant.exporting.plain import plain
from assistant.saying.wording import load_wording
from assistant.types import Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

say = load_wording("memo")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ENDNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
ENDNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
KEPT_NAMESPACE = "urn:wence:answers"
BODY_FONT, HEAD_FONT, LATIN_FONT = "宋体", "黑体", "Times New Roman"
GREY = "595959"
NOTE_STYLE = "endnote text"
LEAST_SIGNS, MOST_SIGNS = 5, 24
"""characters that a column of a table asks for at least and at most"""
TEMPLATE_LIMIT = 20_000_000
"""bytes of a template"""
FIRST_ID = 1
"""ids -1 and 0 are the separators that Word wants in front of the notes"""


def word(memo: Memo, kept: str = "", template: bytes | None = None) -> bytes:
    """The memo as a DOCX file; the same memo and template give the same bytes.

    Args:
        kept: what ``wence verify`` needs, as JSON; it travels as a custom part that no reader sees.
        template: a DOCX file whose styles, page and first pages are taken.

    Raises:
        AssistantError: the template is no DOCX file that can be used.
    """
    document = _opened(template)
    _dress(document, own_page=template is None)
    notes = _Notes(document, memo.notes)
    _front(document, memo)
    for block in memo.blocks:
        _block(document, block, notes)
    document.add_section()  # the notes end the first section, so that the last page stands behind them
    _last_page(document, memo)
    notes.write()
    if kept:
        _carry(document, kept)
    _stamp(document, memo)
    page = BytesIO()
    document.save(page)
    return repacked(page.getvalue())


def _opened(template: bytes | None) -> Document:
    import docx

    if template is None:
        return docx.Document()
    from corpus.errors import RefusedError
    from corpus.readers.archive import check_archive

    try:
        if len(template) > TEMPLATE_LIMIT:
            raise AssistantError(
                f"模板有 {len(template) // 1_000_000} MB，最多 {TEMPLATE_LIMIT // 1_000_000} MB。",
                "请换一份小些的模板。",
            )
        check_archive(template, "word/document.xml")
        return docx.Document(BytesIO(template))
    except RefusedError as error:
        raise AssistantError(f"模板用不了：{error.message}", "请另存为 .docx 后再试。") from None
    except (ValueError, KeyError, OSError, SyntaxError) as error:
        raise AssistantError(
            "模板不是能用的 Word 文件（.docx）。", "请在 Word 里打开并另存为 .docx 后再试。"
        ) from error


def _dress(document: Document, *, own_page: bool) -> None:
    """Styles that a template lacks; without a template also fonts, A4 and page numbers."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    styles = document.styles
    if NOTE_STYLE not in styles:
        styles.add_style(NOTE_STYLE, WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(9)
    if not own_page:
        return
    for name, font, size in (
        ("Normal", BODY_FONT, 11), ("Title", HEAD_FONT, 20), ("Heading 1", HEAD_FONT, 15), ("Heading 2", HEAD_FONT, 12),
    ):  # fmt: skip
        _set_font(styles[name], font, size)
    styles["Normal"].paragraph_format.line_spacing = 1.3
    styles["Normal"].paragraph_format.space_after = Pt(4)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)
        section.top_margin = section.bottom_margin = Cm(2.5)
        _number_pages(section.footer.paragraphs[0])


def _set_font(style: Any, font: str, size: int) -> None:
    """A font for Latin letters and one for Chinese characters; Word keeps them apart."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = LATIN_FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)


def _number_pages(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in ((say("page"), "PAGE"), (say("page_of"), "NUMPAGES"), (say("page_end"), "")):
        paragraph.add_run(text)
        if field:
            _field(paragraph, field, "1")


def _front(document: Document, memo: Memo) -> None:
    _paragraph(document, memo.title, "Title")
    for line in memo.about:
        _paragraph(document, line, "Normal")
    if memo.overview:
        _paragraph(document, say("overview"), "Heading 2")
        _table(document, memo.overview)


def _block(document: Document, block: Block, notes: _Notes) -> None:
    _paragraph(document, say("block", number=block.number, question=_flat(block.question)), "Heading 1")
    if block.figure:
        _figure(document, block)
    _paragraph(document, block.headline, "Normal")
    for fact in block.facts:
        _paragraph(document, fact, "List Bullet")
    if block.table:
        _table(document, block.table)
    if block.notes:
        notes.refer(_paragraph(document, say("sources"), "Normal"), block.notes)
    if block.then:
        _paragraph(document, block.then, "Normal")
    for caveat in block.caveats:
        _small(_paragraph(document, "", "Normal"), caveat)
    _small(_paragraph(document, "", "Normal"), say("id", id=block.id))


def _figure(document: Document, block: Block) -> None:
    """The figure large, its validity beside it."""
    from docx.shared import Pt

    paragraph = _paragraph(document, "", "Normal")
    run = paragraph.add_run(_flat(block.figure))
    run.bold, run.font.size = True, Pt(16)
    paragraph.paragraph_format.keep_with_next = True
    if block.validity:
        _small(paragraph, f"  {block.validity}")


def _last_page(document: Document, memo: Memo) -> None:
    _paragraph(document, say("unknown"), "Heading 1")
    if not memo.unknown:
        _paragraph(document, say("unknown_none"), "Normal")
    for kind in memo.unknown:
        _paragraph(document, kind.title, "Heading 2")
        for point in kind.points:
            _paragraph(document, point, "List Bullet")


def _paragraph(document: Document, text: str, style: str) -> Paragraph:
    """A paragraph in a style, or in the template's normal one where it lacks that."""
    return document.add_paragraph(plain(text), style if style in document.styles else None)


def _small(paragraph: Paragraph, text: str) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(plain(text))
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(GREY)


def _table(document: Document, table: Table) -> None:
    """A table over the whole line, its columns as wide as what stands in them asks for."""
    page = document.add_table(1, len(table.columns))
    if "Table Grid" in document.styles:
        page.style = document.styles["Table Grid"]
    page.autofit = False
    _row(page.rows[0], table.columns, head=True)
    for cells in table.rows:
        _row(page.add_row(), cells, head=False)
    for column, share in zip(page.columns, _shares(table), strict=True):
        width = int(document._block_width * share)
        column.width = width
        for cell in column.cells:
            cell.width = width


def _shares(table: Table) -> list[float]:
    """The part of the line that each column takes."""
    rows = (table.columns, *table.rows)
    lengths = [max(len(row[n]) for row in rows if n < len(row)) for n in range(len(table.columns))]
    wanted = [min(MOST_SIGNS, max(LEAST_SIGNS, length)) for length in lengths]
    return [one / sum(wanted) for one in wanted]


def _row(row: Any, texts: Sequence[str], *, head: bool) -> None:
    """A row that no page break cuts; the head comes again on every page."""
    from docx.shared import Pt

    properties = row._tr.get_or_add_trPr()
    _add(properties, "w:cantSplit")
    if head:
        _add(properties, "w:tblHeader")
    for cell, text in zip(row.cells, texts, strict=False):
        paragraph = cell.paragraphs[0]
        spacing = paragraph.paragraph_format
        spacing.line_spacing, spacing.space_before, spacing.space_after = 1.1, Pt(2), Pt(2)
        run = paragraph.add_run(plain(text))
        run.font.size, run.bold = Pt(9.5), head or None


class _Notes:
    """Endnotes: the part that holds them, and the references to them in the text."""

    def __init__(self, document: Document, notes: Iterable[Note]) -> None:
        from lxml import etree

        self._document = document
        self._notes = {note.n: note for note in notes}
        self._named: dict[int, str] = {}
        """the bookmark around the first reference to a note"""
        rels = document.part.rels.values()
        self._part = next((one.target_part for one in rels if one.reltype == ENDNOTES), None)
        self._root = etree.fromstring(self._part.blob) if self._part else None
        used = [] if self._root is None else [int(note.get(f"{{{W}}}id", 0)) for note in self._root]
        self._first_id = max([FIRST_ID - 1, *used]) + 1
        self._before = sum(number >= FIRST_ID for number in used)
        """notes that a template brings along"""

    def refer(self, paragraph: Paragraph, numbers: Iterable[int]) -> None:
        """Add the marks of notes to a paragraph; a further mark of the same note is a link to the first."""
        for number in numbers:
            paragraph.add_run("[")
            if number in self._named:
                _field(paragraph, f"NOTEREF {self._named[number]} \\h", str(number + self._before))
            else:
                self._first(paragraph, number)
            paragraph.add_run("] ")

    def _first(self, paragraph: Paragraph, number: int) -> None:
        note_id = str(self._first_id + number - 1)
        name = self._named[number] = f"wence_note_{note_id}"
        _add(paragraph._p, "w:bookmarkStart", id=note_id, name=name)
        _add(paragraph.add_run()._r, "w:endnoteReference", id=note_id)
        _add(paragraph._p, "w:bookmarkEnd", id=note_id)

    def write(self) -> None:
        """Put the notes into the file, and say that they stand at the end of their section."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        if not self._notes:
            return
        root = self._root
        if root is None:
            root = etree.Element(f"{{{W}}}endnotes", nsmap={"w": W})
            self._head(root)
        for note in self._notes.values():
            self._write(root, note)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self._part is None:
            part = Part(PackURI("/word/endnotes.xml"), ENDNOTES_TYPE, blob, self._document.part.package)
            self._document.part.relate_to(part, ENDNOTES)
        else:
            self._part._blob = blob
        self._place()

    def _head(self, root: Any) -> None:
        """What stands between text and notes: their heading instead of a line."""
        heading = _add(_add(root, "w:endnote", type="separator", id="-1"), "w:p")
        if "Heading 1" in self._document.styles:
            style = str(self._document.styles["Heading 1"].style_id)
            _add(_add(heading, "w:pPr"), "w:pStyle", val=style)
        _run(heading, "w:t", say("notes"))
        further = _add(root, "w:endnote", type="continuationSeparator", id="0")
        _add(_add(_add(further, "w:p"), "w:r"), "w:continuationSeparator")

    def _write(self, root: Any, note: Note) -> None:
        paragraph = _add(_add(root, "w:endnote", id=str(self._first_id + note.n - 1)), "w:p")
        _add(_add(paragraph, "w:pPr"), "w:pStyle", val=str(self._document.styles[NOTE_STYLE].style_id))
        _add(_add(paragraph, "w:r"), "w:endnoteRef")
        _run(paragraph, "w:t", f" {_flat(note_words(note))}")

    def _place(self) -> None:
        settings = self._document.settings.element
        for old in settings.findall(f"{{{W}}}endnotePr"):
            settings.remove(old)
        where = _element("w:endnotePr")
        _add(where, "w:pos", val="sectEnd")
        _add(where, "w:numFmt", val="decimal")
        for number in (-1, 0):
            _add(where, "w:endnote", id=str(number))
        compat = settings.find(f"{{{W}}}compat")
        if compat is None:
            settings.append(where)
        else:
            compat.addprevious(where)  # the schema's order
        for section in self._document.sections:
            for old in section._sectPr.findall(f"{{{W}}}endnotePr"):
                section._sectPr.remove(old)
            properties = _element("w:endnotePr")
            _add(properties, "w:numFmt", val="decimal")
            section._sectPr.insert(_after_references(section._sectPr), properties)


def _after_references(section: Any) -> int:
    """Where the schema wants the properties of notes: behind the references to heads and feet."""
    names = (f"{{{W}}}headerReference", f"{{{W}}}footerReference", f"{{{W}}}footnotePr")
    return sum(1 for child in section if child.tag in names)


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field with the text it shows until the program that opens the file counts anew."""
    _add(_add(paragraph._p, "w:r"), "w:fldChar", fldCharType="begin")
    _run(paragraph._p, "w:instrText", f" {code} ")
    _add(_add(paragraph._p, "w:r"), "w:fldChar", fldCharType="separate")
    _run(paragraph._p, "w:t", shown)
    _add(_add(paragraph._p, "w:r"), "w:fldChar", fldCharType="end")


def _run(paragraph: Any, name: str, text: str) -> None:
    """A run with one element of text, whose spaces stay."""
    element = _add(_add(paragraph, "w:r"), name)
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _carry(document: Document, kept: str) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    rels = document.part.rels
    for rel_id in [rel_id for rel_id, one in rels.items() if one.reltype == CUSTOM_XML]:
        if KEPT_NAMESPACE.encode() in rels[rel_id].target_part.blob:  # a template that once was a memo
            del rels[rel_id]
    root = etree.Element(f"{{{KEPT_NAMESPACE}}}answers", nsmap={None: KEPT_NAMESPACE})
    root.text = plain(kept)
    package = document.part.package
    name = package.next_partname("/customXml/item%d.xml")
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    document.part.relate_to(Part(PackURI(str(name)), "application/xml", blob, package), CUSTOM_XML)


def _stamp(document: Document, memo: Memo) -> None:
    """Properties that tell the memo's day and not the moment of writing."""
    properties = document.core_properties
    day = datetime.fromisoformat(memo.day)
    properties.title, properties.author, properties.last_modified_by = _flat(memo.title)[:255], "wence", "wence"
    properties.created = properties.modified = day
    properties.comments = ""
    properties.revision = 1


def _element(tag: str, /, **attributes: str) -> Any:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    """A child element of Word's namespace."""
    child = _element(tag, **attributes)
    parent.append(child)
    return child


def _flat(text: str) -> str:
    return " ".join(plain(text).split())
