"""Projects are found and ordered by name: a table beside them, kept by triggers; contracts in unusual states by state."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Letters without capitals and accents, so that "müller" finds Müller, and "muller" too.
PLAIN = """
CREATE FUNCTION plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(
        replace(lower(translate(given, 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ', 'àáâãäåçèéêëìíîïñòóôõöøùúûüý')), 'ß', 'ss'),
        'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ', 'aaaaaaceeeeiiiinoooooouuuuyy')
$$
"""

# Columns after OF: the triggers do not even run for what the daily run changes.
KEEP = """
CREATE FUNCTION keep_project_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO project_names (project_id, name, customer, words)
    SELECT p.id, plain(p.name), plain(o.name), plain(concat_ws(' ', p.name, o.name, o.number))
    FROM projects p JOIN organisations o ON o.id = p.customer_id
    WHERE CASE WHEN TG_TABLE_NAME = 'projects' THEN p.id = NEW.id ELSE p.customer_id = NEW.id END
    ON CONFLICT (project_id) DO UPDATE SET name = EXCLUDED.name, customer = EXCLUDED.customer, words = EXCLUDED.words;
    RETURN NULL;
END
$$;
CREATE TRIGGER projects_names AFTER INSERT OR UPDATE OF name, customer_id ON projects
    FOR EACH ROW EXECUTE FUNCTION keep_project_names();
CREATE TRIGGER organisations_names AFTER UPDATE OF name, number ON organisations
    FOR EACH ROW EXECUTE FUNCTION keep_project_names();
"""
DROP = """
DROP TRIGGER organisations_names ON organisations;
DROP TRIGGER projects_names ON projects;
DROP FUNCTION keep_project_names();
"""
FILL = """
INSERT INTO project_names (project_id, name, customer, words)
SELECT p.id, plain(p.name), plain(o.name), plain(concat_ws(' ', p.name, o.name, o.number))
FROM projects p JOIN organisations o ON o.id = p.customer_id
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0005_portal")]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="ProjectName",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="names",
                        serialize=False,
                        to="store.project",
                    ),
                ),
                ("name", models.TextField(db_collation="C")),
                ("customer", models.TextField(db_collation="C")),
                ("words", models.TextField(db_collation="C")),
            ],
            options={"db_table": "project_names"},
        ),
        migrations.RunSQL(PLAIN, "DROP FUNCTION plain(text)"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex("projectname", models.Index(fields=["name", "project"], name="project_names_name")),
        migrations.AddIndex(
            "projectname", models.Index(fields=["customer", "name", "project"], name="project_names_customer")
        ),
        migrations.AddIndex(
            "projectname",
            django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="project_names_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(KEEP, DROP),
        migrations.AddIndex(
            "contract",
            models.Index(
                condition=models.Q(("status__in", ["ending", "in_review", "question", "suspended"])),
                fields=["status", "project"],
                name="contracts_unusual",
            ),
        ),
    ]
