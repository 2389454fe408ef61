"""Whether who made an invitation may still make it: it holds no longer than their right."""

from dataclasses import replace
from datetime import date, datetime

from autossa.domain.rights import Action, Kind, Person, Role, may_at, standings_to_organisation
from autossa.queries.access import Account, load_account, organisation_may, staff_may
from autossa.store import models


def may_still_invite(invitation: models.Invitation, day: date, now: datetime) -> bool:
    """Whoever invited may do so today, for that role. The operator of the installation always may.

    Their own rights count, also while they act on behalf of somebody.
    """
    if invitation.invited_by_id is None:
        return True
    found = load_account(invitation.invited_by_id, day, now)
    if found is None:  # suspended
        return False
    account = replace(found, person=Person(found.person.members))
    if organisation_may(account, invitation.organisation, Action.MANAGE_PEOPLE):
        return True
    if invitation.organisation.kind == Kind.VENDOR.value:
        return False
    is_owner = invitation.role == Role.OWNER.value
    return staff_may(account, Action.VERIFY_ORGANISATIONS) or (is_owner and _brought(account, invitation.organisation))


def _brought(account: Account, organisation: models.Organisation) -> bool:
    """They may invite customers for a partner that looks after this one: it was brought so, with its first owner."""
    partners = {delegation.partner for delegation in account.delegations if delegation.customer == organisation.id}
    return any(
        may_at(Action.INVITE_CUSTOMERS, standings_to_organisation(account.person, partner), Kind.PARTNER)
        for partner in partners
    )
