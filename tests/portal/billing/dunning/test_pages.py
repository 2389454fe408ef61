"""Pages of dunning: what goes out is shown before it does, and is stopped; a payer reads the same of itself."""

import re

import pytest

from autossa.domain.rights import Right
from autossa.operations.billing.documents import render_missing
from autossa.operations.runs import dunning
from autossa.queries.billing import shelf
from autossa.queries.billing.dunning import pages
from autossa.queries.billing.dunning.policies import dunning_terms
from autossa.queries.runs.verify.documents import changed_files
from autossa.store import models
from tests.cast.pages import html, queries, text_of
from tests.cast.people import People
from tests.cast.shop import d, on
from tests.operations.billing.dunning.story import dunned, pass_day, pass_days

pytestmark = [pytest.mark.store, pytest.mark.django_db]
EVE, REMINDER = "2026-02-04", "2026-02-05"


@pytest.fixture
def late(people: People) -> People:
    """Alice has not paid; the reminder goes out tomorrow."""
    dunned()
    people.shop.under_contract("Office", option="annual_yearly")
    pass_day("2026-01-15")
    people.today(EVE)
    return people


def _page(people: People, tail: str = "") -> str:
    return people.organisation(people.shop.alice, f"reminders/{tail}")


@pytest.mark.parametrize(
    ("who", "status"),
    [("fiona", 200), ("vera", 200), ("rita", 404), ("sam", 404), ("alice", 404), (Right.BILLING, 404)],
)
def test_the_page_of_everybody_is_of_finance(late: People, who: str, status: int) -> None:
    for path in ("/staff/dunning/", "/settings/dunning/", "/settings/dunning/new/", "/settings/dunning/base-rates/"):
        assert late[who].get(path).status_code == status, path


@pytest.mark.parametrize(
    ("who", "seen", "stops", "promises"),
    [
        ("fiona", 200, 200, 200), ("alice", 200, 404, 200), ("bob", 200, 404, 200), ("victor", 200, 404, 404),
        ("sam", 200, 404, 404), (Right.BILLING, 404, 404, 404),
    ],
)  # fmt: skip
def test_each_role_sees_what_it_may(late: People, who: str, seen: int, stops: int, promises: int) -> None:
    assert late[who].get(_page(late)).status_code == seen
    assert late[who].get(_page(late, "pause/")).status_code == stops
    assert late[who].get(_page(late, "promise/")).status_code == promises


def test_a_partner_without_the_right_sees_nothing(late: People) -> None:
    assert late[Right.LICENSES].get(_page(late)).status_code == 404


def test_what_goes_out_tomorrow_is_shown_and_stopped(late: People) -> None:
    text = text_of(late["fiona"].get("/staff/dunning/"))
    number = models.Claim.objects.get().number
    assert "Alice Ltd" in text
    assert f"Payment reminder {number}" in text
    assert "Then, on 19 February 2026 : First demand for payment" in text
    assert f"Payment reminder {number}" in text_of(late["alice"].get(_page(late)))
    late["fiona"].post(_page(late, "pause/"), {"until": "2026-03-31", "reason": "They write to us"})
    text = text_of(late["fiona"].get("/staff/dunning/"))
    assert "Nothing goes out tomorrow." in text
    assert "They write to us" in text
    assert dunning.run(ctx=on(REMINDER)) == dunning.Report()
    shown = text_of(late["alice"].get(_page(late)))
    assert "Paused until 31 March 2026" in shown
    assert "They write to us" not in shown
    late["fiona"].post(_page(late, "pause/end/"))
    assert dunning.run(ctx=on(REMINDER)).letters == 1


def test_a_dispute_is_noted_and_settled(late: People) -> None:
    page = html(late["fiona"].get(_page(late)))
    (path,) = re.findall(r'href="([^"]*dispute/[^"]*)"', page)
    late["fiona"].post(path, {"reason": "Wrong quantity"})
    assert "Wrong quantity" in text_of(late["fiona"].get(_page(late)))
    text = text_of(late["alice"].get(_page(late)))
    assert "disputed: left out" in text
    assert "Wrong quantity" not in text
    assert not dunning.run(ctx=on(REMINDER)).letters
    late["fiona"].post(f"{path}settle/", {"outcome": "It was right"})
    assert models.Dispute.objects.get().outcome == "It was right"
    assert dunning.run(ctx=on(REMINDER)).letters == 1


def test_the_payer_says_when_it_pays(late: People) -> None:
    response = late["alice"].post(_page(late, "promise/"), {"until": "2026-02-10", "note": "With the next run"})
    assert response.status_code == 302
    assert "promised by 10 February 2026" in text_of(late["fiona"].get(_page(late)))
    assert not dunning.run(ctx=on(REMINDER)).letters
    wrong = late["alice"].post(_page(late, "promise/"), {"until": "2026-02-01", "note": ""})
    assert "This day is in the past" in text_of(wrong)


def test_a_letter_is_a_page_and_a_file_of_its_payer_alone(late: People) -> None:
    late.today(REMINDER)
    pass_day(REMINDER)
    letter = models.DunningLetter.objects.get()
    for who in ("alice", "fiona"):
        text = text_of(late[who].get(_page(late, f"{letter.public_id}/")))
        assert "Text of reminder" in text
        assert "DUN-2026-000001" in text
        file = late[who].get(_page(late, f"{letter.public_id}/pdf/"))
        assert file.content.startswith(b"%PDF")
        assert file["Content-Disposition"] == 'attachment; filename="DUN-2026-000001.pdf"'
    models.VendorSettings.objects.update(accent="#aa0000")
    assert late["alice"].get(_page(late, f"{letter.public_id}/pdf/")).content == file.content
    kept = models.DocumentFile.objects.get(letter=letter)
    assert kept.sha256 == shelf.digest(file.content)
    shelf.shelf().delete(kept.path)
    assert [found.key for found in changed_files()] == [str(kept.id)]
    assert render_missing(ctx=on(REMINDER), also_lost=True).failed == 0
    assert list(changed_files()) == []
    other = late.organisation(late.shop.charlie, f"reminders/{letter.public_id}/")
    assert late["fiona"].get(other).status_code == 404
    assert late["fiona"].get(_page(late, "dun_0/")).status_code == 404


def test_a_suspension_is_shown_before_and_after(late: People) -> None:
    pass_days("2026-02-05", "2026-03-12")
    late.today("2026-03-12")
    assert "Office will be suspended on 19 March 2026" in text_of(late["alice"].get(_page(late)))
    pass_days("2026-03-13", "2026-03-19")
    late.today("2026-03-19")
    assert "Office is suspended since 19 March 2026" in text_of(late["alice"].get(_page(late)))


def test_the_stages_are_changed_from_a_day_on(late: People) -> None:
    form = late["fiona"].get("/settings/dunning/new/")
    fields = dict(re.findall(r'<input type="(?:text|date)"[^>]*name="(\w+)"[^>]*value="([^"]*)"', html(form)))
    texts = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', html(form)))
    sent = {**fields, **texts, "starts_on": EVE, "reminder_days": "5", "first_fee": "7.50", "interest": ""}
    response = late["fiona"].post("/settings/dunning/new/", {**sent, "is_on": "on"})
    assert response.status_code == 302, text_of(response)
    terms = dunning_terms(d(EVE))
    assert terms is not None
    assert [level.days for level in terms.policy.levels] == [5, 21, 35, 49]
    assert terms.policy.levels[1].fees == {"EUR": 750}
    assert terms.text(1, "de") == "Text zu reminder"
    wrong = late["fiona"].post("/settings/dunning/new/", {**sent, "reminder_days": "30", "is_on": "on"})
    assert "Each stage must come later than the one before it." in text_of(wrong)
    wrong = late["fiona"].post("/settings/dunning/new/", {**sent, "interest": "9", "is_on": "on"})
    assert "Interest needs a base rate" in text_of(wrong)
    late["fiona"].post("/settings/dunning/base-rates/", {"percent": "-0.88", "starts_on": "2026-01-01"})
    assert models.BaseRate.objects.get().points == -88
    assert "%" in text_of(late["vera"].get("/settings/dunning/"))


def test_more_payers_cost_no_more_queries(late: People) -> None:
    client = late["fiona"]
    before = queries(client, "/staff/dunning/")
    late.shop.under_contract("Branch", option="annual_yearly", day="2026-01-16")
    pass_day("2026-01-16")
    assert queries(client, "/staff/dunning/") <= before


def test_what_goes_out_to_many_is_shown_page_by_page(late: People, monkeypatch: pytest.MonkeyPatch) -> None:
    project = late.shop.under_contract("Elsewhere", option="annual_yearly")
    models.Contract.objects.filter(project=project).update(payer=late.shop.charlie)
    pass_day("2026-01-15")
    monkeypatch.setattr(pages, "AHEAD", 1)
    first = html(late["fiona"].get("/staff/dunning/"))
    assert "?after=1" in first
    second = html(late["fiona"].get("/staff/dunning/?after=1"))
    assert "?after=2" not in second
    names = dict(models.Organisation.objects.values_list("id", "name"))
    shown = [
        [name for name in (names[late.shop.alice], names[late.shop.charlie]) if name in _ahead(page)]
        for page in (first, second)
    ]
    assert sorted(name for listed in shown for name in listed) == sorted(
        names[key] for key in (late.shop.alice, late.shop.charlie)
    )
    assert [len(listed) for listed in shown] == [1, 1]
    for wrong in ("x", "-1", "9" * 20, "٣"):
        assert late["fiona"].get("/staff/dunning/", {"after": wrong}).status_code == 200


def _ahead(page: str) -> str:
    return page.partition('id="ahead"')[2].partition('id="paused"')[0]
