"""A version that is published while somebody concludes: either it comes after the contract, or it is asked for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, connections

from autossa.operations import contracts
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import Agreed, TermsChanged
from autossa.queries.vendor.terms.versions import versions_on
from autossa.store import models
from autossa.workbench import servers
from tests.cast.members import ctx, member
from tests.cast.shop import Shop, d, on, open_shop
from tests.cast.terms import agreed_on, publish_text

pytestmark = pytest.mark.store

DAY = "2026-01-20"
PROJECTS = 6


def conclude(project: UUID, alice: models.User, terms: Agreed) -> bool:
    """Whether it was concluded with what was shown."""
    try:
        contracts.conclude(project=project, option="annual_monthly", ctx=ctx(alice, DAY), terms=terms)
    except TermsChanged:
        return False
    finally:
        connections.close_all()
    return True


def test_nothing_is_concluded_with_what_is_no_longer_in_force(database: servers.Addresses) -> None:
    shop = open_shop()
    alice = member(shop.alice, "alice@alice.example", "owner")
    publish_text("Pay in time.", on("2026-01-10"))
    projects = [shop.project(f"Office {number}") for number in range(PROJECTS)]
    shown, start = agreed_on(d(DAY)), Barrier(PROJECTS + 1)
    connections.close_all()

    def one(project: UUID) -> bool:
        start.wait()
        return conclude(project, alice, shown)

    def publish() -> None:
        start.wait()
        publish_text("Pay at once.", on(DAY))
        connections.close_all()

    with ThreadPoolExecutor(PROJECTS + 1) as pool:
        publishing = pool.submit(publish)
        done = list(pool.map(one, projects))
        publishing.result()
    assert models.Contract.objects.count() == sum(done)
    accepted = models.TermsAcceptance.objects.values_list("version__number", flat=True)
    assert list(accepted) == [1] * sum(done)
    for project in (project for project, was in zip(projects, done, strict=True) if not was):
        assert conclude(project, alice, agreed_on(d(DAY)))


def test_a_version_waits_for_a_deed_that_has_looked(database: servers.Addresses) -> None:
    """Between the look and the commit nothing comes into force; whoever publishes waits, and then it does."""
    shop: Shop = open_shop()
    alice = member(shop.alice, "alice@alice.example", "owner")
    publish_text("Pay in time.", on("2026-01-10"))
    shown = agreed_on(d(DAY))
    connections.close_all()
    from django.db import transaction

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            acceptances.check(organisation=shop.alice, agreed=shown, ctx=ctx(alice, DAY))
            publishing = pool.submit(_publish)
            with connection.cursor() as cursor:
                for _ in range(200):
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    if cursor.fetchone()[0]:
                        break
                    cursor.execute("SELECT pg_sleep(0.05)")
                else:
                    raise AssertionError("nobody waits")
            assert [one.number for one in versions_on(d(DAY))] == [1]
        publishing.result()
    assert [one.number for one in versions_on(d(DAY))] == [2]


def _publish() -> None:
    publish_text("Pay at once.", on(DAY))
    connections.close_all()
