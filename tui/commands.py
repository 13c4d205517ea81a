"""The command palette: everything the terminal UI can do, by its Chinese name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.frozen import replace
from tui.screens.dialogs import Choice

COMMANDS = (
    Choice(id="page('ask')", name="提问", note="回到对话"),
    Choice(id="page('factory')", name="我的工厂", note="填写、切换工厂档案", key="factory"),
    Choice(id="page('tables')", name="表格", note="补贴、标准、政策、批次、复核", key="tables"),
    Choice(id="page('pictures')", name="图", note="金额、有效期、各省、各家工厂并排", key="pictures"),
    Choice(id="page('advice')", name="日程与自查", note="要做的事、申报条件逐项对照", key="advice"),
    Choice(id="page('corpus')", name="资料库", note="加入、修改、移除文件，重建索引", key="corpus"),
    Choice(id="page('talks')", name="对话记录", note="查找、重开、改名、删除", key="talks"),
    Choice(id="new_talk", name="新对话", note="从头问起", key="new_talk"),
    Choice(id="save_talk", name="保存对话", note="存成 Markdown 或 JSON", key="save_talk"),
    Choice(id="take('answer')", name="复制回答", note="最近一条，不带出处", key="y"),
    Choice(id="take('cited')", name="复制回答和出处", note="最近一条", key="Y"),
    Choice(id="take('menu')", name="复制一部分", note="结论、表格或某条引文", key="m"),
    Choice(id="next_client", name="换一家工厂", note="轮换档案", key="next_client"),
    Choice(id="no_client", name="不用工厂档案", note="提问时不再补上工厂情况"),
    Choice(id="as_of", name="改询问日期", note="按哪一天判断有效性"),
    Choice(id="look('light')", name="浅色外观"),
    Choice(id="look('dark')", name="深色外观"),
    Choice(id="look('contrast')", name="高对比外观"),
    Choice(id="ascii", name="符号改用 ASCII", note="终端把某些符号画成两格宽时用；再选一次改回"),
    Choice(id="retry", name="重新打开资料", note="打开失败之后"),
    Choice(id="help", name="帮助", note="说明和当前可用的按键", key="help"),
    Choice(id="quit", name="退出", key="quit"),
)
ANSWER_KEYS = ("y", "Y", "m")
"""keys of a card, which stay as they are"""


def commands(themes: Iterable[str], key_shown: Callable[[str], str]) -> tuple[Choice, ...]:
    """The commands with the keys they have at this desk, and the user's own looks among the others."""
    looks = [Choice(id=f"look({name!r})", name=f"{name} 外观", note="您自己的") for name in themes]
    keyed = (
        replace(one, key=key_shown(one.key)) if one.key and one.key not in ANSWER_KEYS else one for one in COMMANDS
    )
    return (*keyed, *looks)
