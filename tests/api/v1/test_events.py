"""Events by the API: whose, in which order, sent again; webhooks managed by programs."""

from datetime import UTC, datetime

import pytest

from autossa.domain.rights import Role
from autossa.operations import contracts
from autossa.operations.accounts.webhooks import taking_up
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import ALICE, Shop, on

pytestmark = pytest.mark.store

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOOK = {"url": "https://example.com/hooks"}


@pytest.fixture
def office(shop: Shop) -> str:
    project = shop.booked()
    taking_up.take_up(today=NOW.date(), now=NOW)
    return public_id("prj", project)


def types(secret: str, query: str = "") -> list[str]:
    reply = ask("GET", f"events?{query}", token=secret)
    assert reply.status == 200, reply.body
    return [one["type"] for one in reply.json()["data"]]


def hooks(organisation: object) -> str:
    return f"organisations/{public_id('org', organisation)}/webhooks"  # type: ignore[arg-type]


def add(shop: Shop, secret: str, **more: object) -> dict[str, object]:
    reply = ask("POST", hooks(shop.alice), {**HOOK, **more}, token=secret)
    assert reply.status == 201, reply.body
    found: dict[str, object] = reply.json()
    return found


def test_events_are_read_in_the_order_of_their_numbers(office: str, token: Tokens) -> None:
    reply = ask("GET", f"events?project={office}&limit=100", token=token("read"))
    rows = reply.json()["data"]
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["type"] == "project.created"
    assert rows[0]["object"]["url"].endswith(f"/api/v1/projects/{office}")
    one = ask("GET", f"events/{rows[0]['id']}?full=true", token=token("read")).json()
    assert (one["id"], one["attributes"]["id"]) == (rows[0]["id"], office)


def test_pages_of_events_follow_each_other(office: str, token: Tokens) -> None:
    secret = token("read")
    everything = [row["id"] for row in ask("GET", "events?limit=100", token=secret).json()["data"]]
    found, after = [], ""
    while True:
        page = ask("GET", f"events?limit=2{after}", token=secret).json()
        found += [row["id"] for row in page["data"]]
        if not page["has_more"]:
            break
        after = f"&starting_after={found[-1]}"
    assert found == everything
    before = ask("GET", f"events?limit=2&ending_before={everything[3]}", token=secret).json()
    assert [row["id"] for row in before["data"]] == everything[1:3]
    wrong = ask("GET", f"events?starting_after={public_id('evt', new_id())}", token=secret)
    assert (wrong.status, wrong.code) == (422, "not_in_list")


def test_events_are_filtered(office: str, token: Tokens) -> None:
    secret = token("read")
    assert types(secret, "type=contract.approved") == ["contract.approved"]
    assert set(types(secret, "type=contract.approved,contract.concluded")) == {
        "contract.approved",
        "contract.concluded",
    }
    assert types(secret, "type=contract.approved&since=2026-02-01T00:00:00Z") == []
    assert types(secret, f"project={public_id('prj', new_id())}") == []


def test_whose_activity_is_not_theirs_sees_no_events(shop: Shop, office: str, token: Tokens) -> None:
    stranger = token("read", organisation=shop.charlie)
    assert "contract.approved" not in types(stranger)
    event = public_id("evt", models.Event.objects.get(type="contract.approved").pk)
    reply = ask("GET", f"events/{event}", token=stranger)
    assert (reply.status, reply.code) == (404, "not_found")
    staff = token("read", organisation=shop.vendor, role=Role.ADMIN)
    assert ask("GET", f"events/{event}", token=staff).status == 200


def test_a_list_of_events_takes_a_constant_number_of_statements(
    shop: Shop, office: str, token: Tokens, django_assert_max_num_queries: object
) -> None:
    secret = token("read")
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        ask("GET", "events?limit=100", token=secret)


# ---------------------------------------------------------------- webhooks


def test_a_program_adds_changes_and_removes_a_webhook(shop: Shop, token: Tokens) -> None:
    secret = token()
    made = add(shop, secret, types=["contract.approved"], note="ERP")
    assert str(made["secrets"]["secret"]).startswith("whsec_")  # type: ignore[index]
    one = f"{hooks(shop.alice)}/{made['id']}"
    read = ask("GET", one, token=secret)
    assert (read.json()["state"], read.json()["note"], "secrets" in read.json()) == ("new", "ERP", False)
    tag = {"If-Match": read.headers["etag"]}
    changed = ask("PUT", one, {**HOOK, "full": True}, token=secret, headers=tag)
    assert (changed.status, changed.json()["full"], changed.json()["types"]) == (200, True, [])
    assert ask("PUT", one, HOOK, token=secret, headers=tag).code == "changed_since_shown"
    assert ask("GET", hooks(shop.alice), token=secret).json()["data"][0]["id"] == made["id"]
    assert ask("POST", f"{one}/rotate", token=secret).json()["secret"] != made["secrets"]["secret"]  # type: ignore[index]
    assert ask("POST", f"{one}/disable", token=secret).json()["disabled_why"] == "by_hand"
    assert ask("POST", f"{one}/test", token=secret).code == "webhook_disabled"
    assert ask("POST", f"{one}/enable", token=secret).json()["state"] == "new"
    assert ask("POST", f"{one}/test", token=secret).status == 202
    assert [row["type"] for row in ask("GET", f"{one}/deliveries", token=secret).json()["data"]] == ["webhook.test"]
    assert ask("DELETE", one, token=secret, headers={"If-Match": "*"}).status == 204
    assert ask("GET", one, token=secret).status == 404


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"url": "http://example.com/"}, "webhook_address_wrong"), 
        ({"url": "https://10.0.0.1/"}, "webhook_address_wrong"),
        ({**HOOK, "types": ["no.such"]}, "unknown_event_type"), (HOOK, "webhook_address_taken"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_webhook_is_said(shop: Shop, token: Tokens, sent: dict[str, object], code: str) -> None:
    secret = token()
    add(shop, secret)
    reply = ask("POST", hooks(shop.alice), sent, token=secret)
    assert (reply.status, reply.code) == (422, code)


def test_webhooks_are_for_who_manages_people(shop: Shop, token: Tokens) -> None:
    made = add(shop, token())
    for other in (token(role=Role.MANAGER), token(organisation=shop.charlie)):
        assert ask("GET", hooks(shop.alice), token=other).status == 404
    assert ask("POST", hooks(shop.alice), HOOK, token=token("read")).code == "scope_missing"
    theirs = f"{hooks(shop.charlie)}/{made['id']}"
    assert ask("GET", theirs, token=token(organisation=shop.charlie)).status == 404


def test_an_event_is_sent_again(shop: Shop, token: Tokens) -> None:
    secret = token()
    made = add(shop, secret)
    models.WebhookEndpoint.objects.update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    shop.booked()
    taking_up.take_up(today=NOW.date(), now=NOW)
    models.WebhookDelivery.objects.update(state="failed", ended_at=NOW)
    lost = types(secret, f"undelivered={made['id']}&limit=100")
    assert "contract.approved" in lost
    event = public_id("evt", models.Event.objects.get(type="contract.approved").pk)
    reply = ask("POST", f"events/{event}/resend", {"webhook": made["id"]}, token=secret)
    assert reply.status == 202, reply.body
    assert models.WebhookDelivery.objects.filter(ended_at=None).count() == 1
    assert "contract.approved" not in types(secret, f"undelivered={made['id']}&limit=100")
    stranger = token(organisation=shop.charlie)
    assert ask("POST", f"events/{event}/resend", {"webhook": made["id"]}, token=stranger).status == 404
    again = ask("POST", f"{hooks(shop.alice)}/{made['id']}/resend", token=secret)
    assert again.json()["events"] == len(lost) - 1


def test_a_webhook_of_others_is_none(shop: Shop, office: str, token: Tokens) -> None:
    made = add(shop, token())
    staff = token(organisation=shop.vendor, role=Role.FINANCE)
    event = public_id("evt", models.Event.objects.get(type="contract.approved").pk)
    reply = ask("POST", f"events/{event}/resend", {"webhook": made["id"]}, token=staff)
    assert (reply.status, reply.code) == (422, "unknown_id")


def test_no_secret_is_in_any_answer_but_the_first(shop: Shop, token: Tokens) -> None:
    secret = token()
    made = add(shop, secret)
    for path in (hooks(shop.alice), f"{hooks(shop.alice)}/{made['id']}", "events?limit=100&full=true"):
        assert b"whsec_" not in ask("GET", path, token=secret).body


def test_a_change_is_an_event_at_once_it_is_taken_up(shop: Shop, office: str, token: Tokens) -> None:
    contracts.cancel(project=models.Project.objects.get(name="Office").pk, ctx=on("2026-03-20", ALICE))
    assert "contract.cancelled" not in types(token("read"), "limit=100")
    taking_up.take_up(today=NOW.date(), now=NOW)
    assert "contract.cancelled" in types(token("read"), f"project={office}&limit=100")
