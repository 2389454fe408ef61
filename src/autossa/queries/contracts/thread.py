"""What was said and done about each contract of a project: who concluded it, questions, answers, reasons."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.queries.organisations.lookup import names_of
from autossa.store import models


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """Who did something about a contract, acting for whom if for anybody, with their own words if they wrote any."""

    at: datetime
    day: date
    actor: str
    action: str
    text: str
    acting_for: str = ""


def load_review_thread(project: UUID) -> dict[int, tuple[ThreadEntry, ...]]:
    """By the contract's number, oldest first. Two queries at most."""
    thread: dict[int, list[ThreadEntry]] = defaultdict(list)
    messages = models.ContractMessage.objects.filter(contract__project=project)
    found = list(messages.select_related("contract").order_by("id"))
    names = names_of(row.acting_for for row in found if row.acting_for)
    for row in found:
        acting_for = names.get(row.acting_for, "") if row.acting_for else ""
        entry = ThreadEntry(row.at, row.day, row.actor_name, row.kind, row.text, acting_for)
        thread[row.contract.number].append(entry)
    return {number: tuple(entries) for number, entries in thread.items()}


def load_latest_thread(project: UUID) -> tuple[ThreadEntry, ...]:
    """That of the latest contract, the conclusion first; empty without one."""
    threads = load_review_thread(project)
    return threads[max(threads)] if threads else ()
