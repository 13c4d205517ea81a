"""The manual in docs/ is what the program says of itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_manual_is_the_programs_own_help() -> None:
    made = subprocess.run(
        [sys.executable, "docs/cli.py"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert r"：$question\n答" in made  # the two signs a template takes for a line break, not a line broken
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == made, "run `make docs`"
