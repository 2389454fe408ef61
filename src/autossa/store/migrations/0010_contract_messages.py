"""Who said what about a contract is kept with it; for what was said before, the activity log tells it once."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

# The n-th conclusion in a project made its contract number n; what follows up to the next one is about it.
FILL = """
INSERT INTO contract_messages (id, contract_id, kind, text, actor, actor_name, acting_for, at, day)
SELECT a.id, c.id, a.action,
  left(coalesce(a.details->>'question', a.details->>'answer', a.details->>'reason', ''), 4000),
  a.actor, a.actor_name, a.acting_for, a.at, a.day
FROM (
  SELECT *, count(*) FILTER (WHERE action = 'conclude_contract') OVER (PARTITION BY project ORDER BY id) AS number
  FROM activity WHERE project IS NOT NULL AND action IN (
    'conclude_contract', 'ask_question', 'answer_question', 'approve_contract', 'reject_contract', 'withdraw_contract',
    'suspend_contract', 'resume_contract', 'cancel_contract', 'undo_cancellation'
  )
) a JOIN contracts c ON c.project_id = a.project AND c.number = a.number
"""
# As `refuse_change` guards the other journals (0002).
GUARD = """
CREATE TRIGGER contract_messages_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contract_messages
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_next_run"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("text", models.CharField(blank=True, max_length=4000)),
                ("actor", models.UUIDField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("acting_for", models.UUIDField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                ("day", models.DateField()),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="store.contract",
                    ),
                ),
            ],
            options={
                "db_table": "contract_messages",
            },
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
                            "undo_cancellation",
                            "withdraw_contract",
                        ],
                    )
                ),
                name="contract_messages_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="contractmessage",
            index=models.Index(fields=["contract", "id"], name="contract_messages_contract"),
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER contract_messages_append_only ON contract_messages;"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
