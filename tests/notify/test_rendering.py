"""How words and values become a mail: what stands in a value is never layout, a link, or a header."""

import pytest

from autossa.notify.mail.frame import html
from autossa.notify.mail.render import Block, fill, one_line, plain
from autossa.notify.mail.texts import Text

BASE = "https://portal.example.com"


def blocks(body: str, **values: str) -> list[tuple[str, str, str]]:
    return [(b.shape, b.label, b.text) for b in fill(Text("Subject", body), values, BASE).blocks]


def text(body: str, **values: str) -> str:
    return plain(fill(Text("Subject", body), values, BASE), "Vendor").removesuffix("\n\n-- \nVendor\n")


def page(body: str, subject: str = "Subject", vendor: str = "Vendor", **values: str) -> str:
    filled = fill(Text(subject, body), values, BASE)
    return html(filled, language="en", vendor=vendor, accent="#0b5d73", footer="Vendor")


# ---- the little language


def test_lines_paragraphs_and_facts() -> None:
    body = "Hello {project}.\n\n- Option: {option}\n- plain item\n\nGoodbye."
    assert blocks(body, project="Office", option="Flex") == [
        ("paragraph", "", "Hello Office."),
        ("item", "Option", "Flex"),
        ("item", "", "plain item"),
        ("paragraph", "", "Goodbye."),
    ]


def test_a_line_with_an_empty_value_is_left_out() -> None:
    assert text("- Option: {option}\n- End: {end}\n\nBy {end}.", option="Flex", end=" ") == "- Option: Flex"


def test_a_list_stands_below_its_line() -> None:
    assert (
        text("The licenses: {licenses}", licenses="5 × Port\n2 × Console")
        == "The licenses:\n\n- 5 × Port\n- 2 × Console"
    )


def test_somebodys_own_words_are_marked_as_such() -> None:
    assert text("They say: {question}", question="One\n\n- two\nthree") == "They say:\n\n> One\n>\n> - two\n> three"


def test_a_link_has_its_label() -> None:
    assert text("Open it: {link}", link=f"{BASE}/projects/1/") == f"Open it:\n{BASE}/projects/1/"
    assert f'<a href="{BASE}/projects/1/"' in page("Open it: {link}", link=f"{BASE}/projects/1/")


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/",
        f"{BASE}.evil.example/",
        f"{BASE}@evil.example/",
        "javascript:alert(1)",
        "//evil.example",
    ],
)
def test_a_link_leads_into_the_portal_and_nowhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="into the portal"):
        blocks("Open it: {link}", link=link)


def test_a_value_that_is_missing_is_an_error_and_not_a_gap_in_the_mail() -> None:
    with pytest.raises(KeyError, match="project"):
        blocks("Hello {project}", option="Flex")


def test_long_lines_are_wrapped_and_amounts_are_not_torn() -> None:
    lines = text("word " * 14 + "{ssc}", ssc="12,345.67\N{NO-BREAK SPACE}SSC").splitlines()
    assert lines[-1] == "12,345.67\N{NO-BREAK SPACE}SSC"


# ---- hostile values

EVIL = '<script>alert("x")</script> & \'"'


def test_what_stands_in_a_value_is_escaped_everywhere() -> None:
    body = "Hello {project}\n- Name: {project}\n- {project}\nSaid: {question}\nList: {licenses}\nOpen: {link}"
    link = f'{BASE}/?a=1&b="><script>'
    made = page(body, subject="{project}", vendor=EVIL, project=EVIL, question=EVIL, licenses=EVIL, link=link)
    assert "<script" not in made
    assert made.count("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#x27;&quot;") == 8
    assert f'href="{BASE}/?a=1&amp;b=&quot;&gt;&lt;script&gt;"' in made


@pytest.mark.parametrize(
    "evil", ["Office\r\nBcc: all@example.com", "Office\nBcc: x", "Office\u2028Bcc: x", "Office\x85Bcc: x"]
)
def test_a_name_adds_no_line(evil: str) -> None:
    filled = fill(Text("About {project}", "- Name: {project}"), {"project": evil}, BASE)
    assert "\n" not in filled.subject
    assert "\r" not in filled.subject
    assert filled.subject.startswith("About Office Bcc: ")
    assert len(filled.blocks) == 1


def test_a_name_is_no_placeholder() -> None:
    assert (
        text("Hello {project} and {customer}", project="{customer}", customer="Alice") == "Hello {customer} and Alice"
    )


def test_a_name_begins_no_list_and_no_quote() -> None:
    assert blocks("{project}", project="- item") == [("paragraph", "", "- item")]


def test_a_list_item_brings_no_label() -> None:
    (block,) = fill(Text("S", "{licenses}"), {"licenses": "Total: 1 EUR"}, BASE).blocks
    assert block == Block("item", "Total: 1 EUR")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Office", "Office"),
        ("  Office \t East ", "Office East"),
        ("Win at https://evil.example/now", "Win at https: //evil.example/now"),
        ("WWW.evil.example", "www .evil.example"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("nul\x00bell\x07", "nulbell"),
        ("Zürich 東京 مرحبا", "Zürich 東京 مرحبا"),
        ("a" * 500, "a" * 199 + "…"),
    ],
)
def test_values_are_one_harmless_line(value: str, shown: str) -> None:
    assert one_line(value) == shown


def test_own_words_have_an_end() -> None:
    assert len(text("Said: {question}", question="word " * 5000)) < 6000


@pytest.mark.parametrize(("accent", "ink"), [("#0b5d73", "#ffffff"), ("#ffd400", "#1c2529"), ("#000000", "#ffffff")])
def test_the_button_can_be_read_on_any_accent(accent: str, ink: str) -> None:
    made = html(
        fill(Text("S", "Go: {link}"), {"link": BASE}, BASE), language="de", vendor="V", accent=accent, footer="F"
    )
    assert f"background:{accent};color:{ink};" in made
    assert '<html lang="de">' in made
