"""A scenario of docs/examples as a story: the file itself, and a table of what happened and what it cost."""

from collections.abc import Iterator
from functools import singledispatchmethod
from pathlib import Path

from autossa.cli.scenarios.files import load
from autossa.domain import entries as e
from autossa.domain.dates import DAY
from autossa.domain.lines import Line, Ssa
from autossa.domain.scenarios import Answered, Balance, Played, Refused, Scenario, play
from autossa.domain.settlements import Settlement
from tests.docs.words import Words, table

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
_COLUMNS = ("day", "what", "ssc", "from_balance", "invoiced", "net", "vat", "gross", "balance")
_FIRST_AMOUNT = 2


def example(name: str) -> Scenario:
    return load(EXAMPLES / f"{name}.yaml")


def played(name: str) -> Played:
    return play(example(name))


def story(name: str, words: Words) -> str:
    """The file, folded away, and the table."""
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8").rstrip()
    link = f'<a href="examples/{name}.yaml">examples/{name}.yaml</a>'
    file = f"<details><summary>{words('file')}: {link}</summary>\n\n```yaml\n{text}\n```\n\n</details>"
    return f"{file}\n\n{Story(words).table(played(name))}"


class Story:
    """Rows of one table; a row has the cells of `_COLUMNS`."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.lines: dict[int, Line] = {}

    def table(self, history: Played) -> str:
        rows: list[list[str]] = []
        before = None
        for item in history.happenings:
            if isinstance(item, Answered):  # they have a table of their own
                continue
            if isinstance(item, Balance):
                rows[-1][-1] = self.words.amount(item.ssc)
                continue
            day = self.words.day(item.day) if item.day != before else ""
            rows.append(self._row(day, item))
            before = item.day
        kept = [i for i in range(len(_COLUMNS)) if any(row[i] for row in rows)]
        header = [self.words(_COLUMNS[i]) for i in kept]
        right = tuple(n for n, i in enumerate(kept) if i >= _FIRST_AMOUNT)
        return table(header, [[row[i] for i in kept] for row in rows], right)

    def _row(self, day: str, item: object) -> list[str]:
        row = [day, self.what(item), *[""] * (len(_COLUMNS) - _FIRST_AMOUNT)]
        if isinstance(item, Settlement):
            invoiced = item.recharge.free if item.recharge else 0
            row[2:5] = map(self.words.amount, (item.ssc, item.ssc - invoiced, invoiced))
            if item.invoice:
                row[5:8] = map(self.words.amount, (item.invoice.net, item.invoice.tax, item.invoice.gross))
        return row

    @singledispatchmethod
    def what(self, item: object) -> str:
        raise TypeError(f"no words for {item!r}")

    @what.register
    def _(self, item: e.LineAdded) -> str:
        line = self.lines[item.line.number] = item.line
        added = self.words("added", quantity=line.quantity, type=line.license_type, id=line.license_id)
        return ", ".join([added, *self._ssa(line)])

    def _ssa(self, line: Line) -> Iterator[str]:
        """How the license stands to SSA, where that is not the rule."""
        if line.ssa is not Ssa.CHARGED:
            yield self.words("ssa_included" if line.ssa is Ssa.INCLUDED else "ssa_none")
        if line.included_until:
            yield self.words("included_until", day=self.words.day(line.included_until - DAY))

    @what.register
    def _(self, item: e.LicenseActivated) -> str:
        return self.words("activated", id=item.license_id)

    @what.register
    def _(self, item: e.LineReturned) -> str:
        line, rest = self.lines[item.line], item.remainder
        gone = line.quantity - (rest.quantity if rest else 0)
        text = self.words("given_up", gone=gone, id=line.license_id, day=self.words.day(item.ended_on))
        if rest is None:
            return text
        self.lines[rest.number] = rest
        return f"{text}; {self.words('remain', rest=rest.quantity)}"

    @what.register
    def _(self, item: e.ReturnUndone) -> str:
        return self.words("taken_back", id=self.lines[item.line].license_id)

    @what.register
    def _(self, item: e.LateWaived) -> str:
        return self.words("waived", day=self.words.day(item.last_day))

    @what.register
    def _(self, item: e.ContractTerminated) -> str:
        return self.words("terminated", day=self.words.day(item.ends_on - DAY))

    @what.register
    def _(self, item: e.ToppedUp) -> str:
        return self.words("topped_up", ssc=self.words.amount(item.lot.free))

    @what.register
    def _(self, item: e.CreditsHeld) -> str:
        return self.words("held", ssc=self.words.amount(sum(draw.ssc for draw in item.draws)))

    @what.register
    def _(self, item: e.CreditsReleased) -> str:
        return self.words("released", ssc=self.words.amount(sum(draw.ssc for draw in item.draws)))

    @what.register
    def _(self, item: e.ContractConcluded) -> str:
        contract, words = item.contract, self.words
        text = words("concluded", option=contract.option.name, day=words.day(contract.start))
        if contract.gap is None:
            return text
        gap = contract.gap
        counted = "gap_late" if gap.late else "gap_waived" if gap.waived else "gap_once"
        return f"{text}; {words(counted, span=words.span(gap.start, gap.end), ssc=words.amount(gap.ssc))}"

    @what.register
    def _(self, item: e.ContractMoved) -> str:
        return self.words(item.status.value)

    @what.register
    def _(self, item: e.EndSet) -> str:
        return self.words("ends", day=self.words.day(item.ends_on - DAY)) if item.ends_on else self.words("undone")

    @what.register
    def _(self, item: e.OptionChanged) -> str:
        return self.words("option_from", option=item.option.name, day=self.words.day(item.starts_on))

    @what.register
    def _(self, item: Settlement) -> str:
        return self.words(item.reason.value, span=self.words.span(item.start, item.end))

    @what.register
    def _(self, item: Refused) -> str:
        refusal, words = item.refusal, self.words
        parts = [words("refused", code=refusal.code.value)]
        if refusal.missing_ssc is not None:
            parts.append(words("missing_ssc", ssc=words.amount(refusal.missing_ssc)))
        if refusal.earliest_end is not None:
            parts.append(words("earliest_end", day=words.day(refusal.earliest_end - DAY)))
        if refusal.ends_on is not None:
            parts.append(words("ends_on", day=words.day(refusal.ends_on - DAY)))
        return ", ".join(parts)
