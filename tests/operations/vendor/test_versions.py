"""A late run never changes what anything costs: when a version may begin, and which one may be withdrawn (rule 2)."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from django.db.models import F

from autossa.domain.policies import Policy
from autossa.operations.contracts import suspend
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, versions
from autossa.queries.runs.verify import check_all
from autossa.queries.vendor.first_days import earliest_start
from autossa.store import models
from tests.cast.shop import Shop, d, on
from tests.store.looking import activities, column, contents, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def price(shop: Shop, entered: str, starts_on: str, amount: str = "5") -> None:
    catalogue.set_price(price_list=shop.price_list, price=Fraction(amount), starts_on=d(starts_on), ctx=on(entered))


def withdraw(shop: Shop, day: str, starts_on: str, instead: catalogue.Instead | None = None) -> None:
    catalogue.withdraw_price(
        price_list=shop.price_list, starts_on=d(starts_on), reason="A slip", ctx=on(day), instead=instead
    )


def renewed(shop: Shop, name: str) -> UUID:
    """A flex contract whose period from 20 November is due on 6 November."""
    return shop.booked(name, day="2026-10-20", option="flex_monthly")


def nets(project: UUID) -> list[int]:
    return list(column("SELECT net FROM invoices WHERE project_id = %s ORDER BY number", project))


def test_a_run_that_is_late_charges_the_price_of_the_day_it_was_due(shop: Shop) -> None:
    """The one run on 6 November, the other missed: both pay 103.00, whatever was entered on the 7th."""
    punctual, missed = renewed(shop, "Punctual"), renewed(shop, "Missed")
    renewals.run_project(project=punctual, ctx=on("2026-11-06"))
    for first in ("2026-11-08", "2026-11-20", "2026-11-21"):
        with pytest.raises(versions.VersionTooEarly, match="2026-11-22"):
            price(shop, "2026-11-07", first)
    price(shop, "2026-11-07", "2026-11-22")
    renewals.run_project(project=missed, ctx=on("2026-11-08"))
    assert nets(punctual) == nets(missed) == [103_00, 103_00]
    for project in (punctual, missed):
        renewals.run_project(project=project, ctx=on("2026-12-06"))
        assert nets(project)[2:] == [515_00]
    assert list(check_all()) == []


@pytest.mark.parametrize("lead", [14, 20, 27])
def test_every_kind_of_version_waits_for_the_longest_lead_in_force(shop: Shop, lead: int) -> None:
    if lead > 14:
        catalogue.set_policy(policy=Policy(renewal_lead_days=lead), starts_on=d("2026-02-01"), ctx=on("2026-01-01"))
    entered = "2026-03-01" if lead > 14 else "2026-01-10"
    earliest = earliest_start(d(entered))
    assert (earliest - d(entered)).days == lead + 1
    early = date.fromordinal(earliest.toordinal() - 1)
    for first in (early, d(entered), d("2001-01-01")):
        for enter in (
            lambda day: catalogue.set_price(
                price_list=shop.price_list, price=Fraction(2), starts_on=day, ctx=on(entered)
            ),
            lambda day: catalogue.set_rate(code="PORT", ssc_per_year=Fraction(2), starts_on=day, ctx=on(entered)),
            lambda day: catalogue.set_policy(policy=Policy(), starts_on=day, ctx=on(entered)),
        ):
            before = contents()
            with pytest.raises(versions.VersionTooEarly):
                enter(first)
            assert contents() == before
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=earliest, ctx=on(entered))
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(2), starts_on=earliest, ctx=on(entered))
    catalogue.set_policy(policy=Policy(), starts_on=earliest, ctx=on(entered))


def test_a_superseded_policy_counts_as_long_as_a_contract_is_open_under_it(shop: Shop) -> None:
    shop.booked()
    catalogue.set_policy(policy=Policy(renewal_lead_days=0), starts_on=d("2026-02-01"), ctx=on("2026-01-16"))
    assert earliest_start(d("2026-02-01")) == d("2026-02-16")
    models.Contract.objects.update(status="ending", ends_on=F("booked_until"))
    models.Contract.objects.update(status="ended")
    assert earliest_start(d("2026-02-01")) == d("2026-02-02")


def test_the_first_version_of_a_list_or_type_may_begin_on_any_day(shop: Shop) -> None:
    francs = catalogue.add_price_list(name="Franc", currency="CHF", ctx=on("2026-03-01"))
    catalogue.set_price(price_list=francs, price=Fraction(2), starts_on=d("2026-01-01"), ctx=on("2026-03-01"))
    with pytest.raises(versions.VersionTooEarly):
        catalogue.set_price(price_list=francs, price=Fraction(3), starts_on=d("2026-03-02"), ctx=on("2026-03-01"))
    catalogue.add_license_type(
        code="FAX", name="Fax", ssc_per_year=Fraction(1), starts_on=d("2001-01-01"), ctx=on("2026-03-01")
    )


def test_a_day_of_no_use_is_refused_everywhere(shop: Shop) -> None:
    never = d("9999-12-31")
    with pytest.raises(versions.VersionTooFar):
        price(shop, "2026-01-10", never.isoformat())
    with pytest.raises(versions.VersionTooFar):
        catalogue.set_policy(policy=Policy(), starts_on=never, ctx=on("2026-01-10"))
    with pytest.raises(versions.VersionTooFar):
        catalogue.add_license_type(
            code="FAX", name="Fax", ssc_per_year=Fraction(1), starts_on=never, ctx=on("2026-01-10")
        )
    assert not models.LicenseType.objects.filter(code="FAX").exists()


# ---- withdrawn before it begins


def test_a_coming_version_is_withdrawn_with_a_reason_and_kept(shop: Shop) -> None:
    price(shop, "2026-01-10", "2026-06-01", "108")
    withdraw(shop, "2026-01-11", "2026-06-01", catalogue.Instead(Fraction(27, 25), d("2026-06-01")))
    standing = models.SscPrice.objects.filter(starts_on=d("2026-06-01")).values_list("price", flat=True)
    assert [Fraction(amount) for amount in standing] == [Fraction(27, 25)]
    (kept,) = models.SscPrice.every.exclude(withdrawn_on=None)
    assert (kept.price, kept.withdrawn_on, kept.withdrawal) == (108, d("2026-01-11"), "A slip")
    assert [what for _, what, _ in activities()[-2:]] == ["withdraw_price", "set_price"]
    with pytest.raises(versions.VersionNotFound):
        withdraw(shop, "2026-01-12", "2026-07-01")


def test_rates_and_policies_are_withdrawn_alike(shop: Shop) -> None:
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(9), starts_on=d("2026-06-01"), ctx=on("2026-01-10"))
    catalogue.set_policy(policy=Policy(grace_days=3), starts_on=d("2026-06-01"), ctx=on("2026-01-10"))
    right = catalogue.Instead(Fraction(3), d("2026-07-01"))
    catalogue.withdraw_rate(
        code="PORT", starts_on=d("2026-06-01"), reason="A slip", instead=right, ctx=on("2026-01-11")
    )
    catalogue.withdraw_policy(starts_on=d("2026-06-01"), reason="A slip", ctx=on("2026-01-11"))
    in_june = models.LicenseRate.objects.in_force(d("2026-06-02")).filter(license_type__code="PORT")
    assert in_june.get().ssc_per_year == 1
    assert models.PolicyVersion.objects.in_force(d("2026-06-02")).get().grace_days == 30
    project = shop.booked(day="2026-06-02")
    assert value("SELECT renewal_lead_days FROM policy_versions p JOIN plan_versions v ON v.policy_id = p.id"
                 " JOIN contracts c ON c.plan_id = v.id WHERE c.project_id = %s", project) == 14  # fmt: skip


def test_what_has_begun_or_lacks_a_reason_is_not_withdrawn(shop: Shop) -> None:
    price(shop, "2026-01-10", "2026-02-01")
    for day in ("2026-02-01", "2026-05-01"):
        with pytest.raises(versions.VersionBegun):
            withdraw(shop, day, "2026-02-01")
    with pytest.raises(versions.VersionBegun):
        catalogue.withdraw_policy(starts_on=d("2000-01-01"), reason="A slip", ctx=on("2026-05-01"))
    with pytest.raises(Exception, match="reason"):
        catalogue.withdraw_price(
            price_list=shop.price_list, starts_on=d("2026-02-01"), reason=" ", ctx=on("2026-01-12")
        )


@pytest.mark.parametrize("state", ["booked", "missed", "suspended"])
def test_a_price_that_a_period_was_due_at_is_not_withdrawn(shop: Shop, state: str) -> None:
    """The period from 20 November was due on the 6th, at the price from the 15th: a late run charges it too."""
    project = renewed(shop, "Office")
    price(shop, "2026-10-20", "2026-11-15")
    if state == "booked":
        renewals.run_project(project=project, ctx=on("2026-11-06"))
    if state == "suspended":
        suspend(project=project, ctx=on("2026-11-05"))
    with pytest.raises(versions.VersionCounts):
        withdraw(shop, "2026-11-06", "2026-11-15")
    if state == "missed":
        renewals.run_project(project=project, ctx=on("2026-11-20"))
        assert nets(project) == [103_00, 515_00]


def test_before_the_first_such_period_is_due_it_is(shop: Shop) -> None:
    project = renewed(shop, "Office")
    price(shop, "2026-10-20", "2026-11-15")
    withdraw(shop, "2026-11-05", "2026-11-15")
    renewals.run_project(project=project, ctx=on("2026-11-20"))
    assert nets(project) == [103_00, 103_00]
    assert list(check_all()) == []
