"""Renews the outputs shown in README.md: what follows a ``$ wence …`` line is what that command prints.

Run it as ``make docs``; a test fails when README and program disagree. The day is fixed, so that the text is too.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
AS_OF = "2026-11-22"
BLOCK = re.compile(r"(?<=^```console\n)\$ (wence .*)\n(?:.*\n)*?(?=```$)", re.MULTILINE)


def renewed(text: str, home: Path) -> str:
    """The text with the output of each command in its place."""
    return BLOCK.sub(lambda block: f"$ {block[1]}\n{_output(block[1], home)}", text)


def _output(line: str, home: Path) -> str:
    command = [sys.executable, "-m", "tui.cli.main", *shlex.split(line)[1:]]
    environment = {**os.environ, "WENCE_HOME": str(home), "WENCE_AS_OF": AS_OF, "WENCE_WITHOUT": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    return (done.stdout or done.stderr).rstrip("\n") + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(renewed(README.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
