"""Quotes: amounts by their lines, and that what was accepted exists (billing 8)."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.prices import net_amount, tax_amount
from autossa.queries.runs.verify.findings import PORTION, Finding, look, rows
from autossa.store.exact import fraction

_QUOTES = "SELECT id, currency, net, tax, tax_rate FROM quotes ORDER BY id"
_LINES = "SELECT quote_id, position, units, price, factor, net FROM quote_lines WHERE quote_id = ANY(%s) ORDER BY 1, 2"
_ACCEPTED = """
SELECT q.id, CASE WHEN q.accepted_at IS NULL THEN 'what it offers is there, and it was not accepted'
    ELSE 'it was accepted, and what it offers is not there' END
FROM quotes q
LEFT JOIN credit_orders c ON c.quote_id = q.id AND q.about = 'credits' AND c.gross = q.gross
LEFT JOIN license_orders l ON l.quote_id = q.id AND q.about = 'licenses' AND l.gross = q.gross
LEFT JOIN contracts k ON k.id = q.contract_id AND q.about = 'contract' AND k.project_id = q.project_id
WHERE (q.accepted_at IS NOT NULL) <> (coalesce(c.id, l.id, k.id) IS NOT NULL) ORDER BY 1
"""
_CONSENTS = """
SELECT c.id, 'it was approved, and its quote was not accepted at that moment' FROM consents c
JOIN quotes q ON q.id = c.quote_id WHERE c.approved_at IS NOT NULL AND q.accepted_at IS DISTINCT FROM c.approved_at
ORDER BY 1
"""


def wrong_quotes() -> Iterator[Finding]:
    """Lines by units, price and factor; net by its lines, VAT by its rate; what was accepted or approved."""
    for (key, currency, net, tax, tax_rate), lines in _with_lines():
        places = places_of(currency)
        for position, units, price, factor, said in lines:
            right = net_amount(units, fraction(price), fraction(factor), places)
            if said != right:
                text = f"its net says {show(said, places)}, its price gives {show(right, places)}"
                yield Finding("quote_lines", f"{key}/{position}", text)
        total = sum(line[-1] for line in lines)
        if net != total:
            yield Finding(
                "quotes", str(key), f"its net says {show(net, places)}, its lines add up to {show(total, places)}"
            )
        elif tax != tax_amount(net, fraction(tax_rate)):
            yield Finding("quotes", str(key), f"its tax says {show(tax, places)}, the rate gives another")
    yield from look("quotes", _ACCEPTED)
    yield from look("consents", _CONSENTS)


def _with_lines() -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Each quote and its lines, some thousand quotes at a time."""
    quotes = rows(_QUOTES)
    while portion := list(islice(quotes, PORTION)):
        lines: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
        for key, *line in rows(_LINES, [[quote[0] for quote in portion]]):
            lines[key].append(tuple(line))
        for quote in portion:
            yield quote, lines[quote[0]]
