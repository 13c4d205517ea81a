"""What all tests share: a home of their own, the shipped corpus, and one built index for the whole session."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.known_defects import KNOWN_TESTS
from tests.sharing import Sharing

if TYPE_CHECKING:
    from assistant.service import Assistant
    from corpus.places import Places
    from corpus.types import Corpus

os.environ["WENCE_WITHOUT"] = "changes2026"
"""Tests speak of the report unless they ask for what changed since: they name both documents then."""

AS_OF = date(2026, 11, 22)

SLOW = {
    "test_app_flows", "test_app_screens", "test_app_real", "test_bench", "test_cli_completion", "test_cli_library",
    "test_damage", "test_examples", "test_exporting_recheck", "test_faults", "test_keepers_desk", "test_library_damage",
    "test_library_faults", "test_probes", "test_sysadmin", "test_fuzz_readers", "test_generations", "test_healing",
    "test_keeper", "test_kill", "test_mcp", "test_readme", "test_serve",
}  # fmt: skip
"""files of tests that draw screens, start processes, rebuild or kill"""

# How long an example takes says more about what else the machine does than about the program.
hypothesis.settings.register_profile("wence", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("wence")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many processes run the tests (``sharing``)."""
    parser.addoption(
        "--processes", type=int, choices=(1, 2), help="processes that run the tests; two if there are many"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let Ctrl-C work in what the tests start: a shell that puts pytest in the background has it ignored for all.

    jieba's dictionary, which a build lets go of, stays loaded for the some hundred builds that follow, and no test
    waits for a disk: none pulls the plug.
    """
    from index import analysis

    os.fsync = lambda fd: None
    analysis.full_analyzer.cache_clear = lambda: None  # type: ignore[method-assign]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Programs that tests start would compile every module anew, half a second of CPU each; and pytest itself every file
    # of tests with its assertions, ten seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    config.pluginmanager.register(Sharing(config), "sharing")


def pytest_collection_finish() -> None:
    """Look for garbage less often: what is loaded by now stays, and an app on stage leaves megabytes at once."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of files that take their time, and those of what is known to be wrong; strictly."""
    for item in items:
        name = item.name.encode("ascii", "backslashreplace").decode("unicode_escape")
        reason = next((reason for known, reason in KNOWN_TESTS.items() if name.startswith(known)), "")
        if reason:
            item.add_marker(pytest.mark.xfail(strict=True, reason=reason))
        if item.path.stem in SLOW or item.path.parent.name == "properties":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def as_of() -> date:
    """The day questions are asked on in tests that don't say another one."""
    return AS_OF


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped corpus."""
    from tests.shipped import load_shipped

    return load_shipped()


@pytest.fixture(scope="session")
def places() -> Places:
    """The gazetteer."""
    from corpus.places import load_places

    return load_places()


@pytest.fixture(scope="session")
def wence_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A WENCE_HOME with a built index of the shipped corpus; read it only, and copy it to change it."""
    from assistant.service import Assistant

    home = tmp_path_factory.mktemp("wence-home")
    Assistant.open(home, AS_OF).close()
    return home


@pytest.fixture(scope="session")
def assistant(wence_home: Path) -> Iterator[Assistant]:
    """The assistant on the shipped corpus, asked on ``AS_OF``."""
    from assistant.service import Assistant

    with Assistant.open(wence_home, AS_OF) as opened:
        yield opened


@pytest.fixture(scope="session")
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant on both shipped documents: the report, and what changed since."""
    from assistant.service import Assistant

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENCE_WITHOUT", "")
        opened = Assistant.open(tmp_path_factory.mktemp("both"), AS_OF)
    with opened:
        yield opened


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the developer's own home, date or engine."""
    for name in ("WENCE_AS_OF", "WENCE_ENGINE", "WENCE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENCE_HOME", os.path.join(tmp_path_factory.getbasetemp(), "unused-home"))
    # an empty WENCE_HOME means the default one, which lies here
    monkeypatch.setenv("XDG_DATA_HOME", os.path.join(tmp_path_factory.getbasetemp(), "unused-data"))
