"""What is in force on a day: said once, by the tables' own querysets."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from autossa.domain.policies import Policy
from autossa.operations.vendor import catalogue
from autossa.store import models
from tests.cast.shop import NOW, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = on("2026-01-15")


@pytest.mark.parametrize(
    ("day", "in_force", "not_over"),
    [
        ("2026-02-28", set(), {"limited", "open"}),
        ("2026-03-01", {"limited", "open"}, {"limited", "open"}),
        ("2026-03-31", {"limited", "open"}, {"limited", "open"}),
        ("2026-04-01", {"open"}, {"open"}),
    ],
)
def test_a_hand_over_is_in_force_from_its_first_day_up_to_its_end(
    shop: Shop, day: str, in_force: set[str], not_over: set[str]
) -> None:
    for right, ends_on in (("limited", d("2026-04-01")), ("open", None)):
        models.HandOver.objects.create(
            customer_id=shop.alice, partner_id=shop.charlie, starts_on=d("2026-03-01"), ends_on=ends_on,
            rights=["billing" if right == "open" else "licenses"], created_at=NOW,
        )  # fmt: skip

    def found(rows: Iterable[models.HandOver]) -> set[str]:
        return {"open" if row.rights == ["billing"] else "limited" for row in rows}

    assert found(models.HandOver.objects.in_force(d(day))) == in_force
    assert found(models.HandOver.objects.not_over(d(day))) == not_over


def test_hand_overs_of_a_project_are_those_of_all_projects_too(shop: Shop) -> None:
    office, plant = shop.project("Office"), shop.project("Plant")
    for project in (office, plant, None):
        models.HandOver.objects.create(
            customer_id=shop.alice, partner_id=shop.charlie, project_id=project, starts_on=BY.today,
            rights=["licenses"], created_at=NOW,
        )  # fmt: skip
    found = models.HandOver.objects.in_force(BY.today).of_project(office)
    assert {row.project_id for row in found} == {office, None}


@pytest.mark.parametrize(
    ("day", "port", "fax"),
    [
        ("2026-05-31", "1", None),
        ("2026-06-01", "2", "9"),
        ("2026-06-30", "2", "9"),
        ("2026-07-01", "3", "9"),
    ],
)
def test_the_newest_rate_that_has_begun_is_in_force_for_each_license_type(
    shop: Shop, day: str, port: str, fax: str | None
) -> None:
    for rate, starts_on in (("2", "2026-06-01"), ("3", "2026-07-01")):
        catalogue.set_rate(code="PORT", ssc_per_year=Fraction(rate), starts_on=d(starts_on), ctx=BY)
    catalogue.add_license_type(code="FAX", name="Fax", ssc_per_year=Fraction(9), starts_on=d("2026-06-01"), ctx=BY)
    found = models.LicenseRate.objects.in_force(d(day)).filter(license_type__code__in=["PORT", "FAX"])
    rates = dict(found.values_list("license_type__code", "ssc_per_year"))
    assert rates == {"PORT": Decimal(port), **({"FAX": Decimal(fax)} if fax else {})}


def test_the_newest_price_that_has_begun_is_in_force_on_each_list(shop: Shop) -> None:
    other = catalogue.add_price_list(name="Other", currency="USD", ctx=BY)
    for price_list, price, starts_on in (
        (shop.price_list, "1.10", "2026-06-01"), (other, "2", "2026-05-01"), (other, "3", "2026-06-02"),
    ):  # fmt: skip
        catalogue.set_price(price_list=price_list, price=Fraction(price), starts_on=d(starts_on), ctx=BY)
    found = models.SscPrice.objects.in_force(d("2026-06-01")).values_list("price_list", "price")
    assert dict(found) == {shop.price_list: Decimal("1.10"), other: Decimal(2)}


def test_one_policy_is_in_force(shop: Shop) -> None:
    catalogue.set_policy(policy=Policy(grace_days=5), starts_on=d("2026-06-01"), ctx=BY)

    def graces(day: date) -> list[int]:
        return list(models.PolicyVersion.objects.in_force(day).values_list("grace_days", flat=True))

    assert graces(d("2026-05-31")) == [30]
    assert graces(d("2026-06-01")) == [5]
    assert graces(date(1900, 1, 1)) == []
