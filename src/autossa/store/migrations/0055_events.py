"""What happened, as programs are told: rows that wait for their number, put there by triggers, and the numbered events."""

import uuid_utils.compat
from django.db import migrations, models

# As rows are written, by the thousand in the nightly run: one statement for all of them, and no index but the key.
TRIGGERS = """
CREATE FUNCTION await_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'activity' THEN
        INSERT INTO waiting_events (id, source, project) SELECT id, 'activity', project FROM added;
    ELSIF TG_TABLE_NAME = 'settlements' THEN
        INSERT INTO waiting_events (id, source, project) SELECT id, 'booking', project_id FROM added;
    ELSE
        INSERT INTO waiting_events (id, source, project) SELECT id, 'document', project_id FROM added;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER activity_is_event AFTER INSERT ON activity REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION await_number();
CREATE TRIGGER settlements_are_events AFTER INSERT ON settlements REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION await_number();
CREATE TRIGGER invoices_are_events AFTER INSERT ON invoices REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION await_number();
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
TRIGGERS_BEFORE = """
DROP TRIGGER events_append_only ON events;
DROP TRIGGER invoices_are_events ON invoices;
DROP TRIGGER settlements_are_events ON settlements;
DROP TRIGGER activity_is_event ON activity;
DROP FUNCTION await_number();
"""

# What there is already gets its numbers from the worker, before anybody has an endpoint.
SO_FAR = """
INSERT INTO waiting_events (id, source, project)
    SELECT id, 'activity', project FROM activity
    UNION ALL SELECT id, 'booking', project_id FROM settlements
    UNION ALL SELECT id, 'document', project_id FROM invoices;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0054_request_keys")]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.CharField(max_length=10)),
                ("type", models.CharField(max_length=60)),
                ("project", models.UUIDField(blank=True, null=True)),
                ("organisation", models.UUIDField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                ("position", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "events",
                "indexes": [
                    models.Index(fields=["type", "position"], name="events_type_position"),
                    models.Index(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=["organisation", "position"],
                        name="events_organisation",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["activity", "booking", "document"])), name="events_source"
                    ),
                    models.CheckConstraint(condition=models.Q(("type", ""), _negated=True), name="events_type"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("project", None)),
                            models.Q(("number__gte", 1), ("project__isnull", False)),
                            _connector="OR",
                        ),
                        name="events_numbered",
                    ),
                    models.UniqueConstraint(fields=("project", "number"), name="events_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingEvent",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=10)),
                ("project", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "db_table": "waiting_events",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["activity", "booking", "document"])),
                        name="waiting_events_source",
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BEFORE),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
    ]
