"""Letters, fees, warnings, suspensions, and what keeps dunning silent (decision 66)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0043_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="DunningPolicy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("is_on", models.BooleanField()),
                ("levels", models.JSONField()),
                ("warn_days", models.PositiveSmallIntegerField()),
                ("interest_points", models.PositiveIntegerField(blank=True, null=True)),
                ("max_open_monthly", models.PositiveSmallIntegerField()),
                ("max_open", models.PositiveSmallIntegerField()),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "dunning_policies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("max_open__gte", 1), ("max_open_monthly__gte", 1)),
                        name="dunning_policies_periods",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BaseRate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("points", models.IntegerField()),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "base_rates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", -10000), ("points__lte", 10000)), name="base_rates_points"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningLetter",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_letters",
                        to="store.organisation",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("level", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("text", models.TextField(blank=True)),
                ("pay_until", models.DateField()),
                ("total", models.BigIntegerField()),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.dunningpolicy"
                    ),
                ),
                ("seller", models.UUIDField(blank=True, null=True)),
                ("seller_facts", models.UUIDField(blank=True, null=True)),
                ("buyer", models.UUIDField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "dunning_letters",
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="dunning_letters_number_once"),
                    models.UniqueConstraint(fields=("payer", "currency", "day"), name="dunning_letters_once"),
                    models.CheckConstraint(condition=models.Q(("level__gte", 1)), name="dunning_letters_level"),
                    models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="dunning_letters_total"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "letter_id", "claim_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="store.dunningletter",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_column="document",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_lines",
                        to="store.claim",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("level", models.PositiveSmallIntegerField()),
                ("rest", models.BigIntegerField()),
                ("interest", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "dunning_lines",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("interest__gte", 0), ("rest__gt", 0)), name="dunning_lines_rest"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspensionWarning",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspension_warnings",
                        to="store.contract",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("suspend_on", models.DateField()),
                ("documents", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "suspension_warnings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("suspend_on__gte", models.F("day"))), name="suspension_warnings_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("documents__len__gte", 1)), name="suspension_warnings_documents"
                    ),
                    models.UniqueConstraint(fields=("contract", "day"), name="suspension_warnings_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningSuspension",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_suspensions",
                        to="store.contract",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.organisation"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("day", models.DateField()),
                ("documents", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("made_at", models.DateTimeField()),
                ("resumed_on", models.DateField(blank=True, null=True)),
                ("resumed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "dunning_suspensions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("documents__len__gte", 1)), name="dunning_suspensions_documents"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resumed_at", None), ("resumed_on", None)),
                            models.Q(
                                ("resumed_at__isnull", False),
                                ("resumed_on__gte", models.F("day")),
                                ("resumed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dunning_suspensions_resumed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("resumed_on", None)), fields=("contract",), name="dunning_suspensions_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningPause",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_pauses",
                        to="store.organisation",
                    ),
                ),
                ("day", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "dunning_pauses",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("day"))), name="dunning_pauses_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="dunning_pauses_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("day")), _connector="OR"),
                        name="dunning_pauses_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPromise",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="store.organisation"
                    ),
                ),
                ("day", models.DateField()),
                ("until", models.DateField()),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "promises",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("until__gte", models.F("day"))), name="promises_days")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
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
                        related_name="disputes",
                        to="store.claim",
                    ),
                ),
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("set_by", models.UUIDField(blank=True, null=True)),
                ("set_at", models.DateTimeField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "disputes",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="disputes_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("day")), _connector="OR"),
                        name="disputes_ended",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("claim",), name="disputes_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fee",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="store.organisation"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(max_length=8)),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fees",
                        to="store.dunningletter",
                    ),
                ),
                (
                    "payment_return",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claimed_fee",
                        to="store.paymentreturn",
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "fees",
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="fees_number_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fees_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter", None), ("payment_return__isnull", False), ("reason", "returned")),
                            models.Q(
                                ("letter__isnull", False),
                                ("payment_return", None),
                                ("reason__in", ["letter", "interest"]),
                            ),
                            _connector="OR",
                        ),
                        name="fees_of_one_thing",
                    ),
                    models.UniqueConstraint(fields=("letter", "reason"), name="fees_letter_once"),
                ],
            },
        ),
    ]
