"""Client profiles on the command line."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from assistant.keeping.settings import Config, list_clients, load_config, save_config
from tui.cli.main import main


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(tmp_path))


def stored(capsys: pytest.CaptureFixture[str], name: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["client", "show", name, "--json"]) == 0
    record: dict[str, object] = json.loads(capsys.readouterr().out)
    return record


def test_a_profile_is_set_shown_changed_cleared_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["client", "set", "甲厂", "--place", "义乌", "--level", "国家", "--batch", "3", "--investment", "2000万"])
        == 0
    )
    first = stored(capsys, "甲厂")
    assert (first["place"], first["level"], first["batch"], first["investment"]) == ("义乌", "国家级", 3, 2000.0)
    assert main(["client", "set", "甲厂", "--batch", "", "--notes", "扩建"]) == 0
    second = stored(capsys, "甲厂")
    assert (second["place"], second["batch"], second["notes"]) == ("义乌", None, "扩建")
    assert main(["client", "remove", "甲厂"]) == 0
    assert main(["client", "show", "甲厂"]) == 3


def test_profiles_are_listed_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    main(["client", "set", "乙厂", "--place", "永康"])
    main(["client", "set", "甲厂", "--place", "义乌"])
    capsys.readouterr()
    assert main(["client", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("名字  地区")
    assert [line.split()[:2] for line in lines[2:]] == [["乙厂", "永康"], ["甲厂", "义乌"]]


def test_without_profiles_the_list_says_how_to_make_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "list"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "wence client set" in captured.err
    assert main(["client", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("name", ["../x", "a/b", "."])
def test_a_profile_name_that_leads_elsewhere_is_refused(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["client", "set", name, "--place", "义乌"]) == 3
    assert "名字" in capsys.readouterr().err


def test_an_unknown_profile_of_a_question_is_refused_before_anything_is_built(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["ask", "--client", "丙厂", "能拿多少补贴"]) == 3
    assert "丙厂" in capsys.readouterr().err
    assert not (tmp_path / "index").exists()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, list[str]]:
    capsys.readouterr()
    code = main(["client", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err.splitlines()


@pytest.mark.parametrize(("place", "offered"), [("火星", ""), ("全国", ""), ("义务", "义乌市"), ("yiwu", "义乌市")])
def test_a_place_that_nobody_knows_is_refused_when_it_is_set(
    capsys: pytest.CaptureFixture[str], place: str, offered: str
) -> None:
    code, out, err = run(capsys, "set", "丁厂", "--place", place)
    assert (code, out, len(err)) == (1, "", 2)
    assert f"「{place}」" in err[0]
    assert offered in err[1]
    assert run(capsys, "show", "丁厂")[0] == 3


def test_a_place_below_a_known_one_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "set", "丁厂", "--place", "浙江省义乌市佛堂镇")[0] == 0


def test_a_batch_without_a_list_is_kept_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, (warning,) = run(capsys, "set", "戊厂", "--batch", "900")
    assert (code, "没有第 900 批" in warning) == (0, True)
    assert stored(capsys, "戊厂")["batch"] == 900
    assert run(capsys, "set", "戊厂", "--batch", "3")[2] == []


@pytest.mark.parametrize("text", [b"place = ", b"batch = 'x'", "level = '世界级'".encode(), b"\xff"])
def test_one_broken_profile_hides_no_other_and_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: bytes
) -> None:
    for name in ("甲厂", "乙厂"):
        main(["client", "set", name, "--place", "义乌"])
    (tmp_path / "clients" / "坏.toml").write_bytes(text)
    code, out, err = run(capsys, "list")
    assert code == 3
    assert "甲厂" in out
    assert "乙厂" in out
    assert "坏.toml" in err[0]
    assert [client["name"] for client in json.loads(run(capsys, "list", "--json")[1])] == ["乙厂", "甲厂"]


def test_what_is_no_profile_in_the_folder_is_left_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main(["client", "set", "甲厂", "--place", "义乌"])
    folder = tmp_path / "clients"
    (folder / "x.toml").mkdir()
    (folder / ".甲厂.toml.swp").write_text("x", encoding="utf-8")
    (folder / ".hidden.toml").write_text("x", encoding="utf-8")
    os.mkfifo(folder / "pipe.toml")
    (folder / "self.toml").symlink_to(folder / "self.toml")
    code, out, err = run(capsys, "list", "--json")
    assert (code, err, [client["name"] for client in json.loads(out)]) == (0, [], ["甲厂"])


def test_a_profile_is_renamed_with_all_its_file_holds_and_never_over_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("甲厂", "乙厂"):
        main(["client", "set", name, "--place", "义乌"])
    file = tmp_path / "clients" / "甲厂.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# 我的注\nother = 1\n", encoding="utf-8")
    save_config(tmp_path, Config(client="甲厂"))
    assert run(capsys, "rename", "甲厂", "乙厂")[0] == 3
    assert run(capsys, "rename", "甲厂", "a/b")[0] == 3
    assert run(capsys, "rename", "甲厂", "丙厂")[0] == 0
    assert "# 我的注\nother = 1" in (tmp_path / "clients" / "丙厂.toml").read_text(encoding="utf-8")
    assert list_clients(tmp_path) == ("丙厂", "乙厂")
    assert load_config(tmp_path).client == "丙厂"


@pytest.mark.parametrize("name", ["客户.json", "客户.csv"])
def test_profiles_come_back_as_they_were_exported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["client", "set", "甲厂", "--place", "义乌", "--level", "国家级", "--batch", "3", "--investment", "2000.5"])
    main(["client", "set", "乙厂", "--place", "永康", "--notes", "=1+1，第二期"])
    file = tmp_path / name
    assert run(capsys, "export", "-o", str(file)) == (0, "", [f"已写入 {file}。"])
    before = json.loads(run(capsys, "list", "--json")[1])
    monkeypatch.setenv("WENCE_HOME", str(tmp_path / "other"))
    assert run(capsys, "import", str(file))[0] == 0
    assert json.loads(run(capsys, "list", "--json")[1]) == before
    assert run(capsys, "import", str(file))[0] == 0
    main(["client", "set", "甲厂", "--place", "永康"])
    code, _, err = run(capsys, "import", str(file))
    assert (code, "甲厂" in err[0], "--overwrite" in err[1]) == (3, True, True)
    assert run(capsys, "import", str(file), "--overwrite")[0] == 0
    assert json.loads(run(capsys, "list", "--json")[1]) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("名字,地区,批次\n甲厂,义乌,3\n乙厂,火星,3\n", "火星"),
        ("名字,地区,批次\n甲厂,义乌,3\n乙厂,永康,很多\n", "batch"),
        ("名字,级别\n甲厂,国家级\n乙厂,世界级\n", "世界级"),
        ("名字,地区\n甲厂,义乌\n甲厂,永康\n", "同名"),
        ("名字,地区\n甲厂,义乌\n,永康\n", "名字"),
        ("厂名,地区\n甲厂,义乌\n", "名字"),
        ("[1, 2]", "清单"),
        ("[{", "JSON"),
        ("", "名字"),
    ],
)
def test_an_import_with_one_wrong_profile_writes_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "f").write_bytes(text.encode("gb18030"))
    code, out, err = run(capsys, "import", str(tmp_path / "f"))
    assert (code in (1, 3), out, len(err)) == (True, "", 2)
    assert said in err[0]
    assert list_clients(tmp_path) == ()


def test_profiles_are_for_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "clients").mkdir(mode=0o755)
    main(["client", "set", "甲厂", "--place", "义乌"])
    assert stat.S_IMODE((tmp_path / "clients").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "clients" / "甲厂.toml").stat().st_mode) == 0o600
