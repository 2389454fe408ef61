"""Many who do the same at once, from several sessions, do not come past a limit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from django.db import connections

from autossa.domain.limits import TABLE, Deed
from autossa.operations import limits
from autossa.operations.context import ActionContext, Actor
from autossa.workbench import servers
from tests.cast.shop import NOW

pytestmark = pytest.mark.store


def test_many_at_once_do_not_come_past_it(database: servers.Addresses) -> None:
    ctx = ActionContext(Actor("Ann", UUID(int=9), address="192.0.2.1"), date(2026, 1, 20), NOW)

    def one(_: int) -> bool:
        try:
            limits.count(Deed.WRONG_KEY, ctx, organisations=[UUID(int=5)])
        except limits.TooManyWrongKeys:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(one, range(40)))
    assert sum(done) == min(limit.most for limit in TABLE[Deed.WRONG_KEY])
