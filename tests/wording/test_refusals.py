"""Why something was not done, in words: refusals of the rules, and exceptions of use cases by their code."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from datetime import date
from types import ModuleType

import pytest
from django.utils import translation

from autossa.domain.refusals import Code, Refusal
from autossa.operations import accounts, organisations
from autossa.operations.errors import Changed, Invalid, OperationError
from autossa.operations.projects.edit import NameTaken
from autossa.wording.refusals import _AREAS, _ERRORS, explain, explain_error


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", Code)
def test_every_refusal_is_a_sentence(code: Code, language: str) -> None:
    with translation.override(language):
        said = explain(Refusal(code, missing_ssc=125, earliest_end=date(2027, 1, 31), ends_on=date(2027, 1, 31)))
    assert said.code is code
    assert said.text.endswith((".", "!"))
    assert "%(" not in said.text


@pytest.mark.parametrize(
    ("ordered", "text", "to_order"),
    [
        (0, "The balance does not hold enough credits: 12.50\xa0SSC are missing. Top up first.", 1250),
        (
            1000,
            "The balance does not hold enough credits: 12.50\xa0SSC are missing. 10.00\xa0SSC are ordered and wait for"
            " their payment; 2.50\xa0SSC are still to be ordered.",
            250,
        ),
        (
            1250,
            "The balance does not hold enough credits: 12.50\xa0SSC are missing. 12.50\xa0SSC are ordered and wait for"
            " their payment.",
            0,
        ),
    ],
)
def test_what_is_ordered_is_not_ordered_again(ordered: int, text: str, to_order: int) -> None:
    with translation.override("en"):
        said = explain(Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=1250), ordered)
    assert (said.text, said.missing, said.to_order) == (text, 1250, to_order)


def test_an_end_is_said_with_its_last_day() -> None:
    with translation.override("en"):
        said = explain(Refusal(Code.NOTICE_TOO_SHORT, earliest_end=date(2027, 1, 31)))
    assert said.text == "The contract cannot end that early. The earliest end is 30 January 2027."


def test_no_code_has_words_in_two_areas() -> None:
    assert sum(len(area.ERRORS) for area in _AREAS) == len(_ERRORS) > 200


def test_an_exception_of_a_use_case_is_said_by_its_code() -> None:
    with translation.override("de"):
        assert explain_error(NameTaken.code, {}, "taken") == str(_ERRORS["name_taken"]) != "taken"
    assert Changed.code in _ERRORS


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", sorted(_ERRORS))
def test_every_error_is_a_sentence_with_its_facts(code: str, language: str) -> None:
    """A per cent sign in it is one, and no way of writing a fact."""
    with translation.override(language):
        facts = dict.fromkeys(re.findall(r"%\((\w+)\)", str(_ERRORS[code])), "7")
        said = explain_error(code, facts, "its message")
    assert said not in ("", "its message")
    assert not re.search(r"%\(|%%", said)


def test_per_cent_is_said() -> None:
    with translation.override("en"):
        assert explain_error("base_rate_invalid", {}, "") == "A base rate is from -100 % to 100 %."


def test_a_code_without_words_keeps_the_message_of_the_exception() -> None:
    class HasNoWords(OperationError):
        """It has {count} of none."""

    error = HasNoWords(count=3)
    assert explain_error(error.code, error.facts, str(error)) == "It has 3 of none."


def test_words_that_lack_a_fact_give_way_to_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_ERRORS, "too_long", "At most %(most)s letters.")
    assert explain_error("too_long", {"most": 40}, "too long") == "At most 40 letters."
    assert explain_error("too_long", {}, "too long") == "too long"


# ---- what was wrong with a request


def kinds_of(areas: Iterable[ModuleType]) -> set[type[Invalid]]:
    """The exceptions that the modules of some areas raise for a request that is wrong."""
    found = {
        kind
        for area in areas
        for module in pkgutil.iter_modules(area.__path__)
        for kind in vars(importlib.import_module(f"{area.__name__}.{module.name}")).values()
        if isinstance(kind, type) and issubclass(kind, Invalid) and kind.__module__.startswith(area.__name__)
    }
    return {kind for kind in found if not kind.__subclasses__()}


def test_every_mistake_in_a_request_has_words() -> None:
    kinds = kinds_of([accounts, organisations])
    assert len(kinds) > 25
    assert sorted(kind.code for kind in kinds if kind.code not in _ERRORS) == []
