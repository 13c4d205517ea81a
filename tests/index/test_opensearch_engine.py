"""The server engine keeps the contract on a real node, and what is particular to it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, cast

import pytest

from index.analysis import full_analyzer
from index.engines import opensearch_engine, whoosh_files
from index.engines.opensearch_client import connect, read_settings
from index.engines.registry import EngineModule
from index.errors import DamagedError, EngineAwayError
from index.generations import Generations, open_index
from index.types import Entry, Query
from tests.index.conftest import small_corpus
from tests.index.engine_contract import EngineContract
from tests.index.search_node.starting import SHORT_LIVED, MissingError, Node, free_ports

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # the client leaves sockets to the collector


@pytest.fixture(scope="session")
def node_url(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[str]:
    """A node of our own, or the one that WENCE_TEST_OPENSEARCH names."""
    if given := os.environ.get("WENCE_TEST_OPENSEARCH"):
        yield given
        return
    kept = pytestconfig.cache.mkdir("search_node") if pytestconfig.cache else None
    with folder_of_the_node(tmp_path_factory) as folder:
        try:
            node = Node(folder, "n1", *free_ports(2), java=SHORT_LIVED, kept=kept)
            node.wait()
        except MissingError as missing:
            pytest.skip(f"no OpenSearch node to test with: {missing}")
        yield node.url
        node.kill()


@contextmanager
def folder_of_the_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Memory where the system offers it as a folder: the node waits for its disk at every change, ours don't."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path_factory.mktemp("node")
        return
    with TemporaryDirectory(dir=memory, prefix="wence-node-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True, scope="module")
def server(node_url: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WENCE_OPENSEARCH_URL", node_url)
        yield


class TestOpenSearchEngine(EngineContract):
    module: ClassVar[EngineModule] = cast(EngineModule, opensearch_engine)


def indices(home: Path) -> dict[str, list[str]]:
    """The indices of a home folder, each with its aliases."""
    client = connect(read_settings(home), 60)
    alias = opensearch_engine._alias(home / "index" / "1" / "engine")
    found = client.indices.get(index=f"{alias}-*", params={"expand_wildcards": "all"})
    client.close()
    return {name: list(told["aliases"]) for name, told in found.items()}


def index_of(home: Path, generation: str) -> str:
    return str(json.loads((home / "index" / generation / "engine" / "opensearch.json").read_bytes())["index"])


def test_both_engines_score_alike(tmp_path: Path, entries: tuple[Entry, ...]) -> None:
    opened = []
    for module in (whoosh_files, opensearch_engine):
        folder = tmp_path / module.__name__
        folder.mkdir()
        list(module.write_engine(folder, full_analyzer(), entries))
        opened.append(module.open_engine(folder, full_analyzer()))
    for text in ("义乌市的国家级绿色工厂有多少补贴？", "多久复核一次", "电视机的标准", "除名"):
        ours, theirs = (engine.search(Query(text=text)) for engine in opened)
        assert [hit.entry.id for hit in ours] == [hit.entry.id for hit in theirs]
        assert [hit.matched for hit in ours] == [hit.matched for hit in theirs]
        assert [hit.coverage for hit in ours] == pytest.approx([hit.coverage for hit in theirs])
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], rel=0.06)


def test_the_alias_leads_to_the_live_generation_and_follows_it_back(tmp_path: Path) -> None:
    generations = Generations(tmp_path, engine="opensearch")
    generations.build(small_corpus("第三条 每三年复核一次。"))
    generations.build(small_corpus("第三条 每两年复核一次。"))
    live = [name for name, aliases in indices(tmp_path).items() if aliases]
    assert live == [index_of(tmp_path, "2")]
    generations.rollback()
    live = [name for name, aliases in indices(tmp_path).items() if aliases]
    assert live == [index_of(tmp_path, "1")]


def test_indices_that_no_generation_needs_are_taken_away(tmp_path: Path) -> None:
    generations = Generations(tmp_path, engine="opensearch")
    for number in range(5):
        generations.build(small_corpus(f"第三条 每{number + 2}年复核一次。"))
    assert sorted(indices(tmp_path)) == sorted(index_of(tmp_path, name) for name in generations.names())
    assert len(indices(tmp_path)) == 3


def test_a_build_that_fails_leaves_no_index_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[Entry]:
        yield Entry(id="a", kind="passage", text="绿色")
        raise OSError("disk")

    folder = tmp_path / "index" / "1" / "engine"
    folder.mkdir(parents=True)
    with pytest.raises(OSError, match="disk"):
        list(opensearch_engine.write_engine(folder, full_analyzer(), broken()))
    assert indices(tmp_path) == {}


def test_an_index_that_was_deleted_on_the_server_is_built_anew_and_this_is_said(tmp_path: Path) -> None:
    Generations(tmp_path, engine="opensearch").build()
    client = connect(read_settings(tmp_path), 60)
    client.indices.delete(index=index_of(tmp_path, "1"))
    client.close()
    with pytest.raises(DamagedError):
        Generations(tmp_path, engine="opensearch").open()
    told: list[str] = []
    opened = open_index(tmp_path, engine="opensearch", notice=told.append)
    assert (opened.generation, opened.engine.search(Query(text="义乌"))[0].entry.places[0]) == ("2", "330782")
    assert "正在修复" in "".join(told)
    opened.close()


def test_nobody_writes_into_a_generation(tmp_path: Path) -> None:
    from opensearchpy.exceptions import AuthorizationException

    Generations(tmp_path, engine="opensearch").build(small_corpus("第三条 每三年复核一次。"))
    client = connect(read_settings(tmp_path), 60)
    with pytest.raises(AuthorizationException):
        client.index(index=index_of(tmp_path, "1"), body={"order": 99})
    client.close()


def test_a_server_that_takes_no_writes_is_told_and_the_live_generation_stays(tmp_path: Path) -> None:
    generations = Generations(tmp_path, engine="opensearch")
    generations.build(small_corpus("第三条 每三年复核一次。"))
    client = connect(read_settings(tmp_path), 60)
    client.cluster.put_settings(body={"transient": {"cluster.blocks.read_only": True}})
    try:
        with pytest.raises(EngineAwayError) as refused:
            generations.build(small_corpus("第三条 每两年复核一次。"))
    finally:
        client.cluster.put_settings(body={"transient": {"cluster.blocks.read_only": None}})
        client.close()
    assert "只读" in refused.value.message
    opened = generations.open()
    assert [hit.entry.text for hit in opened.engine.search(Query(text="复核"))] == ["第三条 每三年复核一次。"]
    opened.close()
