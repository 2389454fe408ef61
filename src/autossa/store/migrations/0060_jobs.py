"""The table of the schedule goes: jobs are procrastinate's, and of days only what was done for which is kept (86)."""

from importlib import import_module

from django.db import migrations, models

contracts = import_module("autossa.store.migrations.0050_continued_contracts")

FREE_TEXT = {"job_causes": ["cause"]}
GONE = {"schedule": ["last_error"]}
ERASE = contracts.ERASE.replace("('schedule', 'last_error')", "('job_causes', 'cause')")

# What was done for which day moves along; what failed the last time is simply tried again.
MOVE = "INSERT INTO task_days (task, done_for, done_at) SELECT task, done_for, done_at FROM schedule WHERE done_for IS NOT NULL"
MOVE_BACK = (
    "INSERT INTO schedule (task, done_for, done_at, last_error) SELECT task, done_for, done_at, '' FROM task_days"
)

# The key of the other table's row: a cause is forgotten with its job, whoever removes that.
GOES_WITH_ITS_JOB = """
ALTER TABLE job_causes ADD CONSTRAINT job_causes_job_fk FOREIGN KEY (job) REFERENCES procrastinate_jobs ON DELETE CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0058_imports"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.CreateModel(
            "TaskDay",
            [
                ("task", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("done_for", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            {"db_table": "task_days"},
        ),
        migrations.CreateModel(
            "JobCause",
            [
                ("job", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("cause", models.CharField(max_length=300)),
            ],
            {"db_table": "job_causes"},
        ),
        migrations.RunSQL(GOES_WITH_ITS_JOB, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RunSQL(ERASE, contracts.ERASE),
        migrations.DeleteModel("ScheduledTask"),
    ]
