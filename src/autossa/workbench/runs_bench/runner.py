"""One worker of the daily run, as `autossa run` is one. Its database comes from the environment."""

import os
import resource
import time

import django

from autossa.workbench.runs_bench import processors, teams
from autossa.workbench.runs_bench.fill import DUE, NIGHT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")


def main() -> None:
    """Run the day once, and tell what was booked and how much memory that took."""
    django.setup()
    from django.db import connection

    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.runs import renewals

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    ctx = ActionContext(SYSTEM, DUE, NIGHT)
    before = _peak_mb()
    own, server = time.process_time(), processors.seconds_of(backend)
    teams.wait_for_go()
    report = renewals.run(ctx=ctx)
    teams.answer(
        run=str(report.run),
        periods=report.periods,
        worker_seconds=time.process_time() - own,
        server_seconds=processors.seconds_of(backend) - server,
        mb_before=before,
        mb_peak=_peak_mb(),
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
