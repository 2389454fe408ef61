"""What the vendor sets for the portal, and a reviewer's decision on exactly the contract they looked at."""

from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.contracts import Contract, Status, first_term_at
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.settlements import Settlement
from autossa.jobs.days import TASKS
from autossa.operations import contracts, credits, licenses
from autossa.operations.context import Actor
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.organisations import create, edit, standing
from autossa.operations.runs import by_hand, renewals, task_days
from autossa.operations.runs.timetable import TIMETABLE
from autossa.operations.vendor import settings as vendor
from autossa.operations.vendor.mails import preview
from autossa.queries.billing.previews import preview_void
from autossa.queries.contracts.reviews import Asked, ReviewFlag, Waiting, list_reviews
from autossa.queries.devices.terms import DeviceTerms, device_terms
from autossa.queries.vendor.settings import look, zone
from autossa.store import models
from tests.cast.pictures import picture
from tests.cast.shop import ALICE, NO_VAT, VERA, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]

PNG, JPEG, WEBP = (picture(kind) for kind in ("PNG", "JPEG", "WEBP"))
BY = on("2026-03-01", VERA)
ANN = Actor("Ann", user=UUID(int=9))  # of Alice's company, for herself


# ---------------------------------------------------------------- name, colour, logo, time zone


def test_what_is_set_here_comes_before_the_environment_and_goes_back_to_it(shop: Shop) -> None:
    before = look()
    vendor.save_settings(name="  Brightline ", accent="#AA0033", ctx=BY)
    assert (look().name, look().accent) == ("Brightline", "#aa0033")
    made = preview(key="test", language="en")
    assert "Brightline" in made.text
    assert "#aa0033" in made.html
    vendor.save_settings(name="", accent="", ctx=BY)
    assert (look().name, look().accent) == (before.name, before.accent)
    assert models.VendorSettings.objects.count() == 1
    assert models.Activity.objects.filter(action="set_vendor").count() == 2


@pytest.mark.parametrize(
    ("name", "accent"),
    [("a" * 101, ""), ("two\nlines", ""), ("", "red"), ("", "#12345"), ("", "#12345g"), ("", "#fff")],
)
def test_a_name_and_a_colour_that_are_none(shop: Shop, name: str, accent: str) -> None:
    with pytest.raises(Invalid):
        vendor.save_settings(name=name, accent=accent, ctx=BY)
    assert not models.VendorSettings.objects.exists()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (WEBP, "image/webp"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', None),
        (b"GIF89a" + b"\0" * 30, None),
        (PNG[:-12], None),  # broken off
        (PNG + b"<script>alert(1)</script>", None),  # something behind the picture
        (WEBP + b"more", None),
        (PNG[:45] + b"\0\0\0\0" + PNG[49:], None),  # a byte of it changed
        (PNG[:33] + PNG[-12:], None),  # nothing between head and end
        (JPEG[:60] + JPEG[-2:], None),
        (picture("PNG", width=5000, height=4000), None),  # small as a file, large when it is opened
        (b"", None),
        (PNG[:8] + b"\0" * vendor.MAX_LOGO, None),
    ],
)
def test_a_logo_is_what_its_bytes_say(shop: Shop, data: bytes, kind: str | None) -> None:
    if kind is None:
        with pytest.raises(Invalid):
            vendor.save_settings(logo=data, ctx=BY)
        assert look().logo == ""
        return
    vendor.save_settings(logo=data, ctx=BY)
    assert models.VendorSettings.objects.get().logo_type == kind
    assert look().logo
    vendor.remove_logo(ctx=BY)
    assert look().logo == ""


def test_a_time_zone_is_set_and_goes_back_to_the_environment(shop: Shop, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Vienna"
    assert (look().time_zone, look().own_time_zone, zone().key) == ("Europe/Vienna", "", "Europe/Vienna")
    vendor.save_settings(time_zone="Pacific/Auckland", ctx=BY)
    assert (look().time_zone, look().own_time_zone, zone().key) == ("Pacific/Auckland",) * 3
    vendor.save_settings(time_zone="", ctx=BY)
    assert (look().time_zone, look().own_time_zone, zone().key) == ("Europe/Vienna", "", "Europe/Vienna")
    told = models.Activity.objects.filter(action="set_vendor").order_by("id").values_list("details", flat=True)
    assert list(told) == [{"time_zone": "Pacific/Auckland"}, {"time_zone": ""}]


@pytest.mark.parametrize("name", ["Mars/Base", "europe/berlin", "localtime", " ", "Europe", "../UTC"])
def test_a_time_zone_that_is_none(shop: Shop, name: str) -> None:
    with pytest.raises(Invalid):
        vendor.save_settings(time_zone=name, ctx=BY)
    assert not models.VendorSettings.objects.exists()


def test_how_to_pay_is_several_lines_and_nothing_again(shop: Shop) -> None:
    assert look().how_to_pay == ""
    vendor.save_settings(how_to_pay="  Example Bank\r\nDE02 1203\r\n\r\nName the reference.  ", ctx=BY)
    assert look().how_to_pay == "Example Bank\nDE02 1203\n\nName the reference."
    vendor.save_settings(how_to_pay=" \r\n ", ctx=BY)
    assert look().how_to_pay == ""
    told = models.Activity.objects.filter(action="set_vendor").order_by("id").values_list("details", flat=True)
    assert list(told) == [{"how_to_pay": "Example Bank\nDE02 1203\n\nName the reference."}, {"how_to_pay": ""}]


@pytest.mark.parametrize("text", ["x" * 1001, "Example\x00Bank", "Example\u202eBank", "IBAN\u200b"])
def test_how_to_pay_is_a_text_that_can_be_shown(shop: Shop, text: str) -> None:
    with pytest.raises(Invalid):
        vendor.save_settings(how_to_pay=text, ctx=BY)
    assert not models.VendorSettings.objects.exists()
    vendor.save_settings(
        how_to_pay="x\r\n" * 500, ctx=BY
    )  # a line break counts once, as the field on the page counts it


def test_what_holds_for_devices(shop: Shop) -> None:
    assert device_terms() == DeviceTerms(trial_days=90, lost_a_year=2, file_days=400)
    vendor.save_settings(trial_days=30, lost_a_year=0, ctx=BY)
    assert device_terms() == DeviceTerms(trial_days=30, lost_a_year=0, file_days=400)


@pytest.mark.parametrize("given", [{"trial_days": 0}, {"file_days": 3651}, {"lost_a_year": -1}, {"lost_a_year": 1001}])
def test_what_cannot_hold_for_devices(shop: Shop, given: dict[str, int]) -> None:
    with pytest.raises((vendor.DaysInvalid, vendor.LostInvalid)):
        vendor.save_settings(name="Not saved either", ctx=BY, **given)  # type: ignore[arg-type]
    assert not models.VendorSettings.objects.exists()


def test_a_database_that_is_away_gives_no_other_zone(shop: Shop) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the database is away")

    with connection.execute_wrapper(away):
        with pytest.raises(OperationalError):
            zone()
        assert look().time_zone == settings.TIME_ZONE  # a page must not fail for it


def test_the_schedule_follows_the_timetable_and_can_be_done_again(shop: Shop) -> None:
    assert {task.name for task in TASKS} | {"daily_run"} == set(TIMETABLE)
    task_days.finish("daily_run", BY.today, BY.now)
    task_days.again("daily_run", BY.today)
    assert task_days.done_for()["daily_run"] == BY.today - timedelta(days=1)


def test_a_run_by_hand_is_done_at_once_or_left_to_the_worker(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    project = shop.under_contract()
    assert models.Project.objects.get(pk=project).next_run_on <= BY.today
    monkeypatch.setattr(by_hand, "MAX_AT_ONCE", 0)
    assert by_hand.run_now(ctx=BY) is None
    assert not models.Run.objects.exists()
    monkeypatch.setattr(by_hand, "MAX_AT_ONCE", 1)
    report = by_hand.run_now(ctx=BY)
    assert report is not None
    assert report.periods
    assert models.Activity.objects.filter(action="start_run", actor_name=VERA.name).count() == 2
    again = by_hand.run_now(ctx=BY)
    assert again is not None
    assert again.periods == 0


# ---------------------------------------------------------------- decisions


def in_review(shop: Shop, name: str = "Office") -> models.Contract:
    project = shop.project(name)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-02-01", ANN))
    return models.Contract.objects.get(project=project)


def test_later_lines_are_confirmed_with_the_approval_or_nothing_is(shop: Shop) -> None:
    row = in_review(shop)
    licenses.request(
        project=row.project_id, license_id="L9", license_type="PORT", quantity=5, origin="customer",
        ctx=on("2026-02-02", ALICE),
    )  # fmt: skip
    number = models.LicenseLine.objects.get(license__code="L9").number
    with pytest.raises(Refused):
        contracts.approve(project=row.project_id, contract=row.id, lines=[number, 77], ctx=BY)
    row.refresh_from_db()
    assert row.status == "in_review"
    assert not models.LicenseLine.objects.get(license__code="L9").confirmed
    contracts.approve(project=row.project_id, contract=row.id, lines=[number], ctx=BY)
    row.refresh_from_db()
    assert row.status == "active"
    assert models.LicenseLine.objects.get(license__code="L9").confirmed


def test_only_the_contract_that_was_looked_at_is_decided(shop: Shop) -> None:
    row = in_review(shop)
    contracts.withdraw(project=row.project_id, ctx=on("2026-02-03", ALICE))
    contracts.conclude(project=row.project_id, option="flex_monthly", ctx=on("2026-02-03", ALICE))
    for act in (
        lambda: contracts.approve(project=row.project_id, contract=row.id, ctx=BY),
        lambda: contracts.ask(project=row.project_id, contract=row.id, question="Why?", ctx=BY),
        lambda: contracts.reject(project=row.project_id, contract=row.id, reason="No", ctx=BY),
        lambda: contracts.reject(project=row.project_id, contract=uuid4(), reason="No", ctx=BY),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Invalid):
        contracts.reject(
            project=row.project_id, contract=models.Contract.objects.latest("number").id, reason=" ", ctx=BY
        )
    assert models.Contract.objects.get(number=2).status == "in_review"


def test_what_is_out_of_the_ordinary_is_found(shop: Shop) -> None:
    row = in_review(shop)
    found = list_reviews(Asked(), d("2026-02-05"))
    assert found.counts == {Waiting.ALL: 1, Waiting.VENDOR: 1, Waiting.CUSTOMER: 0}
    assert found.rows[0].flags == (ReviewFlag.NO_ADDRESS, ReviewFlag.NO_VAT_ID, ReviewFlag.FIRST_CONTRACT)
    assert found.rows[0].days == 4
    customer = row.project.customer_id
    new = edit.BillingDetails(PostalAddress("Street 1"), "AT", "ATU13585627")
    edit.edit(organisation=customer, new=new, ctx=on("2026-02-03", ALICE))
    odd = set(list_reviews(Asked(), d("2026-02-05")).rows[0].flags)
    assert not odd & {ReviewFlag.NO_ADDRESS, ReviewFlag.NO_VAT_ID}
    contracts.ask(project=row.project_id, question="Why?", ctx=on("2026-02-04", VERA))
    partner = create.create(kind="partner", name="P", number="P1", ctx=BY)
    models.Contract.objects.filter(pk=row.pk).update(payer=partner)
    found = list_reviews(Asked(Waiting.CUSTOMER), d("2026-02-05"))
    odd = set(found.rows[0].flags)
    lacking = {ReviewFlag.NO_ADDRESS, ReviewFlag.NO_VAT_ID}  # of the partner, who pays
    assert odd == {ReviewFlag.PARTNER_PAYS, ReviewFlag.FIRST_CONTRACT, ReviewFlag.NOT_VERIFIED} | lacking
    assert found.rows[0].since_days == 1
    assert list_reviews(Asked(Waiting.VENDOR), d("2026-02-05")).rows == ()


@pytest.mark.parametrize(
    ("odd", "history"),
    [
        (ReviewFlag.BY_STAFF, "staff"),
        (ReviewFlag.DETAILS_CHANGED, "changed"),
        (ReviewFlag.REQUESTED, "requested"),
        (ReviewFlag.SUSPENDED_BEFORE, "suspended"),
        (ReviewFlag.GAP_LATE, "late"),
        (ReviewFlag.UNUSUALLY_LARGE, "large"),
        (ReviewFlag.FIXED_END, "fixed"),
        (ReviewFlag.CANNOT, "fixed"),
    ],
)
def test_each_review_flag(shop: Shop, odd: ReviewFlag, history: str) -> None:
    project = shop.project() if history not in ("late", "large") else shop.covered(day="2025-06-15")
    ctx = on("2026-02-01", ALICE if history == "staff" else ANN)
    if history == "requested":
        licenses.request(project=project, license_id="L9", license_type="PORT", quantity=5, origin="customer", ctx=ctx)
    if history == "suspended":
        other = shop.under_contract("Other")
        contracts.suspend(project=other, reason="unpaid", ctx=on("2026-01-20"))
    if history in ("late", "large"):
        credits.top_up(project=project, ssc=5_000_00, ctx=ctx)
    if history == "large":
        licenses.add(project=project, license_id="L2", license_type="PORT", quantity=9999, ctx=ctx)
    end = d("2026-03-02") if history == "fixed" else None
    contracts.conclude(project=project, option="flex_monthly", fixed_end=end, ctx=ctx)
    if history == "changed":
        changed = {"organisation": shop.alice, "ctx": on("2026-02-02", ANN)}
        edit.edit(new=edit.BillingDetails(PostalAddress("Street 1"), "AT", "ATU13585627"), **changed)
        standing.verify(organisation=shop.alice, vat=NO_VAT, ctx=on("2026-02-02"))
        edit.edit(new=edit.BillingDetails(PostalAddress("Street 1"), "FR", "FR40303265045"), **changed)
    assert odd in list_reviews(Asked(), d("2026-03-05")).rows[0].flags


def test_the_queue_is_paged_oldest_first(shop: Shop) -> None:
    ids = [in_review(shop, f"Office {number}").project.public_id for number in range(5)]
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        found = list_reviews(Asked(after=after), d("2026-02-05"), page=2)
        seen += [row.project_id for row in found.rows]
        after = found.next_after
    assert seen == ids


def test_what_the_approval_books_is_what_was_previewed(shop: Shop) -> None:
    """Law 6, for the amounts that the button names."""
    row = in_review(shop)
    preview_of = list_reviews(Asked(), BY.today).rows[0].approval
    outcome = contracts.approve(project=row.project_id, contract=row.id, ctx=BY)
    booked = tuple(entry for entry in outcome.entries if isinstance(entry, Settlement))
    assert preview_of.booked == booked
    assert (preview_of.first is not None, preview_of.later) == (True, None)
    assert [entry.start for entry in booked] == [d("2026-02-01"), d("2026-03-01")]
    assert preview_of.gross == sum(models.Invoice.objects.values_list("gross", flat=True))
    report = by_hand.run_now(ctx=BY)
    assert report is not None
    assert report.periods == 0  # nothing is left for the night


def test_who_waited_for_the_approval_is_covered_by_it(shop: Shop) -> None:
    """All periods that are due by then, at once; an approval whose booking fails stands, and the project is parked."""
    row = in_review(shop)
    late = on("2026-03-20", VERA)
    preview_of = list_reviews(Asked(), late.today).rows[0].approval
    contracts.approve(project=row.project_id, contract=row.id, ctx=late)
    project = models.Project.objects.get(pk=row.project_id)
    assert project.covered_until == d("2026-05-01")
    assert len(preview_of.booked) == models.Settlement.objects.count() == 3
    assert preview_of.gross == sum(models.Invoice.objects.values_list("gross", flat=True))


def test_an_approval_stands_when_what_is_due_then_cannot_be_booked(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    row = in_review(shop)

    def fails(*_args: object) -> None:
        raise ValueError("no more paper")

    monkeypatch.setattr("autossa.domain.at_once.run_day", fails)
    contracts.approve(project=row.project_id, contract=row.id, ctx=BY)
    row.refresh_from_db()
    assert (row.status, models.Settlement.objects.exists()) == ("active", False)
    assert models.Project.objects.get(pk=row.project_id).parked_cause == "ValueError: no more paper"


# ---------------------------------------------------------------- voids


def test_a_void_gives_back_what_its_preview_says(shop: Shop) -> None:
    from autossa.operations.billing import corrections

    project = shop.under_contract()
    renewals.run(ctx=on("2026-02-01"))
    last = models.Settlement.objects.filter(project=project, reason="extension").latest("start")
    first = models.Settlement.objects.filter(project=project, reason="extension").earliest("start")
    day = on("2026-02-02", VERA)
    shown = preview_void(project, last.id, day.today)
    assert shown is not None
    assert shown.refusal is None
    refused = preview_void(project, first.id, day.today)
    assert refused is not None
    assert refused.refusal is not None
    other = shop.project("Other")
    assert preview_void(other, last.id, day.today) is None
    corrections.void(settlement=last.id, reason="wrong", ctx=day)
    row = models.Project.objects.get(pk=project)
    assert row.free == shown.balance
    assert models.Invoice.objects.get(series="CN").gross == -shown.gross
    again = preview_void(project, last.id, day.today)
    assert again is not None
    assert again.refusal is not None


# ---------------------------------------------------------------- whom a price meets first

YEARLY, _QUARTERLY, MONTHLY, FLEX = STANDARD_OPTIONS


@pytest.mark.parametrize(
    ("option", "start", "booked_until", "ends_on", "price_from", "first"),
    [
        (YEARLY, "2026-01-31", "2027-01-31", None, "2026-07-01", "2027-01-31"),
        (MONTHLY, "2026-01-31", "2026-08-31", None, "2026-07-01", "2027-01-31"),  # the price holds for the term
        (FLEX, "2026-01-31", "2026-06-30", None, "2026-07-01", "2026-07-31"),
        (FLEX, "2026-01-31", "2026-07-31", None, "2026-07-31", "2026-07-31"),  # the very day
        (FLEX, "2026-01-31", "2026-10-31", None, "2026-07-01", "2026-10-31"),  # booked in advance: not charged again
        (YEARLY, "2026-01-31", "2027-01-31", "2027-01-31", "2026-07-01", None),  # ends before
        (YEARLY, "2026-08-01", "2026-08-01", None, "2026-07-01", "2026-08-01"),  # begins later
    ],
)
def test_a_contract_meets_a_price_with_its_next_term(
    option: object, start: str, booked_until: str, ends_on: str | None, price_from: str, first: str | None
) -> None:
    contract = Contract(
        1, option, Status.ACTIVE, d(start), d(start), d(booked_until), ends_on=d(ends_on) if ends_on else None
    )  # type: ignore[arg-type]
    assert first_term_at(contract, d(price_from)) == (d(first) if first else None)


def test_the_first_period_of_that_term_is_the_first_at_the_new_price(shop: Shop) -> None:
    """Against the engine itself: it books by the old price until then."""
    from autossa.operations.vendor import catalogue

    project = shop.under_contract()
    row = models.Contract.objects.get(project=project)
    price_from = d("2026-06-10")
    catalogue.set_price(price_list=row.price_list_id, price=Fraction(9), starts_on=price_from, ctx=on("2026-02-01"))
    option = next(o for o in STANDARD_OPTIONS if o.name == row.plan.name)
    asked = Contract(1, option, Status.ACTIVE, row.concluded_on, row.start, row.booked_until)
    renewals.run(ctx=on("2028-01-01"))
    charged = models.Charge.objects.filter(settlement__project=project, settlement__reason="extension", price=9)
    first = charged.order_by("settlement__start").first()
    assert first is not None
    assert first.settlement.start == first_term_at(asked, price_from)
