"""Plain text, Markdown and CSV: what is read, and where it stands."""

from __future__ import annotations

import pytest

from corpus.readers import BY_KIND
from corpus.readers.blocks import Block, Position
from corpus.readers.decode import decode, harmless

SENTENCE = "2025 年起，绿色工厂是指实现了用地集约化、原料无害化、生产洁净化的工厂。"


def read(kind: str, data: str | bytes) -> tuple[Block, ...]:
    """The blocks of a text in one of the text kinds."""
    return BY_KIND[kind].read(data.encode() if isinstance(data, str) else data).blocks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"])
def test_chinese_is_read_whatever_the_encoding(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == SENTENCE


def test_characters_that_only_gb18030_has_come_through() -> None:
    text = "㐂䶮市𬭚厂的奖励政策和实施办法"
    assert decode((text + SENTENCE * 9).encode("gb18030")).startswith(text)


def test_traditional_characters_in_big5_are_recognised() -> None:
    text = "綠色工廠的獎勵政策，由縣市政府的財政部門負責辦理，並於網站公佈。" * 4
    assert decode(text.encode("big5")) == text


def test_one_broken_character_does_not_turn_utf8_into_something_else() -> None:
    data = (SENTENCE * 30).encode()
    assert decode(data[:101] + b"\xff" + data[101:]).replace("\ufffd", "") == SENTENCE * 30


def test_escape_sequences_become_visible_and_do_nothing() -> None:
    assert harmless("a\x1b[31m红\x07\x00\x9b1m") == "a␛[31m红␇␀\ufffd1m"


def test_invisible_marks_that_reorder_text_are_taken_out() -> None:
    assert harmless("50\u202e万\u200b元\ufeff") == "50万元"


def test_hard_wrapped_lines_become_one_paragraph_with_its_lines() -> None:
    text = (
        "本市支持企业创建绿色工厂，对认定的企业给予一次性的奖励，奖励的金额按照认定的级\n"
        "别确定，由市财政局会同市工业和信息化局审核以后拨付，每年集中办理一次，具体的申\n"
        "报时间以当年的申报通知为准。\n"
        "企业应当对所提交的申报材料的真实性负责，弄虚作假的，收回已经拨付的资金，并且三\n"
        "年以内不得再次申报本市的各类专项资金，情节严重的，依照有关的法律法规追究责任。\n"
        "本办法由市工业和信息化局负责解释，各县可以参照本办法的规定，结合当地的实际情况\n"
        "制定本县的实施细则，报市工业和信息化局备案。\n"
    )
    blocks = read("text", text)
    assert [block.at.lines for block in blocks] == [(1, 3), (4, 5), (6, 7)]
    assert "按照认定的级别确定" in blocks[0].text


def test_a_short_line_that_can_not_end_a_paragraph_runs_on() -> None:
    text = (
        "本市支持企业创建绿色工厂，对认定的企业给予一次性的奖励，奖励的金额按照认定的级\n"
        "别确定，由市财政局会同市工业和信息化局审核以后拨付，每年集中办理一次，具体的申\n"
        "报时间以当年的申报通知为准。\n"
        "企业应当对所提交的申报材料的真实性负责，弄虚作假的，收回已经拨付的资金，并且三\n"
        "年以内不得再次申报本市的各类专项资金，情节严重的，依照有关的法律法规追究责任。\n"
        "本办法自2026年4月20日起施行，有效期至\n"
        "2029年4月19日。\n"
    )
    assert read("text", text)[-1].text == "本办法自2026年4月20日起施行，有效期至2029年4月19日。"


def test_one_line_a_paragraph_stays_one_line_a_paragraph() -> None:
    blocks = read("text", "一、总则\n第一条 为支持绿色制造，制定本办法。\n第二条 本办法适用于本市。\n")
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "一、总则"),
        ("paragraph", "第一条 为支持绿色制造，制定本办法。"),
        ("paragraph", "第二条 本办法适用于本市。"),
    ]


def test_headings_are_told_from_long_numbered_paragraphs() -> None:
    long = "一、" + "对通过认定的企业给予奖励并且优先推荐申报上一级的称号" * 3 + "。"
    assert [block.level for block in read("text", f"第一章 总则\n（一）范围\n{long}\n2.1 申报\n")] == [1, 3, 0, 3]


def test_page_numbers_of_a_text_are_dropped() -> None:
    assert [block.text for block in read("text", "奖励办法\n\n— 3 —\n\n第 4 页 共 9 页\n\n由市财政局解释。\n")] == [
        "奖励办法",
        "由市财政局解释。",
    ]


def test_lines_parted_by_tabs_are_a_table() -> None:
    table = read("text", "名单如下：\n地区\t金额\n义乌市\t50\n永康市\t30\n")[1]
    assert [row.cells for row in table.rows] == [("地区", "金额"), ("义乌市", "50"), ("永康市", "30")]
    assert table.rows[2].at == Position(lines=(4, 4))


def test_lines_parted_by_runs_of_spaces_are_a_table_and_tell_nothing_of_the_width_of_the_text() -> None:
    title = "甲市工业和信息化局关于2026年绿色制造专项资金拟奖励企业名单的公示"
    rows = "".join(f"{n}    甲市第{n}新型材料有限公司    义乌市    2025年度国家绿色工厂    40\n" for n in range(1, 6))
    first, body, table, total, signed = read(
        "text",
        f"{title}\n\n经研究，拟对下列企业给予奖励。\n\n序号    企业名称    所在地    事项    金额（万元）\n{rows}"
        "合计            200\n\n甲市财政局      甲市税务局\n",
    )
    assert (first.text, body.text) == (title, "经研究，拟对下列企业给予奖励。")
    assert table.rows[1].cells == ("1", "甲市第1新型材料有限公司", "义乌市", "2025年度国家绿色工厂", "40")
    assert (len(table.rows), total.kind, signed.kind) == (6, "paragraph", "paragraph")


def test_fields_of_one_line_stay_apart_and_words_spaced_for_looks_do_not() -> None:
    (card,) = read("text", "发布机构：甲市 财政局　　文号：甲财〔2025〕1号    发文日期：2025-02-21\n")
    assert card.text == "发布机构：甲市财政局 文号：甲财〔2025〕1号 发文日期：2025-02-21"
    assert read("text", "各 有关单位：\n")[0].text == "各有关单位："


def test_lines_with_bullets_are_paragraphs_of_their_own_however_even_they_are() -> None:
    lines = ["丽水市2026年绿色制造奖补标准一览表", *(f"▶ {n}级绿色工厂一次性奖励标准为八十万元" for n in "国省市县")]
    assert [block.text for block in read("text", "\n".join(lines))] == lines


def test_front_matter_of_markdown_is_metadata_with_dates_as_written() -> None:
    front = "---\ntitle: 奖励办法\n发文字号: 义政发〔2025〕1号\ndate: 2025-01-10\ntags: [a, b]\n---\n"
    document = BY_KIND["markdown"].read(f"{front}# 奖励办法\n\n正文。\n".encode())
    assert document.metadata == {"title": "奖励办法", "number": "义政发〔2025〕1号", "issued": "2025-01-10"}
    assert [block.text for block in document.blocks] == ["奖励办法", "正文。"]
    assert document.blocks[1].at.lines == (9, 9)


def test_broken_front_matter_costs_the_metadata_and_not_the_text() -> None:
    document = BY_KIND["markdown"].read("---\na: [1\n---\n正文。\n".encode())
    assert [block.text for block in document.blocks] == ["正文。"]
    assert "元数据无法解析" in document.notes[0]


def test_aliases_that_would_unfold_without_end_are_refused() -> None:
    bomb = "a: &a [x,x]\n" + "".join(f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert BY_KIND["markdown"].read(f"---\n{bomb}---\n正文。\n".encode()).notes


def test_markdown_tables_and_lists_are_read_with_their_lines() -> None:
    blocks = read("markdown", "# 标准\n\n| 地区 | 金额 |\n| --- | --- |\n| 义乌 | **50** 万元 |\n\n- 其一\n- 其二\n")
    assert [row.cells for row in blocks[1].rows] == [("地区", "金额"), ("义乌", "50 万元")]
    assert [block.text for block in blocks[2:]] == ["其一", "其二"]
    assert blocks[1].rows[1].at.lines == (5, 5)


def test_html_in_markdown_stays_characters() -> None:
    (block,) = read("markdown", "奖励 <b onclick=x>50</b> 万元")
    assert block.text == "奖励 <b onclick=x>50</b> 万元"


def test_csv_rows_keep_their_lines_when_a_cell_holds_a_line_break() -> None:
    (table,) = read("csv_table", '地区,说明\n义乌市,"一次性\n奖励"\n永康市,无\n'.encode("gb18030"))
    assert [row.cells for row in table.rows] == [("地区", "说明"), ("义乌市", "一次性奖励"), ("永康市", "无")]
    assert [row.at.lines for row in table.rows] == [(1, 1), (2, 3), (4, 4)]


def test_a_caption_and_a_unit_above_a_csv_table_are_lifted_out() -> None:
    (table,) = read("csv_table", "绿色工厂奖励表,,\n单位：万元,,\n地区,国家级,省级\n义乌市,300,80\n")
    assert table.text == "绿色工厂奖励表；单位：万元"
    assert table.rows[0].cells == ("地区", "国家级", "省级")


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_other_separators_than_the_comma_are_found(mark: str) -> None:
    (table,) = read("csv_table", f"地区{mark}金额\n义乌市{mark}50\n")
    assert table.rows[1].cells == ("义乌市", "50")


ONE_LINE = (
    "甲市工业和信息化局文件{0}甲工信〔2026〕37号{0}甲市工业和信息化局关于组织申报2026年度市级绿色工厂的通知{0}各县（市、区）工信局，各有关企业："
    "{0}根据《甲市三年行动计划》，有关事项通知如下：{0}一、申报条件{0}（一）在甲市依法注册，正常生产经营两年以上；（二）近三年未发生较大及以上安全事故。"
    "{0}二、申报程序{0}（一）企业申报。企业于2026年8月15日前登录平台在线填报，逾期系统自动关闭。（二）县区推荐。各县（市、区）工信局于2026年8月31日前报送推荐文件。"
    "{0}三、有关要求{0}弄虚作假的取消资格，两年内不得再次申报。{0}甲市工业和信息化局{0}二〇二六年七月六日{0}（此件公开发布）"
)


@pytest.mark.parametrize("gap", ["　", "　　", " ", ""])
def test_a_whole_notice_on_one_line_is_parted_into_its_paragraphs(gap: str) -> None:
    texts = [block.text for block in read("text", ONE_LINE.format(gap))]
    assert texts[:4] == [
        "甲市工业和信息化局文件",
        "甲工信〔2026〕37号",
        "甲市工业和信息化局关于组织申报2026年度市级绿色工厂的通知",
        "各县（市、区）工信局，各有关企业：",
    ]
    assert "二、申报程序" in texts
    assert "（二）县区推荐。各县（市、区）工信局于2026年8月31日前报送推荐文件。" in texts
    assert texts[-3:] == ["甲市工业和信息化局", "二〇二六年七月六日", "（此件公开发布）"]


def test_a_long_paragraph_is_no_whole_notice() -> None:
    text = "企业应当对所提交的申报材料的真实性负责，弄虚作假的，收回已经拨付的资金。" * 9
    assert [block.text for block in read("text", text)] == [text]


def test_a_text_wrapped_by_hand_is_joined_below_a_chapter_set_with_spaces_and_keeps_its_signature_apart() -> None:
    text = (
        "    第一条  为深入推进绿色制造体系建设，引导企业\n"
        "节能降碳，根据国家、省有关规定，结合我市实际，制\n定本细则。\n"
        "    第二条  奖补资金从市工业和信息化专项资金中列\n"
        "支，实行总额控制，由市财政局会同市工业和信息化局\n据实结算。\n"
        "            第四章  附  则\n\n"
        "    第九条  本细则自2026年4月1日起施行，有效期至\n2028年12月31日。《甲市绿色制造奖补暂行办法》\n同时废止。\n"
        "    附件：甲市绿色制造体系建设奖补项目申请表一览\n\n"
        "                     甲市工业和信息化局\n                        2026年3月2日\n"
    )
    texts = [block.text for block in read("text", text)]
    assert "有效期至2028年12月31日。《甲市绿色制造奖补暂行办法》同时废止。" in texts[3]
    assert texts[-2:] == ["甲市工业和信息化局", "2026年3月2日"]
