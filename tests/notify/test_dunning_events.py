"""E-mails of dunning: the letter with its PDF, and that a contract will be suspended; both once."""

import pytest

from autossa.operations.runs import dunning
from autossa.operations.runs.attachments import attachments_of
from autossa.store import models
from tests.cast.shop import Shop, on
from tests.notify.post import Post, check
from tests.operations.billing.dunning.story import dunned, pass_day, pass_days, pay

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def late(shop: Shop, post: Post) -> Shop:
    dunned()
    shop.under_contract("Office", option="annual_yearly")
    pass_day("2026-01-15")
    post.forget()
    return shop


def test_a_letter_goes_out_with_its_file(late: Shop, post: Post) -> None:
    dunning.run(ctx=on("2026-02-05"))
    check(
        post.collect(),
        "dunning_letter",
        ["Payment reminder DUN-2026-000001: 1,399.44 EUR by 18 February 2026", "- Payer: Alice Ltd"],
        ["Zahlungserinnerung DUN-2026-000001: 1.399,44 EUR bis 18. Februar 2026"],
    )
    letter = models.DunningLetter.objects.get()
    wanted = [{"kind": "dunning", "key": str(letter.id), "form": "pdf"}]
    (file,) = attachments_of(wanted, on("2026-02-05").now)
    assert file.name == "DUN-2026-000001.pdf"
    assert file.content.startswith(b"%PDF")
    assert attachments_of([{**wanted[0], "form": "cii"}], on("2026-02-05").now) == ()


def test_a_suspension_is_told_seven_days_before(late: Shop, post: Post) -> None:
    pass_days("2026-02-05", "2026-03-11")
    post.forget()
    pass_day("2026-03-12")
    number = models.Claim.objects.get(kind="invoice").number
    check(
        post.collect(),
        "suspension_ahead",
        ["will be suspended on 19 March 2026", f"- {number}"],
        ["wird am 19. März 2026 ausgesetzt", f"- {number}"],
    )
    post.forget()
    pass_days("2026-03-13", "2026-03-19")
    assert [mail.subject for mail in post.collect() if number in mail.text and "is suspended" in mail.subject]


def test_what_is_paid_meanwhile_is_not_announced(late: Shop, post: Post) -> None:
    pass_days("2026-02-05", "2026-03-11")
    post.forget()
    pass_day("2026-03-12")
    pay(late, "2026-03-12")
    assert not [mail for mail in post.collect() if "will be suspended" in mail.subject]
