"""Letters of dunning as rows: numbered, frozen, with their fees and interest as claims (billing 16)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.dunning.ahead import next_stage, pay_until
from autossa.domain.billing.dunning.cases import Case, Letter, Warning
from autossa.domain.billing.dunning.fees import FeeReason
from autossa.domain.currencies import with_code
from autossa.operations.activity import record_activities
from autossa.operations.context import ActionContext
from autossa.operations.outbox import tell_all
from autossa.queries.billing.dunning.cases import FoundCase
from autossa.queries.billing.dunning.policies import DunningTerms
from autossa.store import models
from autossa.store.engine.batch import take_numbers
from autossa.wording.billing import dunning as words

SERIES, FEES = "DUN", "FEE"


def write_letters(letters: Sequence[tuple[FoundCase, Letter]], terms: DunningTerms, ctx: ActionContext) -> None:
    """Write letters with their lines, claim their fees and interest, tell their payers: always as many queries.

    Inside a transaction in which the payers are locked.
    """
    if not letters:
        return
    wanted = {UUID(letter.payer) for _, letter in letters}
    payers = models.Organisation.objects.select_related("party").in_bulk(wanted)
    seller, first = _seller(), take_numbers(SERIES, ctx.today.year, len(letters))
    rows = [
        _row(found, letter, payers[UUID(letter.payer)], first + place, terms, ctx, seller)
        for place, (found, letter) in enumerate(letters)
    ]
    models.DunningLetter.objects.bulk_create(rows)
    models.DunningLine.objects.bulk_create(
        line for row, (_, letter) in zip(rows, letters, strict=True) for line in _lines(row, letter)
    )
    _claim(list(zip(rows, (letter for _, letter in letters), strict=True)), ctx)
    tell_all("dunning.letter", [({"letter": str(row.id)}, None) for row in rows], ctx)
    record_activities(ctx, "send_dunning_letter", [(row.payer_id, _details(row)) for row in rows])


def warn(warnings: Sequence[tuple[Case, Warning]], ctx: ActionContext) -> None:
    """Write that contracts will be suspended, and tell their people (billing 17)."""
    contracts = models.Contract.objects.in_bulk({UUID(warning.contract) for _, warning in warnings})
    rows = [
        models.SuspensionWarning(
            contract=contracts[UUID(warning.contract)], payer_id=UUID(case.account.payer),
            currency=case.account.currency, day=warning.day, suspend_on=warning.suspend_on,
            documents=[UUID(one) for one in warning.documents], made_at=ctx.now,
        )
        for case, warning in warnings
    ]  # fmt: skip
    models.SuspensionWarning.objects.bulk_create(rows)
    tell_all("dunning.warned", [({"warning": str(row.id)}, row.contract.project_id) for row in rows], ctx)


def _row(
    found: FoundCase,
    letter: Letter,
    payer: models.Organisation,
    number: int,
    terms: DunningTerms,
    ctx: ActionContext,
    seller: Mapping[str, UUID | None],
) -> models.DunningLetter:
    buyer = payer.party
    assert buyer is not None  # a trigger writes it with the organisation
    return models.DunningLetter(
        payer=payer, currency=letter.currency, year=ctx.today.year, number=number, day=letter.day, level=letter.level,
        name=terms.policy.levels[letter.level - 1].name, policy_id=terms.key, total=letter.total, buyer=buyer.id,
        made_at=ctx.now, **_said(found, letter, terms, buyer.language), **seller,
    )  # fmt: skip


def _lines(row: models.DunningLetter, letter: Letter) -> Iterator[models.DunningLine]:
    interest = dict(letter.interest)
    for place, line in enumerate(letter.lines):
        yield models.DunningLine(
            letter=row, claim_id=UUID(line.document), position=place, level=line.level, rest=line.rest,
            interest=interest.get(line.document, 0),
        )  # fmt: skip


def _details(row: models.DunningLetter) -> dict[str, str]:
    amount = with_code(row.total, row.currency)
    return {"number": row.full_number, "level": row.name, "amount": amount}


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


def _claim(letters: Iterable[tuple[models.DunningLetter, Letter]], ctx: ActionContext) -> None:
    """Their fees and their interest, as far as there are any."""
    wanted = [(row, reason, amount) for row, letter in letters for reason, amount in _claimed(letter).items() if amount]
    if not wanted:
        return
    first = take_numbers(FEES, ctx.today.year, len(wanted))
    models.Fee.objects.bulk_create(
        models.Fee(
            payer=row.payer, currency=row.currency, year=row.year, number=first + place, day=row.day, amount=amount,
            reason=reason.value, letter=row, made_at=ctx.now,
        )
        for place, (row, reason, amount) in enumerate(wanted)
    )  # fmt: skip


def _claimed(letter: Letter) -> dict[FeeReason, Money]:
    return {FeeReason.LETTER: letter.fee, FeeReason.INTEREST: sum(amount for _, amount in letter.interest)}
