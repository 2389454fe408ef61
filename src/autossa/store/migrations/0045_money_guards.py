"""What holds of money in the database: sums that triggers keep, what is append-only, who decides (decision 70)."""

from importlib import import_module

from django.db import migrations

notes = import_module("autossa.store.migrations.0039_notes_and_collections")

FREE_TEXT = {
    "disputes": ["outcome", "reason"],
    "dunning_pauses": ["reason"],
    "promises": ["note"],
    "refunds": ["reason"],
    "set_aside": ["reason"],
    "write_offs": ["reason"],
}
_LAST_PLACE = "('credit_reasons', 'reason')"
_MORE_PLACES = "".join(f",\n        ('{table}', '{column}')" for table in FREE_TEXT for column in FREE_TEXT[table])
ERASE = notes.ERASE.replace(_LAST_PLACE, _LAST_PLACE + _MORE_PLACES)

APPEND_ONLY = [
    "allocations",
    "bank_entries",
    "bank_files",
    "bank_payments",
    "base_rates",
    "checkout_parts",
    "debit_notices",
    "debit_parts",
    "debit_retries",
    "dunning_letters",
    "dunning_lines",
    "dunning_policies",
    "fees",
    "gateway_events",
    "mandate_amendments",
    "payment_assignments",
    "payment_choices",
    "payment_policies",
    "payment_returns",
    "payouts",
    "promises",
    "set_aside",
    "suspension_warnings",
]
MAY_CHANGE = {
    "bank_orders": "sent_by sent_at",
    "checkouts": "provider_id url state asked_at",
    "claims": "noted allocated given_up rest",
    "continuations": "concluded_on contract_id refused_on refusal",
    "debits": "ended_on end_code",
    "disputes": "ended_on outcome",
    "dunning_pauses": "ended_on",
    "dunning_suspensions": "resumed_on resumed_at",
    "mandates": "confirmed_on stopped_on stop_code revoked_on",
    "payments": "payer_id allocated returned paid_out",
    "payout_accounts": "withdrawn_at",
    "refunds": "approved_on approved_by approved_at declined_by declined_at sent_in_id bank_payment_id",
    "write_offs": "day approved_by approved_at declined_by declined_at",
}
_DECIDED = {
    "bank_orders": "OLD.sent_at IS NOT NULL",
    "checkouts": "OLD.state = 'paid'",
    "continuations": "coalesce(OLD.concluded_on, OLD.refused_on) IS NOT NULL",
    "debits": "OLD.ended_on IS NOT NULL",
    "disputes": "OLD.ended_on IS NOT NULL",
    "dunning_pauses": "OLD.ended_on IS NOT NULL",
    "dunning_suspensions": "OLD.resumed_on IS NOT NULL",
    "mandates": "OLD.revoked_on IS NOT NULL",
    "payments": "OLD.payer_id IS NOT NULL AND NEW.payer_id IS DISTINCT FROM OLD.payer_id",
    "payout_accounts": "OLD.withdrawn_at IS NOT NULL",
    "refunds": "OLD.declined_at IS NOT NULL OR OLD.bank_payment_id IS NOT NULL OR OLD.approved_at IS NOT NULL AND"
    " (NEW.approved_on, NEW.approved_by, NEW.approved_at, NEW.declined_by, NEW.declined_at) IS DISTINCT FROM"
    " (OLD.approved_on, OLD.approved_by, OLD.approved_at, OLD.declined_by, OLD.declined_at)",
    "write_offs": "coalesce(OLD.approved_at, OLD.declined_at) IS NOT NULL",
}
# What a row must not say yet when it comes.
_NEW = {
    "claims": "NEW.noted <> 0 OR NEW.allocated <> 0 OR NEW.given_up <> 0",
    "payments": "NEW.payer_id IS NOT NULL OR NEW.allocated <> 0 OR NEW.returned <> 0 OR NEW.paid_out <> 0",
}


def _append_only(table: str) -> str:
    erased = "_but_erasure" if table in FREE_TEXT else ""
    return str(notes.GUARD.format(table=table, function=f"refuse_change{erased}"))


def _kept(table: str) -> str:
    columns = ", ".join(f"'{one}'" for one in MAY_CHANGE[table].split())
    decided = f"""
CREATE TRIGGER {table}_decided BEFORE UPDATE ON {table}
    FOR EACH ROW WHEN ({_DECIDED.get(table)}) EXECUTE FUNCTION refuse_decided();"""
    return f"""
CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION check_frozen({columns});
{decided if table in _DECIDED else ""}
"""


_KEPT = "".join(map(_append_only, APPEND_ONLY)) + "".join(map(_kept, MAY_CHANGE))
_FRESH = """
CREATE FUNCTION refuse_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a new row of % says nothing of what comes after it', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_new BEFORE INSERT ON {table} FOR EACH ROW WHEN ({wrong}) EXECUTE FUNCTION refuse_new();\n"
    for table, wrong in _NEW.items()
)

_DEFINED = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
_NUMBER = "{series} || '-' || year || '-' || lpad(number::text, greatest(6, length(number::text)), '0')"

# Whoever writes an invoice or a fee need not think of what is owed: it is there with it.
CLAIMS = f"""
CREATE FUNCTION claim_invoices() RETURNS trigger {_DEFINED} AS $$
BEGIN
    INSERT INTO claims (id, kind, payer, contract, currency, number, method, day, due_on, gross,
        noted, allocated, given_up)
    SELECT id, 'invoice', payer, contract, currency, {_NUMBER.format(series="series")}, method, issued_on, due_on,
        gross, 0, 0, 0
    FROM added WHERE series = 'INV';
    UPDATE claims c SET noted = c.noted + n.gross
    FROM (SELECT corrects, -sum(gross)::bigint AS gross FROM added WHERE series = 'CN' GROUP BY corrects) n
    WHERE c.id = n.corrects;
    RETURN NULL;
END $$;
CREATE TRIGGER invoices_claimed AFTER INSERT ON invoices REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION claim_invoices();
CREATE FUNCTION claim_fees() RETURNS trigger {_DEFINED} AS $$
BEGIN
    INSERT INTO claims (id, kind, payer, contract, currency, number, method, day, due_on, gross,
        noted, allocated, given_up)
    SELECT id, 'fee', payer_id, NULL, currency, {_NUMBER.format(series="'FEE'")}, 'transfer', day, day, amount, 0, 0, 0
    FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER fees_claimed AFTER INSERT ON fees REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION claim_fees();
"""
NO_CLAIMS = """
DROP TRIGGER fees_claimed ON fees;
DROP FUNCTION claim_fees();
DROP TRIGGER invoices_claimed ON invoices;
DROP FUNCTION claim_invoices();
"""

_WRONG = "USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME"
# Rows are locked in the order of their ids, so that two who allocate wait for each other, and do not block.
SUMS = f"""
CREATE FUNCTION count_allocations() RETURNS trigger {_DEFINED} AS $$
BEGIN
    PERFORM FROM claims WHERE id IN (SELECT document FROM added) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM payments WHERE id IN (SELECT payment_id FROM added) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM added a JOIN payments p ON p.id = a.payment_id JOIN claims c ON c.id = a.document
        WHERE p.payer_id IS DISTINCT FROM c.payer OR p.currency <> c.currency
    ) THEN
        RAISE EXCEPTION 'a payment is for what its own payer owes, in its currency' {_WRONG};
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT payment_id, document FROM added WHERE amount < 0) k WHERE 0 > (
            SELECT sum(amount) FROM allocations a WHERE (a.payment_id, a.document) = (k.payment_id, k.document)
        )
    ) THEN
        RAISE EXCEPTION 'no more is taken back than was allocated' {_WRONG};
    END IF;
    UPDATE claims c SET allocated = c.allocated + n.amount
    FROM (SELECT document, sum(amount)::bigint AS amount FROM added GROUP BY document) n WHERE c.id = n.document;
    UPDATE payments p SET allocated = p.allocated + n.amount
    FROM (SELECT payment_id, sum(amount)::bigint AS amount FROM added GROUP BY payment_id) n WHERE p.id = n.payment_id;
    IF EXISTS (
        SELECT FROM claims c WHERE c.id IN (SELECT document FROM added GROUP BY document HAVING sum(amount) > 0)
            AND c.gross < c.noted + c.allocated + c.given_up
    ) THEN
        RAISE EXCEPTION 'no more is allocated than what is left of it' {_WRONG};
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER allocations_counted AFTER INSERT ON allocations REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_allocations();

CREATE FUNCTION count_assignments() RETURNS trigger {_DEFINED} AS $$
BEGIN
    UPDATE payments p SET payer_id = a.payer_id FROM added a WHERE p.id = a.payment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER payment_assignments_counted AFTER INSERT ON payment_assignments REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_assignments();

CREATE FUNCTION count_returns() RETURNS trigger {_DEFINED} AS $$
BEGIN
    UPDATE payments p SET returned = p.returned + n.amount
    FROM (SELECT payment_id, sum(amount)::bigint AS amount FROM added GROUP BY payment_id) n WHERE p.id = n.payment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER payment_returns_counted AFTER INSERT ON payment_returns REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_returns();

CREATE FUNCTION count_payouts() RETURNS trigger {_DEFINED} AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added a JOIN payments p ON p.id = a.payment_id JOIN refunds r ON r.id = a.refund_id
        WHERE p.payer_id IS DISTINCT FROM r.payer_id OR p.currency <> r.currency OR r.approved_at IS NULL
    ) THEN
        RAISE EXCEPTION 'what is paid out was approved, and is money of its payer' {_WRONG};
    END IF;
    UPDATE payments p SET paid_out = p.paid_out + n.amount
    FROM (SELECT payment_id, sum(amount)::bigint AS amount FROM added GROUP BY payment_id) n WHERE p.id = n.payment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER payouts_counted AFTER INSERT ON payouts REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_payouts();

CREATE FUNCTION count_write_off() RETURNS trigger {_DEFINED} AS $$
BEGIN
    UPDATE claims SET given_up = given_up + NEW.amount WHERE id = NEW.document AND rest >= NEW.amount;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no more is given up than what is left of it' {_WRONG};
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER write_offs_new_counted AFTER INSERT ON write_offs
    FOR EACH ROW WHEN (NEW.day IS NOT NULL) EXECUTE FUNCTION count_write_off();
CREATE TRIGGER write_offs_counted AFTER UPDATE ON write_offs
    FOR EACH ROW WHEN (OLD.day IS NULL AND NEW.day IS NOT NULL) EXECUTE FUNCTION count_write_off();
"""
NO_SUMS = """
DROP TRIGGER write_offs_counted ON write_offs;
DROP TRIGGER write_offs_new_counted ON write_offs;
DROP FUNCTION count_write_off();
DROP TRIGGER payouts_counted ON payouts;
DROP FUNCTION count_payouts();
DROP TRIGGER payment_returns_counted ON payment_returns;
DROP FUNCTION count_returns();
DROP TRIGGER payment_assignments_counted ON payment_assignments;
DROP FUNCTION count_assignments();
DROP TRIGGER allocations_counted ON allocations;
DROP FUNCTION count_allocations();
"""

# At the end of a transaction: a debit is what its parts are, of what its mandate's payer owes; a refund is its payouts.
WHOLE = f"""
CREATE FUNCTION check_debit() RETURNS trigger {_DEFINED} AS $$
DECLARE
    key uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF EXISTS (
        SELECT FROM debits d JOIN mandates m ON m.id = d.mandate_id WHERE d.id = key AND (
            d.amount <> coalesce((SELECT sum(amount) FROM debit_parts WHERE debit_id = d.id), 0) OR EXISTS (
                SELECT FROM debit_parts p JOIN claims c ON c.id = p.document
                WHERE p.debit_id = d.id AND (c.payer <> m.payer_id OR c.currency <> 'EUR')
            )
        )
    ) THEN
        RAISE EXCEPTION 'a debit is what its parts are, of what its payer owes in euros' {_WRONG};
    END IF;
    IF EXISTS (
        SELECT FROM debit_parts p JOIN debit_parts o ON o.document = p.document AND o.debit_id <> p.debit_id
        JOIN debits d ON d.id = o.debit_id
        WHERE p.debit_id = key AND d.ended_on IS NULL AND NOT EXISTS (SELECT FROM payments WHERE debit_id = d.id)
    ) THEN
        RAISE EXCEPTION 'nothing is collected twice at a time' {_WRONG};
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER debits_whole AFTER INSERT ON debits
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_debit('id');
CREATE CONSTRAINT TRIGGER debit_parts_whole AFTER INSERT ON debit_parts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_debit('debit_id');

CREATE FUNCTION check_refund() RETURNS trigger {_DEFINED} AS $$
DECLARE
    key uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    IF EXISTS (
        SELECT FROM refunds r WHERE r.id = key AND CASE WHEN r.approved_at IS NULL THEN 0 ELSE r.amount END <>
            coalesce((SELECT sum(amount) FROM payouts WHERE refund_id = r.id), 0)
    ) THEN
        RAISE EXCEPTION 'a refund that was approved is what it pays out' {_WRONG};
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refunds_whole AFTER INSERT OR UPDATE ON refunds
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_refund('id');
CREATE CONSTRAINT TRIGGER payouts_whole AFTER INSERT ON payouts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_refund('refund_id');
"""
NO_WHOLE = """
DROP TRIGGER payouts_whole ON payouts;
DROP TRIGGER refunds_whole ON refunds;
DROP FUNCTION check_refund();
DROP TRIGGER debit_parts_whole ON debit_parts;
DROP TRIGGER debits_whole ON debits;
DROP FUNCTION check_debit();
"""
_CLOSED = "".join(
    f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC;\n"
    for name in (
        *("claim_invoices", "claim_fees", "count_allocations", "count_assignments", "count_returns", "count_payouts"),
        *("count_write_off", "check_debit", "check_refund"),
    )
)

# What there is: every invoice is claimed; orders that were paid before they were invoiced were paid on that day.
_FILL = f"""
INSERT INTO claims (id, kind, payer, contract, currency, number, method, day, due_on, gross, noted, allocated, given_up)
SELECT id, 'invoice', payer, contract, currency, {_NUMBER.format(series="series")}, method, issued_on, due_on, gross,
    0, 0, 0
FROM invoices WHERE series = 'INV';
CREATE TEMPORARY TABLE paid_orders ON COMMIT DROP AS
SELECT gen_random_uuid() AS key, i.id, i.payer, i.currency, i.gross, i.issued_on, i.booked_at,
    coalesce(o.decided_by, l.decided_by) AS by
FROM invoices i LEFT JOIN credit_orders o ON o.id = i.credit_order_id LEFT JOIN license_orders l ON l.id = i.license_order_id
WHERE i.series = 'INV' AND coalesce(o.paid_on, l.paid_on) IS NOT NULL;
INSERT INTO payments (id, day, amount, currency, method, source, reference, sender, sender_iban, entered_by, entered_at,
    allocated, returned, paid_out)
SELECT key, issued_on, gross, currency, 'transfer', 'staff', '', '', '', by, booked_at, 0, 0, 0 FROM paid_orders;
INSERT INTO payment_assignments (payment_id, payer_id, day, why, by, at)
SELECT key, payer, issued_on, 'by_hand', by, booked_at FROM paid_orders;
INSERT INTO allocations (id, payment_id, document, day, amount, why, by, at)
SELECT gen_random_uuid(), key, id, issued_on, gross, 'by_hand', by, booked_at FROM paid_orders;
UPDATE claims c SET noted = n.gross
FROM (SELECT corrects, -sum(gross)::bigint AS gross FROM invoices WHERE series = 'CN' GROUP BY corrects) n
WHERE c.id = n.corrects;
{notes._NOW};
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0044_dunning")]

    operations = [
        migrations.RunSQL(CLAIMS + SUMS + WHOLE + _CLOSED, NO_WHOLE + NO_SUMS + NO_CLAIMS),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            _KEPT + _FRESH,
            "DROP FUNCTION refuse_new() CASCADE;"
            + "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in APPEND_ONLY)
            + "".join(
                f"DROP TRIGGER {table}_kept ON {table}; DROP TRIGGER {table}_frozen ON {table};" for table in MAY_CHANGE
            )
            + "".join(f"DROP TRIGGER {table}_decided ON {table};" for table in _DECIDED),
        ),
        migrations.RunSQL(ERASE, notes.ERASE),
    ]
