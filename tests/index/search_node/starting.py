"""Real OpenSearch nodes on the loopback interface, from Maven's artifacts: for tests, not for the open net."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
CLASSPATH = ["org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath", "-DincludeScope=runtime"]
FETCH_SECONDS, START_SECONDS = 600, 180
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""for a node that ends within a minute: most of its work would be making code fast that runs no second time"""
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class MissingError(Exception):
    """What a node needs is not on this machine; the text says what."""


class Node:
    """A node in a process of its own."""

    def __init__(
        self,
        folder: Path,
        name: str,
        http: int,
        transport: int,
        others: Sequence[int] = (),
        *,
        java: Sequence[str] = (),
        kept: Path | None = None,
    ) -> None:
        """``others`` are the transport ports of all nodes of the cluster; without them it is one of its own.

        ``java`` are options of the virtual machine; ``kept`` is a folder in which the class path outlives the node.

        Raises MissingError where there is no JDK, no Maven, or no way to the artifacts.
        """
        jars = _jars(kept or folder)
        self.url = f"http://127.0.0.1:{http}"
        self.log = folder / f"{name}.log"
        seeds = ",".join(f"127.0.0.1:{port}" for port in others)
        names = ",".join(f"n{number}" for number in range(1, len(others) + 1))
        cluster = [f"discovery.seed_hosts={seeds}", f"cluster.initial_cluster_manager_nodes={names}"] if others else []
        heap = os.environ.get("HEAP", "384m")
        command = ["java", *java, f"-Xms{heap}", f"-Xmx{heap}", "-cp", jars, str(HERE / "SearchNode.java")]
        command += [str(folder / name), str(http), str(transport), name, *cluster]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def wait(self) -> None:
        """Return when it answers. Raises MissingError when it ends before that, or takes too long."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                DIRECT.open(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        self.kill()
        raise MissingError(f"the node does not start: {self.log.read_text(errors='replace')[-500:]}")

    def kill(self) -> None:
        """End it at once, as a lost machine does."""
        self.process.kill()
        self.process.wait()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _jars(folder: Path) -> str:
    """The class path of a node; Maven fetches what is not there yet."""
    missing = [program for program in ("java", "javac", "mvn") if shutil.which(program) is None]
    if missing:
        raise MissingError(f"not on this machine: {', '.join(missing)}")
    told = folder / f"classpath-{zlib.crc32((HERE / 'pom.xml').read_bytes()):x}"
    if not told.exists() or not all(map(os.path.exists, told.read_text().strip().split(os.pathsep))):
        command = ["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), *CLASSPATH, f"-Dmdep.outputFile={told}"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=FETCH_SECONDS, stdin=subprocess.DEVNULL)
        except (subprocess.SubprocessError, OSError) as error:
            raise MissingError("Maven does not get the server's artifacts") from error
    return told.read_text().strip()
