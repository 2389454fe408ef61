"""Releases: drafted, published, entitled earlier, withdrawn; what is out stays as it is, in the database too."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from autossa.operations.context import ChangedSinceShown, Seen
from autossa.operations.releases import releases
from autossa.operations.releases.products import TypeUnknown
from autossa.operations.validation import TextMissing
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.releases.entitlements import may_install
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import MONDAY, branch, drafted, product, published, text

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def on_branch(shop: Shop) -> object:
    return branch(product())


def test_a_draft_is_nobodys_until_it_is_published(shop: Shop, on_branch: object) -> None:
    project = shop.covered()
    key = drafted(on_branch)
    assert load_catalogue().releases == ()
    assert may_install(project, "L1", "PBX", "14.0", d(MONDAY)) is None
    releases.publish(release=key, ctx=on(MONDAY))
    verdict = may_install(project, "L1", "PBX", "14.0", d(MONDAY))
    assert verdict is not None
    assert verdict.may_install


def test_a_draft_is_edited_and_deleted(on_branch: object) -> None:
    key = drafted(on_branch, features=["PORT"])
    releases.edit_draft(release=key, given=text("14.1", requires=["OPERATOR"]), ctx=on(MONDAY))
    needs = models.ReleaseNeed.objects.values_list("license_type__code", "need")
    assert list(needs) == [("OPERATOR", "install")]
    releases.delete_draft(release=key, ctx=on(MONDAY))
    assert not models.Release.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda key: releases.edit_draft(release=key, given=text("14.9"), ctx=on(MONDAY)),
        lambda key: releases.delete_draft(release=key, ctx=on(MONDAY)),
        lambda key: releases.publish(release=key, ctx=on(MONDAY)),
    ],
)
def test_what_is_out_stays_as_it_is(on_branch: object, change: object) -> None:
    key = published(on_branch)
    with pytest.raises(releases.NotADraft, match=r"14\.0"):
        change(key)  # type: ignore[operator]


def test_the_database_holds_what_is_out(on_branch: object) -> None:
    key = published(on_branch, day="2026-01-20", features=["PORT"])
    row = models.Release.objects.filter(pk=key)
    need = models.ReleaseNeed.objects.filter(release=key)
    kept = models.LicenseType.objects.get(code="OPERATOR")
    for change in (
        lambda: row.update(version="9"),
        lambda: row.update(released_on=d("2026-01-01")),
        lambda: row.update(published_at=None),
        lambda: row.delete(),
        lambda: need.delete(),
        lambda: models.ReleaseNeed.objects.create(release_id=key, license_type=kept, need="install"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_version_is_taken_once_in_a_product(on_branch: object) -> None:
    drafted(on_branch)
    other = drafted(on_branch, "14.1")
    with pytest.raises(releases.VersionTaken):
        drafted(on_branch)
    with pytest.raises(releases.VersionTaken):
        releases.edit_draft(release=other, given=text("14.0"), ctx=on(MONDAY))
    releases.edit_draft(release=other, given=text("14.1"), ctx=on(MONDAY))


def test_an_unknown_type_leaves_nothing(on_branch: object) -> None:
    with pytest.raises(TypeUnknown, match="NONE"):
        drafted(on_branch, features=["NONE"])
    assert not models.Release.objects.exists()


def test_an_earlier_day_entitles_and_is_never_taken_back(on_branch: object) -> None:
    key = published(on_branch)
    with pytest.raises(releases.EntitledTooLate):
        releases.entitle_as_of(release=key, day=d("2026-02-03"), reason="Promised.", ctx=on(MONDAY))
    with pytest.raises(TextMissing):
        releases.entitle_as_of(release=key, day=d("2026-01-10"), reason=" ", ctx=on(MONDAY))
    releases.entitle_as_of(release=key, day=d("2026-01-10"), reason="Promised.", ctx=on(MONDAY))
    with pytest.raises(releases.EntitledTooLate):
        releases.entitle_as_of(release=key, day=d("2026-01-11"), reason="Later.", ctx=on(MONDAY))
    assert [one.entitled_as_of for one in load_catalogue().releases] == [d("2026-01-10")]


def test_withdrawing_is_for_what_was_published_and_once(shop: Shop, on_branch: object) -> None:
    project, draft, key = shop.covered(), drafted(on_branch), published(on_branch, "14.1")
    with pytest.raises(releases.NotPublished):
        releases.withdraw(release=draft, day=d(MONDAY), reason="Broken.", ctx=on(MONDAY))
    releases.withdraw(release=key, day=d("2026-02-05"), reason="Broken.", ctx=on(MONDAY))
    with pytest.raises(releases.WithdrawnAlready):
        releases.withdraw(release=key, day=d("2026-02-04"), reason="Broken.", ctx=on("2026-02-05"))
    said = [may_install(project, "L1", "PBX", "14.1", d(day)) for day in ("2026-02-04", "2026-02-05")]
    assert [verdict.reason.value for verdict in said if verdict] == ["covered", "withdrawn"]


def test_a_planned_withdrawal_is_brought_forward_only(on_branch: object) -> None:
    key = published(on_branch)
    releases.withdraw(release=key, day=d("2026-06-01"), reason="Replaced.", ctx=on(MONDAY))
    for day in ("2026-06-01", "2026-06-02"):
        with pytest.raises(releases.WithdrawalNotEarlier):
            releases.withdraw(release=key, day=d(day), reason="Later.", ctx=on(MONDAY))
    releases.withdraw(release=key, day=d("2026-03-01"), reason="Broken.", ctx=on("2026-02-20"))
    row = models.Release.objects.get(pk=key)
    assert (row.withdrawn_on, row.withdrawal) == (d("2026-03-01"), "Broken.")


def test_nothing_is_withdrawn_before_it_is_released(on_branch: object) -> None:
    key = published(on_branch, day="2026-06-01")
    with pytest.raises(releases.WithdrawnBeforeRelease):
        releases.withdraw(release=key, day=d("2026-05-31"), reason="Broken.", ctx=on(MONDAY))
    releases.withdraw(release=key, day=d("2026-06-01"), reason="Broken.", ctx=on(MONDAY))


def test_a_slip_of_the_year_does_not_entitle(on_branch: object) -> None:
    key = published(on_branch)
    with pytest.raises(releases.EntitledTooEarly):
        releases.entitle_as_of(release=key, day=d("2021-02-01"), reason="Promised.", ctx=on(MONDAY))
    releases.entitle_as_of(release=key, day=d("2021-02-02"), reason="Promised.", ctx=on(MONDAY))


@pytest.mark.parametrize("act", [releases.withdraw, releases.entitle_as_of])
def test_what_changed_since_it_was_shown_stays(on_branch: object, act: Any) -> None:
    key = published(on_branch)
    ctx = replace(on(MONDAY), seen=Seen("of before", lambda: "now"))
    with pytest.raises(ChangedSinceShown):
        act(release=key, day=d(MONDAY), reason="Broken.", ctx=ctx)
