"""Reminders through the store: each made once, whether somebody looks daily or after a silence; and the weekly list."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from autossa.domain.rights import Right
from autossa.operations import contracts, credits, licenses
from autossa.operations.organisations import delegations
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import reminders, renewals
from autossa.store import models
from autossa.workbench import servers
from tests.cast.members import contact, ctx, member, partner
from tests.cast.sessions import starting
from tests.cast.shop import ALICE, Shop, d, on, open_shop
from tests.notify.post import Post, check, in_both_languages, key_of, only

pytestmark = [pytest.mark.store]
rolled_back = pytest.mark.django_db


def remind(day: str) -> int:
    return reminders.run(ctx=on(day)).reminders


def made() -> list[str]:
    """Kind and due day of all reminders, in the order of their due days."""
    found = models.Reminder.objects.order_by("due_on", "kind").values_list("kind", "due_on")
    return [f"{kind} {due_on}" for kind, due_on in found]


def days(first: str, last: str, step: int = 1) -> list[str]:
    begin, count = d(first), (d(last) - d(first)).days
    return [(begin + timedelta(days=n)).isoformat() for n in range(0, count + 1, step)]


# ---- each once


@rolled_back
def test_every_reminder_of_a_year_is_made_once_by_a_daily_job(shop: Shop) -> None:
    shop.covered(months=12)  # until 14 January 2027
    for day in days("2026-01-16", "2027-02-20"):
        remind(day)
        assert remind(day) == 0
    assert made() == [
        "expiry 2026-10-16",
        "expiry 2026-11-15",
        "expiry 2026-12-15",
        "expiry 2027-01-07",
        "gap_doubles 2027-02-03",
    ]
    assert models.OutboxMessage.objects.filter(topic__startswith="reminder.").count() == 5


@rolled_back
def test_what_was_extended_early_is_reminded_of_from_the_day_it_was_bought(shop: Shop) -> None:
    """Six months on 1 January and one more the next day, whose period begins in July only."""
    project = shop.covered(day="2026-01-01", months=6)
    credits.top_up(project=project, ssc=100_00, ctx=on("2026-01-02"))
    credits.extend(project=project, months=1, ctx=on("2026-01-02", ALICE))
    for day in days("2026-01-02", "2026-07-31"):
        remind(day)
    assert made() == ["expiry 2026-05-02", "expiry 2026-06-01", "expiry 2026-07-01", "expiry 2026-07-24"]


@rolled_back
def test_a_step_that_came_before_the_extension_is_not_repeated_after_it(shop: Shop) -> None:
    project = shop.covered(day="2026-01-01", months=1)
    remind("2026-01-29")
    credits.top_up(project=project, ssc=100_00, ctx=on("2026-01-30"))
    credits.extend(project=project, months=1, ctx=on("2026-01-30", ALICE))
    for day in days("2026-01-30", "2026-02-28"):
        remind(day)
    assert made() == ["expiry 2026-01-24", "expiry 2026-02-21"]


@rolled_back
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", ["expiry 2026-11-15"]),  # the 90-day one has been overtaken
        ("2027-01-14", ["expiry 2027-01-07"]),  # the last covered day
        ("2027-02-10", ["gap_doubles 2027-02-03"]),
        ("2027-03-10", []),  # nothing helps any more
    ],
)
def test_after_a_silence_only_what_still_helps(shop: Shop, day: str, expected: list[str]) -> None:
    shop.covered(months=12)
    remind(day)
    assert made() == expected


@rolled_back
@pytest.mark.parametrize("step", [2, 5, 11])
def test_seldom_or_daily_the_mails_are_the_same_or_fewer(shop: Shop, step: int) -> None:
    shop.covered(months=12)
    for day in days("2026-01-16", "2027-02-20", step):
        remind(day)
        remind(day)
    assert len(made()) == len(set(made()))
    assert set(made()) <= {
        "expiry 2026-10-16", "expiry 2026-11-15", "expiry 2026-12-15", "expiry 2027-01-07", "gap_doubles 2027-02-03",
    }  # fmt: skip


@rolled_back
def test_a_contract_is_reminded_of_each_charge_and_of_the_last_day_to_cancel(shop: Shop) -> None:
    shop.booked(option="annual_quarterly")  # from 15 January; next period on 15 April, booked on 1 April
    for day in days("2026-01-16", "2026-10-20"):
        renewals.run(ctx=on(day))
        remind(day)
    assert made() == [
        "charge 2026-03-25",
        "charge 2026-06-24",
        "last_day_to_cancel 2026-09-23",
        "charge 2026-09-24",
    ]


@rolled_back
def test_what_was_due_meanwhile_is_thought_of_first(shop: Shop) -> None:
    """The run of many days did not take place: the reminder speaks of what comes after it has."""
    shop.booked()  # covered until 14 February; February to July are due and not booked
    remind("2026-07-26")
    (payload,) = models.OutboxMessage.objects.filter(topic="reminder.charge").values_list("payload", flat=True)
    assert payload["start"] == "2026-08-15"


@rolled_back
def test_a_cancelled_contract_is_not_told_twice_at_once(shop: Shop) -> None:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-20", ALICE))  # ends on 15 March: 53 days left
    for day in days("2026-01-20", "2026-03-10"):
        renewals.run(ctx=on(day))
        remind(day)
    assert [kind for kind in made() if kind.startswith("expiry")] == ["expiry 2026-02-12", "expiry 2026-03-07"]


@rolled_back
def test_a_project_that_cannot_be_looked_at_is_left_out(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, _ = shop.covered("Bad", months=12), shop.covered("Good", months=12)
    asked = reminders.catch_up

    def fail(project, since, day):  # type: ignore[no-untyped-def]
        if len(project.lines) == 2:
            raise ArithmeticError("it does not add up")
        return asked(project, since, day)

    licenses.request(
        project=bad, license_id="L2", license_type="PORT", quantity=1, origin="customer", ctx=on("2026-01-20")
    )
    monkeypatch.setattr(reminders, "catch_up", fail)
    assert remind("2027-01-08") == 1


@rolled_back
def test_portions_miss_nobody_and_cost_the_same_however_large(shop: Shop) -> None:
    for number in range(7):
        shop.covered(f"Office {number}", months=12)
    counts = {}
    for portion, day in ((7, "2026-10-16"), (3, "2026-11-15"), (1, "2026-12-15")):
        with CaptureQueriesContext(connection) as queries:
            report = reminders.run(ctx=on(day), batch=portion)
        counts[portion] = len(queries)
        assert (report.projects, report.reminders) == (7, 7)
    assert counts[7] < 25
    assert counts[1] < 7 * counts[7]


def test_two_jobs_at_once_make_each_once(database: servers.Addresses) -> None:
    shop = open_shop()
    for number in range(6):
        shop.covered(f"Office {number}", months=12)
    with starting() as start:
        reports = [start(lambda: reminders.run(ctx=on("2027-01-08"), batch=2)) for _ in range(3)]
        assert sum(report.result().reminders for report in reports) == 6
    assert models.OutboxMessage.objects.filter(topic="reminder.expiry").count() == 6


# ---- as mails


@rolled_back
def test_the_end_of_coverage_as_a_mail(shop: Shop, post: Post) -> None:
    shop.covered(months=12)
    post.forget()
    remind("2026-12-15")
    check(
        post.collect("2026-12-15"),
        "reminder_expiry",
        [
            "Coverage of your project Office ends on 14 January 2027: 30 days left",
            "a gap of up to 30 days",
            "a longer one twice",
        ],
        ["SSA für Ihr Projekt Office gültig bis 14. Januar 2027: noch 30 Tage", "bis zu 30 Tagen"],
    )


@rolled_back
def test_a_mail_that_comes_late_says_the_days_that_are_left(shop: Shop, post: Post) -> None:
    shop.covered(months=12)
    post.forget()
    remind("2026-12-15")
    assert "noch 25 Tage" in only(post.collect("2026-12-20"), "de").subject


@rolled_back
def test_the_last_day_to_cancel_as_a_mail(shop: Shop, post: Post) -> None:
    shop.booked(option="annual_yearly")
    post.forget()
    remind("2026-10-01")
    check(
        post.collect("2026-10-01"),
        "reminder_last_day_to_cancel",
        ["to end on 14 January 2027, cancel by 14 October 2026", "As of today: 13 days left"],
        ["Soll er am 14. Januar 2027 enden, kündigen Sie bitte bis 14. Oktober 2026."],
    )


@rolled_back
def test_a_cancellation_makes_its_reminder_needless(shop: Shop, post: Post) -> None:
    project = shop.booked(option="annual_yearly")
    post.forget()
    remind("2026-10-01")
    contracts.cancel(project=project, ctx=on("2026-10-01", ALICE))
    assert {key_of(mail) for mail in post.collect("2026-10-01")} == {"contract_ending"}


@rolled_back
def test_a_charge_as_a_mail_is_what_is_booked_then(shop: Shop, post: Post) -> None:
    project = shop.booked()
    credits.top_up(project=project, ssc=30_00, ctx=on("2026-01-16"))
    post.forget("2026-01-16")
    remind("2026-01-25")
    amounts = ["- Needed: 100.00 SSC", "- Paid from the balance: 30.00 SSC", "- Net: 70.00 EUR", "- VAT: 13.30 EUR"]
    check(
        post.collect("2026-01-25"),
        "reminder_charge",
        ["Next charge for your project Office: 83.30 EUR on 1 February 2026", "- Gross: 83.30 EUR", *amounts],
        ["Nächste Abrechnung für Ihr Projekt Office: 83,30 EUR am 1. Februar 2026", "- Brutto: 83,30 EUR"],
    )
    renewals.run_project(project=project, ctx=on("2026-02-01"))
    check(post.collect("2026-02-01"), "settlement_invoiced", ["- Gross: 83.30 EUR", *amounts], ["- Brutto: 83,30 EUR"])


@rolled_back
def test_a_gap_that_will_double_as_a_mail(shop: Shop, post: Post) -> None:
    shop.covered()  # until 14 February
    post.forget()
    remind("2026-03-06")
    check(
        post.collect("2026-03-06"),
        "reminder_gap_doubles",
        [
            "As of today: 10 days left",
            "From 17 March 2026 the gap is counted twice for your project Office",
            "Since 15 February 2026, your project Office has not been covered",
            "Contract added by 16 March 2026: counted once, 103.23 SSC on that day",
            "From 17 March 2026: counted twice, 212.90 SSC on that day",
        ],
        ["Lücke ab 17. März 2026 doppelt berechnet: SSA für Ihr Projekt Office"],
    )  # fmt: skip


# ---- the weekly list


@pytest.fixture
def paul(shop: Shop) -> UUID:
    key = partner()
    in_both_languages(key, "paul")
    return key


@rolled_back
def test_a_partner_reads_its_projects_by_days_left(shop: Shop, paul: UUID) -> None:
    post, alice = Post(), member(shop.alice, "alice@example.com", "owner")
    shop.covered("Late", months=6)
    shop.covered("Soon", months=1)
    shop.booked("Paid")
    create_project(customer=shop.alice, name="New", price_list=shop.price_list, ctx=on("2026-01-20"))
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.CONTRACTS], ctx=ctx(alice))
    post.forget()
    assert reminders.run_weekly(ctx=on("2026-02-02")) == 1
    found = post.collect("2026-02-02")
    check(
        found,
        "weekly_list",
        [
            "4 projects", "- Alice Ltd, Paid: 12 days left (14 February 2026), Auto SSA active",
            "- Alice Ltd, Soon: 12 days left (14 February 2026), no Auto SSA contract - Alice Ltd, Late: 162 days left",
            "- Alice Ltd, New: not covered yet, no Auto SSA contract",
        ],
        ["- Alice Ltd, Soon: noch 12 Tage (14. Februar 2026), kein Auto-SSA-Vertrag"],
    )  # fmt: skip


@rolled_back
def test_it_comes_once_a_week_on_monday_or_the_first_day_after(shop: Shop, paul: UUID) -> None:
    shop.covered()
    alice = member(shop.alice, "alice@example.com", "owner")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.LICENSES], ctx=ctx(alice))
    sent = [day for day in days("2026-02-02", "2026-02-15") if reminders.run_weekly(ctx=on(day))]
    assert sent == ["2026-02-02", "2026-02-09"]  # Mondays
    assert reminders.run_weekly(ctx=on("2026-03-05")) == 1  # a Thursday, after a silence
    assert reminders.run_weekly(ctx=on("2026-03-06")) == 0
    assert reminders.run_weekly(ctx=on("2026-03-09")) == 1


@rolled_back
def test_there_is_no_empty_list(shop: Shop, paul: UUID) -> None:
    shop.covered()
    assert reminders.run_weekly(ctx=on("2026-02-02")) == 0
    alice = member(shop.alice, "alice@example.com", "owner")
    given = delegations.give(customer=shop.alice, partner=paul, rights=[Right.LICENSES], ctx=ctx(alice))
    delegations.revoke(delegation=given, customer=shop.alice, ctx=ctx(alice))
    assert reminders.run_weekly(ctx=on("2026-02-02")) == 0


@rolled_back
def test_a_partner_that_only_pays_has_a_list(shop: Shop, paul: UUID) -> None:
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", payer=paul, ctx=on("2026-01-15", ALICE))
    assert reminders.run_weekly(ctx=on("2026-02-02")) == 1


@rolled_back
def test_a_suspended_partner_has_none(shop: Shop, paul: UUID) -> None:
    project = shop.project()
    contracts.conclude(project=project, option="annual_monthly", payer=paul, ctx=on("2026-01-15", ALICE))
    models.Organisation.objects.filter(pk=paul).update(suspended_on=d("2026-02-01"))
    assert reminders.run_weekly(ctx=on("2026-02-02")) == 0


@rolled_back
def test_a_long_list_is_cut_and_says_so(shop: Shop, paul: UUID) -> None:
    for number in range(52):
        create_project(customer=shop.alice, name=f"Site {number:02}", price_list=shop.price_list, ctx=on("2026-01-20"))
    post, alice = Post(), member(shop.alice, "alice@example.com", "owner")
    delegations.give(customer=shop.alice, partner=paul, rights=[Right.LICENSES], ctx=ctx(alice))
    reminders.run_weekly(ctx=on("2026-02-02"))
    found = post.collect("2026-02-02")
    check(found, "weekly_list", ["52 projects", "And 2 more projects in the portal."], ["Und 2 weitere Projekte"])


@rolled_back
def test_reminders_reach_a_partner_with_the_right(shop: Shop, post: Post) -> None:
    key = partner()
    contact(key, "admin", "paul@example.com")
    alice = member(shop.alice, "alice@example.com", "owner")
    shop.covered(months=12)
    delegations.give(customer=shop.alice, partner=key, rights=[Right.CONTRACTS], ctx=ctx(alice))
    post.forget()
    remind("2026-12-15")
    assert "paul@example.com" in {mail.to for mail in post.collect("2026-12-15")}


@rolled_back
def test_the_end_of_included_ssa_is_told(shop: Shop, post: Post) -> None:
    project = create_project(customer=shop.alice, name="Rented", price_list=shop.price_list, ctx=on("2026-01-15"))
    licenses.add(
        project=project, license_id="L1", license_type="PORT", quantity=5, included_until=d("2026-03-01"),
        ctx=on("2026-01-15"),
    )  # fmt: skip
    post.forget("2026-01-15")
    remind("2026-01-29")
    assert made() == ["included_ends 2026-01-29"]
    check(
        post.collect("2026-01-29"),
        "reminder_included_ends",
        ["ends on 28 February 2026", "As of today: 30 days left", "costs nothing until then"],
        ["Enthalten bis: 28. Februar 2026", "kostet bis dahin nichts"],
    )
