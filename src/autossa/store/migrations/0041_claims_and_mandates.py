"""What is owed, row by row; how payers pay, their mandates, and what the vendor decides of payments (decision 66)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0039_notes_and_collections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=7)),
                ("payer", models.UUIDField()),
                ("contract", models.UUIDField(blank=True, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("number", models.CharField(max_length=40)),
                ("method", models.CharField(max_length=12)),
                ("day", models.DateField()),
                ("due_on", models.DateField()),
                ("gross", models.BigIntegerField()),
                ("noted", models.BigIntegerField(default=0)),
                ("allocated", models.BigIntegerField(default=0)),
                ("given_up", models.BigIntegerField(default=0)),
                (
                    "rest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Greatest(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("gross"), "-", models.F("noted")
                                    ),
                                    "-",
                                    models.F("allocated"),
                                ),
                                "-",
                                models.F("given_up"),
                            ),
                            0,
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
            ],
            options={
                "db_table": "claims",
                "indexes": [
                    models.Index(
                        condition=models.Q(("rest__gt", 0)), fields=["payer", "due_on", "id"], name="claims_open"
                    ),
                    models.Index(condition=models.Q(("rest__gt", 0)), fields=["due_on", "id"], name="claims_due"),
                    models.Index(condition=models.Q(("rest__gt", 0)), fields=["rest", "currency"], name="claims_rest"),
                    models.Index(
                        condition=models.Q(("contract__isnull", False), ("rest__gt", 0)),
                        fields=["contract"],
                        name="claims_contract",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["invoice", "fee"])), name="claims_kind"),
                    models.CheckConstraint(condition=models.Q(("gross__gt", 0)), name="claims_gross"),
                    models.CheckConstraint(
                        condition=models.Q(("noted__gte", 0), ("noted__lte", models.F("gross"))), name="claims_noted"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allocated__gte", 0), ("allocated__lte", models.F("gross"))),
                        name="claims_allocated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_up__gte", 0), ("given_up__lte", models.F("gross"))),
                        name="claims_given_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPolicy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField()),
                (
                    "methods",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None),
                ),
                ("creditor_id", models.CharField(blank=True, max_length=35)),
                ("tolerance", models.BigIntegerField()),
                ("uses_credit", models.BooleanField()),
                ("passes_on_fees", models.BooleanField()),
                ("prenotify_days", models.PositiveSmallIntegerField()),
                ("lead_days", models.PositiveSmallIntegerField()),
                ("core_final_days", models.PositiveSmallIntegerField()),
                ("b2b_final_days", models.PositiveSmallIntegerField()),
                ("mandate_months", models.PositiveSmallIntegerField()),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "payment_policies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("methods__contained_by", ["transfer", "direct_debit", "card"])),
                        name="payment_policies_methods",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tolerance__gte", 0)), name="payment_policies_tolerance"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("methods__contains", ["direct_debit"]), _negated=True),
                            models.Q(("creditor_id", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="payment_policies_creditor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentChoice",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.contract",
                    ),
                ),
                ("method", models.CharField(blank=True, max_length=12)),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "payment_choices",
                "indexes": [models.Index(fields=["payer", "contract", "-id"], name="payment_choices_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["", "transfer", "direct_debit", "card"])),
                        name="payment_choices_method",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=35, unique=True)),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="store.organisation"
                    ),
                ),
                ("scheme", models.CharField(max_length=4)),
                ("is_one_off", models.BooleanField(default=False)),
                ("signed_on", models.DateField()),
                ("signed_by", models.UUIDField(blank=True, null=True)),
                ("signed_at", models.DateTimeField()),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("holder", models.CharField(max_length=70)),
                ("town", models.CharField(blank=True, max_length=35)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("text", models.TextField()),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("stopped_on", models.DateField(blank=True, null=True)),
                ("stop_code", models.CharField(blank=True, max_length=4)),
                ("revoked_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "mandates",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("scheme__in", ["CORE", "B2B"])), name="mandates_scheme"),
                    models.CheckConstraint(
                        condition=models.Q(("iban__regex", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")), name="mandates_iban"
                    ),
                    models.CheckConstraint(condition=models.Q(("holder", ""), _negated=True), name="mandates_holder"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stop_code", ""), ("stopped_on", None)),
                            ("stopped_on__isnull", False),
                            _connector="OR",
                        ),
                        name="mandates_stopped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_on", None), ("confirmed_on__gte", models.F("signed_on")), _connector="OR"
                            ),
                            models.Q(("stopped_on", None), ("stopped_on__gte", models.F("signed_on")), _connector="OR"),
                            models.Q(("revoked_on", None), ("revoked_on__gte", models.F("signed_on")), _connector="OR"),
                        ),
                        name="mandates_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_on", None), ("stopped_on", None)),
                        fields=("payer",),
                        name="mandates_one_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateAmendment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="store.mandate"
                    ),
                ),
                ("day", models.DateField()),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("holder", models.CharField(max_length=70)),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "mandate_amendments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("iban__regex", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")),
                        name="mandate_amendments_iban",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder", ""), _negated=True), name="mandate_amendments_holder"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Continuation",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="continuation",
                        serialize=False,
                        to="store.creditorder",
                    ),
                ),
                ("option", models.CharField(max_length=40)),
                ("fixed_end", models.DateField(blank=True, null=True)),
                ("pay_until", models.DateField()),
                ("asked_by", models.UUIDField(blank=True, null=True)),
                ("asked_at", models.DateTimeField()),
                ("concluded_on", models.DateField(blank=True, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.contract",
                    ),
                ),
                ("refused_on", models.DateField(blank=True, null=True)),
                ("refusal", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "db_table": "continuations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_on", None), ("contract", None), ("refusal", ""), ("refused_on", None)),
                            models.Q(
                                ("concluded_on__isnull", False),
                                ("contract__isnull", False),
                                ("refusal", ""),
                                ("refused_on", None),
                            ),
                            models.Q(
                                ("concluded_on", None),
                                ("contract", None),
                                ("refused_on__isnull", False),
                                models.Q(("refusal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="continuations_ended",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="invoice",
            name="method",
            field=models.CharField(db_default="transfer", default="transfer", max_length=12),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["transfer", "direct_debit", "card"])), name="invoices_method"
            ),
        ),
    ]
