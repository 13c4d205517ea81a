"""Tables parsed once are held in the index folder, and never outlive the files they come from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant import toml_files
from assistant.toml_files import FOLDERS, PARSED, hold_parsed, read_toml


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folders of tables that may be changed, with nothing held yet."""
    root = tmp_path / "program"
    for name in FOLDERS:
        shutil.copytree(toml_files.ROOT / name, root / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "home" / "index").mkdir(parents=True)
    monkeypatch.setattr(toml_files, "ROOT", root)
    monkeypatch.setattr(toml_files, "_parsed", {})
    return root


def home(root: Path) -> Path:
    return root.parent / "home"


def forget() -> None:
    toml_files._parsed.clear()


def test_every_table_is_held_as_its_file_says(root: Path) -> None:
    files = [path for name in FOLDERS for path in (root / name).glob("*.toml")]
    read = {path: read_toml(path, "词表") for path in files}
    hold_parsed(home(root))
    forget()
    hold_parsed(home(root))
    assert len(files) > 20
    assert {path: toml_files._parsed[str(path)] for path in files} == read


def test_a_table_that_was_changed_is_read_anew(root: Path) -> None:
    hold_parsed(home(root))
    path = root / FOLDERS[1] / "gate.toml"
    path.write_text('said = "改过了"\n', encoding="utf-8")
    hold_parsed(home(root))
    assert read_toml(path, "文案") == {"said": "改过了"}


@pytest.mark.parametrize("left", [0, 1, 1000, -1])
def test_a_damaged_file_is_made_anew(root: Path, left: int) -> None:
    hold_parsed(home(root))
    file = home(root) / "index" / PARSED
    whole = file.read_bytes()
    file.write_bytes(whole[:left] if left >= 0 else whole.replace("万元".encode(), "亿元".encode(), 1))
    forget()
    hold_parsed(home(root))
    assert file.read_bytes() == whole


def test_without_a_folder_to_write_to_each_table_is_read_from_its_own_file(root: Path) -> None:
    hold_parsed(home(root) / "missing")
    assert read_toml(root / FOLDERS[0] / "typos.toml", "词表")["terms"]


def test_a_broken_table_complains_when_it_is_asked_for_and_not_before(root: Path) -> None:
    path = root / FOLDERS[0] / "typos.toml"
    path.write_text("[terms\n", encoding="utf-8")
    hold_parsed(home(root))
    with pytest.raises(toml_files.DataError, match=r"词表 typos\.toml 第 1 行"):
        read_toml(path, "词表")
    assert not (home(root) / "index" / PARSED).exists()
