"""Endpoints of what the vendor's staff does with people: find them, block them, lift that, erase them."""

from datetime import datetime

from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, part
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Line
from autossa.domain.rights import Action, Role
from autossa.operations.accounts import erasure
from autossa.operations.errors import NotFound
from autossa.operations.organisations import people
from autossa.queries.organisations.people import PersonRow
from autossa.queries.organisations.people import list_people as read_people
from autossa.queries.organisations.people import person as read_person
from autossa.queries.permissions import Scope

router = Router(tags=["People"])
_ONE = "/people/{person_id}"


class RoleAt(Answer):
    """A role in an organisation."""

    organisation: str
    organisation_name: str
    role: Role


class PersonOut(Answer):
    """Somebody who can log in."""

    id: str
    name: str
    email: str
    suspended_at: datetime | None
    roles: list[RoleAt]


class PersonAsk(OnwardAsk):
    """Which people."""

    search: str = ""


class AddressIn(Body):
    """An address that nobody logs in with."""

    email: Line


class Alias(Answer):
    """What stands for it now."""

    alias: str


@endpoint(router, "GET", "/people", Scope.VENDOR, Action.VIEW_ORGANISATION, answer=Listed[PersonOut])
def list_all_people(request: Call, ask: Query[PersonAsk]) -> Listed[PersonOut]:
    """Everybody who can log in, by address: for the vendor's staff."""
    found = read_people(ask.search, ask.starting_after, page=ask.limit)
    return part(found.rows, _person, found.next_after)


@endpoint(router, "POST", "/people/erase-address", Scope.VENDOR, Action.SUSPEND_PEOPLE, answer=Alias)
def erase_address(request: Call, body: AddressIn) -> Alias:
    """Replace an address that nobody logs in with by an alias everywhere, for good."""
    return Alias(alias=erasure.erase_address(email=body.email, ctx=context_of(request)))


@endpoint(router, "GET", _ONE, Scope.VENDOR, Action.VIEW_ORGANISATION, answer=PersonOut)
def get_person(request: Call, person_id: str) -> PersonOut:
    """One person."""
    found = read_person(path_key("usr", person_id))
    if found is None:
        raise NotFound
    return _person(found)


@endpoint(router, "POST", _ONE + "/suspend", Scope.VENDOR, Action.SUSPEND_PEOPLE)
def suspend_person(request: Call, person_id: str) -> None:
    """Block a person at once, in every session."""
    people.suspend(user=path_key("usr", person_id), ctx=context_of(request))


@endpoint(router, "POST", _ONE + "/restore", Scope.VENDOR, Action.SUSPEND_PEOPLE)
def restore_person(request: Call, person_id: str) -> None:
    """Let a blocked person log in again."""
    people.restore(user=path_key("usr", person_id), ctx=context_of(request))


@endpoint(router, "POST", _ONE + "/erase", Scope.VENDOR, Action.SUSPEND_PEOPLE)
def erase_person(request: Call, person_id: str) -> None:
    """Replace name and addresses of a blocked person by an alias everywhere, for good."""
    erasure.erase(user=path_key("usr", person_id), ctx=context_of(request))


def _person(row: PersonRow) -> PersonOut:
    roles = [RoleAt(organisation=key, organisation_name=name, role=role) for key, name, role in row.roles]
    return answer_of(PersonOut, row, roles=roles)
