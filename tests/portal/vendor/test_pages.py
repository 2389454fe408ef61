"""The pages of vendor staff: each answers in both languages, keeps to the content security policy, and scales."""

import re
from typing import Any

import pytest
from django.test import Client

from autossa.operations import contracts
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.licenses import activation_keys
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.world import NOW, TODAY, World
from tests.portal.staff import count_queries
from tests.portal.test_pages import Inline

pytestmark = pytest.mark.store

IN_REVIEW, QUESTION = "Two school sites with one shared exchange", "Showrooms"
PAGES = [
    "/reviews/", "/runs/", "/runs/preview/", "/runs/preview/?totals=1", "/runs/preview/?day=now", "/runs/start/",
    "/catalogue/", "/catalogue/types/new/", "/catalogue/prices/", "/catalogue/prices/new/", "/catalogue/policies/",
    "/catalogue/policies/new/", "/catalogue/keys/", "/catalogue/keys/new/", "/settings/", "/settings/mails/",
    "/settings/mails/contract_approved/de/",
]  # fmt: skip


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def of_project(world: World, name: str, rest: str) -> str:
    return f"/projects/{public_id('prj', world.projects[name])}/{rest}"


def every_page(world: World) -> list[str]:
    settlement = models.Settlement.objects.filter(project=world.projects["Telephony Kiel"]).last()
    price_list, kind = models.PriceList.objects.get(), models.LicenseType.objects.get(code="PORT")
    assert settlement is not None
    return [
        *PAGES,
        of_project(world, IN_REVIEW, "review/"),
        of_project(world, QUESTION, "review/"),
        of_project(world, "Telephony Kiel", "contracts/suspend/"),
        of_project(world, "Branches", "contracts/resume/"),
        of_project(world, "Telephony Kiel", f"credits/void/{settlement.public_id}/"),
        f"/catalogue/prices/{price_list.public_id}/price/",
        f"/catalogue/types/{kind.public_id}/rate/",
    ]


def test_every_page_answers_and_keeps_to_the_policy(world: World, client: Client, language: str) -> None:
    for path in every_page(world):
        html = page(client, path)
        inline = Inline()
        inline.feed(html)
        assert inline.found == [], path
        assert f'<html lang="{language}">' in html
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), (path, ids)


def test_the_number_of_queries_does_not_grow(django_db_blocker: Any, world: World) -> None:
    with own_copy(django_db_blocker, small_world.build) as (_, own):
        models.Project.objects.filter(name="Control room").update(next_run_on=TODAY)
        models.Project.objects.filter(name="Office").update(parked_at=NOW, parked_cause="ValueError: no")
        paths = every_page(own)
        few = {path: count_queries(path) for path in paths}
        small_world.many(own, 8)
        _more(own)
        many = {path: count_queries(path) for path in paths}
    assert {path: (few[path], many[path]) for path in paths if few[path] != many[path]} == {}
    assert max(few.values()) <= 50, few


def _more(world: World) -> None:
    """More of everything that a page lists: contracts in review, parked projects, mails, keys, due projects."""
    ctx = ActionContext(SYSTEM, TODAY, NOW)
    for index in range(0, 8, 2):
        contracts.conclude(project=world.projects[f"Many {index}"], option="annual_monthly", ctx=ctx)
    for index in (1, 3):
        models.Project.objects.filter(name=f"Many {index}").update(parked_at=NOW, parked_cause="ValueError: no")
    models.Project.objects.filter(name="Many 5").update(next_run_on=TODAY)
    for index in range(3):
        parked = {"created_at": NOW, "parked_at": NOW, "attempts": 10}
        models.OutboxMessage.objects.create(topic="send.mail", last_error=f"no {index}", **parked)
        activation_keys.make(ctx=ctx, ssc=100)


@pytest.mark.parametrize("language", ["en"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        "/reviews/?after=x&waiting=nonsense", "/reviews/?after=2026-01-01.con_x", "/runs/?after=nonsense",
        "/runs/preview/?after=prj_x&day=77", "/projects/prj_x/review/", "/catalogue/types/typ_x/rate/",
        "/catalogue/prices/plt_x/price/", "/settings/mails/nonsense/en/", "/settings/mails/test/fr/",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_mistake_of_ours(world: World, client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 404)
