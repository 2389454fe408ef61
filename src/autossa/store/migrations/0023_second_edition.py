"""The rules in their second edition: how a type stands to SSA, waivers, terminated contracts, what a term binds."""

from importlib import import_module

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

people = import_module("autossa.store.migrations.0017_people_erased")
addresses = import_module("autossa.store.migrations.0022_addresses_erased")

# A policy that counted less than once was refused by nobody, and helped nobody: it counts once.
ONCE_AT_LEAST = """
ALTER TABLE policy_versions DISABLE TRIGGER policy_versions_withdrawn_only;
UPDATE policy_versions SET late_multiplier = 1 WHERE late_multiplier < 1;
ALTER TABLE policy_versions ENABLE TRIGGER policy_versions_withdrawn_only;
"""

# Days on which there was nothing to pay for are no gap any more.
NO_GAPS = "UPDATE contracts SET gap_start = NULL, gap_late = false WHERE gap_start IS NOT NULL AND NOT gap_covers;"

# How a type stands to SSA says what its licenses were charged: it stays once there is one.
STAYS = """
CREATE FUNCTION check_license_type() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM licenses WHERE license_type_id = NEW.id) THEN
        RAISE EXCEPTION 'license type % has licenses: how it stands to SSA stays', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER license_types_stay BEFORE UPDATE ON license_types
    FOR EACH ROW WHEN (OLD.ssa IS DISTINCT FROM NEW.ssa) EXECUTE FUNCTION check_license_type();
CREATE TRIGGER waivers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON waivers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_erasure();
"""
GOES = """
DROP TRIGGER waivers_append_only ON waivers;
DROP TRIGGER license_types_stay ON license_types;
DROP FUNCTION check_license_type();
"""

# Why something was waived is free text: whoever is erased is taken out of it, too (0017, 0022).
FREE_TEXT = {"waivers": ["reason"]}
_PLACES = people.PLACES + ",\n        ('waivers', 'reason')"
_ERASE = (people.ERASE + addresses.ERASE).replace("CREATE FUNCTION erase", "CREATE OR REPLACE FUNCTION erase")
ERASE = _ERASE.replace(people.PLACES, _PLACES)

# As 0018 had it, but for what counts as something to cover: a charged license that goes on when the contract begins.
_COVERS = """
CREATE OR REPLACE FUNCTION check_contract_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM contracts c WHERE c.project_id = NEW.project_id
            AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')
            AND NOT EXISTS (
                SELECT FROM license_lines l {joined}
                WHERE l.project_id = c.project_id AND {goes_on}
                    AND (l.confirmed OR (c.status IN ('in_review', 'question') AND l.number = ANY (c.requested)))
            )
    ) THEN
        RAISE EXCEPTION 'project % has an open contract, and no license that it goes on with', NEW.project_id
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
"""
COVERS = _COVERS.format(
    joined="JOIN licenses i ON i.id = l.license_id JOIN license_types t ON t.id = i.license_type_id",
    goes_on="t.ssa = 'charged' AND (l.ended_on IS NULL OR l.ended_on > greatest(l.added_on, c.start))",
)
COVERED = _COVERS.format(joined="", goes_on="l.ended_on IS NULL")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0022_addresses_erased"),
    ]

    operations = [
        migrations.RunSQL(ONCE_AT_LEAST + NO_GAPS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("last_day", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("booked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "waivers",
            },
        ),
        migrations.RemoveConstraint(
            model_name="contract",
            name="contracts_ends",
        ),
        migrations.RemoveConstraint(
            model_name="contractmessage",
            name="contract_messages_kind",
        ),
        migrations.RemoveConstraint(
            model_name="policyversion",
            name="policy_versions_multiplier",
        ),
        migrations.RemoveField(
            model_name="contract",
            name="gap_covers",
        ),
        migrations.AddField(
            model_name="contract",
            name="gap_waived",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="terminated",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="license",
            name="included_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="licensetype",
            name="ssa",
            field=models.CharField(default="charged", max_length=8),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="entitlement_day",
            field=models.CharField(default="release", max_length=8),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="give_up",
            field=models.CharField(default="term", max_length=8),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="reaction_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None),
                    ("ends_on__gt", models.F("start")),
                    models.Q(("ends_on", models.F("start")), ("terminated", True)),
                    _connector="OR",
                ),
                name="contracts_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("terminated", False), ("status", "ended"), _connector="OR"),
                name="contracts_terminated",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gap_waived", False), models.Q(("gap_late", False), ("gap_start__isnull", False)), _connector="OR"
                ),
                name="contracts_waived",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "answer_question",
                            "approve_contract",
                            "ask_question",
                            "cancel_contract",
                            "conclude_contract",
                            "reject_contract",
                            "resume_contract",
                            "suspend_contract",
                            "terminate_contract",
                            "undo_cancellation",
                            "withdraw_contract",
                        ],
                    )
                ),
                name="contract_messages_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="licensetype",
            constraint=models.CheckConstraint(
                condition=models.Q(("ssa__in", ["charged", "included", "none"])), name="license_types_ssa"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("late_multiplier__gte", 1)), name="policy_versions_multiplier"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("give_up__in", ["term", "period"])), name="policy_versions_give_up"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("entitlement_day__in", ["release", "branch"])),
                name="policy_versions_entitlement_day",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="project",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="store.project"
            ),
        ),
        migrations.AddIndex(
            model_name="waiver",
            index=models.Index(fields=["project", "id"], name="waivers_project"),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="waivers_reason"),
        ),
        migrations.RunSQL(STAYS + COVERS, COVERED + GOES),
        migrations.RunSQL(ERASE, _ERASE),
    ]
