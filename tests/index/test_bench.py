"""``bench/retrieval.py`` keeps the contract: any passages and questions in, one JSON line out."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PASSAGES = [
    {"id": "a", "text": "国家级绿色工厂每三年复核一次。", "title": "复核办法", "doc": "1"},
    {"id": "b", "text": "市级财政对错峰生产给予优先保障。", "title": "保障办法", "doc": "2"},
    {"id": "c", "text": "海水淡化项目不在此列。"},
]
QUESTIONS = [
    {"id": "q1", "text": "多久复核一次？", "relevant": ["a"]},
    {"id": "q2", "text": "错峰生产有什么保障", "relevant": ["b"]},
    {"id": "q3", "text": "火星基地", "relevant": ["c"]},
]


def write(path: Path, lines: list[dict[str, object]]) -> Path:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return path


def test_retrieval_prints_one_line_with_quality_speed_size_and_memory(tmp_path: Path) -> None:
    passages = write(tmp_path / "p.jsonl", PASSAGES)
    questions = write(tmp_path / "q.jsonl.gz", QUESTIONS)
    command = [sys.executable, str(ROOT / "bench" / "retrieval.py"), "--passages", passages, "--queries", questions]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    [line] = done.stdout.splitlines()
    found = json.loads(line)
    assert done.stderr == ""
    assert {key: found[key] for key in ("passages", "queries", "recall@1", "recall@10", "mrr@10")} == {
        "passages": 3,
        "queries": 3,
        "recall@1": 0.6667,
        "recall@10": 0.6667,
        "mrr@10": 0.6667,
    }
    assert all(found[key] > 0 for key in ("p50_ms", "p95_ms", "build_s", "index_mb", "peak_rss_mb"))
    assert found["engine"] == "wence"


def test_a_file_that_is_not_there_is_one_line_and_an_exit_code(tmp_path: Path) -> None:
    passages, gone = write(tmp_path / "p.jsonl", PASSAGES), tmp_path / "q.jsonl"
    command = [sys.executable, str(ROOT / "bench" / "retrieval.py"), "--passages", passages, "--queries", gone]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
    assert str(gone) in done.stderr
