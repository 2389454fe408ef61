"""An order before it is placed, for whoever asks."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from autossa.api.v1.frame.calls import ProjectCall, token_of
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import ssc_text
from autossa.api.v1.frame.terms import terms_for
from autossa.api.v1.orders.shapes import LapseOut, OrderPreviewOut, PayerChoice, PreviewLine, WantedIn
from autossa.domain.amounts import Ssc, show_fraction
from autossa.domain.billing.documents import DocumentLine
from autossa.domain.orders.orders import Wanted
from autossa.domain.refusals import Refusal
from autossa.operations.billing.orders.deciding import PayerNotAllowed
from autossa.operations.errors import Invalid, Refused
from autossa.queries.identifiers import organisation_name
from autossa.queries.orders.previews import OrderPreview, order_preview
from autossa.wording.documents import credits_name


class OneOfBoth(Invalid):
    """Ask for credits or for licenses, one of both."""

    field = "ssc"


def wanted_of(lines: Iterable[WantedIn]) -> tuple[Wanted, ...]:
    """What is asked for."""
    return tuple(Wanted(one.license_type, one.quantity, one.enlarges) for one in lines)


def preview_of(
    call: ProjectCall, payer: UUID | None, *, ssc: Ssc | None = None, wanted: Sequence[Wanted] = ()
) -> OrderPreview:
    """Raises PayerNotAllowed, Refused."""
    found = order_preview(call.project.id, call.account.user, call.today, payer=payer, ssc=ssc, wanted=wanted)
    if isinstance(found, Refusal):
        raise Refused(found)
    if found is None:
        raise PayerNotAllowed
    return found


def preview_out(call: ProjectCall, found: OrderPreview) -> OrderPreviewOut:
    """What is answered."""
    plan, lapse = found.plan, found.lapse
    return answer_of(
        OrderPreviewOut, plan,
        lines=[_line(one, plan.currency) for one in plan.lines],
        payer=organisation_name(found.payer),
        payers=[PayerChoice(id=organisation_name(key), name=name) for key, name in found.payers],
        booking=found.booking.value,
        lapse=lapse and LapseOut(ssc=ssc_text(lapse.ssc), pay_until=lapse.pay_until, grows_by=ssc_text(lapse.grows_by)),
        unverified=found.unverified,
        terms=terms_for(call, found.payer),
        agreed=token_of(found.shown),
    )  # fmt: skip


def _line(line: DocumentLine, currency: str) -> PreviewLine:
    more = {"name": line.name or credits_name("en"), "enlarges": line.license_id or None}
    return answer_of(PreviewLine, line, currency=currency, tax_rate=show_fraction(line.rate), **more)
