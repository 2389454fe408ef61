"""The examples that the judges see are as wide as what is sold: a judge says nothing of what it was never shown."""

from collections import Counter
from collections.abc import Callable

import pytest

from autossa.domain.billing.documents import Kind, vat_totals
from autossa.domain.billing.einvoices import is_xrechnung
from autossa.domain.billing.vat import Category
from autossa.domain.plans import STANDARD_OPTIONS
from tests.documents.billing.examples import NAMES
from tests.documents.billing.varied import LINES, ORDERS, PROJECTS, Example, Share, Story, varied

ALL, FEW = 500, 25
EXAMPLES = [varied(seed) for seed in range(ALL)]


def sections(example: Example) -> int:
    return len({line.section for line in example.document.lines})


WIDE: dict[str, Callable[[Example], bool]] = {
    **{
        f"an {kind} of {story}": lambda it, kind=kind, story=story: it.document.kind is kind and it.story is story
        for kind in Kind
        for story in Story
    },
    **{
        f"plan {option.name}": lambda it, option=option: it.story is Story.EXTENSION and it.option == option
        for option in STANDARD_OPTIONS
    },
    **{f"a note of {share}": lambda it, share=share: it.share is share for share in Share},
    **{
        f"category {category} in {language}": lambda it, category=category, language=language: (
            it.document.language == language and it.document.lines[0].category is category
        )
        for category in Category
        for language in ("en", "de")
    },
    **{f"the name {name[:20]}": lambda it, name=name: it.document.buyer.name == name for name in NAMES},
    "the balance partly used": lambda it: any(0 < line.from_balance < line.needed for line in it.document.lines),
    "two rates": lambda it: len(it.document.vat) > 1,
    "VAT of a note that its lines alone would not have": lambda it: (
        bool(it.document.stated) and it.document.stated != vat_totals(it.document.lines)
    ),
    "an invoice of 40 projects": lambda it: sections(it) == PROJECTS,
    "a document of 200 lines": lambda it: len(it.document.lines) == LINES,
    "an XRechnung": lambda it: is_xrechnung(it.document),
    "an order that is paid": lambda it: it.story in ORDERS and it.document.paid_on is not None,
    "no bank": lambda it: not it.document.seller.iban,
}  # fmt: skip


@pytest.mark.parametrize("what", WIDE)
def test_there_are_examples_of(what: str) -> None:
    assert sum(map(WIDE[what], EXAMPLES)) >= 2


def test_every_run_sees_each_kind_story_and_treatment() -> None:
    seen: Counter[object] = Counter()
    for one in EXAMPLES[:FEW]:
        seen.update([one.document.kind, one.story, one.share, one.document.lines[0].category, one.document.language])
    assert {*Kind, *Story, *Share, *Category, "en", "de"} <= set(seen)
