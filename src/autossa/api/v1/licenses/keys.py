"""Endpoints of activation keys, made by the vendor's staff."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.shapes import Answer, Body, Day, Line, SscText, ssc_text
from autossa.domain.amounts import parse_ssc
from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Action
from autossa.operations.licenses import activation_keys
from autossa.queries.permissions import Scope
from autossa.queries.vendor.catalogue import KeyRow
from autossa.queries.vendor.catalogue import activation_keys as newest_keys

router = Router(tags=["Licenses"])


class KeyToMake(Body):
    """What a key is worth: licenses, credits, or both."""

    license_type: Line | None = Field(None, description="The code of a type.")
    quantity: int = Field(0, ge=0, le=1_000_000)
    ssc: SscText = "0.00"
    sold_as: Treatment | None = Field(
        None,
        description="How it was taxed when it was sold: it can be redeemed only where invoices carry the same VAT.",
    )
    rate_class: Line | None = None


class MadeKey(Answer):
    """A key, shown this once."""

    key: str


class KeyOut(Answer):
    """A key that was made."""

    id: str
    hint: str = Field(description="Its last letters.")
    license_type: str
    quantity: int
    ssc: SscText
    created_at: datetime
    redeemed_on: Day | None
    project: str | None


@endpoint(router, "GET", "/activation-keys", Scope.VENDOR, Action.ADD_LICENSES, answer=Listed[KeyOut])
def list_activation_keys(request: Call, page: Annotated[PageAsk, Query()]) -> Listed[KeyOut]:
    """The newest activation keys, by their last letters."""
    return listed(newest_keys(), page, _key)


@endpoint(router, "POST", "/activation-keys", Scope.VENDOR, Action.ADD_LICENSES, answer=MadeKey, status=201)
def create_activation_key(request: Call, body: KeyToMake) -> MadeKey:
    """Make an activation key; the answer shows it, once."""
    sold_as = _sold_as(body)
    key = activation_keys.make(
        ctx=context_of(request), license_type=body.license_type, quantity=body.quantity, ssc=parse_ssc(body.ssc),
        sold_as=sold_as,
    )  # fmt: skip
    return MadeKey(key=key)


def _key(row: KeyRow) -> KeyOut:
    return KeyOut(
        id=row.id, hint=row.hint, license_type=row.license_type, quantity=row.quantity, ssc=ssc_text(row.ssc),
        created_at=row.made_at, redeemed_on=row.redeemed_on, project=row.project[0] if row.project else None,
    )  # fmt: skip


def _sold_as(body: KeyToMake) -> activation_keys.SoldAs | None:
    if body.sold_as is None:
        return None
    return activation_keys.SoldAs(body.sold_as, *([body.rate_class] if body.rate_class else []))
