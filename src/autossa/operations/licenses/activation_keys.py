"""Activation keys: made by the vendor, worth licenses and SSC, redeemed once (rule 6)."""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from autossa.domain import licenses, topups
from autossa.domain.amounts import Ssc, show
from autossa.domain.billing.vat import Rate, Treatment, rate_on
from autossa.domain.credits import LotSource
from autossa.domain.limits import Deed
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import Details, Effects, apply
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.licenses.additions import new_license
from autossa.operations.organisations.vat import UnknownVatRate
from autossa.operations.validation import numeric
from autossa.queries.licenses.previews import RequestedLicense
from autossa.store import models
from autossa.store.engine.billing.vat_rates import load_rates
from autossa.store.engine.load import Loaded
from autossa.store.exact import fraction
from autossa.store.models.billing.vat import STANDARD

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that a reader mistakes for another
_GROUPS, _GROUP = 5, 5


class WorthUnclear(Invalid):
    """A key is worth a known license type with a quantity of at least 1, SSC, or both."""


class WorthNothing(Invalid):
    """A key must be worth something."""


class KeyNotRedeemable(NotFound):
    """This key is unknown or was redeemed already."""

    field = "key"


class KeyTaxMismatch(Invalid):
    """This key was sold with another VAT than the invoices of this project carry."""

    field = "key"


@dataclass(frozen=True, slots=True)
class SoldAs:
    """How a key was taxed when it was sold: that is its VAT, and there is none when it is used (billing 3)."""

    treatment: Treatment
    rate_class: str = STANDARD


def make(
    *,
    ctx: ActionContext,
    license_type: str | None = None,
    quantity: int = 0,
    ssc: Ssc = 0,
    sold_as: SoldAs | None = None,
) -> str:
    """A new key worth a license, SSC (hundredths), or both. It is shown once: only its hash is kept.

    With `sold_as` it can be redeemed only where the payer is taxed so, at the rate of today. Raises WorthUnclear,
    WorthNothing, UnknownVatRate.
    """
    kind = models.LicenseType.objects.filter(code=license_type).first() if license_type else None
    if (license_type and kind is None) or (kind is None) != (quantity == 0) or quantity < 0 or ssc < 0:
        raise WorthUnclear
    if not quantity and not ssc:
        raise WorthNothing
    key = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    with transaction.atomic():
        row = models.ActivationKey.objects.create(
            digest=_digest(key), hint=key[-5:], license_type=kind, quantity=quantity, ssc=ssc, **_taxed(sold_as, ctx)
        )
        record_activity(ctx, "make_key", details={"key": row.public_id, "ends": row.hint})
    return key


def redeem(*, key: str, project: UUID, ctx: ActionContext) -> Outcome:
    """Give a project what a key is worth, once. Raises NotFound for a key that is unknown or used, or Refused.

    Keys that are neither are counted, before they are looked at: so that many tries at once are counted, too. Raises
    KeyTaxMismatch where the payer is taxed otherwise than the key; LimitReached after some wrong ones.
    """
    counted = limits.count(Deed.WRONG_KEY, ctx, project=project)
    try:
        outcome = _redeem_once(key, project, ctx)
    except (Refused, KeyTaxMismatch):
        limits.take_back(counted)  # the key is right
        raise
    limits.take_back(counted)
    return outcome


def _taxed(sold_as: SoldAs | None, ctx: ActionContext) -> dict[str, Any]:
    if sold_as is None:
        return {}
    try:
        rate = numeric(rate_on(_rates(sold_as.rate_class), sold_as.treatment, ctx.today))
    except LookupError:
        raise UnknownVatRate from None
    return {"treatment": sold_as.treatment.value, "tax_rate": rate}


def _rates(rate_class: str) -> tuple[Rate, ...]:
    return load_rates().by_class.get(rate_class, ())


def _check_tax(row: models.ActivationKey, loaded: Loaded, ctx: ActionContext) -> None:
    """The payer of the open contract, else the customer, is taxed as the key was when it was sold.

    Raises KeyTaxMismatch, also for one that nobody verified yet. A key of former times fits everywhere.
    """
    if not row.treatment:
        return
    contract = loaded.project.contract
    payer = loaded.payer if contract is not None and contract.is_open else loaded.customer
    present = models.VatTreatment.objects.filter(organisation=payer).order_by("-version").first()
    if present is None or present.treatment != row.treatment:
        raise KeyTaxMismatch
    rate = rate_on(_rates(present.rate_class), Treatment(present.treatment), ctx.today)
    if row.tax_rate is None or rate != fraction(row.tax_rate):
        raise KeyTaxMismatch


def _redeem_once(key: str, project: UUID, ctx: ActionContext) -> Outcome:
    with transaction.atomic():
        row = models.ActivationKey.objects.select_for_update().filter(digest=_digest(key)).first()
        if row is None or row.redeemed_by_id is not None:
            raise KeyNotRedeemable
        license_id = f"KEY-{row.hint}-{row.public_id[-6:]}"
        outcome = apply(
            project=project,
            ctx=ctx,
            action="redeem_key",
            rule=lambda facts: _redeem(facts, row, license_id, ctx),
            details=_worth(row),
            check=lambda loaded: _check_tax(row, loaded, ctx),
            effects=Effects(origins={license_id: ("key", row.public_id)}),
        )
        models.ActivationKey.objects.filter(pk=row.pk).update(redeemed_by=project, redeemed_on=ctx.today)
    return outcome


def _redeem(facts: Project, row: models.ActivationKey, license_id: str, ctx: ActionContext) -> Outcome | Refusal:
    """The SSC first, so that they can pay for the license that comes with them."""
    outcome = topups.top_up(facts, ctx.today, row.ssc, LotSource.KEY) if row.ssc else Outcome(facts)
    if row.license_type is None:
        return outcome
    new = new_license(RequestedLicense(license_id, row.license_type.code, row.quantity), ctx)
    added = licenses.add(outcome.project, ctx.today, new)
    return added if isinstance(added, Refusal) else outcome.followed_by(added)


def _worth(row: models.ActivationKey) -> Details:
    """What a key was worth, as the log tells it."""
    given = {"type": row.license_type.code, "quantity": row.quantity} if row.license_type else {}
    return {"key": row.public_id, **given, **({"ssc": show(row.ssc)} if row.ssc else {})}


def _digest(key: str) -> bytes:
    """Only letters and digits count, whatever stands between them: dashes of any kind, blanks, quotation marks."""
    signs = [sign for sign in unicodedata.normalize("NFKC", key).upper() if sign.isascii() and sign.isalnum()]
    groups = ("".join(signs[start : start + _GROUP]) for start in range(0, len(signs), _GROUP))
    return hashlib.sha256("-".join(groups).encode()).digest()
