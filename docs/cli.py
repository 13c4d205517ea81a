"""Prints docs/cli.md: every command with the help it gives itself. Run it as ``make docs``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tui.cli.commands import COMMANDS, children, parser_and_run

HEAD = r"""# 命令手册

这份手册由 `make docs` 从程序自己的说明生成，请不要手改。

- 标准输出只有回答；进度、提示和错误在标准错误。输出一律是 UTF-8。
- 退出码：0 已回答（含部分回答）；1 资料里没有依据、还缺一个条件，或没有符合的条目；2 用法不对；
  3 资料、索引或文件有问题；130 被中断。
- 错误有两行：一行说出了什么问题，一行说怎么办。

## 数据格式

给脚本用的键名都是英文，含义不变；以后只会增加，不会改名。金额以万元计，日期是 `2018`、`2018-07` 或 `2018-07-09`。

**回答**（`wence ask --json`）：

| 键 | 内容 |
| --- | --- |
| `question` `as_of` | 问题；以哪一天为准 |
| `status` | `answered` 已回答；`partial` 只有一部分；`clarify` 还缺一个条件；`no_answer` 资料里没有 |
| `intent` `understood` | 识别出的问题种类，地区、级别，以及按什么理解了错字（`corrections`） |
| `headline` `answer` | 一句话的结论；完整的文字，结论在最前 |
| `citations` | 出处：`n doc doc_id policy section locator quote quote_kind page lines` |
| `records` | 回答所依据的条目 |
| `caveats` `suggestions` | 提示；还可以问的问题（都有答案） |
| `generation` `ms` | 用的是第几代索引；用时（毫秒） |
| `answer_id` | 回答编号：同样的问题、日期、客户和依据，编号相同；导出里也有，`wence verify` 用它核对 |

`quote_kind`：`original` 是原文，一字不差；`digest` 是摘要，用本项目的话写成；`record` 是表格里的一行。

**批量**（`wence batch`）：每行输入是一段独立的对话，一句话也可以直接写成一行；输出顺序不变。

```text
{"id": "甲-1", "as_of": "2026-11-22", "client": "甲厂", "turns": [{"q": "义乌国家级奖多少"}, {"q": "省级呢？"}]}
{"id": "甲-1", "turns": [{"question": …, "as_of": …, "status": …, "answer": …, "headline": …, "intent": …,
  "citations": […], "caveats": […], "ms": …}, …], "client": "甲厂"}
{"id": null, "line": 2, "error": "不是有效的 JSON（第 8 个字处）"}
```

`id` 是文字或整数，照原样写回；读不懂的行只要认得出 `id` 就带上，认不出的写 `null`。`client` 是档案的名字，或者直接写
`{"place": "义乌", "level": "国家级"}`；写成空文字则不用档案。输入可以是 UTF-8、GB18030 或 UTF-16。
`-o` 的后缀 `.csv`、`.xlsx` 得到一轮一行的表，其余是 JSON Lines；千行以上可以加 `--jobs 2`，用时约减一半。

**只取几个字段**：`--json headline,status`；**按自己的话写**：`--template '客户问：$question\n答：$headline'`，
字段名同 JSON，`$$` 是 $ 本身，`\n` 换行；列表用顿号连起来，出处写成「文件 · 章节 · 位置」。

**日期**：`--as-of` 可以写 2026-11-22、2026/11/22、2026.11.22、20261122、2026年11月22日或今天。

**检索**（`wence search --json`）：每行一条，`rank id kind title text doc doc_id section locator matched`。

**表格**（`--format json`）：一个数组，每条的键相同。CSV 的表头是中文，写入文件时带 BOM，公式样的内容前加 `'`。
`-o 表.xlsx` 是工作簿：结果、依据、说明三张表，数字就是数字，公式样的内容只是文字。输出文件写完才替换旧文件。

**有效状态**：`in_force` 现行有效、`expired` 已过期、`repealed` 已废止、`not_yet_effective` 尚未生效、
`draft` 征求意见稿、`unstated` 未载明有效期（不等于有效）。
"""


def manual() -> str:
    """The whole manual as Markdown."""
    parts = [HEAD]
    for name in COMMANDS:
        if not children(name):
            parts.append(f"## wence {name}\n\n```text\n{parser_and_run(name)[0].format_help().rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(manual())
