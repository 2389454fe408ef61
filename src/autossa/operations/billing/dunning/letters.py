"""A letter of dunning as rows: numbered, frozen, with its fee and its interest as claims (billing 16)."""

from collections.abc import Mapping
from uuid import UUID

from autossa.domain.amounts import Money, show
from autossa.domain.billing.dunning.ahead import next_stage, pay_until
from autossa.domain.billing.dunning.cases import Case, Letter, Warning
from autossa.domain.billing.dunning.fees import FeeReason
from autossa.domain.currencies import places_of
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.outbox import tell
from autossa.queries.billing.dunning.cases import FoundCase
from autossa.queries.billing.dunning.policies import DunningTerms
from autossa.store import models
from autossa.store.engine.batch import take_numbers
from autossa.wording.billing import dunning as words

SERIES, FEES = "DUN", "FEE"


def write_letter(found: FoundCase, letter: Letter, terms: DunningTerms, ctx: ActionContext) -> UUID:
    """Write a letter with its lines, claim its fee and interest, and tell the payer; its key."""
    payer = models.Organisation.objects.select_related("party").get(pk=letter.payer)
    buyer = payer.party
    assert buyer is not None  # a trigger writes it with the organisation
    row = models.DunningLetter(
        payer=payer, currency=letter.currency, year=ctx.today.year, day=letter.day, level=letter.level,
        name=terms.policy.levels[letter.level - 1].name, policy_id=terms.key, total=letter.total, buyer=buyer.id,
        made_at=ctx.now, **_said(found, letter, terms, buyer.language), **_seller(),
    )  # fmt: skip
    row.number = take_numbers(SERIES, row.year, 1)
    row.save(force_insert=True)
    interest = dict(letter.interest)
    models.DunningLine.objects.bulk_create(
        models.DunningLine(
            letter=row, claim_id=UUID(line.document), position=place, level=line.level, rest=line.rest,
            interest=interest.get(line.document, 0),
        )
        for place, line in enumerate(letter.lines)
    )  # fmt: skip
    _claim(row, {FeeReason.LETTER: letter.fee, FeeReason.INTEREST: sum(interest.values())}, ctx)
    tell("dunning.letter", {"letter": str(row.id)}, ctx)
    amount = f"{show(letter.total, places_of(letter.currency))} {letter.currency}"
    details = {"number": row.full_number, "level": row.name, "amount": amount}
    record_activity(ctx, "send_dunning_letter", organisation=payer.id, details=details)
    return row.id


def warn(case: Case, warning: Warning, ctx: ActionContext) -> None:
    """Write that a contract will be suspended, and tell its people (billing 17)."""
    contract = models.Contract.objects.get(pk=warning.contract)
    row = models.SuspensionWarning.objects.create(
        contract=contract, payer_id=UUID(case.account.payer), currency=case.account.currency, day=warning.day,
        suspend_on=warning.suspend_on, documents=[UUID(one) for one in warning.documents], made_at=ctx.now,
    )  # fmt: skip
    tell("dunning.warned", {"warning": str(row.id)}, ctx, contract.project_id)


def _said(found: FoundCase, letter: Letter, terms: DunningTerms, language: str) -> Mapping[str, object]:
    """The text of the level and what happens next, in the payer's language: as it is said now, so it stays."""
    following = next_stage(found.case, letter, terms.policy, found.running)
    text = f"{words.greeting(language)}\n\n{terms.text(letter.level, language)}"
    if following:
        level = terms.policy.levels[following.level - 1]
        text = f"{text}\n\n{words.what_follows(level.name, level.what, following.day, language)}"
    return {"text": text.strip(), "pay_until": pay_until(letter, following)}


def _seller() -> Mapping[str, UUID | None]:
    party = models.Organisation.objects.filter(kind="vendor").values_list("party_id", flat=True).first()
    facts = models.SellerFacts.objects.order_by("-number").values_list("id", flat=True).first()
    return {"seller": party, "seller_facts": facts}


def _claim(row: models.DunningLetter, amounts: Mapping[FeeReason, Money], ctx: ActionContext) -> None:
    wanted = [(reason, amount) for reason, amount in amounts.items() if amount]
    if not wanted:
        return
    first = take_numbers(FEES, row.year, len(wanted))
    models.Fee.objects.bulk_create(
        models.Fee(
            payer=row.payer, currency=row.currency, year=row.year, number=first + place, day=row.day, amount=amount,
            reason=reason.value, letter=row, made_at=ctx.now,
        )
        for place, (reason, amount) in enumerate(wanted)
    )  # fmt: skip
