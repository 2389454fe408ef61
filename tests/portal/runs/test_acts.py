"""What staff does on the page of the runs: tries again, previews, runs now."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations import contracts
from autossa.operations.context import ActionContext, Actor
from autossa.operations.runs import renewals
from autossa.store import models
from tests.cast.members import member
from tests.cast.people import signed_in
from tests.cast.world import NOW, TODAY, World
from tests.jobs.doing import failed, jobs
from tests.portal.staff import as_role, said
from tests.portal.vendor.test_pages import IN_REVIEW, of_project, page

pytestmark = pytest.mark.store


def test_a_parked_project_is_tried_again(own: World, staff: Client) -> None:
    project = own.projects["Telephony Kiel"]
    models.Project.objects.filter(pk=project).update(parked_at=NOW, parked_cause="ValueError: broken")
    html = page(staff, "/runs/")
    assert "ValueError: broken" in html
    assert "1 project is parked" in html
    assert "is no longer parked" in said(staff, of_project(own, "Telephony Kiel", "retry/"))
    assert models.Project.objects.get(pk=project).parked_at is None


def test_one_that_fails_again_stays_parked_and_says_why(
    own: World, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = own.projects["Telephony Kiel"]
    models.Project.objects.filter(pk=project).update(parked_at=NOW, parked_cause="ValueError: broken")

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("still broken")

    monkeypatch.setattr(renewals, "plan_run", fail)
    html = said(staff, of_project(own, "Telephony Kiel", "retry/"))
    assert "ValueError: still broken" in html
    assert models.Project.objects.get(pk=project).parked_at is not None


def test_what_would_park_a_project_is_in_the_preview(
    own: World, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autossa.queries.runs import next_run

    models.Project.objects.filter(name="Control room").update(next_run_on=TODAY)

    def fail(*_: Any) -> Iterator[None]:
        raise ValueError("no such line")

    monkeypatch.setattr(next_run, "planned_periods", fail)
    html = page(staff, "/runs/preview/?totals=1")
    assert "ValueError: no such line" in html
    assert "would be parked" in html


def test_run_now_books_what_is_due_once(own: World, staff: Client) -> None:
    contracts.approve(
        project=own.projects[IN_REVIEW], ctx=ActionContext(Actor("Staff"), TODAY, NOW), book_at_once=False
    )
    html = page(staff, "/runs/start/")
    shown = re.search(r"<button[^>]*>\s*Run now for (\d+) project", html)
    assert shown
    before = models.Settlement.objects.count()
    assert "Run finished:" in said(staff, "/runs/start/")
    booked = models.Settlement.objects.count() - before
    assert booked >= 1
    assert models.Run.objects.latest("id").projects == int(shown.group(1))
    said(staff, "/runs/start/")
    assert models.Settlement.objects.count() - before == booked


def test_only_who_may_start_runs_sees_the_acts(own: World) -> None:
    models.Project.objects.filter(name="Office").update(parked_at=NOW, parked_cause="ValueError: broken")
    assert "Try again" in page(as_role(Role.FINANCE), "/runs/")
    assert "Try again" not in page(as_role(Role.SUPPORT), "/runs/")


def test_mails_that_are_stuck_are_tried_again(own: World, staff: Client) -> None:
    row = models.OutboxMessage.objects.create(
        topic="send.mail", payload={"key": "test", "to": "a@example.com"}, created_at=NOW, attempts=10, parked_at=NOW,
        last_error="refused by the server",
    )  # fmt: skip
    assert "refused by the server" in page(staff, "/runs/")
    assert "The e-mail will be sent again" in said(staff, f"/runs/mails/{row.public_id}/")
    row.refresh_from_db()
    assert row.attempts == 0
    models.OutboxMessage.objects.filter(pk=row.pk).update(parked_at=NOW)
    assert "1 e-mail will be sent again." in said(staff, "/runs/mails/")
    assert "is no longer waiting" in said(staff, "/runs/mails/msg_00000000000000000000000000/")


def test_a_job_that_failed_is_shown_with_its_cause_and_tried_again(own: World, staff: Client) -> None:
    job = failed("the disk is full")
    shown = page(staff, "/runs/")
    assert "RuntimeError: the disk is full" in shown
    assert "Files of new invoices" in shown
    assert "Try again" not in page(as_role(Role.SUPPORT), "/runs/")
    assert "within some seconds" in said(staff, f"/runs/jobs/{job}/")
    assert [one.status for one in jobs(id=job)] == ["todo"]
    assert models.Activity.objects.latest("id").action == "retry_job"


def test_a_job_that_failed_is_given_up(own: World, staff: Client) -> None:
    job = failed()
    assert "Given up" in said(staff, f"/runs/jobs/{job}/cancel/")
    assert not jobs(id=job)
    assert not models.JobCause.objects.exists()
    for gone in (str(job), "0", "x", "9" * 30):
        assert "no such job" in said(staff, f"/runs/jobs/{gone}/cancel/")
    assert as_role(Role.SUPPORT).post(f"/runs/jobs/{failed()}/").status_code == 404


def test_what_a_run_left_is_shown(own: World, staff: Client) -> None:
    models.Run.objects.create(day=TODAY, started_at=NOW, finished_at=NOW, projects=1, unbooked=2)
    assert "2 projects left" in page(staff, "/runs/")


def test_what_is_given_up_says_why(own: World, staff: Client) -> None:
    row = models.OutboxMessage.objects.create(
        topic="send.mail", payload={"key": "test", "to": "a@example.com"}, created_at=NOW, parked_at=NOW
    )
    assert "Given up" in said(staff, f"/runs/mails/{row.public_id}/discard/", {"reason": "Wrong address"})
    row.refresh_from_db()
    assert (row.last_error, row.payload) == ("not sent: given up by hand: Wrong address", {})
    activity = models.Activity.objects.get(action="discard_message")
    assert activity.details == {"message": row.public_id, "reason": "Wrong address"}


def test_a_server_that_is_away_is_said_with_its_words(own: World, staff: Client) -> None:
    models.MailOutage.objects.create(began_at=NOW, tried_at=NOW, cause="421 busy, come back")
    assert "421 busy, come back" in page(staff, "/runs/")


def test_without_a_mail_server_every_page_of_staff_says_so_and_no_other(
    own: World, staff: Client, settings: Any
) -> None:
    warning = "No e-mail server is set up: e-mails wait and are not sent."
    assert warning not in page(staff, "/")
    settings.MAILS_WAIT = True
    for path in ("/", "/runs/", "/account/"):
        assert warning in page(staff, path)
    customer = models.Organisation.objects.filter(kind="customer").order_by("id")[0]
    assert warning not in page(signed_in(member(customer.id, "cora@example.com", "owner").pk), "/")
