"""What is exchanged with the bank and with the gateway of cards (decision 67)."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0041_claims_and_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("new_entries", models.PositiveIntegerField()),
                ("first", models.DateField(blank=True, null=True)),
                ("last", models.DateField(blank=True, null=True)),
                ("unexplained", models.BigIntegerField(default=0)),
                ("imported_by", models.UUIDField(blank=True, null=True)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "db_table": "bank_files",
                "indexes": [models.Index(fields=["sha256"], name="bank_files_sha256")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="bank_files_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_entries__lte", models.F("entries"))), name="bank_files_entries"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="store.bankfile"
                    ),
                ),
                ("identity", models.CharField(max_length=32, unique=True)),
                ("account", models.CharField(max_length=34)),
                ("day", models.DateField()),
                ("value_day", models.DateField(blank=True, null=True)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("is_reversal", models.BooleanField()),
                ("bank_reference", models.CharField(blank=True, max_length=140)),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "db_table": "bank_entries",
                "indexes": [models.Index(fields=["day", "id"], name="bank_entries_day")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="bank_entries_amount")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankPayment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="store.bankentry",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("amount", models.BigIntegerField()),
                ("charges", models.BigIntegerField()),
                ("end_to_end_id", models.CharField(blank=True, max_length=35)),
                ("mandate", models.CharField(blank=True, max_length=35)),
                ("name", models.CharField(blank=True, max_length=140)),
                ("iban", models.CharField(blank=True, max_length=34)),
                ("reference", models.CharField(blank=True, max_length=35)),
                ("text", models.TextField(blank=True)),
                ("return_code", models.CharField(blank=True, max_length=4)),
            ],
            options={
                "db_table": "bank_payments",
                "constraints": [models.UniqueConstraint(fields=("entry", "position"), name="bank_payments_once")],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "bank_payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="set_aside",
                        serialize=False,
                        to="store.bankpayment",
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "set_aside",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="set_aside_reason")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=7)),
                ("scheme", models.CharField(blank=True, max_length=4)),
                ("day", models.DateField()),
                ("message_id", models.CharField(max_length=35, unique=True)),
                ("count", models.PositiveIntegerField()),
                ("total", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("path", models.CharField(max_length=100)),
                ("made_on", models.DateField()),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("sent_by", models.UUIDField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "bank_orders",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["debits", "refunds"])), name="bank_orders_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "debits"), ("scheme__in", ["CORE", "B2B"])),
                            models.Q(("kind", "refunds"), ("scheme", "")),
                            _connector="OR",
                        ),
                        name="bank_orders_scheme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1), ("total__gt", 0)), name="bank_orders_total"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="bank_orders_sha256"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Debit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debits", to="store.bankorder"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debits", to="store.mandate"
                    ),
                ),
                ("end_to_end_id", models.CharField(max_length=35, unique=True)),
                ("sequence", models.CharField(max_length=4)),
                ("collect_on", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("end_code", models.CharField(blank=True, max_length=4)),
            ],
            options={
                "db_table": "debits",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sequence__in", ["FRST", "RCUR", "FNAL", "OOFF"])), name="debits_sequence"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="debits_amount"),
                    models.UniqueConstraint(fields=("mandate", "collect_on"), name="debits_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DebitPart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "debit_id", "claim_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="store.debit",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_column="document",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debit_parts",
                        to="store.claim",
                    ),
                ),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "db_table": "debit_parts",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="debit_parts_amount")
                ],
            },
        ),
        migrations.CreateModel(
            name="DebitNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_column="document",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debit_notices",
                        to="store.claim",
                    ),
                ),
                ("told_on", models.DateField()),
                ("collect_on", models.DateField()),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "db_table": "debit_notices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("collect_on__gte", models.F("told_on"))), name="debit_notices_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DebitRetry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_column="document",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debit_retries",
                        to="store.claim",
                    ),
                ),
                ("day", models.DateField()),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "debit_retries",
            },
        ),
        migrations.CreateModel(
            name="Checkout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checkouts", to="store.organisation"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("order", models.CharField(blank=True, max_length=40)),
                ("provider", models.CharField(max_length=20)),
                ("provider_id", models.CharField(blank=True, max_length=255)),
                ("url", models.TextField(blank=True)),
                ("state", models.CharField(default="open", max_length=10)),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "checkouts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["open", "processing"])),
                        fields=["asked_at"],
                        name="checkouts_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "processing", "paid", "expired", "failed"])),
                        name="checkouts_state",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="checkouts_amount"),
                    models.UniqueConstraint(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=("provider", "provider_id"),
                        name="checkouts_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckoutPart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "checkout_id", "claim_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "checkout",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="store.checkout",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_column="document",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkout_parts",
                        to="store.claim",
                    ),
                ),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "db_table": "checkout_parts",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="checkout_parts_amount")
                ],
            },
        ),
        migrations.CreateModel(
            name="GatewayEvent",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "provider", "event", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("event", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=100)),
                (
                    "checkout",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="store.checkout",
                    ),
                ),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "db_table": "gateway_events",
            },
        ),
    ]
