"""What is not as the document says is refused in the caller's language, each kind of it."""

from typing import Any, Literal

import pytest
from django.utils import translation
from ninja import Field
from pydantic import AwareDatetime, ValidationError

from autossa.api.v1.frame.shapes import AmountIn, Body, CurrencyIn, Day, Id, Line, SscText
from autossa.api.v1.vendor.shapes import NumberText
from autossa.domain.rights import Role
from autossa.store.ids import public_id
from autossa.wording.refusals.shapes import SHAPES, explain_shape
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop


class Sent(Body):
    """A field of each kind that bodies have."""

    line: Line = ""
    filled: str = Field("x", min_length=2)
    coded: Id = "prj_00000000000000000000000000"
    number: int = Field(1, ge=1, le=9)
    between: int = Field(1, gt=0, lt=9)
    yes: bool = True
    choice: Literal["a", "b"] = "a"
    many: list[int] = Field(default=[1], min_length=1, max_length=2)
    by_name: dict[str, int] = Field(default_factory=dict)
    within: "Sent | None" = None
    day: Day | None = None
    moment: AwareDatetime | None = None
    ssc: SscText = "1.00"
    amount: AmountIn = "1.00"
    factor: NumberText = "1.00"
    currency: CurrencyIn = "EUR"


WRONG = [
    ("other", 1, "There is no such field.", "Dieses Feld gibt es nicht."),
    ("line", 5, "Send a text.", "Senden Sie einen Text."),
    ("line", "x" * 201, "Send a text of at most 200 characters.", "Senden Sie einen Text mit höchstens 200 Zeichen."),
    ("filled", "", "Send a text of at least 2 characters.", "Senden Sie einen Text mit mindestens 2 Zeichen."),
    ("coded", "x", "Send a text of the form ^[a-z]{3}_", "Senden Sie einen Text der Form ^[a-z]{3}_"),
    ("number", "x", "Send a whole number.", "Senden Sie eine ganze Zahl."),
    ("number", None, "Send a whole number.", "Senden Sie eine ganze Zahl."),
    ("number", 1.5, "Send a whole number.", "Senden Sie eine ganze Zahl."),
    ("number", "9" * 5000, "Send a whole number with fewer", "Senden Sie eine ganze Zahl mit weniger"),
    ("number", 0, "Send a number of at least 1.", "Senden Sie eine Zahl, die mindestens 1 ist."),
    ("number", 10, "Send a number of at most 9.", "Senden Sie eine Zahl, die höchstens 9 ist."),
    ("between", 0, "Send a number above 0.", "Senden Sie eine Zahl über 0."),
    ("between", 9, "Send a number below 9.", "Senden Sie eine Zahl unter 9."),
    ("yes", "perhaps", "Send true or false.", "Senden Sie true oder false."),
    ("yes", None, "Send true or false.", "Senden Sie true oder false."),
    ("choice", "c", "Send one of these: 'a' or 'b'.", "Senden Sie einen dieser Werte: 'a' oder 'b'."),
    ("many", 1, "Send a list.", "Senden Sie eine Liste."),
    ("many", [], "Send at least 1 of them.", "Senden Sie mindestens 1 davon."),
    ("many", [1, 2, 3], "Send at most 2 of them.", "Senden Sie höchstens 2 davon."),
    ("by_name", 1, "Send an object.", "Senden Sie ein Objekt."),
    ("within", 1, "Send an object.", "Senden Sie ein Objekt."),
    ("day", 20270101, "Send a day as YYYY-MM-DD.", "Senden Sie einen Tag in der Form JJJJ-MM-TT."),
    ("day", "1.2.2027", "Send a day as YYYY-MM-DD.", "Senden Sie einen Tag in der Form JJJJ-MM-TT."),
    ("day", "2027-01-01T10:00", "Send a day as YYYY-MM-DD, without", "Senden Sie einen Tag in der Form"),
    ("day", "1800-01-01", "Send a day between 1900-01-01 and", "Senden Sie einen Tag zwischen 1900-01-01 und"),
    ("moment", "noon", "Send a moment with its time zone", "Senden Sie einen Zeitpunkt mit seiner Zeitzone"),
    ("moment", "2027-01-01T10:00", "Send a moment with its time zone", "Senden Sie einen Zeitpunkt mit seiner"),
    ("moment", [], "Send a moment with its time zone", "Senden Sie einen Zeitpunkt mit seiner Zeitzone"),
    ("ssc", 12.5, 'Send a text with decimals, such as "12.50"', 'Senden Sie einen Text mit Dezimalstellen, etwa'),
    ("ssc", "1,5", 'Send a text with decimals, such as "12.50"', "Senden Sie einen Text mit Dezimalstellen"),
    ("ssc", "1.505", "Send a number with at most 2 decimals.", "Senden Sie eine Zahl mit höchstens 2 Dezimalstellen."),
    ("amount", 1, 'Send a text with decimals, such as "119.00"', "Senden Sie einen Text mit Dezimalstellen"),
    ("amount", "1" * 13, 'Send a text with decimals, such as "119.00"', "Senden Sie einen Text mit Dezimalstellen"),
    ("amount", "999999999999.9", None, None),
    ("factor", 1.05, 'Send a text with decimals, such as "1.05"', "Senden Sie einen Text mit Dezimalstellen"),
    ("currency", "XYZ", "Send the code of a currency", "Senden Sie den Code einer Währung"),
]  # fmt: skip


def errors_of(given: dict[str, Any]) -> list[Any]:
    try:
        Sent.model_validate(given)
    except ValidationError as error:
        return list(error.errors(include_url=False))
    return []


@pytest.mark.parametrize(("name", "value", "english", "german"), WRONG)
def test_each_kind_is_said_in_both_languages(name: str, value: Any, english: str | None, german: str | None) -> None:
    found = errors_of({name: value})
    if english is None:
        assert found == []
        return
    for language, words in (("en", english), ("de", german or "")):
        with translation.override(language):
            said = explain_shape(found[0]["type"], found[0].get("ctx", {}))
        assert said.startswith(words), (found[0]["type"], said)


def test_every_sentence_can_be_filled() -> None:
    seen = {found["type"] for name, value, *_ in WRONG for found in errors_of({name: value})}
    left = {kind for kind, words in SHAPES.items() if "%(" in str(words)} - seen
    assert left == {"enum"}  # as a literal


@pytest.mark.store
@pytest.mark.parametrize(
    ("language", "words"), [("en", "name: Send a text."), ("de", "name: Senden Sie einen Text.")]
)  # fmt: skip
def test_a_caller_is_told_in_their_language(shop: Shop, token: Tokens, language: str, words: str) -> None:
    project = public_id("prj", shop.covered())
    headers = {"Accept-Language": language, "If-Match": "*"}
    reply = ask("PATCH", f"projects/{project}", {"name": 5}, token=token("administration"), headers=headers)
    assert (reply.status, reply.code) == (400, "not_valid")
    assert words in [f"{one['field']}: {one['detail']}" for one in reply.json()["errors"]]


FILE = b"--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n1\r\n"
FIELD = FILE.replace(b"; filename=f", b"")


@pytest.mark.store
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "multipart/form-data; boundary=x",
            FILE * 101,
        ),
        ("multipart/form-data; boundary=x", FIELD * 1001),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=\xc3\x84", b"--x"),
    ],
    ids=["too many files", "too many fields", "no boundary", "no boundary of ASCII"],
)
def test_files_that_cannot_be_read_are_no_fault_of_ours(shop: Shop, token: Tokens, kind: str, body: bytes) -> None:
    finance = token("billing", organisation=shop.vendor, role=Role.FINANCE)
    reply = ask("POST", "bank/statements", body + b"--x--\r\n", token=finance, kind=kind)
    assert (reply.status, reply.code) == (400, "bad_request"), reply.body
