"""What is in force is accepted at a deed: what was shown is what is accepted, and nothing is done without it.

The database asks for the same by a trigger on each table of deeds.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from autossa.domain.billing import terms as rules
from autossa.domain.billing.terms import TermsDeed
from autossa.domain.rights import Kind
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.vendor.terms.versions import lock
from autossa.queries.vendor.terms.acceptances import accepted_by
from autossa.queries.vendor.terms.versions import OF_ENVIRONMENT, Version, all_versions, environment_url
from autossa.store import models


class TermsChanged(Invalid):
    """The terms have changed since they were shown. Read those in force now, then agree again."""

    field = "terms"


class TermsNotAccepted(Invalid):
    """Accept what is in force first: {which}."""

    field = "terms"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The documents that somebody was shown and agrees to; `to_environment`: to what the environment names."""

    documents: Collection[UUID] = ()
    to_environment: bool = False


NOTHING = Agreed()


@dataclass(frozen=True, slots=True)
class Holding:
    """A version that holds for the deed, the document that was shown, and the earlier acceptance if there is one."""

    version: Version
    document: UUID
    earlier: UUID | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What holds for a deed that is about to be done for an organisation."""

    organisation: UUID
    holding: tuple[Holding, ...] = ()
    of_environment: bool = False

    @property
    def details(self) -> dict[str, int]:
        """For the activity log: the number of each kind."""
        if self.of_environment:
            return {"terms": OF_ENVIRONMENT}
        return {one.version.kind.value: one.version.number for one in self.holding}


def check(*, organisation: UUID, agreed: Agreed, ctx: ActionContext) -> Accepted:
    """What holds for a deed of the day for an organisation, before it is written; nothing new begins until it is.

    What the organisation has accepted before need not be named. Raises TermsChanged for a document that is not in
    force (any more), TermsNotAccepted for a version in force that was neither shown nor accepted before.
    """
    lock(shared=True)
    versions = {one.key: one for one in all_versions()}
    asked = rules.in_force([one.rule for one in versions.values()], ctx.today)
    if not versions:
        if agreed.documents:
            raise TermsChanged
        return Accepted(organisation, of_environment=agreed.to_environment and bool(environment_url(())))
    of_document = {document.key: one.key for one in versions.values() for document in one.documents}
    if not of_document.keys() >= set(agreed.documents):
        raise TermsChanged
    shown = {of_document[key]: key for key in agreed.documents}
    earlier = accepted_by(organisation, [one.id for one in asked]) if asked else {}
    found = rules.disagreement(asked, shown, earlier)
    if found is not None and found.outdated:
        raise TermsChanged
    if found is not None:
        raise TermsNotAccepted(which=", ".join(f"{one.kind.value}-{one.number}" for one in found.missing))
    holding = tuple(_holding(versions[one.id], shown, earlier) for one in asked)
    return Accepted(organisation, holding)


def record(*, deed: TermsDeed, deed_id: UUID, accepted: Accepted, ctx: ActionContext) -> None:
    """Keep with a deed that was just written what holds for it, and who accepted it for whom."""
    if not accepted.holding:
        return
    actor = ctx.actor
    member_of = _member_of(accepted.organisation, ctx)
    models.TermsAcceptance.objects.bulk_create(
        models.TermsAcceptance(
            deed=deed.value,
            deed_id=deed_id,
            version_id=one.version.key,
            document_id=one.document,
            organisation_id=accepted.organisation,
            earlier_id=one.earlier,
            accepted_by=actor.user,
            accepted_by_name=actor.name,
            member_of_id=member_of,
            acting_for=actor.acting_for,
            day=ctx.today,
            at=ctx.now,
        )
        for one in accepted.holding
    )


def _holding(version: Version, shown: dict[UUID, UUID], earlier: dict[UUID, models.TermsAcceptance]) -> Holding:
    before = earlier.get(version.key)
    document = shown.get(version.key) or (before.document_id if before else version.documents[0].key)
    return Holding(version, document, before.id if before else None)


def _member_of(organisation: UUID, ctx: ActionContext) -> UUID | None:
    """From which organisation a person acts: the vendor for staff that acts for somebody, else the one that accepts,
    else a partner that looks after it, else the only one there is; None for nobody who logs in."""
    members = models.Membership.objects.filter(user=ctx.actor.user).order_by("created_at")
    found = dict(members.values_list("organisation_id", "organisation__kind")) if ctx.actor.user else {}
    if ctx.actor.acting_for:
        return next((key for key, kind in found.items() if kind == Kind.VENDOR.value), None)
    if organisation in found:
        return organisation
    trusted = models.HandOver.objects.in_force(ctx.today).filter(customer=organisation, partner__in=found)
    partner = trusted.order_by("created_at").values_list("partner_id", flat=True).first()
    return partner or next(iter(found), None)
