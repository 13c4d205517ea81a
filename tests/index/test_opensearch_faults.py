"""What a server engine does when its server is away, slow, full or busy, and how its settings are read."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.analysis import full_analyzer
from index.engines import opensearch_engine
from index.engines.opensearch_client import read_settings
from index.errors import DamagedError, EngineAwayError, EngineError, IndexError_
from index.generations import Generations, open_index
from index.types import Entry, Query
from tests.index.fake_server import Answer, FakeServer, refusal
from tests.index.search_node.starting import free_ports

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # the client leaves sockets to the collector
PASSWORD = "not-for-eyes"
EMPTY = {"timed_out": False, "_shards": {"failed": 0}, "hits": {"hits": []}}
COUNTED = EMPTY | {"aggregations": {"order": {"doc_count": 3}, "of": {"doc_count": 1}}}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "USER", "PASSWORD", "PASSWORD_FILE", "CA", "TIMEOUT", "SHARDS", "REPLICAS"):
        monkeypatch.delenv(f"WENCE_OPENSEARCH_{name}", raising=False)


def generation(home: Path) -> Path:
    """An engine's folder that names an index."""
    folder = home / "index" / "1" / "engine"
    folder.mkdir(parents=True)
    (folder / "opensearch.json").write_text('{"index": "wence-x-1"}', encoding="utf-8")
    return folder


def answering(status: int, body: dict[str, Any]) -> Callable[[str, str, str], Answer]:
    return lambda *_: (status, body)


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (401, refusal("security_exception"), EngineAwayError, "不认这个用户名或密码"),
        (403, refusal("security_exception"), EngineAwayError, "不许这个用户"),
        (403, refusal("cluster_block_exception", "FORBIDDEN/12/disk"), EngineAwayError, "只读"),
        (429, refusal("cluster_block_exception", "flood stage"), EngineAwayError, "磁盘满了"),
        (429, refusal("rejected_execution_exception"), EngineAwayError, "太忙"),
        (404, refusal("index_not_found_exception"), DamagedError, "没有这一代索引"),
        (503, refusal("no_shard_available_action_exception"), EngineAwayError, "一部分数据现在读不到"),
        (400, refusal("parsing_exception"), EngineError, "拒绝了请求"),
        (200, COUNTED | {"_shards": {"failed": 1}}, EngineAwayError, "一部分结果"),
        (200, COUNTED | {"timed_out": True}, EngineAwayError, "一部分结果"),
    ],
)
def test_what_a_server_refuses_is_told_in_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: dict[str, Any],
    kind: type[IndexError_],
    said: str,
) -> None:
    with FakeServer(answering(status, body)) as server:
        monkeypatch.setenv("WENCE_OPENSEARCH_URL", server.url)
        monkeypatch.setenv("WENCE_OPENSEARCH_USER", "wence")
        monkeypatch.setenv("WENCE_OPENSEARCH_PASSWORD", PASSWORD)
        with pytest.raises(kind) as refused:
            opensearch_engine.open_engine(generation(tmp_path), full_analyzer())
    assert said in refused.value.message
    assert refused.value.hint
    assert PASSWORD not in refused.value.message + refused.value.hint
    assert server.headers[0]["authorization"].startswith("Basic ")


def test_a_server_that_is_away_is_told_with_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [port] = free_ports(1)
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(EngineAwayError) as away:
        opensearch_engine.open_engine(generation(tmp_path), full_analyzer())
    assert away.value.message == f"连不上 OpenSearch（127.0.0.1:{port}）"
    assert "WENCE_ENGINE" in away.value.hint


def test_a_server_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("WENCE_OPENSEARCH_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("WENCE_OPENSEARCH_TIMEOUT", "1")
        with pytest.raises(EngineAwayError) as slow:
            opensearch_engine.open_engine(generation(tmp_path), full_analyzer())
    assert "没有及时回答" in slow.value.message


def test_a_certificate_of_nobody_known_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ssl

    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject]
    subprocess.run(made, check=True, capture_output=True)
    with FakeServer(answering(200, COUNTED)) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server._server.socket = context.wrap_socket(server._server.socket, server_side=True)
        monkeypatch.setenv("WENCE_OPENSEARCH_URL", server.url.replace("http://127.0.0.1", "https://localhost"))
        folder = generation(tmp_path)
        with pytest.raises(EngineAwayError) as refused:
            opensearch_engine.open_engine(folder, full_analyzer())
        assert "证书核对不过" in refused.value.message
        monkeypatch.setenv("WENCE_OPENSEARCH_CA", str(certificate))
        engine = opensearch_engine.open_engine(folder, full_analyzer())
        assert len(engine) == 3
        engine.close()


def test_the_embedded_generation_answers_for_a_server_that_is_away_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Generations(tmp_path).build()
    [port] = free_ports(1)
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", f"http://127.0.0.1:{port}")
    told: list[str] = []
    opened = open_index(tmp_path, engine="opensearch", notice=told.append)
    assert opened.engine.search(Query(text="义乌"))[0].entry.places[0] == "330782"
    assert told[-1].startswith(f"连不上 OpenSearch（127.0.0.1:{port}）。先用内置引擎在 2")
    assert "第 1 代索引回答" in told[-1]
    opened.close()


def test_without_an_embedded_generation_the_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [port] = free_ports(1)
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(EngineAwayError) as away:
        open_index(tmp_path, engine="opensearch")
    assert str(port) in away.value.message
    assert not [path for path in (tmp_path / "index").iterdir() if path.name.startswith((".new", "1"))]


def test_what_a_busy_server_sends_back_is_sent_again_and_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = iter([True])

    def script(method: str, path: str, body: str) -> Answer:
        if path == "/_bulk" or path.endswith("/_bulk"):
            ids = [json.loads(line)["index"]["_id"] for line in body.splitlines()[::2]]
            refused = {"1"} if next(busy, False) else set()
            items = [
                {"index": {"_id": one, "status": 429, "error": {"type": "rejected_execution_exception"}}}
                if one in refused
                else {"index": {"_id": one, "status": 201}}
                for one in ids
            ]
            return 200, {"errors": bool(refused), "items": items}
        if path == "/":
            return 200, {"version": {"number": "2.19.6"}}
        return 200, {"timed_out": False, "acknowledged": True}

    folder = tmp_path / "index" / "1" / "engine"
    folder.mkdir(parents=True)
    entries = [Entry(id=name, kind="passage", text="清洁生产", doc_id="d") for name in "abc"]
    with FakeServer(script) as server:
        monkeypatch.setenv("WENCE_OPENSEARCH_URL", server.url)
        assert list(opensearch_engine.write_engine(folder, full_analyzer(), entries))[-1] == 3
    sent = [
        [json.loads(line)["index"]["_id"] for line in body.splitlines()[::2]]
        for _, path, body in server.requests
        if path.endswith("/_bulk")
    ]
    assert sent == [["0", "1", "2", "d0"], ["1"]]


def test_an_entry_that_the_server_never_takes_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def script(method: str, path: str, body: str) -> Answer:
        if path.endswith("/_bulk"):
            failed = {"_id": "0", "status": 403, "error": {"type": "cluster_block_exception"}}
            return 200, {"errors": True, "items": [{"index": failed}]}
        return 200, {"version": {"number": "2.19.6"}, "timed_out": False}

    folder = tmp_path / "index" / "1" / "engine"
    folder.mkdir(parents=True)
    with FakeServer(script) as server:
        monkeypatch.setenv("WENCE_OPENSEARCH_URL", server.url)
        with pytest.raises(EngineAwayError) as full:
            list(opensearch_engine.write_engine(folder, full_analyzer(), [Entry(id="a", kind="passage", text="绿色")]))
    assert "磁盘满了" in full.value.message
    assert server.requests[-1][0] == "DELETE"
    assert not (folder / "opensearch.json").exists()


def test_settings_come_from_the_config_file_and_the_environment_outranks_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD + "\n")
    table = f'[opensearch]\nurl = ["https://a:9200", "https://b:9200"]\nuser = "wence"\npassword_file = "{secret}"\n'
    table += "shards = 3\n"
    (tmp_path / "config.toml").write_text(table, encoding="utf-8")
    settings = read_settings(tmp_path)
    assert (settings.urls, settings.user, settings.password, settings.shards, settings.replicas) == (
        ("https://a:9200", "https://b:9200"),
        "wence",
        PASSWORD,
        3,
        None,
    )
    assert PASSWORD not in repr(settings)
    assert settings.shown == "a:9200、b:9200"
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", "https://c:9200")
    monkeypatch.setenv("WENCE_OPENSEARCH_PASSWORD", "other")
    assert (read_settings(tmp_path).urls, read_settings(tmp_path).password) == (("https://c:9200",), "other")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "没有设置 OpenSearch 的地址"),
        ({"URL": "localhost:9200"}, "地址无效"),
        ({"URL": f"https://wence:{PASSWORD}@search:9200"}, "带着用户名或密码"),
        ({"URL": "http://search.example:9200", "USER": "wence", "PASSWORD": PASSWORD}, "不会把密码明文发给"),
        ({"URL": "https://search:9200", "CA": "/nowhere/ca.pem"}, "没有 OpenSearch 的证书文件"),
        ({"URL": "https://search:9200", "PASSWORD_FILE": "/nowhere/secret"}, "读不了 OpenSearch 的密码文件"),
        ({"URL": "https://search:9200", "TIMEOUT": "soon"}, "timeout 无效"),
        ({"URL": "https://search:9200", "SHARDS": "0"}, "shards 无效"),
    ],
)
def test_wrong_settings_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"WENCE_OPENSEARCH_{name}", value)
    with pytest.raises(EngineError) as wrong:
        read_settings(tmp_path)
    assert said in wrong.value.message
    assert PASSWORD not in wrong.value.message + wrong.value.hint
