"""Runs say their state, what they were checked against, and how one is taken back; who is told of them."""

import django.db.models.deletion
from django.db import migrations, models

import autossa.store.ids

# What was there before said only whether it came to its end.
_STATES = """
UPDATE runs SET state = 'finished' WHERE finished_at IS NOT NULL;
UPDATE runs SET state = 'broken', cause = 'It was broken off; a later run booked what it left.' WHERE finished_at IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0072_sums_repaired"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunVoiding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=autossa.store.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("declined_by", models.UUIDField(blank=True, null=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("voided", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "run_voidings",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="told_of_runs",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="run",
            name="ahead",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="alive_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="cause",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="run",
            name="checked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="run",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="figures",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="run",
            name="findings",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="run",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="run",
            name="state",
            field=models.CharField(default="running", max_length=10),
        ),
        migrations.AddField(
            model_name="run",
            name="unbooked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL(_STATES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("running", "finished", "broken", "halted", "stopped", "voided"))),
                name="runs_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_at", None), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="runs_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["broken", "halted"]), _negated=True),
                    models.Q(("cause", ""), _negated=True),
                    _connector="OR",
                ),
                name="runs_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "halted")), fields=("day",), name="runs_one_halted"
            ),
        ),
        migrations.AddField(
            model_name="runvoiding",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="voidings", to="store.run"
            ),
        ),
        migrations.AddConstraint(
            model_name="runvoiding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="run_voidings_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="runvoiding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None), ("finished_at", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False), ("declined_at", None)),
                    _connector="OR",
                ),
                name="run_voidings_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="runvoiding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="run_voidings_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="runvoiding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("declined_at", None), ("finished_at", None)),
                fields=("run",),
                name="run_voidings_one_open",
            ),
        ),
    ]
