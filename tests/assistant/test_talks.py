"""Conversations and questions kept: nothing kept is lost, nothing damaged spoils the rest."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.errors import AssistantError
from assistant.keeping.talks import (
    KEPT_QUESTIONS,
    QuestionLog,
    Talk,
    Talks,
    Turn,
    new_talk,
    read_turn,
    talk_json,
    talk_markdown,
    turn_line,
)
from assistant.types import Answer
from tests.fakes import ANSWERED, LONG_TABLE, PARTIAL

NOON = datetime(2020, 11, 22, 12, 0)


def turn(answer: Answer = ANSWERED, **changes: str) -> Turn:
    kept = Turn(question=answer.question, as_of="2020-11-22", asked_at="2020-11-22T12:00:00", answer=answer)
    return replace(kept, **changes)


def keep(home: Path, *turns: Turn, title: str = "") -> Talk:
    talk = new_talk(title or turns[0].question, NOON)
    for one in turns:
        talk = Talks(home).keep(talk, one)
    return talk


@pytest.mark.parametrize("answer", [ANSWERED, PARTIAL, LONG_TABLE])
def test_a_turn_comes_back_as_it_was_shown(answer: Answer) -> None:
    assert read_turn(turn_line(turn(answer))) == turn(answer)


def test_the_records_behind_an_answer_are_left_out() -> None:
    heavy = turn(replace(ANSWERED, records=({"id": "x"},), explain=("why",)))
    assert read_turn(turn_line(heavy)) == turn()


@given(question=st.text(), title=st.text())
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_can_be_asked_and_kept(tmp_path: Path, question: str, title: str) -> None:
    encodable = question.encode("utf-8", "replace").decode()
    talk = keep(tmp_path, turn(question=encodable), title=title)
    assert [one.question for one in Talks(tmp_path).load(talk.id).turns] == [encodable]


def test_keeping_a_turn_only_appends(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn())
    path = next((tmp_path / "history" / "conversations").iterdir())
    before = path.read_bytes()
    Talks(tmp_path).keep(talk, turn(PARTIAL))
    assert path.read_bytes().startswith(before)


def test_a_line_left_half_by_a_killed_program_costs_only_itself(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn(), turn(PARTIAL))
    path = next((tmp_path / "history" / "conversations").iterdir())
    path.write_bytes(path.read_bytes()[:-30])
    Talks(tmp_path).keep(talk, turn(LONG_TABLE))
    found = Talks(tmp_path).load(talk.id)
    assert [one.question for one in found.turns] == [ANSWERED.question, LONG_TABLE.question]
    assert found.damaged == 1


@pytest.mark.parametrize(
    "rubbish",
    [b"", b"\xff\xfe\x00", b"null\n[]\n{}\n", b'{"question": 5}\n', b"[" * 5000],
    ids=["empty", "bytes", "other-json", "wrong-type", "deep"],
)
def test_a_file_of_rubbish_is_an_empty_conversation_not_an_error(tmp_path: Path, rubbish: bytes) -> None:
    folder = tmp_path / "history" / "conversations"
    folder.mkdir(parents=True)
    (folder / "20201122-120000-abcdef.jsonl").write_bytes(rubbish)
    keep(tmp_path, turn())
    assert sorted(len(talk.turns) for talk in Talks(tmp_path).all()) == [0, 1]


def test_the_conversation_used_last_comes_first(tmp_path: Path) -> None:
    first, second = keep(tmp_path, turn()), keep(tmp_path, turn(PARTIAL))
    folder = tmp_path / "history" / "conversations"
    os.utime(folder / f"{second.id}.jsonl", (1, 1))
    assert [talk.id for talk in Talks(tmp_path).all()] == [first.id, second.id]


def test_a_conversation_is_found_by_title_question_client_and_headline(tmp_path: Path) -> None:
    keep(tmp_path, turn(client="甲厂"), title="周一的会")
    keep(tmp_path, turn(PARTIAL))
    talks = Talks(tmp_path)
    assert [len(talks.search(words)) for words in ("周一", "甲厂", "500 万元", "长沙 湖南", "没有这样的字", "")] == [
        1, 1, 1, 1, 0, 2,
    ]  # fmt: skip


def test_renaming_keeps_the_turns(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn(), turn(PARTIAL))
    Talks(tmp_path).rename(talk.id, "  客户甲\n十一月 ")
    found = Talks(tmp_path).load(talk.id)
    assert (found.title, len(found.turns)) == ("客户甲 十一月", 2)


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn())
    with pytest.raises(AssistantError, match="不能为空"):
        Talks(tmp_path).rename(talk.id, "  ")


def test_a_deleted_conversation_is_gone_and_deleting_it_again_is_no_error(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn())
    Talks(tmp_path).delete(talk.id)
    Talks(tmp_path).delete(talk.id)
    assert Talks(tmp_path).all() == ()


@pytest.mark.parametrize("talk_id", ["../../config", "a/b", "", "a.b"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, talk_id: str) -> None:
    with pytest.raises(AssistantError):
        Talks(tmp_path).load(talk_id)


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    assert (Talks(tmp_path).all(), QuestionLog(tmp_path).load()) == ((), ())
    assert list(tmp_path.iterdir()) == []


def test_the_question_log_keeps_the_last_place_of_a_question_asked_twice(tmp_path: Path) -> None:
    log = QuestionLog(tmp_path)
    for question in ("甲", "乙\n第二行", "甲"):
        log.add(question)
    assert log.load() == ("乙\n第二行", "甲")


def test_the_question_log_stays_small(tmp_path: Path) -> None:
    log = QuestionLog(tmp_path)
    log.path.parent.mkdir()
    log.path.write_text("".join(json.dumps(f"第{n}个问题" * 10) + "\n" for n in range(3000)), encoding="utf-8")
    log.add("最新")
    assert len(log.load()) <= KEPT_QUESTIONS
    assert log.load()[-1] == "最新"
    assert log.path.stat().st_size < 200_000


def test_markdown_shows_every_turn_and_takes_marks_for_characters(tmp_path: Path) -> None:
    text = talk_markdown(keep(tmp_path, turn(question="# 标题\n|表|"), turn(PARTIAL), title="*会*"))
    assert text.startswith("# \\*会\\*\n")
    assert "## 问：\\# 标题 \\|表\\|" in text
    assert text.count("## 问：") == 2
    assert "表 3.2 序号 21 湖北省" in text


def test_json_holds_answers_in_the_form_of_the_command(tmp_path: Path) -> None:
    whole = json.loads(talk_json(keep(tmp_path, turn(client="甲厂"))))
    (first,) = whole["turns"]
    assert (first["client"], first["answer"]["status"], first["answer"]["headline"]) == (
        "甲厂", "answered", ANSWERED.headline,
    )  # fmt: skip
    assert first["answer"]["citations"][0]["locator"] == "表 3.2 序号 10 义乌市"


def folder_with_anything(home: Path) -> tuple[Talk, dict[str, bytes]]:
    """A good conversation among what people, editors and sync programs leave in a folder."""
    talk = keep(home, turn())
    folder = home / "history" / "conversations"
    good = (folder / f"{talk.id}.jsonl").read_bytes()
    head = b'{"wence":"conversation","format":1,"title":["x"],"started":7}\n'
    left: dict[str, bytes] = {
        "X (1).jsonl": good,
        "备份.2020.jsonl": good,
        "wrong.jsonl": head + b'{"question":"q","as_of":5,"asked_at":[]}\n{"question":"q","as_of":"?","asked_at":""}\n',
        "types.jsonl": head + good.splitlines()[1].replace(b'"headline":"', b'"headline":3,"x":"') + b"\n",
        "binary.jsonl": bytes(range(256)) * 50,
        ".hidden.jsonl": b"x",
        "notes.txt": b"x",
    }
    for name, data in left.items():
        (folder / name).write_bytes(data)
    (folder / "sub.jsonl").mkdir()
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "gone.jsonl").symlink_to(folder / "nowhere")
    (folder / "self.jsonl").symlink_to(folder / "self.jsonl")
    return talk, left


def test_a_folder_with_anything_in_it_opens_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    talk, left = folder_with_anything(tmp_path)
    talks = Talks(tmp_path)
    found = {one.id: one for one in talks.search("")}
    assert set(found) == {talk.id, "X (1)", "备份.2020", "wrong", "types", "binary"}
    assert [len(found[name].turns) for name in ("X (1)", "备份.2020", "wrong", "types", "binary")] == [1, 1, 0, 0, 0]
    assert [found[name].damaged > 0 for name in ("X (1)", "wrong", "types", "binary")] == [False, True, True, True]
    assert all(isinstance(one.title, str) and one.title for one in found.values())
    folder = tmp_path / "history" / "conversations"
    assert {name: (folder / name).read_bytes() for name in left} == left
    assert talks.rename("X (1)", "副本").title == "副本"
    assert talks.load("X (1)").turns == found["X (1)"].turns


def test_renaming_keeps_what_it_cannot_read_and_what_another_window_just_added(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn())
    path = next((tmp_path / "history" / "conversations").iterdir())
    with path.open("ab") as file:
        file.write(b'{"question": "of a later version", "as_of": {}}\nrubbish\n')
    other = Talks(tmp_path).load(talk.id)
    before = path.read_bytes()
    Talks(tmp_path).keep(talk, turn(PARTIAL))
    Talks(tmp_path).rename(other.id, "客户甲")
    Talks(tmp_path).keep(talk, turn(LONG_TABLE))
    Talks(tmp_path).rename(other.id, "客户乙")
    found = Talks(tmp_path).load(talk.id)
    assert path.read_bytes().startswith(before)
    assert (found.title, len(found.turns), found.damaged) == ("客户乙", 3, 2)
    assert (found.id, found.started) == (talk.id, talk.started)


def test_two_windows_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    talk = keep(tmp_path, turn())
    log = QuestionLog(tmp_path)
    log.add("x" * 199_000)

    def ask(window: str) -> None:
        for number in range(25):
            Talks(tmp_path).keep(talk, turn(question=f"{window}{number}"))
            Talks(tmp_path).rename(talk.id, f"{window}{number}")
            QuestionLog(tmp_path).add(f"{window}{number} " + "y" * 100)

    with ThreadPoolExecutor(4) as windows:
        list(windows.map(ask, "甲乙丙丁"))
    asked = {one.question for one in Talks(tmp_path).load(talk.id).turns}
    assert asked >= {f"{window}{number}" for window in "甲乙丙丁" for number in range(25)}
    assert Talks(tmp_path).load(talk.id).damaged == 0
    assert {one.split()[0] for one in log.load()} >= {
        f"{window}{number}" for window in "甲乙丙丁" for number in range(25)
    }


def test_conversations_are_for_their_owner_alone_also_those_of_an_earlier_version(tmp_path: Path) -> None:
    folder = tmp_path / "history" / "conversations"
    folder.mkdir(parents=True, mode=0o755)
    talk = keep(tmp_path, turn())
    path = folder / f"{talk.id}.jsonl"
    path.chmod(0o644)
    Talks(tmp_path).keep(talk, turn())
    QuestionLog(tmp_path).add("问")
    modes = {
        one.name: stat.S_IMODE(one.stat().st_mode)
        for one in (folder.parent, path, tmp_path / "history" / "questions.jsonl")
    }
    assert modes == {"history": 0o700, path.name: 0o600, "questions.jsonl": 0o600}


@given(
    values=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "question",
                        "as_of",
                        "asked_at",
                        "answer",
                        "citations",
                        "table",
                        "columns",
                        "rows",
                        "status",
                        "facts",
                    ]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_is_a_turn_that_can_be_shown_or_is_told_damaged(values: object) -> None:
    try:
        found = read_turn(json.dumps(values))
    except ValueError:
        return
    talk_markdown(Talk(id="x", title="x", started="x", turns=(found,)))
