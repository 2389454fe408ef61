"""Mails about runs: to those who may start them and want it; a halted one at once, whatever else once a day."""

from uuid import UUID

import pytest

from autossa.domain.runs.caps import Limits
from autossa.operations.context import ActionContext, Actor
from autossa.operations.runs import renewals
from autossa.operations.runs.safety import alarms, opening, readers, voiding
from autossa.operations.runs.safety.errors import RunHalted
from autossa.store import models
from tests.cast.members import at, member
from tests.cast.shop import ALICE, VERA, Shop, d, on
from tests.notify.post import Post, check

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def offices(shop: Shop, post: Post) -> list[UUID]:
    found = sorted(shop.under_contract(f"Office {n}") for n in range(5))
    member(shop.vendor, "finance@example.com", "finance", "de")
    member(shop.vendor, "admin@example.com", "admin")
    member(shop.vendor, "support@example.com", "support")
    post.forget()
    return found


def test_staff_who_want_it_are_told_once_a_day(offices: list[UUID], post: Post) -> None:
    assert not alarms.watch(ctx=on("2026-01-15"))
    models.Project.objects.filter(pk=offices[0]).update(parked_at=on("2026-01-15").now, parked_cause="ValueError: x")
    assert alarms.watch(ctx=on("2026-01-15"))
    assert not alarms.watch(ctx=on("2026-01-15"))
    found = post.collect()
    assert {mail.to for mail in found} == {"finance@example.com", "admin@example.com"}
    check(found, "run_attention", ["- 1 project is parked"], ["- 1 Projekt ist zurückgestellt"])
    finance = models.User.objects.get(email="finance@example.com")
    ctx = ActionContext(Actor(finance.name, finance.pk), d("2026-01-15"), at("2026-01-15"))
    readers.want_mails(wanted=False, ctx=ctx)
    assert alarms.watch(ctx=on("2026-01-16"))
    assert {mail.to for mail in post.collect()} == {"admin@example.com"}


def test_they_are_told_of_e_mails_that_were_given_up(offices: list[UUID], post: Post) -> None:
    models.OutboxMessage.objects.create(
        topic="send.mail", payload={}, created_at=on("2026-01-15").now, parked_at=on("2026-01-15").now
    )  # fmt: skip
    assert alarms.watch(ctx=on("2026-01-15"))
    said = ["- 1 e-mail could not be delivered"], ["- 1 E-Mail konnte nicht zugestellt werden"]
    check(post.collect(), "run_attention", *said)


def test_a_halted_run_is_told_at_once_as_long_as_nobody_decided(
    offices: list[UUID], post: Post, settings: object
) -> None:
    settings.RUN_LIMITS = Limits(floor=3)  # type: ignore[attr-defined]
    with pytest.raises(RunHalted):
        renewals.run(ctx=on("2026-06-15"))
    row = models.Run.objects.get()
    found = post.collect("2026-06-15")
    check(
        found, "run_halted",
        ["The run for 15 June 2026 is halted", "- Projects due: 5, foreseen: –", "about 30", f"/runs/{row.public_id}/"],
        ["Der Lauf für den 15. Juni 2026 ist angehalten", "- Fällige Projekte: 5, erwartet: –"],
    )  # fmt: skip
    alarms.tell_halted(models.Run(id=row.pk, day=d("2026-06-16")), on("2026-06-16"))
    opening.allow(run=row.pk, reason="It is meant", ctx=on("2026-06-16"))
    assert post.collect("2026-06-16") == []


def test_whoever_could_approve_a_voiding_is_told(offices: list[UUID], post: Post) -> None:
    run = renewals.run(ctx=on("2026-01-15")).run
    post.forget()
    key = voiding.propose(run=run, reason="The clock was wrong", ctx=on("2026-01-16", VERA))
    check(
        post.collect("2026-01-16"), "run_voiding",
        ["Voiding the run for 15 January 2026", "The clock was wrong"],
        ["Storno des Laufs für den 15. Januar 2026", "The clock was wrong"],
    )  # fmt: skip
    voiding.decline(voiding=key, ctx=on("2026-01-16", ALICE))
    assert post.collect("2026-01-16") == []
