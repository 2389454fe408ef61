"""Mails about webhooks: to who leads the organisation, as long as what they say is so."""

import pytest

from autossa.operations.accounts.webhooks import endpoints
from autossa.operations.outbox import tell
from autossa.store import models
from tests.cast.members import at, member
from tests.cast.shop import ALICE, Shop, on
from tests.notify.post import Post, check

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def endpoint(shop: Shop, post: Post) -> models.WebhookEndpoint:
    for language in ("en", "de"):
        person = member(shop.alice, f"owner-{language}@example.com", "owner")
        models.User.objects.filter(pk=person.pk).update(language=language)
    made = endpoints.add(organisation=shop.alice, url="https://erp.example.com/hooks", ctx=on("2026-01-10", ALICE))
    post.forget()
    return models.WebhookEndpoint.objects.get(pk=made.key)


def say(topic: str, endpoint: models.WebhookEndpoint) -> None:
    tell(topic, {"endpoint": str(endpoint.pk)}, on("2026-01-20"))


def test_owners_learn_that_it_fails(endpoint: models.WebhookEndpoint, post: Post) -> None:
    models.WebhookEndpoint.objects.update(failing_since=at("2026-01-19"))
    say("webhook.failing", endpoint)
    found = post.collect()
    check(
        found, "webhook_failing",
        ["Webhook of Alice Ltd is failing", "- Address: erp.example.com/hooks", f"/webhooks/{endpoint.public_id}/"],
        ["Webhook von Alice Ltd schlägt fehl", "- Adresse: erp.example.com/hooks"],
    )  # fmt: skip
    assert {mail.to for mail in found} == {"owner-en@example.com", "owner-de@example.com"}


def test_owners_learn_why_it_was_switched_off(endpoint: models.WebhookEndpoint, post: Post) -> None:
    models.WebhookEndpoint.objects.update(disabled_at=at("2026-01-19"), disabled_why="unreachable")
    say("webhook.disabled", endpoint)
    check(
        post.collect(), "webhook_disabled", ["- Reason: no call succeeded for 75 hours"],
        ["- Grund: 75 Stunden lang ist kein Aufruf gelungen"],
    )  # fmt: skip


@pytest.mark.parametrize("topic", ["webhook.failing", "webhook.disabled"])
def test_what_is_so_no_more_is_not_said(endpoint: models.WebhookEndpoint, post: Post, topic: str) -> None:
    say(topic, endpoint)
    assert post.collect() == []
