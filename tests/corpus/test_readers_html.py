"""Saved web pages: what a visitor sees, and nothing else."""

from __future__ import annotations

from corpus.readers import BY_KIND
from corpus.readers.blocks import RawDocument


def read(body: str, head: str = "", encoding: str = "utf-8") -> RawDocument:
    """A page as the reader sees it."""
    page = f"<!DOCTYPE html><html><head><meta charset=gb2312>{head}</head><body>{body}</body></html>"
    return BY_KIND["html"].read(page.encode(encoding))


def texts(document: RawDocument) -> list[str]:
    """The words of the blocks."""
    return [block.text for block in document.blocks]


def test_a_page_is_read_in_gb18030_and_utf8_whatever_it_claims() -> None:
    for encoding in ("utf-8", "gb18030"):
        assert texts(read("<h1>奖励办法</h1><p>支持绿色工厂。</p>", encoding=encoding)) == [
            "奖励办法",
            "支持绿色工厂。",
        ]


def test_what_is_hidden_is_left_out() -> None:
    page = (
        "<p>看得见</p><p hidden>一</p><p style='display: none'>二</p><div class='off'>三</div><p id=secret>四</p>"
        "<p aria-hidden=true>五</p><p style='font-size:0'>六</p><script>七</script><template><p>八</p></template>"
        "<p style='VISIBILITY:hidden'>九</p><!-- 十 --><noscript>百</noscript>"
    )
    assert texts(read(page, head="<style>.off, #secret { display:none }</style>")) == ["看得见"]


def test_menus_and_lists_of_links_are_left_out() -> None:
    page = "<nav>首页</nav><ul><li><a href=/>要闻动态</a></li></ul><ul><li>第一类奖励<a href=/x>附件</a></li></ul>"
    assert texts(read(page)) == ["第一类奖励附件"]


def test_spans_of_table_cells_are_filled_and_heads_folded() -> None:
    table = (
        "<table><tr><th rowspan=2>地区</th><th colspan=2>奖励标准（万元）</th></tr>"
        "<tr><th>国家级</th><th>省级</th></tr>"
        "<tr><td rowspan=2>义乌市</td><td>300</td><td>80</td></tr><tr><td>200</td><td>40</td></tr></table>"
    )
    (block,) = read(table).blocks
    assert [row.cells for row in block.rows] == [
        ("地区", "奖励标准（万元） 国家级", "奖励标准（万元） 省级"),
        ("义乌市", "300", "80"),
        ("义乌市", "200", "40"),
    ]


def test_the_card_of_a_government_page_is_metadata_and_no_table() -> None:
    card = (
        "<table><tr><td>发文机关：</td><td>义乌市人民政府</td><td>发文字号：</td><td>义政发〔2025〕1号</td></tr>"
        "<tr><td>成文日期：</td><td>2025年01月10日</td><td>发布日期：</td><td>2025年01月15日</td></tr></table>"
    )
    document = read(card + "<p>正文。</p>", head='<meta name="ArticleTitle" content="奖励办法">')
    assert document.metadata == {
        "title": "奖励办法",
        "issuer": "义乌市人民政府",
        "number": "义政发〔2025〕1号",
        "written": "2025年01月10日",
        "published": "2025年01月15日",
    }
    assert texts(document) == ["正文。"]


def test_a_table_that_only_lays_out_the_page_is_read_as_its_text() -> None:
    assert (
        texts(read("<table><tr><td><p>左</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"))[0] == "左"
    )


def test_a_page_saved_as_one_mhtml_file_is_read() -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("<html><body><p>支持绿色工厂。</p></body></html>", subtype="html", charset="utf-8")
    assert texts(BY_KIND["html"].read(b"MIME-Version: 1.0\n" + message.as_bytes())) == ["支持绿色工厂。"]


def test_blocks_and_rows_know_their_line_in_the_file() -> None:
    page = "<p>一</p>\n\n<p>二</p>\n<table>\n<tr><td>地区<td>金额</tr>\n<tr><td>义乌<td>5 万元</tr>\n</table>"
    first, second, table = read(page).blocks
    assert [block.at.lines for block in (first, second)] == [(1, 1), (3, 3)]
    assert [row.at.lines for row in table.rows] == [(5, 5), (6, 6)]


def test_markup_and_entities_in_the_text_are_characters() -> None:
    assert texts(read("<p>&lt;script&gt;奖励&nbsp;50&#x1b;[31m 万元</p>"))[0].startswith("<script>奖励 50")


def test_a_span_of_a_billion_columns_is_refused_and_not_unfolded() -> None:
    import pytest

    from corpus.errors import RefusedError

    with pytest.raises(RefusedError, match="列"):
        read("<table><tr>" + "<td colspan=999>x</td>" * 3 + "</tr><tr><td>y</td></tr></table>")
