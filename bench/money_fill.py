"""Payers, what they owe and what they paid, on top of projects: for measuring the pages of money and dunning."""

from datetime import timedelta

import psycopg

from autossa.workbench.postgres.server import Server
from autossa.workbench.runs_bench import databases
from autossa.workbench.runs_bench.fill import NOW
from autossa.workbench.servers import Addresses
from bench import pointing, portal_fill
from bench.portal_fill import DAY

LONG = 1_000
"""Documents of the payer with the longest account, each paid."""
_OVERDUE_DAYS = 6
"""Of what is overdue: on the day after, the first stage is reached."""

# Customers like the last one until there are as many as projects; each has an open invoice, one of fifty is overdue.
# All that the projects were invoiced for is paid, by a payment each; a thousand of those are of one payer.
_FILL = """
CREATE TEMPORARY TABLE one_payer ON COMMIT DROP AS
SELECT id FROM organisations WHERE kind = 'customer' ORDER BY id LIMIT 1;
CREATE TEMPORARY TABLE long_payer ON COMMIT DROP AS
SELECT i.id FROM invoices i WHERE i.series = 'INV' ORDER BY i.id DESC LIMIT %(long)s;
UPDATE invoices SET payer = (SELECT id FROM one_payer) WHERE id IN (SELECT id FROM long_payer);
INSERT INTO organisations
SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'number', 'M-' || n,
    'name', o.name || ' ' || n))).*
FROM generate_series(1, %(more)s) n, organisations o
WHERE o.id = (SELECT id FROM organisations WHERE kind = 'customer' ORDER BY id DESC LIMIT 1);
INSERT INTO claims (id, kind, payer, contract, currency, number, method, day, due_on, gross, noted, allocated, given_up)
SELECT id, 'invoice', payer, contract, currency, series || '-' || year || '-' || lpad(number::text, 6, '0'), method,
    issued_on, issued_on + 14, gross, 0, gross, 0
FROM invoices WHERE series = 'INV' AND gross > 0
ON CONFLICT (id) DO UPDATE SET allocated = claims.gross, payer = EXCLUDED.payer;
CREATE TEMPORARY TABLE paid ON COMMIT DROP AS
SELECT c.*, uuidv7_at(c.came, row_number() OVER (ORDER BY c.id)) AS payment
FROM (SELECT *, least(day + 10, %(day)s::date) AS came FROM claims) c;
INSERT INTO payments (id, day, amount, currency, method, source, reference, sender, sender_iban, entered_at, payer_id,
    allocated, returned, paid_out, moved)
SELECT payment, came, gross, currency, 'transfer', 'bank', number, 'Somebody', '', came, payer, gross, 0, 0, 0
FROM paid;
INSERT INTO payment_assignments (payment_id, payer_id, day, why, at)
SELECT payment, payer, came, 'named', came FROM paid;
INSERT INTO allocations (id, payment_id, document, day, amount, why, at)
SELECT gen_random_uuid(), payment, id, came, gross, 'named', came FROM paid;
CREATE TEMPORARY TABLE open ON COMMIT DROP AS
SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'number', 1000000 + o.n, 'payer', o.id,
    'settlement', gen_random_uuid(), 'contract', NULL, 'issued_on', o.due_on - 14, 'due_on', o.due_on,
    'year', 2026))).*
FROM (
    SELECT id, row_number() OVER (ORDER BY id) AS n, CASE WHEN row_number() OVER (ORDER BY id) %% 50 = 0
        THEN %(day)s::date - %(overdue)s ELSE %(day)s::date + 7 END AS due_on
    FROM organisations WHERE kind = 'customer'
) o, invoices i
WHERE i.id = (SELECT id FROM invoices WHERE series = 'INV' AND gross > 0 ORDER BY id LIMIT 1);
INSERT INTO invoices SELECT * FROM open;
INSERT INTO claims (id, kind, payer, contract, currency, number, method, day, due_on, gross, noted, allocated, given_up)
SELECT id, 'invoice', payer, NULL, currency, series || '-' || year || '-' || number, method, issued_on, due_on, gross,
    0, 0, 0
FROM open
"""
_UUID_AT = """
CREATE FUNCTION pg_temp.uuidv7_at(day date, place bigint) RETURNS uuid LANGUAGE sql AS $$
SELECT (lpad(to_hex((extract(epoch FROM day) * 1000)::bigint + place / 4000), 12, '0') || '7' ||
    lpad(to_hex((place %% 4000)::int), 3, '0') || '8' || substr(md5(place::text), 1, 15))::uuid $$
"""


def fill_database(server: Server, name: str, addresses: Addresses, projects: int) -> None:
    """So many projects, and as many payers; a policy of dunning."""
    portal_fill.fill_database(server, name, addresses, projects)
    with databases.superuser(server, name) as connection:
        _fill(connection, projects)
    databases.settle_disk(server, name)
    pointing.use(addresses)
    _set_policy()
    pointing.leave()


def _fill(connection: psycopg.Connection, payers: int) -> None:
    connection.execute("SET session_replication_role = replica")  # the rows are right: no keys are looked up
    connection.execute(_UUID_AT.replace("%%", "%"))
    ((there,),) = connection.execute("SELECT count(*) FROM organisations WHERE kind = 'customer'")
    given = {"more": max(payers - there, 0), "day": DAY, "overdue": _OVERDUE_DAYS, "long": LONG}
    for statement in _FILL.replace("uuidv7_at", "pg_temp.uuidv7_at").split(";\n"):
        used = {key: value for key, value in given.items() if f"%({key})s" in statement}
        connection.execute(statement if used else statement.replace("%%", "%"), used or None)
    connection.execute("SET session_replication_role = origin")
    connection.commit()


def _set_policy() -> None:
    from autossa.domain.billing.dunning.levels import STANDARD_LEVELS
    from autossa.operations.billing.dunning.policy import LevelText, set_policy
    from autossa.operations.context import SYSTEM, ActionContext

    ctx = ActionContext(SYSTEM, DAY - timedelta(days=1), NOW)
    levels = [LevelText(one, {"en": "Please pay.", "de": "Bitte zahlen Sie."}) for one in STANDARD_LEVELS]
    set_policy(starts_on=ctx.today, is_on=True, levels=levels, ctx=ctx)
