"""Two people make a file at once: what is due is collected once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from autossa.domain.billing.payments.mandates import Scheme
from autossa.operations.billing.bank import collecting
from autossa.store import models
from autossa.workbench import servers
from tests.cast.shop import on, open_shop
from tests.operations.billing.bank.debtors import COLLECTED, RUN, debited

pytestmark = pytest.mark.store
PEOPLE = 4


def test_people_at_once_collect_once(database: servers.Addresses) -> None:
    debited(open_shop(), "Office", "Branch")
    start = Barrier(PEOPLE)
    connections.close_all()

    def make(_number: int) -> bool:
        start.wait()
        try:
            collecting.make_file(day=COLLECTED, scheme=Scheme.CORE, ctx=on(RUN))
        except collecting.NothingToCollect:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(PEOPLE) as pool:
        assert sum(pool.map(make, range(PEOPLE))) == 1
    assert models.Debit.objects.count() == models.BankOrder.objects.count() == 1
    assert models.DebitPart.objects.count() == 2
