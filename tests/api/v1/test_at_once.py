"""The same request five hundred times by twenty programs at once is done once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from autossa.domain.rights import Role
from autossa.operations.accounts import tokens
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.api_calls import ask
from tests.cast.databases import own_copy
from tests.cast.people import ctx, make_person
from tests.cast.shop import Shop, open_shop

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("clock")]
THREADS, EACH = 20, 25


def fill() -> tuple[Shop, str]:
    shop = open_shop()
    user = make_person("owner@example.com", (shop.alice, Role.OWNER))
    given: dict[str, Any] = {"scopes": tuple(tokens.SCOPES), "lasts": timedelta(days=300), "ctx": ctx(user)}
    return shop, tokens.create(user=user, organisation=shop.alice, name="CI", **given)


@pytest.fixture
def alone(django_db_blocker: Any) -> Iterator[tuple[Shop, str]]:
    with own_copy(django_db_blocker, fill) as (_, found):
        yield found


def storm(shop: Shop, secret: str, headers: dict[str, str]) -> list[tuple[int, bytes]]:
    """What everybody is answered."""
    sent = {"name": "Annex", "price_list": public_id("plt", shop.price_list)}
    path, begin = f"organisations/{public_id('org', shop.alice)}/projects", Barrier(THREADS)

    def calls(_: int) -> list[tuple[int, bytes]]:
        begin.wait(30)
        try:
            replies = [ask("POST", path, sent, token=secret, headers=headers) for _ in range(EACH)]
            return [(reply.status, reply.body) for reply in replies]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return [one for found in pool.map(calls, range(THREADS)) for one in found]


def test_equal_requests_make_one_thing(alone: tuple[Shop, str]) -> None:
    shop, secret = alone
    answers = storm(shop, secret, {"Idempotency-Key": "storm-1"})
    counted = Counter(status for status, _ in answers)
    assert len(answers) == THREADS * EACH == counted[201] + counted[409]
    assert len({body for status, body in answers if status == 201}) == 1
    assert models.Project.objects.filter(name="Annex").count() == 1
    made = models.Project.objects.get(name="Annex")
    assert models.Activity.objects.filter(action="create_project", project=made.id).count() == 1


def test_without_a_key_each_is_a_request_of_its_own(alone: tuple[Shop, str]) -> None:
    """The guard that the key is: without it the rules alone stand between one project and many."""
    shop, secret = alone
    counted = Counter(status for status, _ in storm(shop, secret, {}))
    assert counted[201] == 1
    assert counted[422] + counted[429] == THREADS * EACH - 1  # its name is taken; so many in an hour are too many
    assert counted[422] > 100
