"""Who registered a company that nobody has verified has us write to no strangers: invitations, and contacts."""

from autossa.domain.rights import Kind, Role
from autossa.operations.context import ActionContext
from autossa.operations.free_mail import is_free_mail
from autossa.operations.mailboxes import domain_of
from autossa.store import models


def is_outside(organisation: models.Organisation, address: str, ctx: ActionContext) -> bool:
    """An address that is not of its own domain, while it is not verified. Staff, and the command line, may name any.

    Its own domain is that of its owners, who have proven their addresses; a member's own address is never outside.
    """
    if organisation.kind == Kind.VENDOR.value or organisation.verified_on is not None or ctx.actor.user is None:
        return False
    if models.Membership.objects.filter(user=ctx.actor.user, organisation__kind=Kind.VENDOR.value).exists():
        return False
    members = models.Membership.objects.filter(organisation=organisation)
    if members.filter(user__email=address).exists():
        return False
    owners = members.filter(role=Role.OWNER.value).values_list("user__email", flat=True)
    domains = {domain_of(email) for email in owners}
    return domain_of(address) not in domains or is_free_mail(address)
