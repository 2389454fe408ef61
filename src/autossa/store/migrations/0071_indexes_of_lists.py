"""Indexes of lists that read a whole table without them; none is paid for by a renewal."""

from django.db import migrations

_MAKE = """
CREATE INDEX activity_acting_for ON activity (acting_for, id) WHERE acting_for IS NOT NULL;
CREATE INDEX activity_actor ON activity (actor, id) WHERE actor IS NOT NULL;
CREATE INDEX organisations_vat_id ON organisations (vat_id) WHERE vat_id <> '';
CREATE INDEX organisations_same_name ON organisations
    (regexp_replace(vowels(plain(name)), '[^[:alnum:]]', '', 'g'));
CREATE INDEX organisations_unverified ON organisations (name, id)
    WHERE verified_on IS NULL AND suspended_on IS NULL AND kind <> 'vendor';
CREATE INDEX organisations_suspended ON organisations (name, id) WHERE suspended_on IS NOT NULL;
CREATE INDEX organisations_need_number ON organisations (id) WHERE needs_order_number;
CREATE INDEX invoices_credit_order ON invoices (credit_order_id) WHERE credit_order_id IS NOT NULL;
CREATE INDEX invoices_license_order ON invoices (license_order_id) WHERE license_order_id IS NOT NULL;
CREATE INDEX credit_orders_payer ON credit_orders (payer_id, id DESC);
CREATE INDEX license_orders_payer ON license_orders (payer_id, id DESC);
CREATE INDEX quotes_payer ON quotes (payer_id, id DESC);
CREATE INDEX write_offs_waiting ON write_offs (proposed_at, id) WHERE approved_at IS NULL AND declined_at IS NULL;
CREATE INDEX refunds_waiting ON refunds (proposed_at, id) WHERE approved_at IS NULL AND declined_at IS NULL;
CREATE INDEX credit_orders_ordered_by ON credit_orders (ordered_by) WHERE ordered_by IS NOT NULL;
CREATE INDEX credit_orders_decided_by ON credit_orders (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX contract_messages_actor ON contract_messages (actor) WHERE actor IS NOT NULL;
"""
_DROP = "".join(f"DROP INDEX {line.split()[2]};\n" for line in _MAKE.splitlines() if line.startswith("CREATE"))


class Migration(migrations.Migration):
    dependencies = [("store", "0070_checkups")]

    operations = [migrations.RunSQL(_MAKE, _DROP)]
