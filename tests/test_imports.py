"""What a fresh interpreter loads: a one-off call must not pay for what it doesn't use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"textual", "rich", "click", "jieba", "whoosh", "numpy", "pkg_resources", "setuptools", "asyncio", "unittest"}
EXTRAS = {"starlette", "uvicorn", "jinja2", "mcp", "pydantic"}
READERS = {"pdfplumber", "pdfminer", "docx", "openpyxl", "lxml", "markdown_it", "yaml", "charset_normalizer", "PIL"}


def loaded_after(code: str, **environment: str) -> set[str]:
    """Names of all modules that a fresh interpreter holds after running the code."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8",
        env={**os.environ, **environment},
    )  # fmt: skip
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "line",
    [
        ["--help"],
        ["--version"],
        ["ask", "--help"],
        ["subsidies", "--help"],
        ["corpus", "add", "--help"],
        ["serve", "--help"],
    ],
)
def test_help_and_version_load_no_index_and_no_screen(line: list[str]) -> None:
    loaded = loaded_after(f"from tui.cli.main import main\nmain({line!r})")
    assert not loaded & (HEAVY | READERS | EXTRAS)
    assert not {name for name in loaded if name.split(".")[0] == "index" or name.startswith(("tui.app", "tui.screens"))}


def test_the_command_line_itself_loads_neither_dataclasses_nor_inspect() -> None:
    assert not loaded_after("from tui.cli.main import main\nmain(['--help'])") & {"dataclasses", "inspect", "tomllib"}


def test_the_version_is_told_without_loading_the_commands() -> None:
    loaded = loaded_after("from tui.cli.main import main\nmain(['--version'])")
    assert not loaded & {"tui.cli.commands", "argparse", "typing", "re", "signal"}


def test_asking_loads_neither_screens_nor_readers_nor_the_library_of_words(wence_home: Path) -> None:
    loaded = loaded_after(
        "from tui.cli.main import main\nmain(['ask', '义乌的国家级绿色工厂能奖多少钱？'])", WENCE_HOME=str(wence_home)
    )
    assert not loaded & ((HEAVY - {"whoosh"}) | READERS | EXTRAS)
    assert not loaded & {"dataclasses", "inspect"}


@pytest.mark.parametrize("package", ["corpus", "index", "assistant"])
def test_importing_a_room_opens_no_file_and_starts_nothing(package: str) -> None:
    assert not loaded_after(f"import {package}") & (HEAVY | READERS | EXTRAS)


def test_the_python_entry_point_is_the_package_itself() -> None:
    assert not loaded_after("import assistant") & {"assistant.service"}
    assert "assistant.service" in loaded_after("from assistant import Assistant")
