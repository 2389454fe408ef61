"""A new major version: covered projects get its license file by themselves, once, whatever stops the run."""

import pytest

from autossa.domain.releases.catalogue import Channel
from autossa.operations.devices import keys
from autossa.operations.devices.license_files import majors
from autossa.operations.runs import task_days
from autossa.queries.devices.license_files import claims_of
from autossa.store import models
from tests.cast.machines import pbx, published
from tests.cast.shop import Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FEB, NEXT = "2026-02-02", "2026-02-03"


@pytest.fixture(autouse=True)
def key(shop: Shop) -> None:
    keys.ensure(ctx=on("2026-01-01"))


def issued() -> list[tuple[str, str]]:
    rows = models.LicenseFile.objects.order_by("project__name")
    return list(rows.values_list("project__name", "major"))


@pytest.mark.parametrize(
    ("version", "major"),
    [("15.0", "15"), ("14r2.1", "14"), ("2026-R1", "2026"), ("0.9", "0"), ("r15", ""), ("007", "7"), ("", "")],
)
def test_the_major_is_the_leading_number(version: str, major: str) -> None:
    assert majors.major_of(version) == major


def test_who_is_covered_with_a_license_of_the_product_gets_it_once(shop: Shop) -> None:
    shop.covered("Covered")
    shop.project("Never covered")
    shop.under_contract("Contract", day="2026-01-20")
    pbx(("15.0", FEB))
    assert majors.run(ctx=on("2026-02-01")) == 0, "its day has not come"
    assert majors.run(ctx=on(FEB)) == 1
    assert issued() == [("Covered", "15")]
    said = claims_of(models.LicenseFile.objects.get().body)
    assert (said["sub"][:4], said["as_of"]) == ("prj_", FEB)
    assert models.OutboxMessage.objects.filter(topic="mail.license_file_issued").count() == 1
    assert majors.run(ctx=on(FEB)) == majors.run(ctx=on(NEXT)) == 0
    assert models.Activity.objects.latest("pk").details == {"serial": 1, "product": "PBX", "major": "15"}


def test_a_minor_version_and_a_withdrawn_one_issue_nothing(shop: Shop) -> None:
    shop.covered()
    pbx(("15.0", "2026-01-01"), ("15.1", FEB), ("16.0", FEB))
    models.Release.objects.filter(version="16.0").update(withdrawn_on=FEB, withdrawal="Broken")
    assert majors.run(ctx=on("2026-02-10")) == 0


def test_a_beta_begins_nothing(shop: Shop) -> None:
    shop.covered()
    pbx()
    branch = models.Branch.objects.get().pk
    published(branch, "16.0b1", "2026-01-20", channel=Channel.BETA)
    assert majors.run(ctx=on("2026-01-25")) == 0
    published(branch, "16.0", FEB)
    assert majors.run(ctx=on(FEB)) == 1


def test_a_run_that_stops_is_resumed(shop: Shop) -> None:
    for name in ("A", "B", "C"):
        shop.covered(name)
    pbx(("15.0", FEB))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        majors.run(ctx=on(FEB), progress=stop)
    assert len(issued()) == 1
    assert majors.run(ctx=on(FEB)) == 2
    assert issued() == [("A", "15"), ("B", "15"), ("C", "15")]


def test_publishing_lets_the_worker_look_again(shop: Shop) -> None:
    task_days.finish(majors.TASK, on(FEB).today, on(FEB).now)
    pbx(("15.0", "2026-03-01"))
    assert task_days.done_for()[majors.TASK] == on(FEB).today
    pbx_branch = models.Branch.objects.get().pk
    published(pbx_branch, "14.0", "2026-01-01")
    assert task_days.done_for()[majors.TASK] < on("2026-01-02").today


def test_without_a_key_nothing_is_issued_and_nothing_fails(shop: Shop) -> None:
    shop.covered()
    pbx(("15.0", FEB))
    models.SigningKey.objects.update(retired_at=on(FEB).now)
    assert majors.run(ctx=on(FEB)) == 0
