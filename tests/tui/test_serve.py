"""Pages in the browser: the same answers, for readers of this machine alone, and nothing that runs."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import escape
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from assistant.keeping import library as keeper
from assistant.service import Assistant
from tests.conftest import AS_OF
from tests.made_files import notice
from tests.tui.test_cli_ask import PATIENCE, ROOT
from tui.cli import serve as command
from tui.cli.main import main
from tui.serve import pages
from tui.serve.app import application
from tui.serve.guard import LOOPBACK

QUESTION = "义乌的国家级绿色工厂能奖多少钱？"
DAY = AS_OF.isoformat()
PAGES = (
    "/", f"/?{urlencode({'q': QUESTION, 'as_of': DAY})}", "/source/s10-2", "/source/gfr2020:2.2-14?around=all",
    "/tables", "/tables/subsidies?place=%E6%B5%99%E6%B1%9F&status=expired&sort=amount", "/tables/standards?text=LED",
    "/tables/policies", "/tables/batches", "/tables/reviews", "/coverage",
    "/duties", "/duties?place=%E4%B9%89%E4%B9%8C&batch=5&from=2027-01-01&to=2027-12-31",
)  # fmt: skip


class Server:
    """A running server, and how to read from it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, host: str = "127.0.0.1", method: str = "GET") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers={"Host": host} if host else {})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode()
        finally:
            connection.close()

    def ask(self, question: str, **more: str) -> tuple[int, Any]:
        status, _, text = self.get(f"/api/ask?{urlencode({'q': question, **more})}")
        return status, json.loads(text)


@contextmanager
def serving(home: Path, *allowed: str) -> Iterator[Server]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    with Assistant.open(home, AS_OF) as assistant:
        server = command.server_of(application(assistant, (*LOOPBACK, *allowed)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Server(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()
            listener.close()


@pytest.fixture(scope="module")
def server(wence_home: Path) -> Iterator[Server]:
    with serving(wence_home, "box.example") as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_without_script_or_outside_address(server: Server, path: str) -> None:
    status, headers, text = server.get(path)
    assert status == 200
    assert text.endswith("</html>")
    assert not re.search(r"<script|\son\w+=|javascript:|(?:href|src|action)=\"(?:\w+:)?//", text)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert not {name.lower() for name in headers} & {"set-cookie", "server", "x-powered-by"}
    assert "资料第 1 代" in text


def test_an_answer_shows_figure_validity_sources_and_what_to_ask_next(server: Server) -> None:
    text = server.get(PAGES[1])[2]
    assert '<strong>国家级 500 万元</strong> · <span class="validity">已过期（以 2026-11-22 为准）</span>' in text
    assert '<a href="/source/s10-2#here">绿色工厂政策分析报告' in text
    assert "最后见于 2020-11-06" in text


def test_a_source_opens_at_its_place(server: Server) -> None:
    text = server.get("/source/s10-2")[2]
    (marked,) = re.findall(r'<section class="block marked" id="here">(.*?)</section>', text, re.DOTALL)
    assert "表 3.2 序号 10 义乌市" in marked
    assert "国家级奖励：500 万元" in marked
    assert "前面还有" in text


def test_every_record_that_an_answer_may_cite_can_be_opened(server: Server, assistant: Assistant) -> None:
    corpus = assistant.corpus
    for part in (corpus.areas, corpus.conditions, corpus.notices, corpus.rules, corpus.batches):
        for record in part[:1]:
            text = server.get(f"/source/{quote(record.id)}")[2]
            marked = re.findall(r'id="here">(.*?)</section>', text, re.DOTALL)
            assert len(marked) == 1
            assert len(re.sub(r"<[^>]*>|\s", "", marked[0])) > 15, record.id


def test_duties_are_those_of_the_command(
    server: Server, capsys: pytest.CaptureFixture[str], wence_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    line = [
        "duties",
        "义乌",
        "--level",
        "国家级",
        "--as-of",
        "2020-12-01",
        "--from",
        "2020-12-01",
        "--to",
        "2022-12-31",
    ]
    assert main([*line, "--json"]) == 0
    duties = json.loads(capsys.readouterr().out)
    query = {"place": "义乌", "level": "国家级", "as_of": "2020-12-01", "from": "2020-12-01", "to": "2022-12-31"}
    text = server.get(f"/duties?{urlencode(query)}")[2]
    assert duties
    assert f"共 {len(duties)} 项" in text
    assert all(escape(duty["duty"]) in text for duty in duties)


def test_coverage_tells_each_topic_and_until_when_it_was_seen(server: Server) -> None:
    text = server.get("/coverage")[2]
    assert "评价标准" in text
    assert "最后见到" in text


def test_a_follow_up_leans_on_the_questions_before(server: Server) -> None:
    text = server.get(f"/?{urlencode([('q', '省级呢？'), ('before', QUESTION), ('as_of', DAY)])}")[2]
    assert "<strong>省级 50 万元</strong>" in text
    assert re.findall(r'name="before" value="(.*?)"', text) == [QUESTION, "省级呢？"]


def test_the_api_gives_what_the_command_gives(
    server: Server, capsys: pytest.CaptureFixture[str], wence_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    for question in (QUESTION, "火星有补贴吗", "浙江有哪些地方有补贴"):
        main(["ask", "--json", "--as-of", DAY, question])
        told = json.loads(capsys.readouterr().out)
        status, record = server.ask(question, as_of=DAY)
        assert status == 200
        assert {**record, "ms": 0} == {**told, "ms": 0}


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/ask", 400, "问题是空的"),
        ("/api/ask?q=%E4%B9%89%E4%B9%8C&as_of=2026-02-30", 400, "2026-02-30"),
        ("/?q=%E4%B9%89%E4%B9%8C&as_of=x", 400, "日期"),
        ("/tables/subsidies?place=%E7%81%AB%E6%98%9F", 400, "火星"),
        ("/duties?batch=99", 400, "第 99 批"),
        ("/duties?batch=x", 400, "「x」"),
        ("/duties?from=2027-01-02&to=2027-01-01", 400, "对调"),
        ("/tables/nothing", 404, "没有「nothing」这张表"),
        ("/api/ask?q=a&as_of=xx", 400, "as_of 的日期「xx」无效"),
        ("/source/nothing", 404, "没有编号为「nothing」"),
        ("/source/../../etc/passwd", 404, "没有"),
        ("/nothing", 404, "没有这一页"),
    ],
)
def test_what_is_wrong_is_said_without_a_path_of_this_machine(
    server: Server, path: str, status: int, said: str
) -> None:
    found, _, text = server.get(path)
    assert found == status
    assert said in text
    assert "Traceback" not in text
    assert "site-packages" not in text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(server: Server, method: str) -> None:
    assert server.get("/", method=method)[0] == 405


def test_a_fault_of_ours_shows_no_traceback(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(pages, "answer", broken)
    for path in (PAGES[1], f"/api/ask?q={quote(QUESTION)}"):
        status, _, text = server.get(path)
        assert status == 500
        assert "程序内部出错" in text
        assert "secret" not in text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200), ("localhost", 200), ("[::1]:8420", 200), ("BOX.example:8420", 200),
        ("evil.example", 403), ("127.0.0.1.evil.example", 403), ("localhost@evil.example", 403), ("[evil]", 403),
    ],
)  # fmt: skip
def test_only_known_host_names_are_answered(server: Server, host: str, status: int) -> None:
    found, headers, text = server.get("/", host=host)
    assert found == status
    assert "content-security-policy" in headers
    assert ("--allow-host" in text) == (status == 403)


def test_a_document_titled_like_markup_is_text(wence_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    evil = "<img src=x onerror=alert(1)>"
    (tmp_path / "坏.md").write_text(f"---\ntitle: '{evil}'\n---\n\n# {evil}\n\n海宁市国家级绿色工厂奖励 70 万元。\n")
    keeper.add(home, [tmp_path / "坏.md"])
    with serving(home) as server:
        coverage = server.get("/coverage")[2]
        (record,) = (name for name in re.findall(r'href="/source/([^"?]+)', coverage) if "gfr2020" not in name)
        source = server.get(f"/source/{record}")[2]
    for text in (coverage, source):
        assert "<img" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_fifty_readers_see_whole_answers_while_the_corpus_is_rebuilt(wence_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    (tmp_path / "通知.txt").write_text(notice(), encoding="utf-8")
    rebuilt = threading.Event()

    def rebuild() -> None:
        try:
            assert keeper.add(home, [tmp_path / "通知.txt"]).ok
        finally:
            rebuilt.set()

    def read(number: int, server: Server) -> list[str]:
        """Ask until the rebuild is over, and once more; with a breath between, for it runs in this process as well."""
        told = []
        while True:
            over = rebuilt.wait(0.2 if told else 0)
            status, record = server.ask(QUESTION, as_of=DAY)
            assert status == 200
            told.append(record["headline"])
            assert server.get(PAGES[number % len(PAGES)])[0] == 200
            if over:
                return told

    with serving(home) as server, ThreadPoolExecutor(51) as pool:
        done = pool.submit(rebuild)
        headlines = [one for told in pool.map(lambda n: read(n, server), range(50)) for one in told]
        done.result()
        assert all("500 万元" in one or "300 万元" in one for one in headlines)
        until = monotonic() + PATIENCE
        while "300 万元" not in server.ask(QUESTION, as_of=DAY)[1]["headline"]:
            assert monotonic() < until, "the new generation was not noticed"


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_a_real_browser_shows_the_answer_and_runs_nothing(server: Server, tmp_path: Path) -> None:
    line = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path}", "--dump-dom", f"http://127.0.0.1:{server.port}{PAGES[1]}",
    ]  # fmt: skip
    shown = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    assert "国家级 500 万元" in shown
    assert "<script" not in shown


@pytest.mark.skipif(not shutil.which("w3m"), reason="needs w3m")
def test_a_text_browser_reads_the_same(server: Server) -> None:
    line = ["w3m", "-dump", "-cols", "100", f"http://127.0.0.1:{server.port}{PAGES[1]}"]
    shown = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    assert "国家级 500 万元 · 已过期（以 2026-11-22 为准）" in shown


def test_the_command_says_where_it_listens_and_ends_when_interrupted(wence_home: Path) -> None:
    line = [sys.executable, "-m", "tui.cli.main", "serve", "--port", "0"]
    environment = {**os.environ, "WENCE_HOME": str(wence_home)}
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT, encoding="utf-8"
    ) as running:
        assert running.stderr is not None
        said = running.stderr.readline()
        found = re.fullmatch(r"已启动：http://127\.0\.0\.1:(\d+)/（按 Ctrl\+C 结束）\n", said)
        assert found, said
        assert Server(int(found[1])).get("/")[0] == 200
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (130, "")


def test_without_the_extra_one_line_says_which(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert main(["serve"]) == 3
    assert capsys.readouterr().err.splitlines() == [
        "错误：这个命令需要附加组件 wence[serve]。", "办法：请运行 pip install 'wence[serve]' 后再试。"
    ]  # fmt: skip


def test_a_port_in_use_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 3
    told = capsys.readouterr().err
    assert "端口上启动：端口已被占用。" in told
    assert "换一个端口" in told
    for name, shown in (("没有.invalid", "没有.invalid"), ("a..b", "a..b"), ("\udcff", " ")):
        assert main(["serve", "--host", name]) == 3
        assert f"没有「{shown}」这个名字或地址" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["-1", "70000", "x", "８０"])
def test_a_port_is_a_number(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert main(["serve", f"--port={text}"]) == 2
    assert "端口" in capsys.readouterr().err
    assert command.DEFAULT_PORT != 0
