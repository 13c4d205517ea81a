"""Prints docs/cli.md: every command with the help it gives itself. Run it as ``make docs``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tui.cli.commands import COMMANDS, children, parser_and_run

HEAD = """# 命令手册

这份手册由 `make docs` 从程序自己的说明生成，请不要手改。

- 标准输出只有回答；进度、提示和错误在标准错误。输出一律是 UTF-8。
- 退出码：0 已回答（含部分回答）；1 资料里没有依据、还缺一个条件，或没有符合的条目；2 用法不对；
  3 资料、索引或文件有问题；130 被中断。
- 错误有两行：一行说出了什么问题，一行说怎么办。
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
