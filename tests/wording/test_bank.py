"""Every code of the bank has words, in both languages."""

from typing import Any

import pytest

from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.domain.billing.bank.order_checks import OrderFault
from autossa.domain.billing.bank.returns import ReturnCode
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.wording.billing import bank
from autossa.wording.languages import say


@pytest.mark.parametrize(
    ("table", "codes"),
    [(bank.RETURN_REASON, ReturnCode), (bank.FILE_FAULT, FileFault), (bank.ORDER_FAULT, OrderFault)],
    ids=["returns", "files", "orders"],
)
def test_every_code_has_words_in_both_languages(table: dict[Any, Any], codes: Any) -> None:
    assert set(table) == set(codes)
    for word in table.values():
        assert say(word, "de") != say(word, "en")


@pytest.mark.parametrize("fault", FileFault)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_file_is_refused_in_one_sentence(fault: FileFault, language: str) -> None:
    text = bank.file_refused(FileRefused(fault, file="july.xml", line=7), language)
    assert text.startswith("july.xml: ")
    assert text.endswith(".")
    assert text.count(". ") == 0


@pytest.mark.parametrize(
    ("reason", "english", "german"),
    [
        (ReturnReason("AC04", "no longer shown"), "The account is closed (AC04)", "Das Konto ist erloschen (AC04)"),
        (ReturnReason(""), "The bank gave no reason", "Die Bank hat keinen Grund genannt"),
        (ReturnReason("XX9"), "The bank gave the reason XX9", "Die Bank nennt den Grund XX9"),
        (ReturnReason("XX9", "why"), "The bank gave the reason XX9: why", "Die Bank nennt den Grund XX9: why"),
    ],
)
def test_why_money_went_back(reason: ReturnReason, english: str, german: str) -> None:
    assert bank.return_reason(reason, "en") == english
    assert bank.return_reason(reason, "de") == german
