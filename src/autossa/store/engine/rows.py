"""The columns the engine writes, by table, in the order of its rows; the order of this table is that of the COPYs."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "licenses": ("id", "project_id", "code", "license_type_id", "origin", "order_reference", "activated_on"),
    "license_lines": (
        "id", "project_id", "license_id", "number", "place", "quantity", "rate", "acquired_on", "added_on", "ended_on",
        "confirmed",
    ),
    "contracts": (
        "id", "project_id", "number", "plan_id", "price_list_id", "payer_id", "currency", "status", "concluded_on",
        "start", "booked_until", "fixed_end", "ends_on", "decided_on", "gap_start", "gap_late", "gap_covers",
        "gap_excused",
        "requested", "voids", "concluded_by",
    ),
    "gap_charges": ("contract_id", "line", "quantity", "start", "end", "ssc", "multiplier"),
    "contract_events": ("id", "contract_id", "day", "status", "ends_on", "booked_at"),
    "lots": ("project_id", "number", "source", "ssc", "free", "held", "paid", "day"),
    "settlements": (
        "id", "project_id", "contract", "reason", "day", "start", "end", "ssc", "recharged", "recharge_lot",
        "from_held", "covers", "anchor", "revision", "run", "booked_at",
    ),
    "charges": (
        "settlement_id", "position", "line", "license", "license_type", "quantity", "rate", "anchor", "origin",
        "start", "end", "multiplier", "ssc", "from_balance", "price", "factor", "net",
    ),
    "transfers": (
        "id", "project_id", "day", "kind", "debit", "credit", "ssc", "lots", "lot_ssc", "settlement", "corrects",
        "booked_at",
    ),
    "coverage_entries": (
        "id", "project_id", "day", "start", "end", "source", "anchor", "settlement", "revokes", "booked_at",
    ),
    "coverage": ("grant", "project_id", "days", "source", "anchor", "contract"),
    "voids": ("id", "settlement_id", "day", "reason", "booked_at"),
    "outbox": ("id", "topic", "project", "payload", "created_at", "attempts", "last_error"),
    "activity": (
        "id", "at", "day", "actor", "actor_name", "acting_for", "address", "action", "project", "details",
        "organisation",
    ),
    # Last: its numbers are taken just before it is written, so that others wait for them as shortly as can be.
    "invoices": (
        "id", "project_id", "settlement", "contract", "payer", "series", "year", "number", "issued_on", "reason",
        "start", "end", "price_list", "currency", "net", "tax", "gross", "tax_rate", "corrects", "booked_at",
    ),
}  # fmt: skip
