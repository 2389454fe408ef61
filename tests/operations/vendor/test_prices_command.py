"""`autossa prices`: the same law as the portal's, whatever the command is given."""

from datetime import UTC, date, datetime, timedelta

import pytest

from autossa.cli import prices as command
from autossa.store import models
from tests.cast.commands import runner

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run = runner(command.app)


def ahead(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)


@pytest.mark.parametrize("day", ["2000-01-02", "2026-01-01", "today", "lead", "2199-12-31", "9999-12-31"])
@pytest.mark.parametrize("given", [("set", "3"), ("rate", "PORT", "3")])
def test_no_version_is_dated_before_what_was_due(given: tuple[str, ...], day: str) -> None:
    first = {"today": ahead(0).isoformat(), "lead": ahead(13).isoformat()}.get(day, day)
    result = run(*given, "--from", first)
    assert result.exit_code == 2
    said = {"2199-12-31": "ten years ahead", "9999-12-31": "from 1900 to 2199"}.get(day, "at the earliest")
    assert said in result.stderr
    assert not models.SscPrice.objects.filter(price=3).exists()
    assert not models.LicenseRate.objects.filter(ssc_per_year=3).exists()


def test_without_a_day_it_begins_as_early_as_it_may() -> None:
    assert run("set", "3").exit_code == run("rate", "PORT", "3").exit_code == 0
    for begins in (
        models.SscPrice.objects.get(price=3).starts_on, models.LicenseRate.objects.get(ssc_per_year=3).starts_on,
    ):  # fmt: skip
        assert ahead(14) <= begins <= ahead(16)  # fifteen days, in the vendor's zone
    run("rate", "FAX", "1", "--name", "Fax")
    assert models.LicenseRate.objects.get(license_type__code="FAX").starts_on <= ahead(1)


def test_what_has_not_begun_is_withdrawn_or_corrected() -> None:
    first = ahead(60).isoformat()
    run("set", "300", "--from", first)
    run("rate", "PORT", "300", "--from", first)
    assert run("withdraw", first, "--reason", "A slip", "--instead", "3", "--from", first).exit_code == 0
    assert run("withdraw", first, "--reason", "A slip", "--type", "PORT").exit_code == 0
    assert [row.price for row in models.SscPrice.objects.filter(starts_on=first)] == [3]
    assert not models.LicenseRate.objects.filter(starts_on=first).exists()
    for wrong in (
        ("2000-01-01", "--reason", "x"), ("2000-01-01", "--reason", "x", "--policy"), (first, "--reason", " "),
        (first, "--reason", "x", "--policy"), (first, "--reason", "x", "--policy", "--type", "PORT"),
        (first, "--reason", "x", "--type", "NONE"), (first, "--reason", "x", "--from", first),
    ):  # fmt: skip
        assert run("withdraw", *wrong).exit_code == 2, wrong


def test_what_may_be_done_with_the_licenses_of_a_type() -> None:
    def acts(code: str) -> tuple[bool, bool]:
        row = models.LicenseType.objects.get(code=code)
        return row.can_be_given_up, row.can_be_released

    assert acts("PORT") == (True, True)
    assert run("acts", "PORT", "--not-given-up").stdout == "PORT: cannot be given up, can be released\n"
    assert acts("PORT") == (False, True)
    assert run("acts", "PORT", "--not-released").exit_code == 0
    assert acts("PORT") == (True, False)
    assert "NONE" in run("acts", "NONE").stderr
    new = ("rate", "BOX", "3", "--name", "A box", "--not-given-up", "--from", ahead(0).isoformat())
    assert run(*new).exit_code == 0
    assert acts("BOX") == (False, True)
    assert models.Activity.objects.filter(action="set_acts").count() == 2
