"""What somebody asks for, on what: one check for pages and for the API, from the one table of rights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from autossa.domain.rights import Action
from autossa.queries.access import (
    Account,
    Document,
    Organisation,
    Project,
    find_document,
    find_organisation,
    find_project,
    staff_may,
)
from autossa.queries.errors import Unknown


class Scope(StrEnum):
    """What an action is asked on; the keyword argument of the address that names it."""

    PUBLIC = "public"  # anybody, signed in or not
    SELF = "self"  # anybody who is signed in, on what is their own
    CREDENTIALS = "credentials"  # as SELF, but not while acting on behalf of somebody
    PROJECT = "project_id"
    ORGANISATION = "organisation_id"
    DOCUMENT = "document_id"  # an invoice or credit note
    VENDOR = "vendor"  # staff only


@dataclass(frozen=True, slots=True)
class Permission:
    """What a page or an endpoint asks for; the walks over all addresses read it."""

    scope: Scope
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the action was asked on: at most one of them is there."""

    project: Project | None = None
    organisation: Organisation | None = None
    document: Document | None = None


def find(
    permission: Permission,
    account: Account,
    given: Mapping[str, str],
    day: date,
    *,
    project_of: Callable[[Account, str, Action, date], Project] = find_project,
) -> Found:
    """What `given` names (by the scope's value), for somebody who may do the action on it.

    `project_of` finds a project: pages show more of it than programs need.

    Raises Unknown alike for what is not there and for what is not theirs.
    """
    scope, action = permission.scope, permission.action
    if scope is Scope.CREDENTIALS and account.person.acting_for is not None:
        raise Unknown("not while acting on behalf of somebody")
    if action is None:
        return Found()
    if scope is Scope.PROJECT:
        return Found(project=project_of(account, given[scope.value], action, day))
    if scope is Scope.ORGANISATION:
        return Found(organisation=find_organisation(account, given[scope.value], action))
    if scope is Scope.DOCUMENT:
        return Found(document=find_document(account, given[scope.value], action, day))
    if scope is Scope.VENDOR and not staff_may(account, action):
        raise Unknown("only staff may")
    return Found()
