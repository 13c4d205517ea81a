"""Tools for AI assistants, asked by the protocol's official client as a host would."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from assistant.keeping import library as keeper
from assistant.keeping.settings import Client, save_client
from assistant.service import Assistant
from tests.conftest import AS_OF
from tests.made_files import notice
from tests.tui.test_cli_ask import PATIENCE, ROOT
from tui.cli.main import main
from tui.cli.output import to_json
from tui.cli.session import record_of
from tui.tools.catalogue import FILTERS, TABLE_NAMES, TOOLS
from tui.tools.schemas import ANSWER, HITS, ROWS

if TYPE_CHECKING:  # the protocol's package loads for seconds, also where no test of this file is to run
    from mcp import ClientSession

CASES = sorted((ROOT / "tests" / "cases").glob("*.jsonl"))
QUESTION = "义乌的国家级绿色工厂能奖多少钱？"
DAY = AS_OF.isoformat()


@asynccontextmanager
async def client(home: Path) -> AsyncIterator[ClientSession]:
    from mcp import ClientSession
    from mcp.client.stdio import StdioServerParameters, stdio_client

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "tui.cli.main", "mcp"],
        cwd=str(ROOT),
        env={**os.environ, "WENCE_HOME": str(home), "WENCE_AS_OF": DAY},
    )
    async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
        await session.initialize()
        yield session


@asynccontextmanager
async def beside(assistant: Assistant) -> AsyncIterator[ClientSession]:
    """The same protocol without a process of its own, for what has nothing to do with processes."""
    from mcp import ClientSession
    from mcp.shared.memory import create_client_server_memory_streams

    from tui.tools.server import server_of

    server = server_of(assistant)
    async with create_client_server_memory_streams() as (near, far), anyio.create_task_group() as tasks:
        tasks.start_soon(server.run, *far, server.create_initialization_options())
        async with ClientSession(*near) as session:
            await session.initialize()
            yield session
        tasks.cancel_scope.cancel()


def said(result: Any) -> str:
    """The one text of a tool's result."""
    (content,) = result.content
    return str(content.text)


def all_questions() -> list[str]:
    """The first question of every open case."""
    lines = [json.loads(line) for path in CASES for line in path.read_text(encoding="utf-8").splitlines()]
    return [case["turns"][0]["q"] for case in lines]


async def test_the_client_lists_read_only_tools_and_is_told_what_to_expect(assistant: Assistant) -> None:
    async with beside(assistant) as session:
        found = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert list(found) == [tool.name for tool in TOOLS]
        assert {"wence_ask", "wence_search", "wence_table", "wence_duties", "wence_assess"} == set(found)
        for tool in found.values():
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            assert tool.output_schema is not None
            assert tool.output_schema["type"] == "object"
        assert [one.name for one in (await session.list_prompts()).prompts] == ["policy_question", "client_memo"]


async def test_every_question_gets_what_the_command_gives(wence_home: Path, assistant: Assistant) -> None:
    questions = all_questions()[::2][:160]
    assert len(questions) >= 100
    async with client(wence_home) as session:
        for question in questions:
            result = await session.call_tool("wence_ask", {"question": question})
            expected = json.loads(to_json(record_of(assistant.ask(question), None)))
            assert result.structured_content == {**expected, "ms": result.structured_content["ms"]}, question
            assert json.loads(said(result)) == result.structured_content


async def test_tables_and_hits_are_those_of_the_commands(
    assistant: Assistant, wence_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    monkeypatch.setenv("WENCE_AS_OF", DAY)

    def printed(*line: str) -> str:
        assert main([*line]) == 0
        return capsys.readouterr().out

    lines = {
        ("subsidies", "浙江", "--min", "100"): {"table": "subsidies", "places": ["浙江"], "min": 100},
        ("standards", "LED"): {"table": "standards", "text": "LED"},
        ("policies", "云南"): {"table": "policies", "places": ["云南"]},
        ("batches",): {"table": "batches"},
        ("reviews", "--batch", "3"): {"table": "reviews", "batch": 3},
    }
    async with beside(assistant) as session:
        for line, arguments in lines.items():
            result = await session.call_tool("wence_table", arguments)
            assert result.structured_content == {"result": json.loads(printed(*line, "--format", "json"))}
        result = await session.call_tool("wence_search", {"text": "错峰生产", "limit": 5})
        expected = [json.loads(one) for one in printed("search", "错峰生产", "-n", "5", "--json").splitlines()]
        assert result.structured_content == {"result": expected}


async def test_a_follow_up_and_a_client_are_understood(wence_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    save_client(home, Client(name="甲厂", place="义乌", level="国家级"))
    async with client(home) as session:
        result = await session.call_tool("wence_ask", {"question": "省级呢？", "before": [QUESTION]})
        assert "省级 50 万元" in result.structured_content["headline"]
        result = await session.call_tool("wence_ask", {"question": "我们能拿多少", "client": "甲厂"})
        assert "500 万元" in result.structured_content["answer"]


async def test_duties_and_the_self_check_are_those_of_the_commands(
    wence_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    save_client(home, Client(name="甲厂", place="义乌", level="国家级", batch=3))
    monkeypatch.setenv("WENCE_HOME", str(home))

    def printed(*line: str) -> Any:
        assert main([*line, "--json", "--as-of", "2020-12-01"]) == 0
        return json.loads(capsys.readouterr().out)

    async with client(home) as session:
        for line, arguments in (
            (("duties", "--client", "甲厂", "--to", "2025-12-31"), {"client": "甲厂", "to": "2025-12-31"}),
            (
                ("duties", "江苏", "--to", "2025-12-31"),
                {"places": ["江苏"], "to": "2025-12-31"},
            ),
        ):  # fmt: skip
            result = await session.call_tool("wence_duties", {**arguments, "as_of": "2020-12-01"})
            assert result.structured_content == {"result": printed(*line)}, said(result)
        result = await session.call_tool("wence_assess", {"client": "甲厂", "as_of": "2020-12-01"})
        assert result.structured_content == printed("assess", "--client", "甲厂")


async def test_documents_passages_and_coverage_can_be_read(assistant: Assistant) -> None:
    from mcp.shared.exceptions import MCPError

    async with beside(assistant) as session:
        listed = [str(one.uri) for one in (await session.list_resources()).resources]
        assert listed[0] == "wence://coverage"
        assert "wence://document/gfr2020" in listed

        async def text(uri: str) -> str:
            (content,) = (await session.read_resource(uri)).contents
            return str(content.text)  # type: ignore[union-attr]

        assert "绿色工厂政策分析报告（gfr2020）：随附，截至 2020-11-06" in await text("wence://coverage")
        assert "▶ [表 3.2 序号 10 义乌市]（表格）\n地区：义乌市" in await text("wence://passage/s10-2")
        whole = await text("wence://document/gfr2020")
        assert "国家级奖励：500 万元" in whole
        for uri in ("wence://x", "wence://document/x", "wence://passage/x"):
            with pytest.raises(MCPError, match="没有"):
                await session.read_resource(uri)


async def test_a_prompt_is_filled_or_says_what_is_missing(assistant: Assistant) -> None:
    from mcp.shared.exceptions import MCPError

    async with beside(assistant) as session:
        result = await session.get_prompt("client_memo", {"client": "甲厂", "topics": "奖励"})
        assert "甲厂" in str(result.messages[0].content)
        with pytest.raises(MCPError, match="缺少参数 topics"):
            await session.get_prompt("client_memo", {"client": "甲厂"})
        with pytest.raises(MCPError, match="没有提示"):
            await session.get_prompt("nothing")


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("wence_ask", {}, "缺少参数 question：要问的话，如 义乌的国家级绿色工厂能奖多少。"),
    ("wence_ask", {"question": " "}, "参数 question 是空的，请写出要问的话。"),
    ("wence_ask", {"question": 1}, "参数 question 应是文字，不能是「1」。"),
    (
        "wence_ask",
        {"question": "问", "as_of": "2026-02-30"},
        "参数 as_of 应是2026-11-22 这样的日期，不能是「2026-02-30」",
    ),
    ("wence_ask", {"question": "问", "x": 1}, "没有参数「x」，可用的参数：question、before、as_of、client。"),
    ("wence_ask", {"question": "问", "client": "乙厂"}, "没有名为「乙厂」的客户档案。"),
    ("wence_search", {"text": "问", "limit": True}, "参数 limit 应是整数（1 到 100），不能是「True」。"),
    ("wence_table", {"table": "batches", "level": "省级"}, "表 batches 不能用参数 level 筛选，可用：table、as_of。"),
    (
        "wence_duties",
        {"from": "2027-01-02", "to": "2027-01-01"},
        "参数 to（2027-01-01）早于起始日 2027-01-02",
    ),
    ("wence_duties", {"batch": 99}, "资料里没有第 99 批国家级名单。"),
    ("wence_assess", {"client": "乙厂"}, "没有名为「乙厂」的客户档案。"),
    ("wence_table", {"table": "subsidies", "places": ["火星"]}, "没有找到名为「火星」的地区。"),
    ("nothing", {}, "没有工具「nothing」，可用的工具："),
)


async def test_a_wrong_argument_is_told_in_one_chinese_line(assistant: Assistant) -> None:
    async with beside(assistant) as session:
        for name, arguments, wrong in WRONG:
            result = await session.call_tool(name, arguments)
            assert result.is_error
            assert said(result).startswith(wrong)
            assert "\n" not in said(result)


def anything(chance: random.Random) -> Any:
    return chance.choice(
        [None, True, -1, 0, 3, 1e300, float(2**70), "", "义乌", "../../etc/passwd", "\x00\x1b[31m", "国家级", DAY,
         "2026-13-01", [], ["义乌"], [1], {}, {"a": [1]}, "火星", "长" * 20_000, "batches", "subsidies", ["expired"]]
    )  # fmt: skip


async def test_two_hundred_random_calls_leave_no_traceback_and_no_path(wence_home: Path) -> None:
    chance = random.Random(15)
    names = [tool.name for tool in TOOLS] + ["", "wence_rm", "../x"]
    keys = sorted({one.name for tool in TOOLS for one in tool.arguments} | {"x"})
    async with client(wence_home) as session:
        for _ in range(200):
            arguments = {key: anything(chance) for key in chance.sample(keys, chance.randint(0, 4))}
            result = await session.call_tool(chance.choice(names), arguments)
            text = said(result)
            if result.is_error:
                assert "\n" not in text, arguments
                assert any("一" <= sign <= "鿿" for sign in text), arguments
                assert "程序内部出错" not in text, arguments
            assert "Traceback" not in text
            assert str(wence_home) not in text
            assert str(ROOT) not in text


async def test_a_new_generation_is_taken_up(wence_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    (tmp_path / "通知.txt").write_text(notice(), encoding="utf-8")
    async with client(home) as session:
        before = await session.call_tool("wence_ask", {"question": QUESTION})
        assert "500 万元" in before.structured_content["headline"]
        keeper.add(home, [tmp_path / "通知.txt"])
        until, headline = monotonic() + PATIENCE, ""
        while "300 万元" not in headline:
            assert monotonic() < until, "the new generation was not noticed"
            headline = (await session.call_tool("wence_ask", {"question": QUESTION})).structured_content["headline"]


def test_stdout_is_the_protocols_alone_and_the_server_ends_with_its_client(wence_home: Path) -> None:
    message = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", "mcp"], input=json.dumps(message) + "\nno json\n", cwd=ROOT, text=True,
        encoding="utf-8", env={**os.environ, "WENCE_HOME": str(wence_home)}, capture_output=True, timeout=PATIENCE,
        check=True,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["result"]["serverInfo"]["name"] == "wence"
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)
    assert done.stderr == ""


def test_the_schemas_name_the_keys_that_the_commands_give(assistant: Assistant) -> None:
    from tui.tools import catalogue

    record = record_of(assistant.ask(QUESTION), None)
    assert set(ANSWER["properties"]) <= set(record)
    assert set(ANSWER["required"]) <= set(record)
    told: set[str] = set()
    for name in TABLE_NAMES:
        values = dict.fromkeys(one.name for tool in TOOLS for one in tool.arguments)
        rows = catalogue.LISTINGS[name](assistant, {**values, "as_of": AS_OF}, ())
        told |= {key for row in rows for key in row}
    assert set(ROWS["properties"]["result"]["items"]["properties"]) <= told
    assert set(FILTERS) == set(TABLE_NAMES)
    assert HITS["required"] == ["result"]


def test_without_the_extra_one_line_says_which(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert main(["mcp"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("错误：这个命令需要附加组件 wence[mcp]。\n")
