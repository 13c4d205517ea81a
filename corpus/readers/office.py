"""Files of old word processors (.doc, .wps) by LibreOffice, where it is installed: converted, then read as new ones.

Runs in the guarded child like every reader; its own profile and the converted file live in a folder that is removed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import RefusedError
from corpus.readers.blocks import RawDocument

CONVERSION_SECONDS = 50.0
HINT = "请另存为 .docx 或 .xlsx 后再添加；装有 LibreOffice 时可以直接添加。"


def read(data: bytes) -> RawDocument:
    """The blocks of a file of an old word processor. Raises RefusedError where there is no LibreOffice."""
    return converted(data, ".doc", "docx")


def program() -> str:
    """The LibreOffice of this machine, "" when there is none."""
    return next(filter(None, (shutil.which(name) for name in ("soffice", "libreoffice"))), "")


def converted(data: bytes, suffix: str, into: str) -> RawDocument:
    """The blocks of a file after LibreOffice made ``into`` (docx, xlsx) of it."""
    from corpus.readers import BY_KIND

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedError("文件已加密（有打开密码）", "请取消密码保护后再添加。")
    command = program()
    if not command:
        raise RefusedError(f"旧版 Office 文件（{suffix}）不能直接读取", HINT)
    with tempfile.TemporaryDirectory(prefix=".wence-", dir=os.environ.get("WENCE_SCRATCH") or None) as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        _run(command, source, into, Path(folder))
        result = source.with_suffix(f".{into}")
        if not result.is_file():
            raise RefusedError("LibreOffice 没能转换这个文件（可能已损坏或已加密）", HINT)
        converted = result.read_bytes()
    return BY_KIND[into].read(converted)


def _run(command: str, source: Path, into: str, folder: Path) -> None:
    profile = (folder / "profile").as_uri()
    arguments = [command, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    arguments += ["--convert-to", into, "--outdir", str(folder), str(source)]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    try:
        process.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise RefusedError(f"LibreOffice 转换超过 {CONVERSION_SECONDS:g} 秒", HINT) from error
    finally:
        # Its children outlive the one that was started; they are a session of their own.
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()
