"""Several licenses at once (rule 6): each as if it came alone after the ones before it, all or none."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from autossa.domain.licenses import NewLicense, add, confirm, request
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.topups import top_up

_What = TypeVar("_What")


def request_all(project: Project, day: date, new: Iterable[NewLicense]) -> Outcome:
    """A customer or partner asks for all of them: each waits for the vendor on a line of its own."""
    outcome = Outcome(project)
    for one in new:
        outcome = outcome.followed_by(request(outcome.project, day, one))
    return outcome


def add_all(project: Project, day: date, new: Iterable[NewLicense]) -> Outcome | Refusal:
    """Add all of them, confirmed. Refused whole, as `licenses.add` refuses one, with all that is missing."""
    return _in_turn(add, project, day, new)


def confirm_all(project: Project, day: date, numbers: Iterable[int]) -> Outcome | Refusal:
    """The vendor confirms these lines. Refused whole, as `licenses.confirm` refuses one, with all that is missing."""
    return _in_turn(confirm, project, day, numbers)


def _in_turn(
    rule: Callable[[Project, date, _What], Outcome | Refusal], project: Project, day: date, given: Iterable[_What]
) -> Outcome | Refusal:
    """What one of them lacks in credits is lent for it, so that the refusal tells what all of them lack."""
    outcome, short = Outcome(project), None
    for one in given:
        done = rule(outcome.project, day, one)
        if isinstance(done, Refusal) and done.missing_ssc:
            short = replace(done, missing_ssc=done.missing_ssc + ((short and short.missing_ssc) or 0))
            done = rule(top_up(outcome.project, day, done.missing_ssc).project, day, one)
        if isinstance(done, Refusal):
            return done
        outcome = outcome.followed_by(done)
    return short or outcome
