"""Servers of our own for a while, and what they cost in processor time and memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Running:
    """A server that listens."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time of the whole process tree so far."""
        return cpu_seconds_of_tree(self.pid)

    def worker_megabytes(self) -> list[float]:
        """Resident memory of each process that answers requests."""
        return [
            _resident_bytes(pid) / 1e6
            for pid in tree(self.pid)
            # granian's workers are forks; beside them stands the one that does jobs
            if pid != self.pid and _command(pid) == _command(self.pid)
        ]


@contextmanager
def server(
    words: list[str], port: int, environment: Mapping[str, str], log: Path
) -> Iterator[Running]:
    """Run `python words…` until it listens at `port`; end it after the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _await(port, process, log)
        yield Running(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu_seconds_of_tree(pid: int) -> float:
    """Processor time of a process and all that descend from it."""
    return sum(_cpu_seconds(one) for one in tree(pid))


def tree(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"The server did not start:\n{log.read_text()[-4000:]}"
    raise RuntimeError(message)


def _cpu_seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    fields = stat.rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS  # utime, stime


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
