"""The pages that keep runs safe: a halted run continues or is stopped; one is voided whole, by two people."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.domain.runs.caps import Limits
from autossa.operations import licenses
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.runs import renewals
from autossa.operations.runs.safety import opening
from autossa.operations.runs.safety.errors import RunHalted
from autossa.portal.runs import views
from autossa.store import models
from tests.cast.pages import hidden_of
from tests.cast.world import NOW, TODAY, World
from tests.portal.staff import as_role, said
from tests.portal.vendor.test_pages import page

pytestmark = pytest.mark.store
CTX = ActionContext(SYSTEM, TODAY, NOW)


@pytest.fixture
def halted(own: World, settings: Any) -> models.Run:
    """A run that is halted: two projects are due, none were foreseen."""
    models.Run.objects.create(day=TODAY, started_at=NOW, state="finished", ahead={})
    models.Project.objects.filter(name__in=["Control room", "Telephony Kiel"]).update(next_run_on=TODAY)
    settings.RUN_LIMITS = Limits(floor=2)
    with pytest.raises(RunHalted):
        renewals.run(ctx=CTX)
    return models.Run.objects.get(state="halted")


@pytest.fixture
def booked(own: World) -> models.Run:
    """A run that booked something."""
    run = opening.open_run(ctx=CTX)
    row = models.Run.objects.get(pk=run)
    row.state, row.periods, row.projects = "finished", 1, 1
    row.save(update_fields=["state", "periods", "projects"])
    return row


def test_a_halted_run_stands_on_the_runs_and_on_the_first_page(halted: models.Run, staff: Client) -> None:
    html = page(staff, "/runs/")
    assert re.search(r"The run for .*2027.* is halted", html)
    assert "Far more projects are due than were foreseen." in html
    assert "The run is halted: please look" in page(staff, "/")
    assert "Projects due: 2, foreseen: 0" in page(staff, f"/runs/{halted.public_id}/")


def test_who_may_start_runs_continues_it_with_a_reason(halted: models.Run, staff: Client) -> None:
    assert "Allowed: it continues" in said(staff, f"/runs/{halted.public_id}/allow/", {"reason": "It is meant"})
    assert "Run finished: 2 projects" in said(staff, "/runs/start/")
    halted.refresh_from_db()
    assert (halted.state, halted.reason) == ("finished", "It is meant")


def test_a_stopped_one_is_refused_in_words(halted: models.Run, staff: Client) -> None:
    assert "Stopped: nothing is booked" in said(staff, f"/runs/{halted.public_id}/stop/", {"reason": "We check"})
    html = said(staff, "/runs/start/")
    assert "was stopped: We check." in html


def test_a_halted_run_that_is_started_again_says_why(halted: models.Run, staff: Client) -> None:
    assert "is halted, and nothing of it is booked: 2 projects are due" in said(staff, "/runs/start/")


@pytest.mark.parametrize("what", ["allow", "stop", "void"])
def test_who_may_not_decide_sees_and_does_nothing(halted: models.Run, what: str) -> None:
    support = as_role(Role.SUPPORT)
    assert "Continue the run" not in page(support, "/runs/")
    assert support.get(f"/runs/{halted.public_id}/{what}/").status_code in (403, 404)


def test_two_people_void_a_run(booked: models.Run, staff: Client) -> None:
    path = f"/runs/{booked.public_id}/"
    assert "Proposed. Another person has to approve it." in said(staff, f"{path}void/", {"reason": "A wrong day"})
    voiding = models.RunVoiding.objects.get()
    html = page(staff, path)
    assert "Yours: another person approves it." in html
    assert "waits for a second person" in page(staff, "/runs/")
    decide = f"/runs/voidings/{voiding.public_id}/"
    assert "You proposed this yourself" in staff.post(decide, {"answer": "approve"}, follow=True).content.decode()
    other = as_role(Role.FINANCE)
    seen = hidden_of(other.get(path))["seen"]
    assert "Approved." in other.post(decide, {"answer": "approve", "seen": seen}, follow=True).content.decode()
    voiding.refresh_from_db()
    assert voiding.approved_at is not None
    assert "decided in the meantime" in other.post(decide, {"answer": "decline"}, follow=True).content.decode()


def test_whoever_wants_no_mails_says_so(own: World, staff: Client) -> None:
    def wanted() -> bool:
        return models.Membership.objects.get(organisation__kind="vendor", role="admin").told_of_runs

    assert "You get e-mails about runs" in page(staff, "/runs/")
    staff.post("/runs/wanted-mails/", {"wanted": "no"})
    assert not wanted()
    assert "You get no e-mails about runs" in page(staff, "/runs/")
    staff.post("/runs/wanted-mails/", {"wanted": "yes"})
    assert wanted()


def test_what_there_is_not_is_not_found(own: World, staff: Client) -> None:
    nothing = "run_" + "0" * 26
    assert [staff.get(f"/runs/{key}/").status_code for key in (nothing, "run_x", str(UUID(int=1)))] == [404] * 3


def test_the_preview_says_what_differs_from_the_last_period(
    own: World, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    licenses.add(project=own.projects["Warehouse South"], license_id="L9", license_type="PORT", quantity=1, ctx=CTX)
    monkeypatch.setattr(views, "next_run_day", lambda _: date(2027, 2, 20))
    html = " ".join(page(staff, "/runs/preview/").split())
    assert re.search(r"net before: [^<]+· [^<]*license added", html)
