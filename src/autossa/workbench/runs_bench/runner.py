"""One worker of the daily run, as those of `autossa run --workers` are. Its database comes from the environment.

The first opens the run and closes it, the others book with it. What is recomputed after a run is no part of this.
"""

import os
import resource
import sys
import time

import django

from autossa.workbench.runs_bench import processors, teams
from autossa.workbench.runs_bench.fill import DUE, NIGHT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")


def main(place: str) -> None:
    """Run the day with the others, and tell what was booked by this one and how much memory that took."""
    django.setup()
    from django.db import connection

    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.workbench.runs_bench import shared

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    ctx = ActionContext(SYSTEM, DUE, NIGHT)
    before = _peak_mb()
    own, server = time.process_time(), processors.seconds_of(backend)
    teams.wait_for_go()
    run, booked = shared.lead(ctx) if place == "0" else shared.follow(ctx)
    teams.answer(
        run=str(run),
        periods=booked.periods,
        worker_seconds=time.process_time() - own,
        server_seconds=processors.seconds_of(backend) - server,
        mb_before=before,
        mb_peak=_peak_mb(),
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
