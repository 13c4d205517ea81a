"""The way to an OpenSearch server: address and credentials, the connection, and what goes wrong in Chinese.

Settings come from the environment, else from ``[opensearch]`` in ``WENCE_HOME/config.toml``; never from a command line:

    WENCE_OPENSEARCH_URL            url            one address or several, with commas (in the file: a list)
    WENCE_OPENSEARCH_USER           user
    WENCE_OPENSEARCH_PASSWORD       password
    WENCE_OPENSEARCH_PASSWORD_FILE  password_file  a file with the password, for secrets that are mounted
    WENCE_OPENSEARCH_CA             ca             a PEM file; without it the certificates that Python knows
    WENCE_OPENSEARCH_TIMEOUT        timeout        seconds for a search
    WENCE_OPENSEARCH_SHARDS         shards         of a new index
    WENCE_OPENSEARCH_REPLICAS       replicas       without it one, as soon as there is a second node
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.frozen import field, frozen
from index.errors import DamagedError, EngineAwayError, EngineError, IndexError_

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

CONFIG = "config.toml"
TABLE = "opensearch"
SEARCH_SECONDS = 10.0
BUILD_SECONDS = 300.0
"""for a single step of a build: taking over an index of a million entries, or dropping many documents"""
RETRIES = 3
"""other nodes that a request is sent to when one does not answer"""
NUMBERS = ("timeout", "shards", "replicas")
WHERE_TO_SET = "在环境变量 WENCE_OPENSEARCH_{name} 或 WENCE_HOME/config.toml 的 [opensearch] 里改正。"
WITHOUT_IT = "也可以先用内置引擎：不设 WENCE_ENGINE 即可。"


@frozen
class Settings:
    """How a server is reached, and how its indices are made."""

    urls: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    timeout: float = SEARCH_SECONDS
    shards: int = 1
    replicas: int | None = None

    @property
    def shown(self) -> str:
        """The addresses for people: no credentials."""
        return "、".join(urlsplit(url).netloc.rpartition("@")[2] for url in self.urls)


def read_settings(home: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of a home folder. Raises EngineError naming what is missing, or wrong."""
    given = _given(home, os.environ if environ is None else environ)
    urls = tuple(url.strip() for url in _listed(given.get("url", "")) if url.strip())
    if not urls:
        hint = "例如 export WENCE_OPENSEARCH_URL=https://localhost:9200 ；" + WITHOUT_IT
        raise EngineError("没有设置 OpenSearch 的地址", hint)
    numbers: dict[str, Any] = {
        name: _number(name, given[name]) for name in NUMBERS if given.get(name) not in (None, "")
    }
    settings = Settings(
        urls=urls,
        user=str(given.get("user", "")),
        password=_password(given),
        ca=_existing(str(given.get("ca", ""))),
        **numbers,
    )
    for url in urls:
        _refuse_unsafe(url, bool(settings.password))
    return settings


def _given(home: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    import tomllib

    table: Any = {}
    path = home / CONFIG
    if path.is_file():
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8-sig")).get(TABLE, {})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise EngineError(f"读不了设置文件 {path}", "请改正或删除这个文件后重试。") from error
    if not isinstance(table, dict):
        raise EngineError(f"{CONFIG} 里的 opensearch 应是一个表", '写成 [opensearch]，下一行起写 url = "https://…"。')
    names = ("url", "user", "password", "password_file", "ca", *NUMBERS)
    found = {name: environ.get(f"WENCE_OPENSEARCH_{name.upper()}", "").strip() for name in names}
    if found["password"] or found["password_file"]:
        table = {name: value for name, value in table.items() if not name.startswith("password")}
    return {**table, **{name: value for name, value in found.items() if value}}


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else str(value).split(",")


def _password(given: Mapping[str, Any]) -> str:
    if not given.get("password_file"):
        return str(given.get("password", ""))
    path = Path(str(given["password_file"])).expanduser()
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(f"读不了 OpenSearch 的密码文件 {path}", WHERE_TO_SET.format(name="PASSWORD_FILE")) from error


def _existing(ca: str) -> str:
    if ca and not Path(ca).expanduser().is_file():
        raise EngineError(f"没有 OpenSearch 的证书文件 {ca}", WHERE_TO_SET.format(name="CA"))
    return str(Path(ca).expanduser()) if ca else ""


def _number(name: str, value: Any) -> float | int:
    least = 0 if name == "replicas" else 1
    try:
        number = float(value) if name == "timeout" else int(value)
    except (TypeError, ValueError):
        number = -1
    if not least <= number <= 1000:
        raise EngineError(f"OpenSearch 的 {name} 无效：{value}", WHERE_TO_SET.format(name=name.upper()))
    return number


def _refuse_unsafe(url: str, with_password: bool) -> None:
    """An address must be one, and a password must not cross a network in the clear."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        where = parts.netloc.rpartition("@")[2] or "空"
        raise EngineError(f"OpenSearch 的地址无效：{where}", "写成 https://主机:9200 这样的地址。")
    if parts.username or parts.password:
        raise EngineError(
            f"OpenSearch 的地址 {parts.hostname} 里带着用户名或密码",
            "请改用 WENCE_OPENSEARCH_USER 和 WENCE_OPENSEARCH_PASSWORD：地址会出现在日志里。",
        )
    if parts.scheme == "http" and with_password and not _is_loopback(parts.hostname):
        raise EngineError(
            f"不会把密码明文发给 {parts.hostname}", "请把地址改成 https://，必要时用 WENCE_OPENSEARCH_CA 指定证书。"
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def connect(settings: Settings, seconds: float) -> OpenSearch:
    """A client for these settings; nothing is sent yet. Raises EngineError when the extra is not installed."""
    try:
        from opensearchpy import ImproperlyConfigured, OpenSearch
    except ImportError as error:
        raise EngineError(
            "没有安装 OpenSearch 的客户端", "运行 pip install 'wence[opensearch]'；" + WITHOUT_IT
        ) from error
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it writes tracebacks to stderr; ``told`` tells instead
    secure: dict[str, Any] = {"ca_certs": settings.ca} if settings.ca else {}
    if settings.user:
        secure["http_auth"] = (settings.user, settings.password)
    try:
        return OpenSearch(
            hosts=list(settings.urls),
            verify_certs=True,
            ssl_show_warn=False,
            http_compress=True,
            timeout=seconds,
            max_retries=max(RETRIES, len(settings.urls)),
            retry_on_timeout=len(settings.urls) > 1,
            **secure,
        )
    except (ImproperlyConfigured, OSError, ValueError) as error:  # a certificate file that is none, an odd address
        where = WHERE_TO_SET.format(name="URL 和 WENCE_OPENSEARCH_CA")
        raise EngineError(f"OpenSearch（{settings.shown}）的设置不能用：{error}", where) from error


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """What the client raises, as EngineError: what is wrong and what to do."""
    from opensearchpy import exceptions

    try:
        yield
    except exceptions.ConnectionError as error:
        raise _unreachable(error, settings) from error
    except exceptions.TransportError as error:
        raise _refused(error.status_code, str(error.error), settings) from error
    except exceptions.OpenSearchException as error:
        raise _refused(0, type(error).__name__, settings) from error


def refusal_of(item: Mapping[str, Any], settings: Settings) -> IndexError_:
    """The error of an entry that a bulk request did not take."""
    reason = item.get("error", {})
    kind = reason.get("type", "") if isinstance(reason, dict) else str(reason)
    return _refused(item.get("status", 0), kind, settings)


def _unreachable(error: Exception, settings: Settings) -> EngineError:
    from opensearchpy import exceptions

    if isinstance(error, exceptions.SSLError):
        hint = "用 WENCE_OPENSEARCH_CA 指定签发它的证书；" + WITHOUT_IT
        return EngineAwayError(f"OpenSearch（{settings.shown}）的证书核对不过", hint)
    if isinstance(error, exceptions.ConnectionTimeout):
        return EngineAwayError(f"OpenSearch（{settings.shown}）没有及时回答", "请稍后再试；" + WITHOUT_IT)
    return EngineAwayError(f"连不上 OpenSearch（{settings.shown}）", "请检查它是否在运行、地址对不对；" + WITHOUT_IT)


def _refused(status: Any, kind: str, settings: Settings) -> IndexError_:
    """By the status of a response and the kind of error that it names."""
    where = f"OpenSearch（{settings.shown}）"
    if status == 401:
        return EngineAwayError(
            f"{where}不认这个用户名或密码", WHERE_TO_SET.format(name="USER 和 WENCE_OPENSEARCH_PASSWORD")
        )
    if "cluster_block" in kind or "flood" in kind:
        hint = "请清出磁盘空间或解除只读（index.blocks），然后重试；原来的索引没有动。"
        return EngineAwayError(f"{where}是只读的，多半是磁盘满了", hint)
    if status == 403:
        return EngineAwayError(f"{where}不许这个用户做这件事", "请给它读写 wence-* 索引的权限。")
    if status == 404:
        return DamagedError(f"{where}里没有这一代索引", "运行 wence rebuild --full 重建索引。")
    if status == 429:
        return EngineAwayError(f"{where}太忙，没有接下请求", "请稍后再试；" + WITHOUT_IT)
    if isinstance(status, int) and status >= 500:
        return EngineAwayError(f"{where}的一部分数据现在读不到（{status}）", "请稍后再试；" + WITHOUT_IT)
    return EngineError(f"{where}拒绝了请求（{status} {kind}）", "请检查它的版本是否为 2 或 3；" + WITHOUT_IT)
