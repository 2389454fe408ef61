"""Another option from a term end on: a journal, and what holds from which day beside the contract itself (rule 7)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

# As `refuse_change` guards the other journals (0002).
GUARD = """
CREATE TRIGGER option_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON option_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE contracts ADD CONSTRAINT contracts_options CHECK (
    (option_from IS NULL) = (option_plans IS NULL)
    AND (option_from IS NULL OR (cardinality(option_from) > 0 AND cardinality(option_from) = cardinality(option_plans)))
);
"""

# As `domain.option_changes` and `contracts.with_option_from`: what the journal says, folded. It alone writes the three
# columns of the contract; the application may not. Contracts that never changed have none of it.
FOLD = """
CREATE FUNCTION change_option() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    k contracts%ROWTYPE;
    days date[] := '{}';
    plans uuid[] := '{}';
    before plan_versions%ROWTYPE;
    since date;
    elapsed int;
    begun int := 0;
BEGIN
    SELECT * INTO k FROM contracts WHERE id = NEW.contract_id;
    IF NOT (k.status IN ('in_review', 'question', 'active') OR (NEW.undone AND k.status = 'suspended'))
        OR (k.ends_on IS NOT NULL AND k.status NOT IN ('in_review', 'question'))
    THEN
        RAISE EXCEPTION 'a contract that is % goes on with no other option', k.status
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF (k.status IN ('in_review', 'question')) <> (NEW.starts_on = k.start) OR NEW.starts_on < k.booked_until THEN
        RAISE EXCEPTION 'no other option can hold from % on', NEW.starts_on
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF (SELECT count(DISTINCT policy_id) FROM plan_versions WHERE id IN (k.plan_id, NEW.plan_id)) <> 1 THEN
        RAISE EXCEPTION 'the option is of another policy than the contract'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF NEW.starts_on = k.start THEN
        UPDATE contracts SET plan_id = NEW.plan_id, option_from = NULL, option_plans = NULL WHERE id = k.id;
        RETURN NULL;
    END IF;
    SELECT coalesce(array_agg(d ORDER BY d), '{}'), coalesce(array_agg(p ORDER BY d), '{}') INTO days, plans
        FROM unnest(k.option_from, k.option_plans) AS o(d, p) WHERE d < NEW.starts_on;
    SELECT * INTO before FROM plan_versions WHERE id = coalesce(plans[cardinality(plans)], k.plan_id);
    since := coalesce(days[cardinality(days)], k.start);
    elapsed := (extract(year FROM NEW.starts_on) - extract(year FROM k.start)) * 12
        + extract(month FROM NEW.starts_on) - extract(month FROM k.start);
    begun := (extract(year FROM since) - extract(year FROM k.start)) * 12
        + extract(month FROM since) - extract(month FROM k.start);
    IF (k.start + make_interval(months => elapsed))::date <> NEW.starts_on
        OR (elapsed - begun) % before.term_months <> 0 OR elapsed <= begun
    THEN
        RAISE EXCEPTION '% is no term end of %', NEW.starts_on, before.name
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF NEW.plan_id <> before.id THEN
        days := days || NEW.starts_on;
        plans := plans || NEW.plan_id;
    END IF;
    UPDATE contracts SET option_from = nullif(days, '{}'), option_plans = nullif(plans, '{}') WHERE id = k.id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION change_option() FROM PUBLIC;
CREATE TRIGGER option_changes_fold AFTER INSERT ON option_changes
    FOR EACH ROW EXECUTE FUNCTION change_option();
"""
KINDS = [
    "answer_question",
    "approve_contract",
    "ask_question",
    "cancel_contract",
    "change_option",
    "conclude_contract",
    "reject_contract",
    "resume_contract",
    "suspend_contract",
    "terminate_contract",
    "undo_cancellation",
    "undo_change_option",
    "withdraw_contract",
]
UNFOLD = "DROP TRIGGER option_changes_fold ON option_changes; DROP FUNCTION change_option();"
UNGUARD = """
ALTER TABLE contracts DROP CONSTRAINT contracts_options;
DROP TRIGGER option_changes_append_only ON option_changes;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0030_found_by_project")]

    operations = [
        migrations.AddField(
            "contract",
            "option_from",
            django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, null=True, size=None),
        ),
        migrations.AddField(
            "contract",
            "option_plans",
            django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, null=True, size=None),
        ),
        migrations.CreateModel(
            name="OptionChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("starts_on", models.DateField()),
                ("undone", models.BooleanField(default=False)),
                ("booked_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="option_changes",
                        to="store.contract",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.planversion"
                    ),
                ),
            ],
            options={
                "db_table": "option_changes",
                "indexes": [models.Index(fields=["contract", "id"], name="option_changes_contract")],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(FOLD, UNFOLD),
        migrations.RemoveConstraint("contractmessage", "contract_messages_kind"),
        migrations.AddConstraint(
            "contractmessage",
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="contract_messages_kind"),
        ),
    ]
