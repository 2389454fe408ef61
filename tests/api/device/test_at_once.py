"""All web workers count together: whoever asks many of them at once gets no more than from one."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from autossa.domain.limits import DEVICE_ASKS, STRANGER_ASKS
from autossa.operations.accounts.programs.asks import AskedTooOften
from autossa.operations.devices import answers, credentials
from autossa.operations.devices.answers import NotSignedIn
from autossa.workbench.servers import Addresses
from tests.cast.sessions import starting
from tests.cast.shop import ALICE, noon, on, open_shop
from tests.operations.devices.machines import machine

pytestmark = [pytest.mark.store, pytest.mark.slow]
TODAY = "2026-03-20"


def tried(secret: str, times: int, moment: datetime) -> dict[str, int]:
    found = {"in": 0, "often": 0, "nobody": 0}
    for _ in range(times):
        try:
            answers.sign_in(secret=secret, address="192.0.2.9", now=moment)
            found["in"] += 1
        except AskedTooOften:
            found["often"] += 1
        except NotSignedIn:
            found["nobody"] += 1
    return found


def many(secret: str, moment: datetime, workers: int = 4, each: int = 50) -> dict[str, int]:
    with starting() as start:
        jobs = [start(lambda: tried(secret, each, moment)) for _ in range(workers)]
    done = [job.result() for job in jobs]
    return {name: sum(one[name] for one in done) for name in done[0]}


def test_workers_that_are_asked_at_once_let_no_more_in_than_one(database: Addresses) -> None:
    device = machine(open_shop().project(), day=TODAY)
    secret = credentials.issue(device=device, ctx=on(TODAY, ALICE))
    moment = noon(TODAY)
    assert many(secret, moment) == {"in": DEVICE_ASKS, "often": 200 - DEVICE_ASKS, "nobody": 0}
    assert many("guess", moment) == {"in": 0, "often": 200 - STRANGER_ASKS, "nobody": STRANGER_ASKS}
    assert many(secret, moment + timedelta(minutes=1), workers=2)["in"] == 100, "the next minute is another one"


def test_a_connection_that_broke_is_made_anew(database: Addresses) -> None:
    device = machine(open_shop().project(), day=TODAY)
    secret = credentials.issue(device=device, ctx=on(TODAY, ALICE))
    assert tried(secret, 1, noon(TODAY))["in"] == 1
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"terminating|closed"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert tried(secret, 2, noon(TODAY))["in"] == 2
