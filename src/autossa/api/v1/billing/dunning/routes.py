"""What will go out tomorrow and what went out; what keeps dunning silent; its letters."""

from typing import Annotated, Any

from django.http.response import HttpResponseBase
from ninja import Query, Router

from autossa.api.v1.billing.claims import claim_named
from autossa.api.v1.billing.dunning.shapes import (
    AnnouncedOut,
    DunningOut,
    HappeningOut,
    LetterLineOut,
    LetterOut,
    OutcomeIn,
    PauseIn,
    PauseOut,
    PayerDunningOut,
    PromiseIn,
    StageOut,
    SuspendedOut,
    WholeLetter,
)
from autossa.api.v1.frame.calls import Call, OrganisationCall, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import PDF, file_of
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import Reason
from autossa.domain.rights import Action, TokenScope
from autossa.operations.billing.dunning import holds
from autossa.operations.billing.dunning.papers import letter_file
from autossa.operations.errors import NotFound
from autossa.queries.billing.dunning.letters import find_letter, letter_document, letter_rows
from autossa.queries.billing.dunning.pages import Happening, dunning_page, may_promise, payer_page
from autossa.queries.errors import Unknown
from autossa.queries.permissions import Scope

router = Router(tags=["Dunning"])
_ORG = "/organisations/{organisation_id}/dunning"
_LETTER, _CLAIM = f"{_ORG}/letters/{{letter_id}}", f"{_ORG}/claims/{{claim_id}}"


@endpoint(router, "GET", "/dunning", Scope.VENDOR, Action.KEEP_BOOKS, answer=DunningOut)
def get_dunning(request: Call) -> DunningOut:
    """Finance: what the run of tomorrow does before it does, what went out, who is paused."""
    page = dunning_page(request.today)
    return DunningOut(
        day=page.day, is_on=page.terms is not None and page.terms.is_on, ahead=[_happening(one) for one in page.ahead],
        letters=answers_of(LetterOut, page.letters), pauses=answers_of(PauseOut, page.pauses),
    )  # fmt: skip


@endpoint(router, "GET", _ORG, Scope.ORGANISATION, Action.VIEW_BILLING, answer=PayerDunningOut)
def get_payer_dunning(request: OrganisationCall, organisation_id: str) -> PayerDunningOut:
    """The same of one payer."""
    return _payer(request)


@endpoint(router, "GET", f"{_ORG}/letters", Scope.ORGANISATION, Action.VIEW_BILLING, answer=Listed[LetterOut])
def list_dunning_letters(
    request: OrganisationCall, organisation_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[LetterOut]:
    """The letters to a payer, the newest first."""
    return listed(letter_rows(request.organisation.id), ask, lambda row: answer_of(LetterOut, row))


@endpoint(router, "GET", _LETTER, Scope.ORGANISATION, Action.VIEW_BILLING, answer=WholeLetter)
def get_dunning_letter(request: OrganisationCall, organisation_id: str, letter_id: str) -> WholeLetter:
    """A letter: what it says."""
    try:
        found = letter_document(find_letter(letter_id, request.organisation.id))
    except Unknown:
        raise NotFound from None
    lines = answers_of(LetterLineOut, found.lines, currency=found.currency)
    return answer_of(WholeLetter, found, id=letter_id, lines=lines)


@endpoint(router, "GET", f"{_LETTER}/pdf", Scope.ORGANISATION, Action.VIEW_BILLING, files=(PDF,))
def get_dunning_letter_pdf(request: OrganisationCall, organisation_id: str, letter_id: str) -> HttpResponseBase:
    """A letter as it went out."""
    file = letter_file(letter=letter_id, payer=request.organisation.id, ctx=context_of(request))
    return file_of(file.content, file.name, PDF)


@endpoint(router, "POST", f"{_ORG}/pause", Scope.ORGANISATION, Action.KEEP_BOOKS, answer=PayerDunningOut)
def pause_dunning(request: OrganisationCall, organisation_id: str, body: PauseIn) -> PayerDunningOut:
    """Finance: nothing is sent to a payer, and nothing suspended, up to and including a day."""
    holds.pause(payer=request.organisation.id, until=body.until, reason=body.reason, ctx=context_of(request))
    return _payer(request)


@endpoint(router, "POST", f"{_ORG}/pause/end", Scope.ORGANISATION, Action.KEEP_BOOKS, answer=PayerDunningOut)
def end_dunning_pause(request: OrganisationCall, organisation_id: str) -> PayerDunningOut:
    """Finance: dunning goes on with the next run."""
    holds.end_pause(payer=request.organisation.id, ctx=context_of(request))
    return _payer(request)


@endpoint(
    router, "POST", f"{_ORG}/promise", Scope.ORGANISATION, Action.VIEW_BILLING, answer=PayerDunningOut,
    needs=TokenScope.BILLING,
)  # fmt: skip
def promise_payment(request: OrganisationCall, organisation_id: str, body: PromiseIn) -> PayerDunningOut:
    """A day by which everything open is paid: by the payer's own people, or noted by finance."""
    if not may_promise(request.account, request.organisation):
        raise NotFound
    holds.promise(payer=request.organisation.id, until=body.until, note=body.note, ctx=context_of(request))
    return _payer(request)


@endpoint(router, "POST", f"{_CLAIM}/dispute", Scope.ORGANISATION, Action.KEEP_BOOKS, answer=PayerDunningOut)
def dispute_claim(request: OrganisationCall, organisation_id: str, claim_id: str, body: Reason) -> PayerDunningOut:
    """Finance: an invoice or fee is left out until the dispute is settled."""
    key = claim_named(claim_id)
    holds.dispute(payer=request.organisation.id, document=key, reason=body.reason, ctx=context_of(request))
    return _payer(request)


@endpoint(router, "POST", f"{_CLAIM}/settle", Scope.ORGANISATION, Action.KEEP_BOOKS, answer=PayerDunningOut)
def settle_dispute(request: OrganisationCall, organisation_id: str, claim_id: str, body: OutcomeIn) -> PayerDunningOut:
    """Finance: a dispute is over."""
    key = claim_named(claim_id)
    holds.settle(payer=request.organisation.id, document=key, outcome=body.outcome, ctx=context_of(request))
    return _payer(request)


def _payer(call: OrganisationCall) -> PayerDunningOut:
    row = call.organisation
    page = payer_page(row.id, row.name, call.today)
    return answer_of(
        PayerDunningOut, page, ahead=[_happening(one) for one in page.ahead], suspended=_suspended(page.suspended),
        warned=_suspended(page.warned),
    )  # fmt: skip


def _suspended(rows: tuple[tuple[str, str, Any], ...]) -> list[SuspendedOut]:
    return [SuspendedOut(project=project, name=name, day=day) for project, name, day in rows]


def _happening(one: Happening) -> HappeningOut:
    return answer_of(
        HappeningOut, one, warned=[AnnouncedOut(project=name, day=day) for name, day in one.warned],
        follows=StageOut(level=one.follows[0], day=one.follows[1]) if one.follows else None,
    )  # fmt: skip
