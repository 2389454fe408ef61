"""Processor time: what a figure still tells when the machine has other work to do."""

import os
from pathlib import Path


def seconds_of(pid: int) -> float:
    """Processor seconds that a process has taken so far; 0.0 where there is no /proc to tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def are_busy() -> bool:
    """Somebody else is at work on this machine: times will be too long."""
    return os.getloadavg()[0] > 0.3 * (os.cpu_count() or 1)
