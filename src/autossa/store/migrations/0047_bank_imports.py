"""What an import of statements looks up by: numbers as people write them, end-to-end ids, what left the account."""

from django.db import migrations

INDEXES = """
CREATE INDEX claims_number ON claims (replace(number, '-', ''));
CREATE INDEX bank_payments_end_to_end ON bank_payments (end_to_end_id) WHERE end_to_end_id <> '';
CREATE INDEX bank_payments_out ON bank_payments (id) WHERE amount < 0;
"""
NONE = """
DROP INDEX bank_payments_out;
DROP INDEX bank_payments_end_to_end;
DROP INDEX claims_number;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0045_money_guards")]

    operations = [migrations.RunSQL(INDEXES, NONE)]
