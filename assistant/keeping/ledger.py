"""The answers that were taken away, under ``WENCE_HOME/history/exports.jsonl``: one line an export.

It knows an answer by its id when only the id is at hand, and whose answers a rebuild has changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, reason
from assistant.exporting.kept import Kept, from_dict

LARGEST = 20_000_000
"""bytes; beyond it the older half is forgotten"""


class Ledger:
    """The exports of a home; the file is made with the first one, for its owner alone."""

    def __init__(self, home: Path) -> None:
        self.path = home / "history" / "exports.jsonl"

    def add(self, answers: Iterable[Kept], *, file: str, made: str) -> None:
        """Keep the answers of one export.

        Args:
            file: the file they went to, "" for none.
            made: ISO time of the export.

        Raises:
            AssistantError: the folder can't be written.
        """
        entry = {"file": file, "made": made, "answers": [asdict(one) for one in answers]}
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(number, "ab") as page:
                page.write(line.encode("utf-8", "replace"))
            if self.path.stat().st_size > LARGEST:
                self._forget_older_half()
        except OSError as error:
            raise AssistantError(
                f"写不了导出记录 {self.path}：{reason(error)}", "文件已导出，但以后只能凭文件核对。请检查文件夹的权限。"
            ) from None

    def find(self, answer_id: str) -> Kept | None:
        """The answer of an id, as it was taken last."""
        return next((one for one in reversed(list(self.answers())) if one.id == answer_id), None)

    def answers(self) -> Iterator[Kept]:
        """All answers, oldest first; an answer taken twice comes twice, what can't be read is passed over."""
        for entry in self._entries():
            for values in entry.get("answers", ()):
                try:
                    yield from_dict(values)
                except ValueError:
                    continue

    def files_of(self, answer_id: str) -> tuple[str, ...]:
        """The files an answer went to."""
        found = (
            str(entry.get("file", ""))
            for entry in self._entries()
            if any(isinstance(one, dict) and one.get("id") == answer_id for one in entry.get("answers", ()))
        )
        return tuple(dict.fromkeys(name for name in found if name))

    def _entries(self) -> Iterator[dict[str, Any]]:
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        for line in text.split("\n"):
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict) and isinstance(entry.get("answers"), list):
                yield entry

    def _forget_older_half(self) -> None:
        lines = self.path.read_bytes().split(b"\n")
        fresh = self.path.with_suffix(".tmp")
        number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "wb") as page:
            page.write(b"\n".join(lines[len(lines) // 2 :]))
        os.replace(fresh, self.path)
