"""What the application may call, and cannot do itself: add up again what is left of a claim, of a payment, of a license."""

from django.db import migrations

REPAIR = """
CREATE FUNCTION repair_sums(kind text, key uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF kind = 'claims' THEN
        PERFORM FROM claims WHERE id = key FOR UPDATE;
        UPDATE claims c SET noted = s.noted, allocated = s.allocated, given_up = s.given_up FROM (SELECT
            coalesce((SELECT -sum(gross) FROM invoices WHERE series = 'CN' AND corrects = key), 0) AS noted,
            coalesce((SELECT sum(amount) FROM allocations WHERE document = key), 0) AS allocated,
            coalesce((SELECT sum(amount) FROM write_offs WHERE document = key AND day IS NOT NULL), 0) AS given_up
        ) s WHERE c.id = key AND (c.noted, c.allocated, c.given_up) <> (s.noted, s.allocated, s.given_up);
    ELSIF kind = 'payments' THEN
        PERFORM FROM payments WHERE id = key FOR UPDATE;
        UPDATE payments p SET allocated = s.allocated, returned = s.returned, paid_out = s.paid_out, moved = s.moved
        FROM (SELECT
            coalesce((SELECT sum(amount) FROM allocations WHERE payment_id = key), 0) AS allocated,
            coalesce((SELECT sum(amount) FROM payment_returns WHERE payment_id = key), 0) AS returned,
            coalesce((SELECT sum(amount) FROM payouts WHERE payment_id = key), 0) AS paid_out,
            coalesce((SELECT amount FROM payment_moves WHERE payment_id = key), 0) AS moved
        ) s WHERE p.id = key
            AND (p.allocated, p.returned, p.paid_out, p.moved) <> (s.allocated, s.returned, s.paid_out, s.moved);
    ELSIF kind = 'licenses' THEN
        UPDATE licenses l SET on_devices = s.total
        FROM (SELECT coalesce(sum(quantity), 0) AS total FROM activations WHERE license_id = key AND ended_on IS NULL) s
        WHERE l.id = key AND l.on_devices <> s.total;
    ELSE
        RAISE EXCEPTION 'no sums of %', kind USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION repair_sums(text, uuid) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0071_indexes_of_lists")]

    operations = [migrations.RunSQL(REPAIR, "DROP FUNCTION repair_sums(text, uuid);")]
