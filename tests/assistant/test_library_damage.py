"""A damaged library: the live index answers, the folder is named, and an unfinished change is mended before a look."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from index.generations import live_generation
from tests.made_files import notice
from tui.cli.main import main

QUESTION = "义乌的国家级绿色工厂能奖多少钱？"


@pytest.fixture(scope="module")
def kept_home(wence_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a notice that replaces the report's 500 万元 by 300."""
    home = Path(shutil.copytree(wence_home, tmp_path_factory.mktemp("kept") / "home"))
    path = tmp_path_factory.mktemp("drop") / "通知.txt"
    path.write_text(notice(), encoding="utf-8")
    keeper.add(home, [path])
    return home


@pytest.fixture
def home(kept_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = Path(shutil.copytree(kept_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(copied))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")
    return copied


def wence(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def mid_replace(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name(f".incoming-{folder.name}"))
    folder.rename(folder.with_name(f".outgoing-{folder.name}"))


def text_gone(folder: Path) -> None:
    (folder / "text.md").unlink()


def metadata_gone(folder: Path) -> None:
    (folder / "document.toml").unlink()


def deep_toml(folder: Path) -> None:
    with (folder / "document.toml").open("a", encoding="utf-8") as file:
        file.write("\nx = " + "[" * 3000 + "]" * 3000 + "\n")


def not_utf8(folder: Path) -> None:
    (folder / "document.toml").write_bytes("title = '绿色'".encode("gb18030"))


def a_link_to_itself(folder: Path) -> None:
    (folder / "document.toml").unlink()
    (folder / "document.toml").symlink_to("document.toml")


DAMAGES = (text_gone, metadata_gone, deep_toml, not_utf8, a_link_to_itself)


@pytest.mark.parametrize(
    "look", [("ask", QUESTION), ("corpus", "list"), ("rebuild",), ("corpus", "check"), ("doctor",)]
)
def test_a_replacement_that_was_killed_is_mended_before_every_look(
    home: Path, capsys: pytest.CaptureFixture[str], look: tuple[str, ...]
) -> None:
    mid_replace(home / "library" / "通知")
    assert wence(capsys, *look)[0] == 0
    assert "300 万元" in wence(capsys, "ask", QUESTION)[1]
    assert "通知" in wence(capsys, "corpus", "list")[1]
    assert live_generation(home) == "2"
    assert not list((home / "library").glob(".[io]*"))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_a_damaged_document_is_named_and_never_takes_the_answers_down(
    home: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None]
) -> None:
    damage(home / "library" / "通知")
    code, out, err = wence(capsys, "ask", QUESTION)
    assert (code, "300 万元" in out) == (0, True)
    assert "通知/" in err
    for command in (("corpus", "check"), ("doctor",)):
        code, out, _ = wence(capsys, *command)
        assert (code, "通知/" in out) == (3, True)
    code, out, err = wence(capsys, "rebuild")
    assert (code, "通知/" in err) == (3, True)
    assert live_generation(home) == "2"
    assert wence(capsys, "corpus", "list")[0] == 3
    assert wence(capsys, "corpus", "remove", "通知")[0] == 0
    assert "500 万元" in wence(capsys, "ask", QUESTION)[1]


def test_a_folder_of_somebody_elses_in_the_library_is_no_document_and_is_named_by_check(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "library" / "临时").mkdir()
    code, _, err = wence(capsys, "ask", QUESTION)
    assert (code, err) == (0, "")
    assert "临时/document.toml" in wence(capsys, "corpus", "check")[1]


def library_gone(library: Path) -> None:
    shutil.rmtree(library)


def library_a_file(library: Path) -> None:
    shutil.rmtree(library)
    library.write_text("", encoding="utf-8")


def library_a_link_to_itself(library: Path) -> None:
    shutil.rmtree(library)
    library.symlink_to(library.name)


def library_elsewhere(library: Path) -> None:
    library.rename(library.with_name("移走"))
    library.symlink_to("没有这个文件夹")


LOST = (library_gone, library_a_file, library_a_link_to_itself, library_elsewhere)


@pytest.mark.parametrize("lose", LOST, ids=lambda one: one.__name__)
def test_a_library_that_cannot_be_listed_is_no_empty_one(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lose: Callable[[Path], None]
) -> None:
    lose(home / "library")
    code, out, err = wence(capsys, "ask", QUESTION)
    assert (code, "300 万元" in out) == (0, True)
    assert (err.count("\n"), str(home / "library") in err) == (1, True)
    for command in (("corpus", "check"), ("doctor",), ("rebuild",), ("corpus", "list"), ("corpus", "add", __file__)):
        code, out, err = wence(capsys, *command)
        assert (code, str(home / "library") in out + err) == (3, True), command
    assert live_generation(home) == "2"


def test_a_library_that_is_gone_comes_back_by_going_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(home / "library")
    assert "wence rollback 2" in wence(capsys, "rebuild")[2]
    assert wence(capsys, "rollback", "2")[0] == 0
    code, out, err = wence(capsys, "ask", QUESTION)
    assert (code, "300 万元" in out, err) == (0, True, "")


def other_notice(folder: Path) -> Path:
    path = folder / "慈溪.txt"
    text = "慈溪市人民政府关于支持绿色工厂的意见\n\n对获得国家级绿色工厂的企业，给予一次性奖励66万元。\n"
    path.write_text(f"{text}本意见自2026年1月1日起施行。\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_a_broken_document_keeps_no_other_from_going_in_and_is_named_each_time(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None]
) -> None:
    damage(home / "library" / "通知")
    code, out, err = wence(capsys, "corpus", "add", str(other_notice(tmp_path)))
    assert (code, "已切换到第 3 代索引" in out, "通知/" in err) == (0, True, True)
    for _ in range(2):
        code, out, err = wence(capsys, "ask", "慈溪的国家级绿色工厂能奖多少钱？")
        assert (code, "66 万元" in out, err.count("\n"), "通知/" in err) == (0, True, 1, True)
    assert "300 万元" in wence(capsys, "ask", QUESTION)[1]
    code, out, err = wence(capsys, "rebuild", "--full")
    assert (code, "通知/" in err) == (3, True)
    assert "300 万元" in wence(capsys, "ask", QUESTION)[1]
    assert wence(capsys, "corpus", "restore", "通知")[0] == 0
    code, out, err = wence(capsys, "ask", QUESTION)
    assert (code, "300 万元" in out, err) == (0, True, "")


def test_a_copied_document_is_named_and_left_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(home / "library" / "通知", home / "library" / "通知-副本")
    code, out, err = wence(capsys, "ask", QUESTION)
    assert (code, "300 万元" in out, "通知-副本/document.toml" in err) == (0, True, True)
