"""How the vendor's books are kept, as it is set."""

from typing import Any

from autossa.domain.billing.books.charts import Bookkeeping, Chart, Named
from autossa.store import models


def read_bookkeeping() -> Bookkeeping:
    """What is set, else what a chart of accounts says. One small query."""
    stored = models.VendorSettings.objects.values_list("bookkeeping", flat=True).first()
    return from_json(stored or {})


def from_json(stored: dict[str, Any]) -> Bookkeeping:
    """What `to_json` wrote."""
    standard = Bookkeeping()
    return Bookkeeping(
        chart=Chart(stored.get("chart", standard.chart)),
        consultant=stored.get("consultant", standard.consultant),
        client=stored.get("client", standard.client),
        year_begins=stored.get("year_begins", standard.year_begins),
        accounts={Named(name): number for name, number in stored.get("accounts", {}).items()},
    )


def to_json(kept: Bookkeeping) -> dict[str, Any]:
    """What is stored; accounts that are the chart's own are not."""
    accounts = {named.value: number for named, number in kept.accounts.items()}
    return {
        "chart": kept.chart.value,
        "consultant": kept.consultant,
        "client": kept.client,
        "year_begins": kept.year_begins,
        "accounts": accounts,
    }
