"""Days that somebody types and that are none, or none of an agreement, or have two readings elsewhere."""

NO_DAYS = [
    "9999-12-31",
    "0001-01-01",
    "1899-12-31",
    "2200-01-01",
    "2027-02-29",
    "2100-02-29",
    "29.02.2027",
    "12/31/2026",  # the day comes first, in both languages
    "2026/12/31",
    "31/12/26",
    "20261231",
    "2026-W01-1",
    "never",
]
FAR_DAYS = ["2199-12-31", "31/12/2199", "29.2.2096"]
"""Days all right, and further ahead than anybody has thought."""
