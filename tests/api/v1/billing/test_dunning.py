"""Dunning: what goes out tomorrow, what keeps it silent, its letters and stages."""

import pytest

from autossa.domain.rights import Role
from autossa.operations.runs import dunning
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.callers import Callers
from tests.cast.shop import on
from tests.operations.billing.dunning.story import dunned

pytestmark = pytest.mark.store


@pytest.fixture
def late(owing: Callers) -> Callers:
    """Nothing went out yet; the first letter does tomorrow."""
    dunned()
    return owing


def test_what_goes_out_tomorrow_is_read_by_both_sides(late: Callers) -> None:
    of_all, own = late.done("finance", "GET", "dunning"), late.done("alice", "GET", f"{late.payer}/dunning")
    assert (of_all["is_on"], of_all["day"]) == (True, "2026-03-21")
    assert of_all["ahead"][0]["payer_name"] == "Alice Ltd"
    assert of_all["ahead"] == own["ahead"]
    assert {row["number"] for row in own["overdue"]} == set(models.Claim.objects.values_list("number", flat=True))


def test_a_pause_keeps_it_silent(late: Callers) -> None:
    path, sent = f"{late.payer}/dunning/pause", {"until": "2026-04-01", "reason": "They write to us"}
    assert late.refused("alice", "POST", path, sent) == (404, "not_found")
    assert late.done("finance", "POST", path, sent)["pause"]["until"] == "2026-04-01"
    assert late.done("finance", "GET", "dunning")["ahead"] == []
    assert late.done("finance", "POST", f"{path}/end")["pause"] is None
    assert late.refused("finance", "POST", f"{path}/end") == (422, "not_paused")
    assert late.refused("finance", "POST", path, {**sent, "until": "2026-03-19"}) == (422, "silence_over")


def test_a_promise_is_of_who_pays_or_of_finance(late: Callers, token: Tokens) -> None:
    path, sent = f"{late.payer}/dunning/promise", {"until": "2026-03-31"}
    promised = late.done("alice", "POST", path, sent)
    assert {row["promised"] for row in promised["overdue"]} == {"2026-03-31"}
    late.done("finance", "POST", path, {**sent, "note": "By phone"})
    viewer, support = token(role=Role.VIEWER), token(organisation=late.shop.vendor, role=Role.SUPPORT)
    assert {ask("POST", path, sent, token=secret).status for secret in (viewer, support)} == {404}
    assert ask("POST", path, sent, token=token("read")).code == "scope_missing"
    late.hidden("POST", path, sent)


def test_a_dispute_is_left_out_until_it_is_settled(late: Callers, claims: list[models.Claim]) -> None:
    path = f"{late.payer}/dunning/claims/{public_id('inv', claims[0].id)}"
    found = late.done("finance", "POST", f"{path}/dispute", {"reason": "Wrong quantity"})
    assert {row["number"]: row["disputed"] for row in found["overdue"]}[claims[0].number] == "Wrong quantity"
    assert late.refused("finance", "POST", f"{path}/dispute", {"reason": "Twice"}) == (422, "disputed_already")
    late.done("finance", "POST", f"{path}/settle", {"outcome": "It was right"})
    assert late.refused("finance", "POST", f"{path}/settle", {"outcome": "Twice"}) == (422, "not_disputed")
    assert late.refused("alice", "POST", f"{path}/dispute", {"reason": "No"}) == (404, "not_found")


def test_a_letter_is_read_and_a_file(late: Callers) -> None:
    dunning.run(ctx=on("2026-03-20"))
    letters = late.done("alice", "GET", f"{late.payer}/dunning/letters")["data"]
    path = f"{late.payer}/dunning/letters/{letters[0]['id']}"
    found = late.done("alice", "GET", path)
    assert (found["number"], found["total"]) == (letters[0]["number"], letters[0]["total"])
    assert "Text of" in found["text"]
    assert late.reply("alice", "GET", f"{path}/pdf").body[:5] == b"%PDF-"
    for rest in ("", "/pdf"):
        late.hidden("GET", f"{path}{rest}")


def test_finance_sets_stages_and_base_rates(late: Callers) -> None:
    before = late.done("finance", "GET", "dunning-policy")["now"]
    levels = [{name: level[name] for name in ("name", "days", "fees", "texts")} for level in before["levels"]]
    levels[1]["fees"] = {"EUR": "7.50"}
    sent = {"starts_on": "2026-03-20", "is_on": True, "levels": levels, "interest": "9.00"}
    assert late.refused("finance", "POST", "dunning-policy", sent) == (422, "base_rate_missing")
    rate = {"percent": "-0.88", "starts_on": "2026-01-01"}
    assert late.done("finance", "POST", "base-rates", rate)["rates"] == [rate | {"starts_on": "2026-01-01"}]
    now = late.done("finance", "POST", "dunning-policy", sent)["now"]
    assert (now["levels"][1]["fees"], now["interest"]) == ({"EUR": "7.50"}, "9.00")
    for more, code in (({"starts_on": "2026-03-19"}, "starts_before"), ({"levels": levels[::-1]}, "levels_invalid")):
        assert late.refused("finance", "POST", "dunning-policy", {**sent, **more}) == (422, code)
    for path in ("dunning-policy", "base-rates"):
        assert late.refused("alice", "POST", path, sent if path == "dunning-policy" else rate) == (404, "not_found")
