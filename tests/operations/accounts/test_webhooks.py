"""Events are numbered without holes and told to who wants to know: signed, tried again, never at another's cost."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from autossa.domain.accounts.attempts import ATTEMPTS
from autossa.domain.rights import Right
from autossa.gateways.webhooks.memory import MemoryWebhooks
from autossa.gateways.webhooks.protocol import Answer, NotDelivered
from autossa.operations import contracts
from autossa.operations.accounts import ciphers
from autossa.operations.accounts.webhooks import endpoints, resending, sending, signing, taking_up
from autossa.operations.context import ActionContext
from autossa.operations.runs import renewals
from autossa.queries.accounts.events import EventFilter, latest_events
from autossa.queries.accounts.webhooks import count_undelivered, deliveries_of, webhooks_of
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.members import partner
from tests.cast.shop import ALICE, Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://example.com/hooks"


def at(moment: datetime) -> ActionContext:
    return ActionContext(ALICE, moment.date(), moment)


def take_up(moment: datetime = NOW) -> int:
    return taking_up.take_up(today=moment.date(), now=moment)


def send(gateway: MemoryWebhooks, moment: datetime) -> int:
    count = 0
    while sending.send_next(gateway=gateway, today=moment.date(), now=moment):
        count += 1
    return count


def add(organisation: UUID, url: str = URL, **more: Any) -> endpoints.Added:
    return endpoints.add(organisation=organisation, url=url, ctx=on("2026-01-01", ALICE), **more)


def numbers(project: UUID) -> list[tuple[int, str]]:
    return list(models.Event.objects.filter(project=project).order_by("number").values_list("number", "type"))


# ---------------------------------------------------------------- numbers


def test_what_happened_is_numbered_without_holes(shop: Shop) -> None:
    office = shop.booked()
    branch = shop.project("Branch")
    take_up()
    contracts.cancel(project=office, ctx=on("2026-03-01", ALICE))
    take_up()
    found = numbers(office)
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    types = [kind for _, kind in found]
    assert types[0] == "project.created"
    assert {"contract.approved", "coverage.extended", "invoice.issued", "license.added"} <= set(types)
    assert types.index("contract.cancelled") > types.index("contract.approved")
    assert [number for number, _ in numbers(branch)] == [1, 2]
    assert not models.WaitingEvent.objects.exists()
    positions = list(models.Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))


def test_the_nightly_run_leaves_events(shop: Shop) -> None:
    office = shop.under_contract()
    take_up()
    renewals.run(ctx=on("2026-02-20"))
    take_up()
    assert {"coverage.extended", "invoice.issued"} <= {kind for _, kind in numbers(office)}


def test_portions_follow_each_other(shop: Shop) -> None:
    office = shop.booked()
    while taking_up.take_up(today=NOW.date(), now=NOW, limit=3):
        pass
    found = numbers(office)
    assert [number for number, _ in found] == list(range(1, len(found) + 1))


# ---------------------------------------------------------------- who is told


def test_an_organisation_is_told_what_it_may_see(shop: Shop) -> None:
    firm = partner()
    for organisation in (shop.vendor, shop.alice, shop.charlie, firm):
        add(organisation)
    office = shop.booked()
    take_up()
    told = {
        row.endpoint.organisation_id
        for row in models.WebhookDelivery.objects.select_related("endpoint")
        if models.Event.objects.get(pk=row.event).project == office
    }
    assert told == {shop.vendor, shop.alice}
    gateway = MemoryWebhooks()
    send(gateway, NOW)
    assert gateway.calls


@pytest.mark.parametrize(("right", "is_told"), [(Right.CONTRACTS, True), (Right.BILLING, False)])
def test_a_partner_is_told_with_the_right_to_contracts(shop: Shop, right: Right, is_told: bool) -> None:
    from autossa.operations.organisations import delegations

    firm = partner()
    delegations.give(customer=shop.alice, partner=firm, project=None, rights=[right], ctx=on("2026-01-02"))
    add(firm)
    shop.booked()
    take_up()
    told = models.WebhookDelivery.objects.filter(endpoint__organisation=firm).values("event")
    assert models.Event.objects.filter(pk__in=told, project__isnull=False).exists() is is_told


def test_only_wanted_types_and_nothing_from_before(shop: Shop) -> None:
    shop.project("Old")
    take_up(datetime(2026, 1, 1, tzinfo=UTC))
    made = endpoints.add(organisation=shop.alice, url=URL, types=["contract.approved"], ctx=on("2026-01-10", ALICE))
    shop.booked()
    take_up()
    found = deliveries_of(made.key)
    assert [row.type for row in found] == ["contract.approved"]


# ---------------------------------------------------------------- signatures

VECTOR = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_vector_of_standard_webhooks() -> None:
    """The one that the specification's reference libraries are tested with."""
    signed = Webhook(VECTOR).sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), '{"test": 2432232314}'
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    raw = base64.b64decode(VECTOR.removeprefix("whsec_"))
    ours = signing._sign(
        "v1", raw, "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
    )
    assert ours == signed


def one_call(shop: Shop, **more: Any) -> tuple[endpoints.Added, MemoryWebhooks]:
    made = add(shop.alice, types=["contract.approved"], **more)
    shop.booked()
    take_up()
    gateway = MemoryWebhooks()
    send(gateway, NOW)
    assert len(gateway.calls) == 1
    return made, gateway


def test_a_call_is_verified_by_the_reference_library(shop: Shop) -> None:
    made, gateway = one_call(shop)
    call = gateway.calls[0]
    with time_machine.travel(NOW, tick=False):
        said = Webhook(made.secrets.secret).verify(call.body, call.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(made.secrets.secret).verify(call.body + b" ", call.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(VECTOR).verify(call.body, call.headers)
    assert said["type"] == "contract.approved"
    assert said["data"]["id"] == call.headers["webhook-id"]
    assert said["data"]["object"]["url"].endswith(f"/api/v1/projects/{said['data']['project']}")
    assert "attributes" not in said["data"]
    verify_ed25519(made.secrets.public_key, call.headers, call.body)
    with pytest.raises(InvalidSignature):
        verify_ed25519(made.secrets.public_key, call.headers, call.body + b" ")


def verify_ed25519(public: str, headers: dict[str, str], body: bytes) -> None:
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    (given,) = [one for one in headers["webhook-signature"].split(" ") if one.startswith("v1a,")]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key.verify(base64.b64decode(given.removeprefix("v1a,")), signed)


def test_full_says_the_object_as_the_api_answers_it(shop: Shop) -> None:
    _, gateway = one_call(shop, is_full=True)
    data = json.loads(gateway.calls[0].body)["data"]
    assert data["attributes"]["id"] == data["project"]
    assert data["attributes"]["name"] == "Office"
    assert data["activity"]["action"] == "approve_contract"


def test_after_a_rotation_both_secrets_verify_for_a_day(shop: Shop) -> None:
    made = add(shop.alice, types=["contract.approved"])
    fresh = endpoints.rotate(endpoint=made.key, organisation=shop.alice, ctx=at(NOW))
    shop.booked()
    take_up()
    event = models.WebhookDelivery.objects.get().event
    assert event is not None
    for moment, good in ((NOW + timedelta(hours=23), 2), (NOW + timedelta(hours=25), 1)):
        gateway = MemoryWebhooks()
        resending.resend(event=event, endpoint=made.key, organisation=shop.alice, ctx=at(moment))
        send(gateway, moment)
        call = gateway.calls[-1]
        assert len(call.headers["webhook-signature"].split(" ")) == 2 * good
        with time_machine.travel(moment, tick=False):
            Webhook(fresh.secret).verify(call.body, call.headers)
            if good == 2:
                Webhook(made.secrets.secret).verify(call.body, call.headers)


def test_secrets_are_encrypted_and_move_to_a_new_key(shop: Shop, settings: Any) -> None:
    made = add(shop.alice)
    kept = bytes(models.WebhookSecret.objects.get(kind="v1").secret)
    raw = base64.b64decode(made.secrets.secret.removeprefix("whsec_"))
    assert raw not in kept
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key: " + "9876543210" * 5
    assert ciphers.renew_secrets() == 2
    settings.SECRET_KEY_FALLBACKS = []
    row = models.WebhookSecret.objects.get(kind="v1")
    assert signing.shown_secret("v1", bytes(row.secret)) == made.secrets.secret


# ---------------------------------------------------------------- what goes wrong


def refusing(_url: str) -> NotDelivered:
    return NotDelivered("refused")


def say(status: int) -> Callable[[str], Answer]:
    return lambda _url: Answer(status, "no")


@pytest.mark.parametrize("answer", [refusing, say(500), say(302), say(404), lambda _: NotDelivered("timeout")])
def test_a_receiver_that_is_dead_for_75_hours(shop: Shop, answer: Any) -> None:
    made = add(shop.alice, types=["contract.approved"])
    shop.booked()
    take_up()
    gateway, moment = MemoryWebhooks(answer), NOW
    while moment < NOW + timedelta(hours=100):
        send(gateway, moment)
        waiting = models.WebhookDelivery.objects.filter(ended_at=None).values_list("not_before", flat=True).first()
        if waiting is None:
            break
        assert not send(gateway, waiting - timedelta(seconds=1))
        moment = waiting
    assert len(gateway.calls) == ATTEMPTS
    assert timedelta(hours=74) < moment - NOW < timedelta(hours=84)
    assert len({call.headers["webhook-id"] for call in gateway.calls}) == 1
    (row,) = webhooks_of(shop.alice)
    assert (row.state, row.disabled_why) == ("disabled", "unreachable")
    topics = list(models.OutboxMessage.objects.filter(topic__startswith="webhook.").values_list("topic", flat=True))
    assert sorted(topics) == ["webhook.disabled", "webhook.failing"]
    (delivery,) = deliveries_of(made.key)
    assert (delivery.state, len(delivery.attempts)) == ("failed", ATTEMPTS)
    assert count_undelivered(made.key) == 1


def test_gone_switches_off_at_once(shop: Shop) -> None:
    made = add(shop.alice)
    shop.booked()
    take_up()
    gateway = MemoryWebhooks(say(410))
    send(gateway, NOW)
    assert len(gateway.calls) == 1
    (row,) = webhooks_of(shop.alice)
    assert (row.state, row.disabled_why) == ("disabled", "gone")
    lost = count_undelivered(made.key)
    assert lost > 3
    contracts.cancel(project=models.Project.objects.get(name="Office").pk, ctx=on("2026-03-01", ALICE))
    take_up()
    assert count_undelivered(made.key) > lost
    lost = count_undelivered(made.key)
    with pytest.raises(endpoints.WebhookDisabled):
        resending.resend_undelivered(endpoint=made.key, organisation=shop.alice, ctx=at(NOW))
    endpoints.enable(endpoint=made.key, organisation=shop.alice, ctx=at(NOW))
    assert resending.resend_undelivered(endpoint=made.key, organisation=shop.alice, ctx=at(NOW)) == lost
    fine = MemoryWebhooks()
    assert send(fine, NOW) == lost
    assert count_undelivered(made.key) == 0


def test_who_answers_again_is_failing_no_more(shop: Shop) -> None:
    add(shop.alice, types=["contract.approved"])
    shop.booked()
    take_up()
    send(MemoryWebhooks(refusing), NOW)
    assert webhooks_of(shop.alice)[0].state == "failing"
    send(MemoryWebhooks(), NOW + timedelta(minutes=1))
    assert webhooks_of(shop.alice)[0].state == "good"


def test_each_endpoint_has_its_turn(shop: Shop) -> None:
    """However much waits for the one that fails, the other is called next."""
    add(shop.alice, "https://slow.example/")
    add(shop.alice, "https://quick.example/")
    shop.booked()
    take_up()
    gateway = MemoryWebhooks(lambda url: NotDelivered("timeout") if "slow" in url else Answer(200, ""))
    for second in range(4):
        sending.send_next(gateway=gateway, today=NOW.date(), now=NOW + timedelta(seconds=second))
    assert [call.url for call in gateway.calls] == ["https://slow.example/", "https://quick.example/"] * 2
    good = MemoryWebhooks(gateway.answer)
    while sending.send_next(gateway=good, today=NOW.date(), now=NOW + timedelta(hours=1), failing_too=False):
        pass
    assert {call.url for call in good.calls} == {"https://quick.example/"}


def test_an_endpoint_that_is_being_called_is_nobody_elses(shop: Shop) -> None:
    add(shop.alice)
    shop.booked()
    take_up()
    inner: list[bool] = []

    def answer(_url: str) -> Answer:
        inner.append(sending.send_next(gateway=MemoryWebhooks(), today=NOW.date(), now=NOW))
        return Answer(200, "")

    sending.send_next(gateway=MemoryWebhooks(answer), today=NOW.date(), now=NOW)
    assert inner == [False]
    later = NOW + sending.TURN + timedelta(seconds=1)  # whoever died in a turn holds nothing up
    models.WebhookEndpoint.objects.update(busy_until=NOW + sending.TURN)
    assert not sending.send_next(gateway=MemoryWebhooks(), today=NOW.date(), now=NOW)
    assert sending.send_next(gateway=MemoryWebhooks(), today=NOW.date(), now=later)


def test_a_test_is_sent_once(shop: Shop) -> None:
    made = add(shop.alice)
    take_up()
    models.WebhookDelivery.objects.all().delete()
    endpoints.send_test(endpoint=made.key, organisation=shop.alice, ctx=at(NOW))
    gateway = MemoryWebhooks(refusing)
    assert send(gateway, NOW) == 1
    assert json.loads(gateway.calls[0].body)["type"] == "webhook.test"
    assert (webhooks_of(shop.alice)[0].state, send(gateway, NOW + timedelta(days=1))) == ("new", 0)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize("url", ["http://example.com/", "https://10.0.0.1/", "https://example.com:8080/", "x"])
def test_an_address_that_cannot_be_called_is_refused(shop: Shop, url: str) -> None:
    with pytest.raises(endpoints.WebhookAddressWrong):
        add(shop.alice, url)


def test_what_makes_no_sense_is_refused(shop: Shop) -> None:
    made = add(shop.alice)
    with pytest.raises(endpoints.WebhookAddressTaken):
        add(shop.alice)
    add(shop.charlie)
    with pytest.raises(endpoints.UnknownEventType):
        add(shop.alice, "https://example.com/2", types=["nothing.happened"])
    with pytest.raises(endpoints.WebhookNotFound):
        endpoints.remove(endpoint=made.key, organisation=shop.charlie, ctx=at(NOW))
    for number in range(endpoints.MOST - 1):
        add(shop.alice, f"https://example.com/n{number}")
    with pytest.raises(endpoints.TooManyWebhooks):
        add(shop.alice, "https://example.com/many")


def test_an_event_that_is_not_theirs_is_not_sent_again(shop: Shop) -> None:
    made = add(shop.charlie)
    shop.booked()
    take_up()
    event = models.Event.objects.filter(type="contract.approved").get()
    with pytest.raises(resending.EventNotFound):
        resending.resend(event=event.pk, endpoint=made.key, organisation=shop.charlie, ctx=at(NOW))


def test_a_removed_endpoint_leaves_no_secret(shop: Shop) -> None:
    made = add(shop.alice)
    shop.booked()
    take_up()
    endpoints.remove(endpoint=made.key, organisation=shop.alice, ctx=at(NOW))
    assert send(MemoryWebhooks(), NOW) == 0
    assert not models.WebhookSecret.objects.exists()
    add(shop.alice)


def test_the_command_line_lists_the_newest_first(shop: Shop) -> None:
    office = shop.booked()
    take_up()
    found = latest_events(3, EventFilter(project=office))
    assert [row.sequence for row in found] == sorted((row.sequence for row in found), reverse=True)
    assert found[0].project == public_id("prj", office)
