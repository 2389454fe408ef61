"""Endpoints of an organisation's people: members, invitations, roles; who waits after a merge."""

from django.http import HttpResponse
from ninja import Router

from autossa.api.v1.frame.calls import OrganisationCall, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.organisations.people_shapes import (
    AdmissionOut,
    InvitationIn,
    InvitedOut,
    MemberOut,
    OwnerIn,
    PeopleOut,
    RoleIn,
)
from autossa.domain.rights import Action
from autossa.operations.errors import NotFound
from autossa.operations.organisations import admissions, invitations, people
from autossa.queries.organisations.people import member, people_page
from autossa.queries.permissions import Scope

router = Router(tags=["People"])
_PEOPLE = "/organisations/{organisation_id}/people"
_MEMBER = _PEOPLE + "/{member_id}"
_INVITATION = "/organisations/{organisation_id}/invitations"
_ADMISSION = "/organisations/{organisation_id}/admissions/{admission_id}"


@endpoint(router, "GET", _PEOPLE, Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=PeopleOut)
def list_people(request: OrganisationCall, organisation_id: str) -> PeopleOut:
    """Members, open invitations, and who waits to be admitted."""
    found = people_page(request.organisation.id, request.moment)
    return PeopleOut(
        members=[answer_of(MemberOut, row) for row in found.members],
        invitations=[answer_of(InvitedOut, row) for row in found.invited],
        admissions=[answer_of(AdmissionOut, row) for row in found.admissions],
        has_owner=found.has_owner,
    )


@endpoint(router, "GET", _MEMBER, Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=MemberOut)
def get_member(request: OrganisationCall, organisation_id: str, member_id: str, response: HttpResponse) -> MemberOut:
    """One member."""
    found = _member(request, member_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PATCH", _MEMBER, Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=MemberOut, versioned=True)
def change_role(
    request: OrganisationCall, organisation_id: str, member_id: str, body: RoleIn, response: HttpResponse
) -> MemberOut:
    """Give a member another role."""
    ctx = version_context(request, lambda: _member(request, member_id).model_dump())
    key = path_key("mem", member_id)
    people.change_role(membership=key, organisation=request.organisation.id, role=body.role, ctx=ctx)
    found = _member(request, member_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "DELETE", _MEMBER, Scope.ORGANISATION, Action.MANAGE_PEOPLE, versioned=True)
def remove_member(request: OrganisationCall, organisation_id: str, member_id: str) -> None:
    """End somebody's membership."""
    ctx = version_context(request, lambda: _member(request, member_id).model_dump())
    people.remove(membership=path_key("mem", member_id), organisation=request.organisation.id, ctx=ctx)


@endpoint(router, "POST", "/organisations/{organisation_id}/leave", Scope.ORGANISATION, Action.LEAVE_ORGANISATION)
def leave_organisation(request: OrganisationCall, organisation_id: str) -> None:
    """Leave it oneself; the token ends with that."""
    people.leave(user=request.account.user, organisation=request.organisation.id, ctx=context_of(request))


@endpoint(router, "POST", _INVITATION, Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def invite_person(request: OrganisationCall, organisation_id: str, body: InvitationIn) -> None:
    """Invite somebody by e-mail."""
    invitations.invite(organisation=request.organisation.id, email=body.email, role=body.role, ctx=context_of(request))


@endpoint(router, "POST", _INVITATION + "/owner", Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS)
def invite_owner(request: OrganisationCall, organisation_id: str, body: OwnerIn) -> None:
    """Staff invites an owner where there is none."""
    invitations.invite_owner(organisation=request.organisation.id, email=body.email, ctx=context_of(request))


@endpoint(router, "POST", _INVITATION + "/{invitation_id}/withdraw", Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def withdraw_invitation(request: OrganisationCall, organisation_id: str, invitation_id: str) -> None:
    """Take an invitation back that was not accepted."""
    key = path_key("ivt", invitation_id)
    invitations.withdraw(invitation=key, organisation=request.organisation.id, ctx=context_of(request))


@endpoint(router, "POST", _INVITATION + "/{invitation_id}/renew", Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def renew_invitation(request: OrganisationCall, organisation_id: str, invitation_id: str) -> None:
    """Send an invitation again; the earlier link no longer works."""
    key = path_key("ivt", invitation_id)
    invitations.renew(invitation=key, organisation=request.organisation.id, ctx=context_of(request))


@endpoint(router, "POST", _ADMISSION + "/admit", Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def admit_person(request: OrganisationCall, organisation_id: str, admission_id: str) -> None:
    """Let somebody of a merged organisation in, as a viewer."""
    key = path_key("adm", admission_id)
    admissions.admit(admission=key, organisation=request.organisation.id, ctx=context_of(request))


@endpoint(router, "POST", _ADMISSION + "/decline", Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def decline_person(request: OrganisationCall, organisation_id: str, admission_id: str) -> None:
    """Do not let somebody of a merged organisation in."""
    key = path_key("adm", admission_id)
    admissions.decline(admission=key, organisation=request.organisation.id, ctx=context_of(request))


def _member(request: OrganisationCall, member_id: str) -> MemberOut:
    found = member(request.organisation.id, path_key("mem", member_id))
    if found is None:
        raise NotFound
    return answer_of(MemberOut, found)
