"""The walk: everybody asks for every address by every method, and gets what the table of rights says."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from autossa.domain.rights import Action
from autossa.portal import urls
from autossa.portal.web import permissions
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Permission, Scope
from autossa.queries import access
from tests.cast.people import sign_in
from tests.portal import walking
from tests.portal.walking import CAST, Address, Somebody, Stage
from tests.trials import a_few_of

pytestmark = pytest.mark.store


@pytest.mark.parametrize(("methods",), a_few_of([(walking.METHODS,), (walking.RARE,)], 1), ids=" ".join)  # noqa: PT006 - each is a tuple itself
def test_everybody_gets_what_the_table_says(stage: Stage, methods: tuple[str, ...]) -> None:
    found = walking.walk(stage, methods=methods)
    assert not found, "\n".join(found[:40])


def test_the_walk_goes_everywhere(stage: Stage) -> None:
    walked = walking.addresses()
    assert len(walked) > 80
    assert {address.permission.scope for address in walked if address.permission} == set(Scope)
    assert len({str(address) for address in walked}) == len(walked)


def test_every_standing_is_on_the_stage(stage: Stage) -> None:
    """Somebody of the cast stands in each way to the target, or a rule for that standing would go untested."""
    from autossa.domain.rights import Standing, standings_to_organisation, standings_to_project

    seen: set[Standing] = set()
    for who in CAST:
        person = stage.person(who)
        if person is not None:
            a, a1 = stage.organisations["A"], stage.projects["A1"]
            seen |= standings_to_project(person, a, a1, stage.hand_overs(who), walking.TODAY)
            seen |= standings_to_organisation(person, a)
    assert seen == set(Standing)


# ---------------------------------------------------------------- the same the whole way, middleware and pages included

LIBRARY = ("allauth.",)  # pages of the log-in library need a log-in that is under way


def own_pages() -> list[Address]:
    """The portal's own pages behind a permission."""
    return [
        address
        for address in walking.addresses()
        if address.permission
        and address.permission.scope is not Scope.PUBLIC
        and not address.view.__module__.startswith(LIBRARY)
    ]


def someone(stage: Stage, address: Address, target: str, wanted: str) -> Somebody | None:
    """The first of the cast for whom the table says so."""
    assert address.permission is not None
    return next((who for who in CAST if walking.expected(address.permission, stage, who, target) == wanted), None)


@pytest.mark.parametrize("method", a_few_of(["GET", "POST", "HEAD", "PUT", "DELETE"], 2))
def test_the_whole_way_says_the_same(stage: Stage, method: str) -> None:
    """One who may and one who may not, for every page, with sessions, forms and templates."""
    found = []
    for address in own_pages():
        assert address.permission is not None
        for target in walking.targets(address.permission)[:2]:
            for wanted in ("in", "404", "log in"):
                who = someone(stage, address, target, wanted)
                if who is None:
                    continue
                came = ask(stage, who, method, walking.link(address, stage, target))
                of_others = (
                    came == "404" and wanted == "in" and address.permission.scope in (Scope.SELF, Scope.CREDENTIALS)
                )
                if came != wanted and not of_others:  # a form about a session or token that is another's
                    found.append(f"{method} {address} ({target}): {who.name} gets {came}, not {wanted}")
    assert not found, "\n".join(found)


def ask(stage: Stage, who: Somebody, method: str, link: str) -> str:
    """What comes back; what was done is taken back."""
    client = Client()
    if who.name in stage.users:
        sign_in(client, stage.users[who.name])
    with transaction.atomic():
        response = client.generic(method, link, data="", content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    if response.streaming:
        list(response)  # a file is closed once it is read
    if response.status_code == 302 and "/account/login/" in response["Location"]:
        return "log in"
    return "in" if response.status_code in (200, 302, 400, 405) else str(response.status_code)


# ---------------------------------------------------------------- negative controls: a check that is dropped is found

NAMES = ("anonymous", "owner of B", "viewer of A", "support", "partner without a right")
SOME = tuple(who for who in CAST if who.name in NAMES)


def of_an_organisation(address: Address) -> bool:
    return address.permission is not None and address.permission.scope in (Scope.ORGANISATION, Scope.PROJECT)


def test_a_table_that_allows_everything_is_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may", lambda *_: True)
    monkeypatch.setattr(access, "may_at", lambda *_: True)
    found = walking.walk(stage, SOME, of_an_organisation)
    for words in ("owner of B gets in, not 404", "support gets in, not 404", "viewer of A gets in, not 404"):
        assert any(words in line for line in found), words


def test_a_table_that_allows_nothing_is_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "may", lambda *_: False)
    assert any("support gets 404, not in" in line for line in walking.walk(stage, SOME, of_an_organisation))


def test_a_permission_that_lets_anonymous_people_in_is_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    account = stage.account(next(who for who in CAST if who.name == "owner of A"))
    monkeypatch.setattr(permissions, "account_of", lambda _: account)
    assert any("anonymous gets in, not log in" in line for line in walking.walk(stage, SOME, of_an_organisation))


def test_hand_overs_that_never_end_are_found(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from autossa.domain.rights import Delegation

    before = access.delegations_to
    monkeypatch.setattr(Delegation, "holds", lambda *_: True)
    monkeypatch.setattr(access, "delegations_to", lambda partners, _day: before(partners, walking.TODAY - walking.DAY))
    cast = tuple(who for who in CAST if "taken back today" in who.name)
    monkeypatch.setattr(walking, "expected", lambda *_: "404")
    assert any("gets in, not 404" in line for line in walking.walk(stage, cast, of_an_organisation))


@pytest.fixture
def extra_address() -> Iterator[list[object]]:
    """A list to put an address into, for as long as the test runs."""
    before = list(urls.urlpatterns)
    yield urls.urlpatterns
    urls.urlpatterns[:] = before


def test_an_address_without_a_permission_is_found(stage: Stage, extra_address: list[object]) -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open to all")

    extra_address.append(path("bare/", bare, name="bare"))
    assert walking.walk(stage, (), lambda address: address.name == "bare") == ["/bare/ has no permission"]


def test_an_address_behind_the_wrong_permission_is_found(stage: Stage, extra_address: list[object]) -> None:
    """What the permission says and what it does must be the same."""

    @page(Scope.VENDOR, Action.VIEW_RUNS)
    def runs(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    runs.permission = Permission(Scope.VENDOR, Action.MANAGE_STAFF)  # type: ignore[attr-defined]
    extra_address.append(path("runs/", runs, name="runs"))
    found = walking.walk(stage, SOME, lambda address: address.name == "runs")
    assert any("support gets in, not 404" in line for line in found)
