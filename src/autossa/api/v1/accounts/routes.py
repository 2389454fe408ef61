"""Endpoints of one's own account, and of API tokens: they are created in the portal alone."""

from datetime import datetime

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, OrganisationCall, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Line
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.domain.rights import Action, Kind, Role, TokenScope
from autossa.operations.accounts import profile, tokens
from autossa.queries.accounts.account import name_and_language
from autossa.queries.accounts.own_data import own_data
from autossa.queries.accounts.tokens import TokenRow, tokens_for, tokens_of
from autossa.queries.identifiers import organisation_name, person_name
from autossa.queries.organisations.lookup import names_of
from autossa.queries.permissions import Scope

router = Router(tags=["Account"])
_TOKENS = "/organisations/{organisation_id}/tokens"


class MemberOf(Answer):
    """An organisation that the token speaks for."""

    id: str
    name: str
    kind: Kind
    role: Role


class Me(Answer):
    """Who asks."""

    id: str
    name: str
    email: str
    language: str
    scopes: list[TokenScope]
    organisations: list[MemberOf]


class MeIn(Body):
    """Another name or language."""

    name: Line
    language: Line


class TokenOut(Answer):
    """A token; never itself, which is kept nowhere."""

    id: str
    name: str
    maker: str
    organisation: str
    hint: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    is_expired: bool


@endpoint(router, "GET", "/me", Scope.SELF, answer=Me)
def get_me(request: Call, response: HttpResponse) -> Me:
    """Who the token speaks for, in which organisation and in which scopes."""
    return _shown(request, response)


@endpoint(router, "PATCH", "/me", Scope.CREDENTIALS, answer=Me, versioned=True)
def edit_me(request: Call, body: MeIn, response: HttpResponse) -> Me:
    """Change one's own name and language; past entries keep the former name."""
    ctx = version_context(request, lambda: _me(request).model_dump())
    profile.edit(user=request.account.user, name=body.name, language=body.language, ctx=ctx)
    return _shown(request, response)


@endpoint(router, "GET", "/me/data", Scope.CREDENTIALS, answer=dict)
def get_own_data(request: Call) -> dict[str, object]:
    """A copy of everything that is kept about oneself."""
    return own_data(request.account.user)


@endpoint(router, "GET", "/tokens", Scope.CREDENTIALS, answer=Listed[TokenOut])
def list_tokens(request: Call, ask: Query[PageAsk]) -> Listed[TokenOut]:
    """One's own tokens that are not revoked, the newest first."""
    return _listed(tokens_of(request.account.user, request.moment), ask)


@endpoint(router, "POST", "/tokens/{token_id}/revoke", Scope.CREDENTIALS)
def revoke_token(request: Call, token_id: str) -> None:
    """Revoke one's own token, perhaps this one."""
    tokens.revoke(token=path_key("tok", token_id), user=request.account.user, ctx=context_of(request))


@endpoint(router, "GET", _TOKENS, Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=Listed[TokenOut])
def list_organisation_tokens(request: OrganisationCall, organisation_id: str, ask: Query[PageAsk]) -> Listed[TokenOut]:
    """The tokens that anybody created for an organisation."""
    return _listed(tokens_for(request.organisation.id, request.moment), ask)


@endpoint(router, "POST", _TOKENS + "/{token_id}/revoke", Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def revoke_organisation_token(request: OrganisationCall, organisation_id: str, token_id: str) -> None:
    """An owner revokes anybody's token of the organisation."""
    key = path_key("tok", token_id)
    tokens.revoke_as_owner(token=key, organisation=request.organisation.id, ctx=context_of(request))


def _listed(rows: tuple[TokenRow, ...], ask: PageAsk) -> Listed[TokenOut]:
    return listed(rows, ask, lambda row: answer_of(TokenOut, row))


def _shown(request: Call, response: HttpResponse) -> Me:
    found = _me(request)
    tagged(response, found.model_dump())
    return found


def _me(request: Call) -> Me:
    account = request.account
    members = account.person.members
    names = names_of(member.organisation for member in members)
    found = [
        MemberOf(
            id=organisation_name(one.organisation), name=names.get(one.organisation, ""), kind=one.kind, role=one.role
        )
        for one in members
    ]
    said = name_and_language(account.user)
    return Me(
        id=person_name(account.user), name=said["name"], email=account.email, language=said["language"],
        scopes=sorted(request.use.scopes), organisations=found,
    )  # fmt: skip
