"""Settings: the home folder, the day of the question, client profiles, the config file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.keeping.settings import (
    Client,
    Config,
    as_of_today,
    home_folder,
    list_clients,
    load_client,
    load_config,
    parse_level,
    remove_client,
    save_client,
    save_config,
)

FACTORY = Client(
    name="甲厂",
    place="义乌",
    level="国家级",
    batch=3,
    industry="水泥",
    investment=2000.5,
    paid="省级",
    notes='2025 年 "扩建"\n二期',
)


def test_the_home_is_where_wence_home_says(tmp_path: Path) -> None:
    assert home_folder({"WENCE_HOME": str(tmp_path / "x")}) == tmp_path / "x"


def test_without_wence_home_it_is_a_folder_of_its_own_in_the_users_data() -> None:
    assert home_folder({}).name == "wence"
    assert home_folder({"WENCE_HOME": "  "}) == home_folder({})


def test_finding_the_home_creates_nothing(tmp_path: Path) -> None:
    home_folder({"WENCE_HOME": str(tmp_path / "x")})
    assert list(tmp_path.iterdir()) == []


def test_the_option_outranks_the_environment_and_the_environment_today() -> None:
    assert as_of_today("2019-06-30", {"WENCE_AS_OF": "2020-01-01"}) == date(2019, 6, 30)
    assert as_of_today(date(2019, 6, 30), {"WENCE_AS_OF": "2020-01-01"}) == date(2019, 6, 30)
    assert as_of_today(None, {"WENCE_AS_OF": "2020-01-01"}) == date(2020, 1, 1)
    assert as_of_today(None, {}) == date.today()


@pytest.mark.parametrize(
    "text", ["2026-13-01", "2026-02-30", "2026-11/22", "11/22/2026", "2026-W47-7", "26-1-2", "昨天", "", "１-1-1"]
)
def test_what_is_no_day_of_the_calendar_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        as_of_today(text)
    assert "无效" in refused.value.message
    assert "--" not in refused.value.message
    assert "2026-11-22" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("国家级", "国家级"),
        ("国家", "国家级"),
        ("自治区级", "省级"),
        ("省", "省级"),
        ("县级", "区级"),
        (" 市级 ", "市级"),
    ],
)
def test_a_level_is_known_by_its_everyday_names(text: str, level: str) -> None:
    assert parse_level(text) == level


def test_an_unknown_level_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError) as refused:
        parse_level("世界级")
    assert "国家级" in refused.value.hint


def test_a_profile_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_client(tmp_path, FACTORY)
    assert load_client(tmp_path, "甲厂") == FACTORY
    assert list_clients(tmp_path) == ("甲厂",)


def test_a_fact_that_was_cleared_does_not_come_back(tmp_path: Path) -> None:
    save_client(tmp_path, FACTORY)
    save_client(tmp_path, Client(name="甲厂", place="永康"))
    assert load_client(tmp_path, "甲厂") == Client(name="甲厂", place="永康")


def test_a_removed_profile_is_gone(tmp_path: Path) -> None:
    save_client(tmp_path, FACTORY)
    remove_client(tmp_path, "甲厂")
    assert list_clients(tmp_path) == ()
    with pytest.raises(SettingsError, match="甲厂"):
        remove_client(tmp_path, "甲厂")


def test_an_unknown_profile_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    save_client(tmp_path, FACTORY)
    with pytest.raises(SettingsError) as refused:
        load_client(tmp_path, "乙厂")
    assert "甲厂" in refused.value.hint


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "a\\b", ".hidden", " x", "x\n", "长" * 61, "a:b", "\x00"])
def test_a_name_that_is_no_plain_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="不能用作"):
        save_client(tmp_path, Client(name=name))
    assert list(tmp_path.iterdir()) == []


@given(name=st.text(max_size=70))
def test_no_name_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    home = tmp_path_factory.mktemp("home")
    try:
        path = save_client(home, Client(name=name, place="义乌"))
    except SettingsError:
        return
    assert path.parent == home / "clients"
    assert load_client(home, name).place == "义乌"


@pytest.mark.parametrize("text", ["place = 3", "batch = true", "batch = 'x'", "place = ", "\xff"])
def test_a_profile_broken_by_hand_is_refused_by_its_file_name(tmp_path: Path, text: str) -> None:
    path = save_client(tmp_path, FACTORY)
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"甲厂\.toml"):
        load_client(tmp_path, "甲厂")


def test_without_a_config_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_saving_the_config_keeps_comments_and_unknown_keys(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('# 我的设置\ntheme = "old"\nother = 1\n', encoding="utf-8")
    save_config(tmp_path, Config(theme="dark", ascii=True))
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert "# 我的设置" in text
    assert "other = 1" in text
    assert load_config(tmp_path) == Config(theme="dark", ascii=True)


def test_a_config_of_the_wrong_type_is_refused_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('ascii = "yes"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="ascii"):
        load_config(tmp_path)


def test_a_home_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    with pytest.raises(SettingsError, match="写不了"):
        save_client(tmp_path / "home", FACTORY)
