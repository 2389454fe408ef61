"""Halted runs and voiding a run by the API."""

from typing import Any

import pytest

from autossa.domain.rights import Role
from autossa.domain.runs.caps import Limits
from autossa.operations.runs.safety import voiding
from autossa.store import models
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop, on

pytestmark = pytest.mark.store


def test_a_halted_run_is_refused_shown_and_continued(shop: Shop, finance: str, settings: Any) -> None:
    for n in range(3):
        shop.under_contract(f"Office {n}")
    settings.RUN_LIMITS = Limits(floor=3)
    refused = ask("POST", "runs", {}, token=finance)
    assert (refused.status, refused.json()["code"]) == (422, "run_halted"), refused.body
    assert models.Settlement.objects.count() == 0
    (row,) = ask("GET", "runs", token=finance).json()["data"]
    assert (row["state"], row["expected"]["doubts"], row["expected"]["due"]) == ("halted", ["periods"], 3)
    path = f"runs/{row['id']}"
    assert ask("POST", f"{path}/stop", {"reason": "We check"}, token=finance).status == 204
    assert ask("POST", "runs", {}, token=finance).json()["code"] == "run_stopped"
    assert ask("POST", f"{path}/allow", {"reason": "It is meant"}, token=finance).status == 204
    assert ask("POST", f"{path}/allow", {"reason": "It is meant"}, token=finance).status == 404
    assert ask("POST", "runs", {}, token=finance).json()["periods"] == 9
    assert ask("GET", path, token=finance).json()["state"] == "finished"


def test_a_run_is_voided_by_two(shop: Shop, finance: str, token: Tokens) -> None:
    shop.under_contract()
    assert ask("POST", "runs", {}, token=finance).json()["periods"] >= 1
    run = models.Run.objects.get()
    path = f"runs/{run.public_id}"
    shown = ask("GET", f"{path}/voidable", token=finance).json()
    assert (shown["projects"], shown["kept_periods"] == []) == (1, shown["kept"] == 0)
    made = ask("POST", f"{path}/void", {"reason": "A wrong day"}, token=finance)
    assert made.status == 201, made.body
    key = made.json()["id"]
    (waiting,) = ask("GET", "run-voidings", token=finance).json()["data"]
    assert (waiting["id"], waiting["state"]) == (key, "proposed")
    assert ask("POST", f"run-voidings/{key}/approve", {}, token=finance).status == 422
    second = token(organisation=shop.vendor, role=Role.ADMIN)
    assert ask("POST", f"run-voidings/{key}/approve", {}, token=second).status == 204
    assert ask("POST", f"run-voidings/{key}/decline", {}, token=second).status == 404
    assert voiding.carry_out_approved(ctx=on("2026-03-20")) >= 1
    assert ask("GET", path, token=finance).json()["state"] == "voided"


def test_whoever_wants_no_mails_about_runs_says_so(shop: Shop, finance: str) -> None:
    assert ask("POST", "run-mails", {"wanted": False}, token=finance).status == 204
    assert not models.Membership.objects.get(organisation=shop.vendor, role="finance").told_of_runs
