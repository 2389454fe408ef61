"""Runs, e-mails and the activity log by the API."""

import pytest

from autossa.domain.rights import Role
from autossa.operations.decide import park
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop, on
from tests.jobs.doing import failed, jobs

pytestmark = pytest.mark.store


def test_a_run_is_previewed_and_started(shop: Shop, finance: str) -> None:
    project = shop.under_contract()
    shown = ask("GET", "runs/preview?now=true", token=finance)
    assert shown.status == 200, shown.body
    (row,) = shown.json()["data"]
    assert (row["id"], row["periods"][0]["ssc"]) == (public_id("prj", project), "100.00")
    totals = ask("GET", "runs/preview/totals?now=true", token=finance)
    assert totals.json()["due"] == 1, totals.body
    assert ask("POST", "runs", {}, token=finance).json()["projects"] == 1
    runs = ask("GET", "runs", token=finance).json()["data"]
    assert ask("GET", f"runs/{runs[0]['id']}", token=finance).json()["projects"] == 1
    assert ask("GET", "runs/tasks", token=finance).status == 200
    assert ask("GET", "runs/run_" + "0" * 26, token=finance).status == 404


def test_a_parked_project_is_tried_again(shop: Shop, finance: str, token: Tokens) -> None:
    project = shop.under_contract()
    park(project, ValueError("A test"), on("2026-03-20"))
    (row,) = ask("GET", "runs/parked", token=finance).json()["data"]
    assert row["cause"] == "ValueError: A test"
    path = f"projects/{public_id('prj', project)}/retry"
    assert ask("POST", path, {}, token=token()).status == 404
    done = ask("POST", path, {}, token=finance)
    assert (done.status, done.json()["periods"]) == (200, 3), done.body
    assert models.Project.objects.get(pk=project).parked_at is None


def test_mails_are_listed_sent_again_and_given_up(shop: Shop, finance: str) -> None:
    shop.in_review()
    message = models.OutboxMessage.objects.filter(delivered_at=None).first()
    assert message is not None
    models.OutboxMessage.objects.filter(pk=message.pk).update(parked_at=message.created_at, last_error="no way")
    rows = ask("GET", "mails?only_failed=true", token=finance).json()["data"]
    assert [row["message"] for row in rows] == [message.public_id]
    assert ask("GET", "mails/outbox", token=finance).json()["parked"] == 1
    assert ask("POST", f"mails/{message.public_id}/resend", {}, token=finance).status == 204
    assert models.OutboxMessage.objects.get(pk=message.pk).attempts == 0
    assert ask("POST", f"mails/{message.public_id}/discard", {"reason": "Wrong"}, token=finance).status == 204
    assert ask("POST", f"mails/{message.public_id}/discard", {}, token=finance).status == 404
    assert ask("POST", "mails/resend", {}, token=finance).json() == {"count": 0}
    assert ask("POST", "mails/discard", {}, token=finance).json() == {"count": 0}


def test_the_activity_log(shop: Shop, finance: str, token: Tokens) -> None:
    shop.covered()
    whole = ask("GET", "activity?limit=2", token=finance).json()
    assert (len(whole["data"]), whole["has_more"]) == (2, True)
    later = ask("GET", f"activity?limit=2&starting_after={whole['data'][1]['id']}", token=finance).json()
    assert later["data"][0]["id"] < whole["data"][1]["id"]
    path = f"organisations/{public_id('org', shop.alice)}/activity?action=create_project"
    assert [row["action"] for row in ask("GET", path, token=token()).json()["data"]] == ["create_project"]
    assert ask("GET", path, token=token(organisation=shop.charlie)).status == 404


@pytest.mark.parametrize("path", ["runs", "runs/parked", "runs/preview", "mails", "mails/outbox", "activity"])
def test_only_staff_sees_them(token: Tokens, path: str) -> None:
    assert ask("GET", path, token=token()).status == 404


def test_only_finance_starts_runs(shop: Shop, token: Tokens) -> None:
    assert ask("POST", "runs", {}, token=token(organisation=shop.vendor, role=Role.SUPPORT)).status == 404


def test_jobs_that_failed_are_listed_tried_again_and_given_up(shop: Shop, finance: str, token: Tokens) -> None:
    first, second = failed("a test"), failed(task="dunning")
    rows = ask("GET", "runs/jobs?only_failed=true", token=finance).json()["data"]
    assert [(row["id"], row["task"], row["state"]) for row in rows] == [
        (second, "dunning", "failed"), (first, "documents", "failed"),
    ]  # fmt: skip
    assert rows[1]["cause"] == "RuntimeError: a test"
    assert ask("POST", f"runs/jobs/{first}/retry", {}, token=token()).status == 404
    assert ask("POST", f"runs/jobs/{first}/retry", {}, token=finance).status in (200, 204)
    assert ask("POST", f"runs/jobs/{second}/cancel", {}, token=finance).status in (200, 204)
    assert [(job.id, job.status) for job in jobs()] == [(first, "todo")]
    assert ask("POST", f"runs/jobs/{second}/retry", {}, token=finance).status == 404
    assert ask("POST", "runs/jobs/none/retry", {}, token=finance).status == 404
