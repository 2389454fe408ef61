"""A request that is sent again is done once."""

from datetime import timedelta

import pytest
import time_machine

from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.device_calls import Reply
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


def create(shop: Shop, secret: str, name: str, key: str) -> Reply:
    sent = {"name": name, "price_list": public_id("plt", models.PriceList.objects.get().id)}
    path = f"organisations/{public_id('org', shop.alice)}/projects"
    return ask("POST", path, sent, token=secret, headers={"Idempotency-Key": key})


def test_the_second_answer_is_the_first(shop: Shop, token: Tokens) -> None:
    secret = token()
    first, second = (create(shop, secret, "Annex", "key-1") for _ in range(2))
    assert first.status == second.status == 201, first.body
    assert first.body == second.body
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert models.Project.objects.filter(name="Annex").count() == 1


def test_another_request_needs_another_key(shop: Shop, token: Tokens) -> None:
    secret = token()
    create(shop, secret, "Annex", "key-1")
    other = create(shop, secret, "Second annex", "key-1")
    assert (other.status, other.code) == (422, "request_key_used")
    assert create(shop, token(), "Second annex", "key-1").status == 201  # a key is a token's own


def test_a_refusal_is_kept_too(shop: Shop, token: Tokens) -> None:
    secret = token()
    create(shop, secret, "Annex", "key-1")
    assert [create(shop, secret, "Annex", "key-2").code for _ in range(2)] == ["name_taken"] * 2


def test_after_a_day_a_key_is_a_new_one(shop: Shop, token: Tokens, clock: time_machine.Traveller) -> None:
    secret = token()
    create(shop, secret, "Annex", "key-1")
    clock.shift(timedelta(hours=23, minutes=59))
    assert create(shop, secret, "Annex", "key-1").status == 201
    clock.shift(timedelta(minutes=2))
    assert create(shop, secret, "Annex", "key-1").code == "name_taken"


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\t"])
def test_what_is_no_key_is_said(shop: Shop, token: Tokens, key: str) -> None:
    reply = create(shop, token(), "Annex", key)
    assert (reply.status, reply.code) == (422, "request_key_unclear")


def test_our_own_fault_is_undone_and_not_kept(shop: Shop, token: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    from autossa.api.v1.projects import routes

    secret = token()
    with monkeypatch.context() as broken:
        broken.setattr(routes, "read_brief", lambda *_args, **_more: 1 / 0)
        assert create(shop, secret, "Annex", "key-1").status == 500
    assert not models.Project.objects.filter(name="Annex").exists()
    assert create(shop, secret, "Annex", "key-1").status == 201
