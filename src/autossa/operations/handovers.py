"""Hand-overs: a customer gives a partner rights on one or all projects, and takes them back at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Kind, Right
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.occasions import Occasion
from autossa.operations.outbox import tell
from autossa.operations.recording import record_activity
from autossa.store import models


def give(
    *,
    customer: UUID,
    partner: UUID,
    rights: Iterable[Right],
    by: Occasion,
    project: UUID | None = None,
    ends_on: date | None = None,
) -> UUID:
    """Hand rights over from today on, until before `ends_on`. Raises Invalid: no right, no partner, a past end."""
    wanted = sorted({right.value for right in rights})
    if not wanted:
        raise Invalid("choose at least one right to hand over")
    if ends_on is not None and ends_on <= by.day:
        raise Invalid("the end must lie after today")
    with transaction.atomic():
        if not _is(partner, Kind.PARTNER) or not _is(customer, Kind.CUSTOMER):
            raise Invalid("rights are handed over by a customer to a partner")
        if project and not models.Project.objects.filter(pk=project, customer_id=customer).exists():
            raise NotFound("there is no such project")
        row = models.HandOver.objects.create(
            customer_id=customer,
            partner_id=partner,
            project_id=project,
            rights=wanted,
            starts_on=by.day,
            ends_on=ends_on,
            given_by=by.actor.user,
            created_at=by.now,
        )
        details = {"hand_over": row.public_id, "partner": str(partner), "rights": wanted}
        record_activity(by, "hand_over", project=project, details=details)
        tell("mail.handed_over", {"hand_over": str(row.id)}, by, project)
    return row.id


def revoke(*, hand_over: UUID, customer: UUID, by: Occasion) -> None:
    """Take handed over rights back at once. Raises NotFound.

    A partner that pays stays the payer until the term's end, or until another has taken over (`ask_payer`).
    """
    with transaction.atomic():
        row = models.HandOver.objects.select_for_update().filter(pk=hand_over, customer_id=customer).first()
        if row is None or (row.ends_on is not None and row.ends_on <= by.day):
            raise NotFound("there is no such hand-over in force")
        models.HandOver.objects.filter(pk=row.pk).update(ends_on=max(by.day, row.starts_on))
        record_activity(by, "revoke_hand_over", project=row.project_id, details={"hand_over": row.public_id})
        tell("mail.hand_over_revoked", {"hand_over": str(row.id)}, by, row.project_id)


def ask_payer(*, contract: UUID, payer: UUID, by: Occasion) -> UUID:
    """Ask that another organisation pays from the next invoice on; it holds once that one confirms.

    Raises Invalid, NotFound.
    """
    with transaction.atomic():
        found = models.Contract.objects.select_related("project").filter(pk=contract).first()
        if found is None or not found.is_open or by.actor.user is None:
            raise NotFound("there is no such open contract")
        if found.payer_id == payer:
            raise Invalid("this organisation pays already")
        if models.PayerChange.objects.filter(contract=found, confirmed_at=None).exists():
            raise Invalid("a change of the payer waits for its confirmation already")
        row = models.PayerChange.objects.create(contract=found, payer_id=payer, asked_by=by.actor.user, asked_at=by.now)
        record_activity(by, "ask_payer", project=found.project_id, details={"payer": str(payer)})
        tell("mail.payer_asked", {"change": str(row.id)}, by, found.project_id)
    return row.id


def confirm_payer(*, change: UUID, payer: UUID, by: Occasion) -> None:
    """The new payer's organisation confirms: it pays from the next invoice on. Raises NotFound, Invalid."""
    with transaction.atomic():
        row = models.PayerChange.objects.select_for_update().select_related("contract").filter(pk=change).first()
        if row is None or row.payer_id != payer or row.confirmed_at is not None or by.actor.user is None:
            raise NotFound("there is no such change that waits for you")
        if row.asked_by == by.actor.user:
            raise Invalid("somebody else must confirm what you asked for")
        models.PayerChange.objects.filter(pk=row.pk).update(confirmed_by=by.actor.user, confirmed_at=by.now)
        models.Project.objects.select_for_update().get(pk=row.contract.project_id)
        models.Contract.objects.filter(pk=row.contract_id).update(payer_id=payer)
        record_activity(by, "confirm_payer", project=row.contract.project_id, details={"payer": str(payer)})


def _is(organisation: UUID, kind: Kind) -> bool:
    found = models.Organisation.objects.filter(pk=organisation, kind=kind.value, suspended_on=None)
    return found.exists()
