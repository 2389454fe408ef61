"""What was said and done about each contract of a project: who concluded it, questions, answers, reasons."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.queries.organisations.organisations import names_of
from autossa.store import models

_ACTIONS = (
    "conclude_contract", "ask_question", "answer_question", "approve_contract", "reject_contract", "withdraw_contract",
    "suspend_contract", "resume_contract", "cancel_contract", "undo_cancellation",
)  # fmt: skip
_WRITTEN = ("question", "answer", "reason")


@dataclass(frozen=True, slots=True)
class Said:
    """Who did something about a contract, acting for whom if for anybody, with their own words if they wrote any."""

    at: datetime
    day: date
    actor: str
    action: str
    text: str
    acting_for: str = ""


def load_talk(project: UUID) -> dict[int, tuple[Said, ...]]:
    """By the contract's number, oldest first. Two queries at most: the n-th conclusion made contract n."""
    talk: dict[int, list[Said]] = defaultdict(list)
    number = 0
    found = list(models.Activity.objects.filter(project=project, action__in=_ACTIONS).order_by("id"))
    names = names_of(row.acting_for for row in found if row.acting_for)
    for row in found:
        number += row.action == "conclude_contract"
        text = next((str(row.details[key]) for key in _WRITTEN if row.details.get(key)), "")
        talk[number].append(
            Said(
                row.at,
                row.day,
                row.actor_name,
                row.action,
                text,
                names.get(row.acting_for, "") if row.acting_for else "",
            )
        )
    return {key: tuple(rows) for key, rows in talk.items()}
