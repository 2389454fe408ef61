"""What was measured, beside what others do; as a table or as JSON."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass

from autossa.workbench.runs_bench.measure import Measured
from bench.moments import Latency
from bench.portal import Page


@dataclass(frozen=True, slots=True)
class Peer:
    """Renewals a second of another product on a machine of two cores: 1 invoice, 5 lines, 2–4 ledger rows each."""

    name: str
    per_second: float
    source: str


PEERS = (
    Peer("silver (Django billing), its batch, issued", 12.5, "own measurement: 12–13"),
    Peer("Odoo 17 + OCA contract, its cron, draft", 15.5, "own measurement: 15.5; 12.4 at 5,000, +85 MB per 1,000"),
    Peer("Odoo 17 + OCA contract, draft and posting", 10.6, "own measurement: about 10.6"),
    Peer("Tryton 8.2 subscriptions, draft", 10, "own measurement: about 10"),
    Peer("Tryton 8.2 subscriptions, draft and posting", 2, "own measurement: about 2"),
    Peer("Django save() a row, a commit per renewal", 125, "own measurement, same rows"),
    Peer("Django bulk_create", 1_570, "own measurement, same rows; 2.3 of 3.2 s are Python"),
    Peer("INSERT … SELECT unnest(arrays)", 3_200, "own measurement, same rows"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a bench."""

    postgres: str
    measured: list[Measured]
    planning_us: float
    ten_years_ms: float
    latencies: dict[str, Latency]


def as_json(figures: Figures, pages: Sequence[Page] = ()) -> str:
    """One JSON object."""
    values = dataclasses.asdict(figures)
    for row, measured in zip(values["measured"], figures.measured, strict=True):
        row["ratio"] = measured.ratio
    return json.dumps(values | {"portal": [dataclasses.asdict(page) for page in pages]})


def as_table(figures: Figures) -> str:
    """Lines for a terminal."""
    return "\n".join([*_own(figures), "", *_moments(figures), "", *_peers(figures)])


def _own(figures: Figures) -> list[str]:
    title = f"The daily run on PostgreSQL {figures.postgres}, fsync on"
    head = (
        f"{'contracts':>9} {'workers':>7} {'renewals/s':>10} {'limit/s':>8} {'run/limit':>9} {'peak MB':>8}"
        f" {'grew MB':>8} {'µs each':>8} {'Python':>7} {'server':>7} {'limit':>6}"
    )
    note = "The last three: µs of processor time for one renewal, of the run's two sides and of the limit."
    return [title, "", head, *map(_row, figures.measured), "", note]


def _row(row: Measured) -> str:
    return (
        f"{row.contracts:>9,} {row.workers:>7} {row.per_second:>10,.0f} {row.limit:>8,.0f} {row.ratio:>9.2f}"
        f" {row.mb_peak:>8.0f} {row.mb_peak - row.mb_before:>8.0f} {1e6 / row.per_second:>8.0f}"
        f" {row.worker_us:>7.0f} {row.server_us:>7.0f} {row.limit_us:>6.0f}"
    )


def _moments(figures: Figures) -> list[str]:
    return [
        f"planning one renewal, no database   {figures.planning_us:>8.0f} µs",
        f"ten years of daily runs, simulated  {figures.ten_years_ms:>8.0f} ms",
        *(
            f"{name:<35} {latency.p50:>8.1f} ms median, {latency.p95:.1f} ms 95th percentile"
            for name, latency in figures.latencies.items()
        ),
    ]


def _peers(figures: Figures) -> list[str]:
    best = max(row.per_second for row in figures.measured if row.workers == 1)
    rows = (
        f"{peer.name:<45} {peer.per_second:>10,.1f} {best / peer.per_second:>8,.0f} ×  {peer.source}" for peer in PEERS
    )
    return [f"{'others, one process':<45} {'renewals/s':>10} {'we, 1':>10}", *rows]
