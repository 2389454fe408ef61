"""One contract each for several projects: concluded one by one, each with its own answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.contracts import drafts
from autossa.operations.contracts.conclude import conclude
from autossa.operations.errors import Changed, Invalid, NotFound, Refused
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed

GONE, CHANGED = "gone", "changed"


@dataclass(frozen=True, slots=True)
class Wish:
    """A contract for one project, at the figures that were shown; None where its payer cannot pay there.

    `about` is kept with the answer, for whoever shows it; `terms` are the vendor's that were agreed to.
    """

    project: UUID
    option: str
    payer: UUID | None
    agreed: Mapping[str, str] | None
    about: Mapping[str, Any]
    can_pay: bool = True
    terms: Agreed = NOTHING


def conclude_several(*, user: UUID, selection: str, result: str, wishes: Sequence[Wish], ctx: ActionContext) -> bool:
    """Conclude each in a transaction of its own, and keep the answers as the draft `result`.

    Whoever comes first takes the draft `selection`: False, and nothing done, for everybody after. Raises nothing of
    `conclude`: what one project is refused for is its answer.
    """
    if drafts.take(user=user, key=selection) is None:
        return False
    rows = [{**wish.about, **_answer(wish, ctx)} for wish in wishes]
    drafts.save(user=user, key=result, answers={"rows": rows}, ctx=ctx)
    return True


def conclude_each(*, wishes: Sequence[Wish], ctx: ActionContext) -> list[dict[str, Any]]:
    """Conclude each in a transaction of its own: `code`, empty for what is concluded, and `missing` (SSC).

    Raises nothing of `conclude`, as `conclude_several`; for whoever needs no selection that is kept.
    """
    return [_answer(wish, ctx) for wish in wishes]


def _answer(wish: Wish, ctx: ActionContext) -> dict[str, Any]:
    """Its code, empty when it is concluded, and what is missing (SSC)."""
    if not wish.can_pay:  # another payer than the selected one is nobody's answer
        return {"code": GONE}
    try:
        conclude(
            project=wish.project, option=wish.option, ctx=ctx, payer=wish.payer, agreed=wish.agreed, terms=wish.terms
        )
    except Changed:
        return {"code": CHANGED}
    except Refused as refused:
        return {"code": refused.refusal.code.value, "missing": refused.refusal.missing_ssc}
    except (Invalid, NotFound):
        return {"code": GONE}
    return {"code": ""}
