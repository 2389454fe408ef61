"""Mails are claimed for a while, in their turn, and parked with a moment of its own; outages of the server are kept."""

from django.db import migrations, models

import autossa.store.ids

_PARKED = """
UPDATE outbox SET parked_at = now() WHERE delivered_at IS NULL AND attempts >= 10;
"""
# Rows are deleted once they are old (`operations.runs.forgetting`): never what is still to be sent.
_KEPT = """
CREATE FUNCTION keep_waiting_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a message that waits is not deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER outbox_keeps_waiting BEFORE DELETE ON outbox
    FOR EACH ROW WHEN (OLD.delivered_at IS NULL) EXECUTE FUNCTION keep_waiting_messages();
"""
_NOT_KEPT = "DROP TRIGGER outbox_keeps_waiting ON outbox; DROP FUNCTION keep_waiting_messages();"


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0065_vacuum"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailOutage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=autossa.store.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("tried_at", models.DateTimeField()),
                ("tries", models.PositiveIntegerField(default=1)),
                ("cause", models.CharField(max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "mail_outages",
            },
        ),
        migrations.RemoveIndex(
            model_name="outboxmessage",
            name="outbox_waiting",
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="claimed_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="parked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL(_PARKED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                models.OrderBy(models.F("not_before"), nulls_first=True),
                models.OrderBy(models.F("id")),
                condition=models.Q(("delivered_at__isnull", True), ("parked_at__isnull", True), ("topic", "send.mail")),
                name="outbox_mails_due",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                models.OrderBy(models.F("not_before"), nulls_first=True),
                models.OrderBy(models.F("id")),
                condition=models.Q(
                    ("delivered_at__isnull", True),
                    ("parked_at__isnull", True),
                    models.Q(("topic", "send.mail"), _negated=True),
                ),
                name="outbox_events_due",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("delivered_at", None), ("parked_at__isnull", False)),
                fields=["id"],
                name="outbox_parked",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("delivered_at__isnull", False), models.Q(("payload", {}), _negated=True)),
                fields=["delivered_at"],
                name="outbox_words",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("delivered_at__isnull", False), ("payload", {})),
                fields=["delivered_at"],
                name="outbox_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("parked_at", None), ("delivered_at", None), _connector="OR"),
                name="outbox_parked_or_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailoutage",
            constraint=models.UniqueConstraint(fields=("ended_at",), name="mail_outages_one", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="mailoutage",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause", ""), _negated=True), name="mail_outages_cause"
            ),
        ),
        migrations.RunSQL(_KEPT, _NOT_KEPT),
    ]
