"""Two sessions at once: nothing is drawn, concluded, redeemed or booked twice, and numbers stay without a gap."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import corrections
from autossa.operations.context import ActionContext, ChangedSinceShown, Seen
from autossa.operations.credits import orders
from autossa.operations.licenses import activation_keys
from autossa.operations.runs import renewals
from autossa.operations.runs.renewals import Report
from autossa.queries.credits.previews import preview_extensions
from autossa.queries.runs.verify import check_all
from autossa.queries.seen import fingerprint
from autossa.store.engine.batch import Batch
from autossa.store.ids import new_id
from autossa.workbench import servers
from tests.cast.sessions import PATIENCE, at_once, held, said, starting, wait_until_waiting
from tests.cast.shop import ALICE, BOB, VERA, d, on, open_shop
from tests.store.looking import (
    activities,
    broken_laws,
    column,
    covered,
    periods,
    rows,
    settlement_ids,
    stored_balance,
    value,
)  # fmt: skip

pytestmark = pytest.mark.store

Job = Callable[[UUID], Any]
CHANGED = f"ChangedSinceShown: {ChangedSinceShown()}"


@pytest.fixture(autouse=True)
def _all_is_right_afterwards(database: servers.Addresses) -> Any:
    yield
    assert broken_laws() == {}
    assert list(check_all()) == []


def extend(project: UUID) -> None:
    credits.extend(project=project, months=1, ctx=on("2026-01-20", ALICE))


def take_away(project: UUID) -> None:
    credits.adjust(project=project, ssc=-60_00, reason="Typed by mistake", ctx=on("2026-01-20"))


def add(license_id: str) -> Job:
    """180 units to the end of coverage, two months and a bit: more than half of the credits."""

    def job(project: UUID) -> None:
        licenses.add(
            project=project, license_id=license_id, license_type="OPERATOR", quantity=30, ctx=on("2026-01-20", ALICE)
        )

    return job


@pytest.mark.parametrize(
    "jobs",
    [(extend, extend), (add("L2"), add("L3")), (extend, add("L2")), (take_away, take_away), (extend, take_away)],
    ids=["two extensions", "two additions", "extension and addition", "two adjustments", "extension and adjustment"],
)
def test_the_last_credits_are_drawn_once(database: servers.Addresses, jobs: tuple[Job, Job]) -> None:
    project = open_shop().covered(months=3)
    credits.top_up(project=project, ssc=100_00, ctx=on("2026-01-15"))
    results = at_once(database, project, *(lambda job=job: job(project) for job in jobs))
    assert results == ["done", "insufficient_credits"]
    assert 0 <= stored_balance(project)[0] < 100_00


def confirm(project: UUID) -> None:
    licenses.confirm(project=project, line=2, ctx=on("2026-01-20"))


def withdraw_request(project: UUID) -> None:
    licenses.withdraw_request(project=project, line=2, ctx=on("2026-01-20", ALICE))


def refuse_request(project: UUID) -> None:
    licenses.refuse_request(project=project, line=2, reason="Not sold any more", ctx=on("2026-01-20"))


@pytest.mark.parametrize(
    "jobs",
    [(withdraw_request, withdraw_request), (withdraw_request, refuse_request), (withdraw_request, confirm)],
    ids=["withdrawn twice", "withdrawn and refused", "withdrawn and confirmed"],
)
def test_a_request_is_answered_once(database: servers.Addresses, jobs: tuple[Job, Job]) -> None:
    project = open_shop().project()
    licenses.request(
        project=project, license_id="L2", license_type="OPERATOR", quantity=1, origin="customer", ctx=on("2026-01-16")
    )
    assert at_once(database, project, *(lambda job=job: job(project) for job in jobs)) == ["done", "not_requested"]
    actions = ("withdraw_request", "refuse_request", "confirm_license")
    assert value(f"SELECT count(*) FROM activity WHERE action IN {actions}") == 1


def test_two_top_ups_both_come_in(database: servers.Addresses) -> None:
    project = open_shop().project()
    jobs = [lambda: credits.top_up(project=project, ssc=7_00, ctx=on("2026-01-20", ALICE))] * 4
    assert at_once(database, project, *jobs) == ["done"] * 4
    assert stored_balance(project) == (28_00, 0)
    assert column("SELECT number FROM lots ORDER BY 1") == [1, 2, 3, 4]


def test_two_conclusions_make_one_contract(database: servers.Addresses) -> None:
    project = open_shop().project()
    results = at_once(
        database,
        project,
        lambda: contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE)),
        lambda: contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-01-20", BOB)),
    )
    assert results == ["contract_exists", "done"]
    assert value("SELECT count(*) FROM contracts") == 1


def test_approval_and_withdrawal_do_not_both_happen(database: servers.Addresses) -> None:
    project = open_shop().in_review()
    results = at_once(
        database,
        project,
        lambda: contracts.approve(project=project, ctx=on("2026-01-20", VERA)),
        lambda: contracts.withdraw(project=project, ctx=on("2026-01-20", ALICE)),
    )
    assert results in (["done", "not_in_review"],)
    assert value("SELECT status FROM contracts") in ("active", "withdrawn")


def test_a_key_is_redeemed_once(database: servers.Addresses) -> None:
    shop = open_shop()
    first, second = shop.project("First"), shop.project("Second")
    key = activation_keys.make(ssc=50_00, license_type="PORT", quantity=12, ctx=on("2026-01-15"))
    with starting() as start:
        with held(database, first, second):
            one = start(lambda: activation_keys.redeem(key=key, project=first, ctx=on("2026-01-20", ALICE)))
            wait_until_waiting(1)
            other = start(lambda: activation_keys.redeem(key=key, project=second, ctx=on("2026-01-20", BOB)))
            wait_until_waiting(2)
        results = [said(one), said(other)]
    assert results == ["done", "KeyNotRedeemable: This key is unknown or was redeemed already."]
    assert (stored_balance(first), stored_balance(second)) == ((50_00, 0), (0, 0))
    assert column("SELECT redeemed_by_id FROM activation_keys") == [first]


def test_a_license_is_entered_once(database: servers.Addresses) -> None:
    project = open_shop().project()
    jobs = [
        lambda: licenses.add(project=project, license_id="L2", license_type="PORT", quantity=1, ctx=on("2026-01-20"))
    ] * 2
    results = at_once(database, project, *jobs)
    assert results == ["LicenseIdTaken: License L2 exists in this project; give the new one an id of its own.", "done"]
    assert value("SELECT count(*) FROM license_lines WHERE number = 2") == 1


@pytest.mark.parametrize("other", ["book", "withdraw"])
def test_an_order_is_decided_once(database: servers.Addresses, other: str) -> None:
    shop, order = open_shop(), new_id()
    project = shop.project()
    orders.place(order=order, project=project, ssc=9_00, payer=shop.alice, gross=10_71, ctx=on("2026-01-20", ALICE))
    jobs = {
        "book": lambda: orders.book(order=order, ctx=on("2026-01-20")),
        "withdraw": lambda: orders.withdraw(order=order, project=project, ctx=on("2026-01-20", BOB)),
    }
    results = at_once(database, project, jobs["book"], jobs[other])
    assert results == ["OrderDecided: This order was decided already.", "done"]
    assert stored_balance(project)[0] == (9_00 if value("SELECT state FROM credit_orders") == "booked" else 0)


def test_an_order_sent_twice_is_one(database: servers.Addresses) -> None:
    shop, order = open_shop(), new_id()
    project = shop.project()
    given: dict[str, Any] = {"order": order, "project": project, "ssc": 9_00, "payer": shop.alice, "gross": 10_71}
    jobs = [lambda: orders.place(**given, ctx=on("2026-01-20", ALICE))] * 2
    assert at_once(database, project, *jobs) == ["done", "done"]
    assert value("SELECT count(*) FROM credit_orders") == 1


def test_forms_sent_twice_act_once(database: servers.Addresses) -> None:
    """Each says what it was decided on: the line, or what the page showed."""
    project = open_shop().covered(months=3)
    credits.top_up(project=project, ssc=900_00, ctx=on("2026-01-15"))
    ctx, lines = on("2026-01-20", ALICE), "SELECT quantity FROM license_lines WHERE ended_on IS NULL"

    def give_back() -> Job:
        return lambda _: licenses.return_license(project=project, license_id="L1", quantity=100, line=1, ctx=ctx)

    def adjust() -> Job:
        shown = as_shown(ctx, lambda: stored_balance(project))
        return lambda _: credits.adjust(project=project, ssc=5_00, reason="Goodwill", ctx=shown())

    def extend() -> Job:
        shown = as_shown(ctx, lambda: preview_extensions(project, ctx.today, (1,)))
        return lambda _: credits.extend(project=project, months=1, ctx=shown())

    for page, otherwise in ((give_back, "no_such_license"), (adjust, CHANGED), (extend, CHANGED)):
        job = page()
        assert at_once(database, project, *[lambda: job(project)] * 2) == sorted(["done", otherwise])  # noqa: B023
    assert (value(lines), stored_balance(project)[0]) == (1100, 905_00 - 91_67)


def as_shown(ctx: ActionContext, look: Callable[[], object]) -> Callable[[], ActionContext]:
    """Contexts of forms that were sent by a page which showed what there is to be seen now."""
    token = fingerprint(look())
    return lambda: replace(ctx, seen=Seen(token, look))


def test_a_settlement_is_voided_once(database: servers.Addresses) -> None:
    project = open_shop().booked()
    (settlement,) = settlement_ids(project, "extension")
    jobs = [lambda: corrections.void(settlement=settlement, reason="Wrong", ctx=on("2026-01-20"))] * 2
    assert at_once(database, project, *jobs) == ["done", "not_booked"]
    assert value("SELECT count(*) FROM voids") == 1


# ---- the daily run


def test_two_runs_at_once_book_every_period_once(database: servers.Addresses) -> None:
    shop = open_shop()
    projects = [shop.under_contract(f"Office {n}", quantity=12 * (n + 1)) for n in range(20)]

    def run() -> Report:
        return renewals.run(ctx=on("2026-02-20"), chunk=2)

    with starting() as start:
        reports = [job.result(PATIENCE) for job in [start(run) for _ in range(3)]]
    assert sum(report.projects for report in reports) == 20
    assert sum(report.periods for report in reports) == 40
    assert all(len(periods(project)) == 2 for project in projects)
    assert sorted(rows("SELECT projects, periods, parked FROM runs")) == sorted(
        (report.projects, report.periods, 0) for report in reports
    )


def test_a_run_passes_over_what_somebody_else_has_locked_and_the_next_one_books_it(
    database: servers.Addresses,
) -> None:
    shop = open_shop()
    projects = [shop.under_contract(f"Office {n}") for n in range(6)]
    with held(database, *projects[:2]):
        assert renewals.run(ctx=on("2026-01-15"), chunk=10).periods == 4  # without waiting
    assert [len(periods(project)) for project in projects] == [0, 0, 1, 1, 1, 1]
    assert renewals.run(ctx=on("2026-01-16"), chunk=10).periods == 2
    assert periods(projects[0]) == ["2026-01-15 2026-02-15 2026-01-15"]  # as of the day it was due


def test_a_use_case_during_the_run_waits_and_then_sees_what_it_booked(
    database: servers.Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = open_shop().under_contract()
    planned, should_continue = Event(), Event()
    flush = Batch.flush

    def slow_flush(batch: Batch) -> None:
        if batch.run is not None:
            planned.set()
            assert should_continue.wait(PATIENCE)
        flush(batch)

    monkeypatch.setattr(Batch, "flush", slow_flush)
    with starting() as start:
        run = start(lambda: renewals.run(ctx=on("2026-01-15")))
        assert planned.wait(PATIENCE)
        addition = start(
            lambda: licenses.add(
                project=project, license_id="L2", license_type="OPERATOR", quantity=1, ctx=on("2026-01-15")
            )
        )
        wait_until_waiting(1)
        should_continue.set()
        assert (run.result(PATIENCE).periods, said(addition)) == (1, "done")
    assert periods(project, "addition") == ["2026-01-15 2026-02-15 2026-01-15"]  # up to the end of what was booked
    assert covered(project) == ["2026-01-15 2026-02-15 auto"]


def test_who_waits_for_a_project_finds_it_as_the_one_before_left_it(database: servers.Addresses) -> None:
    """Two catch up the same silence: the periods are booked by the first, the second adds to them."""
    project = open_shop().under_contract()
    jobs: list[Callable[[], Any]] = [
        lambda: credits.top_up(project=project, ssc=1_00, ctx=on("2026-03-20", ALICE)),
        lambda: contracts.cancel(project=project, ctx=on("2026-03-20", BOB)),
    ]
    assert at_once(database, project, *jobs) == ["done", "done"]
    assert [period.split()[-1] for period in periods(project)] == ["2026-01-15", "2026-02-01", "2026-03-01"]
    assert {who for who, _, _ in activities(project)} >= {"Alice", "Bob"}


# ---- invoice numbers


def test_the_number_of_a_transaction_that_fails_goes_to_the_next(database: servers.Addresses) -> None:
    shop = open_shop()
    first, second = shop.under_contract("First"), shop.under_contract("Second")
    taken, should_continue = Event(), Event()

    def fails() -> None:
        with transaction.atomic():
            renewals.run_project(project=first, ctx=on("2026-01-15"))
            taken.set()
            assert should_continue.wait(PATIENCE)
            raise ZeroDivisionError

    with starting() as start:
        failing = start(fails)
        assert taken.wait(PATIENCE)
        waiting = start(lambda: renewals.run_project(project=second, ctx=on("2026-01-15")))
        wait_until_waiting(1)
        should_continue.set()
        assert said(failing).startswith("ZeroDivisionError")
        assert said(waiting) == "done"
    assert rows("SELECT project_id, number FROM invoices") == [(second, 1)]
    renewals.run_project(project=first, ctx=on("2026-01-15"))
    assert rows("SELECT project_id, number FROM invoices ORDER BY number") == [(second, 1), (first, 2)]


def test_each_series_and_year_counts_by_itself(database: servers.Addresses) -> None:
    shop = open_shop()
    for year in ("2026", "2027"):
        for name in ("First", "Second"):
            shop.under_contract(f"{name} {year}", f"{year}-12-01", "annual_yearly")
            renewals.run(ctx=on(f"{year}-12-01"))
    newest = column("SELECT settlement FROM invoices ORDER BY id")[-1]
    corrections.void(settlement=newest, reason="Wrong", ctx=on("2027-12-02"))
    numbers = rows("SELECT series, year, array_agg(number ORDER BY number) FROM invoices GROUP BY 1, 2 ORDER BY 1, 2")
    assert numbers == [("CN", 2027, [1]), ("INV", 2026, [1, 2]), ("INV", 2027, [1, 2, 3, 4])]


def test_a_connection_that_is_lost_leaves_nothing(database: servers.Addresses) -> None:
    """The server ends the session of a use case in its midst."""
    project = open_shop().project()
    with starting() as start, held(database, project):
        lost = start(lambda: credits.top_up(project=project, ssc=1_00, ctx=on("2026-01-20", ALICE)))
        wait_until_waiting(1)
        assert database.server is not None
        with psycopg.connect(database.server.url("postgres", database.server.superuser), autocommit=True) as session:
            session.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = %s",
                [psycopg.conninfo.conninfo_to_dict(database.app)["dbname"]],
            )
        assert "OperationalError" in said(lost) or "InterfaceError" in said(lost)
    assert stored_balance(project) == (0, 0)
    assert d("2026-01-20") not in column("SELECT day FROM activity")
