"""The shipped texts: in both languages, complete, and as the files under `expected` show them."""

import re
from html.parser import HTMLParser

import pytest

from autossa.notify.mail.check import find_mistakes
from autossa.notify.mail.placeholders import MAILS, Kind, kind
from autossa.notify.mail.render import PLACEHOLDER
from autossa.notify.mail.samples import sample_values
from autossa.notify.mail.texts import Text, shipped
from autossa.wording.languages import LANGUAGES
from tests.notify import samples

ALL = [(key, language) for key in MAILS for language in LANGUAGES]
AMOUNTS = {"ssc", "net", "tax", "gross", "amount", "once", "twice", "released", "balance", "from_balance"}


@pytest.mark.parametrize(("key", "language"), ALL)
def test_a_mail_reads_as_expected(key: str, language: str) -> None:
    """A change of wording is looked at: `python -m tests.notify` writes the files anew."""
    assert samples.text(key, language) == samples.path(key, language).read_text(encoding="utf-8")


def test_no_file_is_left_over() -> None:
    assert set(samples.FOLDER.rglob("*.txt")) == {samples.path(key, language) for key, language in ALL}


@pytest.mark.parametrize(("key", "language"), ALL)
def test_a_shipped_text_could_be_saved_by_the_vendor(key: str, language: str) -> None:
    assert find_mistakes(key, shipped(key, language)) == []


@pytest.mark.parametrize(("key", "language"), ALL)
def test_nothing_is_left_to_fill_in_and_every_amount_is_said(key: str, language: str) -> None:
    text, page = samples.text(key, language), samples.page(key, language)
    assert not set("{}") & set(text)
    assert not PLACEHOLDER.search(re.sub(r'style="[^"]*"', "", page))
    values = sample_values(key, language, samples.VENDOR, samples.BASE_URL)
    for name in MAILS[key].known & AMOUNTS:
        assert values[name] in " ".join(text.split(" ")), name
        assert values[name] in page, name


@pytest.mark.parametrize("key", MAILS)
def test_both_languages_say_the_same_things(key: str) -> None:
    said = {language: _placeholders(shipped(key, language)) for language in LANGUAGES}
    assert said["en"] == said["de"]


@pytest.mark.parametrize("key", MAILS)
def test_every_value_that_is_made_is_said(key: str) -> None:
    said = _placeholders(shipped(key, "en"))
    if "the_project" in said:
        said |= {"project", "customer", "for_customer"}
    assert MAILS[key].known - {"vendor", "link"} <= said


@pytest.mark.parametrize(("key", "language"), ALL)
def test_the_page_is_sound_and_calls_nobody(key: str, language: str) -> None:
    page = samples.page(key, language)
    seen = _Tags()
    seen.feed(page)
    assert seen.open == []
    assert not seen.names & {"img", "script", "link", "style", "iframe", "form", "object"}
    assert all(address.startswith(f"{samples.BASE_URL}/") for address in seen.addresses)
    assert "url(" not in page


@pytest.mark.parametrize(("key", "language"), ALL)
def test_lines_are_short_enough_to_read(key: str, language: str) -> None:
    assert all(len(line) <= 76 or line.startswith("http") for line in samples.text(key, language).splitlines()[1:])


def _placeholders(text: Text) -> set[str]:
    return set(PLACEHOLDER.findall(f"{text.subject}\n{text.body}"))


class _Tags(HTMLParser):
    """Which tags there are, which are left open, and where links lead."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# ---- what the vendor may write


GOOD = Text("Approved: {project}", "Good news for {project}.\n\n- Option: {option}\n- Start: {start}\n\nLook: {link}")


def test_own_words_around_the_placeholders_are_fine() -> None:
    assert find_mistakes("contract_approved", GOOD) == []


@pytest.mark.parametrize(
    ("subject", "body", "mistake"),
    [
        ("", GOOD.body, "The subject must be one line"),
        ("a" * 201, GOOD.body, "The subject must be one line"),
        ("Two\nlines {project}", GOOD.body, "The subject must be one line"),
        (GOOD.subject, " ", "The text must not be empty"),
        (GOOD.subject, "a" * 20_001, "at most 20,000 characters"),
        (GOOD.subject, GOOD.body + "\n{password}", "no placeholder {password} in this e-mail; there are {customer},"),
        (GOOD.subject, GOOD.body.replace("{option}", "annual"), "The text must contain {option}"),
        ("Approved", "Nothing more", "The text must contain {option}, {project}, {start}"),
        (GOOD.subject, GOOD.body + "\n{Project}", "A { or } belongs to a placeholder"),
        (GOOD.subject, GOOD.body + "\n{{project}}", "A { or } belongs to a placeholder"),
        (GOOD.subject, GOOD.body + "\n{project.customer}", "A { or } belongs to a placeholder"),
        (GOOD.subject, GOOD.body + "\n{project!r:>10}", "A { or } belongs to a placeholder"),
        ("See {link}", GOOD.body + "\n{project}", "{link} cannot be used in the subject"),
        (GOOD.subject, GOOD.body.replace("Look: {link}", "Look at {link} soon"), "{link} must be at the end"),
    ],
)  # fmt: skip
def test_what_could_not_be_sent_is_refused_with_a_reason(subject: str, body: str, mistake: str) -> None:
    found = find_mistakes("contract_approved", Text(subject, body))
    assert any(mistake in one.sentence("en") for one in found)
    assert {one.sentence("de") for one in found}.isdisjoint(one.sentence("en") for one in found)


def test_a_placeholder_means_the_same_in_every_mail() -> None:
    assert {name for key in MAILS.values() for name in key.known if kind(name) is not Kind.LINE} == {
        "licenses", "projects", "versions", "invoices", "question", "answer", "reason", "message", "how_to_pay", "link",
        "attention", "figures",
    }  # fmt: skip
