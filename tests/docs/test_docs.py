"""The docs say what the code does: figures, the decision table, links, languages."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autossa.cli.main import app
from autossa.cli.scenarios.files import parse
from autossa.domain.dates import DAY
from autossa.domain.refusals import Code
from autossa.domain.rights import Action
from autossa.domain.scenarios import play
from tests.docs.figures import DOCS, FIGURE, RIGHTS, ROOT, STATES, documents, regenerated
from tests.docs.story import EXAMPLES
from tests.docs.words import MONTHS, Words
from tests.house.sources import name

RULES, REGELN = DOCS / "rules.md", DOCS / "rules.de.md"
PAGES = [*sorted(DOCS.rglob("*.md")), ROOT / "CHANGELOG.md"]
FIX = "run: .venv/bin/python -m tests.docs.figures --write"

AMOUNT = re.compile(r"(?<![\d.,])\d+[.,]\d{2}(?![\d…])")
LINK = re.compile(r"\]\(([^)\s]+)\)|href=\"([^\"]+)\"")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
SMALLEST = {"0.01", "0.00"}  # the unit of rounding, and nothing


def text(path: Path) -> str:
    return path.read_text("utf-8")


def without_code(markdown: str) -> str:
    return re.sub(r"^```.*?^```$", "", markdown, flags=re.DOTALL | re.MULTILINE)


def headings(path: Path) -> list[tuple[int, str]]:
    return [(len(marks), title) for marks, title in HEADING.findall(without_code(text(path)))]


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("path", documents(), ids=name)
def test_figures_are_what_the_code_computes(path: Path) -> None:
    assert regenerated(path) == text(path), FIX


@pytest.mark.parametrize("path", [RULES, REGELN], ids=name)
def test_the_rules_show_the_decision_table(path: Path) -> None:
    assert STATES.search(text(path)), "no table between <!-- states --> and <!-- /states -->"


def test_the_rights_show_their_table() -> None:
    """Filled in; that it is current, the figures' test says."""
    shown = RIGHTS.search(text(DOCS / "rights.md"))
    assert shown, "no table between <!-- rights --> and <!-- /rights -->"
    assert all(f"| {action.value} |" in shown[0] for action in Action)


@pytest.mark.parametrize("path", [RULES, REGELN], ids=name)
def test_every_number_in_the_text_stands_in_a_figure_of_its_section(path: Path) -> None:
    sections = re.split(r"^(?=## )", text(path), flags=re.MULTILINE)[1:]
    found = [f"{section.splitlines()[0]}: {number}" for section in sections for number in unexplained(section)]
    assert not found, "\n".join(found)


def unexplained(section: str) -> list[str]:
    """Amounts with two decimals, and full dates, that no figure of the section shows."""
    figures = " ".join(match[0] for match in FIGURE.finditer(section))
    prose = " ".join(FIGURE.sub("", section).split())
    shown = {normal(amount) for amount in AMOUNT.findall(figures)} | SMALLEST
    amounts = [amount for amount in AMOUNT.findall(prose) if normal(amount) not in shown]
    return amounts + sorted(dates(prose) - dates(figures) - written_out(figures))


def dates(markdown: str) -> set[str]:
    months = "|".join(MONTHS["en"] + MONTHS["de"])
    return set(re.findall(rf"\d{{1,2}}\.? (?:{months}) \d{{4}}", markdown))


def written_out(figures: str) -> set[str]:
    """Days as files and reasons write them, and the days before: there an end is the first day after."""
    days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d{2}-\d{2}", figures)]
    return {words.day(d) for day in days for d in (day, day - DAY) for words in (Words("en"), Words("de"))}


def normal(amount: str) -> str:
    return amount.replace(",", ".")


def test_an_unexplained_number_is_found() -> None:
    section = "## §2\n41.67 and 41.68, 31 January 2026\n<!-- figures: x -->\n41.67\n<!-- /figures -->\n"
    assert unexplained(section) == ["41.68", "31 January 2026"]


def test_every_example_is_shown() -> None:
    shown = set(re.findall(r"<!-- figures: story (\S+) -->", text(RULES)))
    assert shown <= {path.stem for path in EXAMPLES.glob("*.yaml")}
    used = set(re.findall(r"examples/([\w-]+)\.yaml", " ".join(map(text, PAGES))))
    unused = {path.stem for path in EXAMPLES.glob("*.yaml")} - shown - used
    assert not unused


@pytest.mark.parametrize("path", [DOCS / "scenarios.md", RULES, REGELN], ids=name)
def test_every_file_in_the_text_can_be_played(path: Path) -> None:
    files = re.findall(r"^```yaml\n(.*?)^```$", text(path), re.DOTALL | re.MULTILINE)
    assert files
    assert all(play(parse(file)).happenings for file in files)


# ---------------------------------------------------------------- languages and words


def test_german_and_english_have_the_same_sections_and_figures() -> None:
    def outline(path: Path) -> list[str]:
        marks = re.findall(r"^(#+) |^<!-- ((?:figures|states)[^>]*) -->", without_code(text(path)), re.MULTILINE)
        return [heading or figure for heading, figure in marks]

    assert outline(RULES) == outline(REGELN)
    numbers = [
        [found[0] for _, title in headings(path) if (found := re.findall(r"§\d+", title))] for path in (RULES, REGELN)
    ]
    assert numbers[0] == numbers[1] == [f"§{n}" for n in range(1, 11)]


@pytest.mark.parametrize("path", [RULES, REGELN], ids=name)
def test_every_refusal_is_explained(path: Path) -> None:
    last_section = text(path).rsplit("\n## ", 1)[-1]
    assert re.findall(r"^\| `(\w+)` \|", last_section, re.MULTILINE), "no table of refusals"
    assert set(re.findall(r"^\| `(\w+)` \|", last_section, re.MULTILINE)) == {code.value for code in Code}


def test_the_glossary_is_sorted_and_complete() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", text(DOCS / "glossary.md"), re.MULTILINE)[2:]
    terms = [plain(english) for english, _, _ in rows]
    assert len(terms) > 20
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms)


def plain(term: str) -> str:
    letters = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode().replace("-", " ")
    return re.sub(r"[^a-z0-9 ]", "", letters.lower())


# ---------------------------------------------------------------- links and pages


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_relative_links_resolve(path: Path) -> None:
    broken = [target for target in links(text(path)) if not resolves(path, target)]
    assert not broken, f"{name(path)}: {', '.join(broken)}"


def links(markdown: str) -> list[str]:
    found = (first or second for first, second in LINK.findall(without_code(markdown)))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def resolves(path: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    page = (path.parent / file).resolve() if file else path
    if not page.exists():
        return False
    return not anchor or anchor in {slug(title) for _, title in headings(page)}


def slug(title: str) -> str:
    """The anchor that a heading gets where Markdown is shown: words and hyphens, lower case."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("0*.md")), ids=name)
def test_a_decision_has_its_three_parts_on_one_page(path: Path) -> None:
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert [title for level, title in headings(path) if level == 2] == ["Context", "Decision", "Consequences"]
    assert len(text(path).splitlines()) <= 60


def test_paths_named_in_the_tour_exist() -> None:
    named = re.findall(r"`((?:src|tests|docs)/[\w./-]+)`", text(DOCS / "tour.md"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


# ---------------------------------------------------------------- the README


def test_the_five_lines_to_try_it_name_commands_that_exist() -> None:
    section = text(ROOT / "README.md").partition("### Try an empty one on one machine")[2]
    lines = section.partition("```sh\n")[2].partition("\n```")[0].splitlines()
    assert len(lines) == 5
    commands = re.findall(r"\.venv/bin/autossa ([a-z -]+?)(?= [\"\w]+[@\"]| --| &|$)", "\n".join(lines), re.MULTILINE)
    assert commands == ["init", "organisations invite", "work", "serve"]
    for command in commands:
        assert CliRunner().invoke(app, [*command.split(), "--help"]).exit_code == 0, command
    for setting in re.findall(r"(AUTOSSA_\w+)=", section):
        assert f"`{setting}`" in text(DOCS / "operating.md"), setting
