"""Money that came, what it is for, and what of it went back (decision 66)."""

import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0042_bank"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("method", models.CharField(max_length=12)),
                ("source", models.CharField(max_length=10)),
                ("reference", models.TextField(blank=True)),
                ("sender", models.CharField(blank=True, max_length=140)),
                ("sender_iban", models.CharField(blank=True, max_length=34)),
                ("final_on", models.DateField(blank=True, null=True)),
                (
                    "bank_payment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="store.bankpayment",
                    ),
                ),
                (
                    "debit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="store.debit",
                    ),
                ),
                (
                    "checkout",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="store.checkout",
                    ),
                ),
                ("entered_by", models.UUIDField(blank=True, null=True)),
                ("entered_at", models.DateTimeField()),
                (
                    "payer",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
                ("allocated", models.BigIntegerField(default=0)),
                ("returned", models.BigIntegerField(default=0)),
                ("paid_out", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "payments",
                "indexes": [
                    models.Index(condition=models.Q(("payer", None)), fields=["day", "id"], name="payments_of_nobody"),
                    models.Index(fields=["payer", "day", "id"], name="payments_payer"),
                    models.Index(
                        condition=models.Q(("sender_iban", ""), _negated=True),
                        fields=["sender_iban"],
                        name="payments_sender",
                    ),
                    models.Index(fields=["-day", "-id"], name="payments_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["transfer", "direct_debit", "card"])), name="payments_method"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["bank", "collection", "gateway", "staff"])),
                        name="payments_source",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payments_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("allocated__gte", 0),
                            ("paid_out__gte", 0),
                            ("returned__gte", 0),
                            ("returned__lte", models.F("amount")),
                            (
                                "paid_out__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "-", models.F("allocated")
                                ),
                            ),
                        ),
                        name="payments_allocated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "allocated__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "-", models.F("returned")
                                ),
                            )
                        ),
                        name="payments_returned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAssignment",
            fields=[
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="assignment",
                        serialize=False,
                        to="store.payment",
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
                ("day", models.DateField()),
                ("why", models.CharField(max_length=12)),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "payment_assignments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__in",
                                [
                                    "named",
                                    "exact",
                                    "all_overdue",
                                    "collected",
                                    "credit_used",
                                    "by_hand",
                                    "wrong",
                                    "released",
                                    "returned",
                                ],
                            )
                        ),
                        name="payment_assignments_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="store.payment"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_column="document",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="store.claim",
                    ),
                ),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("why", models.CharField(max_length=12)),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "allocations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__in",
                                [
                                    "named",
                                    "exact",
                                    "all_overdue",
                                    "collected",
                                    "credit_used",
                                    "by_hand",
                                    "wrong",
                                    "released",
                                    "returned",
                                ],
                            )
                        ),
                        name="allocations_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="allocations_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentReturn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="store.payment"
                    ),
                ),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("code", models.CharField(blank=True, max_length=4)),
                ("fee", models.BigIntegerField(default=0)),
                (
                    "bank_payment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_return",
                        to="store.bankpayment",
                    ),
                ),
                ("by", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "payment_returns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("fee__gte", 0)), name="payment_returns_amount"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutAccount",
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
                        related_name="payout_accounts",
                        to="store.organisation",
                    ),
                ),
                ("iban", models.CharField(max_length=34)),
                ("bic", models.CharField(blank=True, max_length=11)),
                ("holder", models.CharField(max_length=70)),
                ("confirmed_by", models.UUIDField()),
                ("confirmed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "payout_accounts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("iban__regex", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")),
                        name="payout_accounts_iban",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder", ""), _negated=True), name="payout_accounts_holder"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="store.organisation"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="store.payoutaccount"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("declined_by", models.UUIDField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sent_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="store.bankorder",
                    ),
                ),
                (
                    "bank_payment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund",
                        to="store.bankpayment",
                    ),
                ),
            ],
            options={
                "db_table": "refunds",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refunds_amount"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="refunds_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("approved_on", None)),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_on__isnull", False), ("declined_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="refunds_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at", None),
                            models.Q(
                                ("approved_by__isnull", False),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="refunds_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_in", None), ("approved_at__isnull", False), _connector="OR"),
                        name="refunds_sent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at", None), ("declined_at", None)),
                        fields=("payer", "currency"),
                        name="refunds_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "refund_id", "payment_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="store.refund",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="store.payment"
                    ),
                ),
                ("day", models.DateField()),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "db_table": "payouts",
                "constraints": [models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payouts_amount")],
            },
        ),
        migrations.CreateModel(
            name="WriteOff",
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
                        related_name="write_offs",
                        to="store.claim",
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("alone", models.BooleanField()),
                ("proposed_by", models.UUIDField(blank=True, null=True)),
                ("proposed_at", models.DateTimeField()),
                ("day", models.DateField(blank=True, null=True)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("declined_by", models.UUIDField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "write_offs",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="write_offs_amount"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="write_offs_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("day", None)),
                            models.Q(("approved_at__isnull", False), ("day__isnull", False), ("declined_at", None)),
                            _connector="OR",
                        ),
                        name="write_offs_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at", None),
                            ("alone", True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("proposed_by__isnull", False),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="write_offs_two_people",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("approved_at", None), ("declined_at", None)),
                        fields=("claim",),
                        name="write_offs_one_open",
                    ),
                ],
            },
        ),
    ]
