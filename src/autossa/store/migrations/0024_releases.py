"""Products, branches and releases; what is out stays as it was published, since entitlements rest on it."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

# A branch is of the product that its releases are of; Django knows no key of two columns.
OF_PRODUCT = """
ALTER TABLE releases ADD CONSTRAINT releases_branch_of_product
    FOREIGN KEY (branch_id, product_id) REFERENCES branches (id, product_id) DEFERRABLE INITIALLY DEFERRED;
"""
STANDS = """
CREATE FUNCTION check_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.published_at IS NOT NULL THEN
            RAISE EXCEPTION 'release % is published: withdraw it', OLD.version
                USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.published_at IS NOT NULL AND (
        NEW.published_at IS DISTINCT FROM OLD.published_at
        OR (NEW.product_id, NEW.branch_id, NEW.version) IS DISTINCT FROM (OLD.product_id, OLD.branch_id, OLD.version)
        OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NULL)
        OR (
            OLD.released_on <= current_date
            AND (NEW.released_on, NEW.release_class, NEW.channel)
                IS DISTINCT FROM (OLD.released_on, OLD.release_class, OLD.channel)
        )
        OR (OLD.entitled_as_of IS NOT NULL AND coalesce(NEW.entitled_as_of, NEW.released_on) > OLD.entitled_as_of)
    ) THEN
        RAISE EXCEPTION 'release % is published: what entitlements rest on stays', OLD.version
            USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_stand BEFORE UPDATE OR DELETE ON releases
    FOR EACH ROW EXECUTE FUNCTION check_release();
"""
GONE = """
DROP TRIGGER releases_stand ON releases;
DROP FUNCTION check_release();
ALTER TABLE releases DROP CONSTRAINT releases_branch_of_product;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0023_second_edition"),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "products",
            },
        ),
        migrations.CreateModel(
            name="Branch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("supported_until", models.DateField(blank=True, null=True)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="branches",
                        to="store.product",
                    ),
                ),
            ],
            options={
                "db_table": "branches",
            },
        ),
        migrations.CreateModel(
            name="ProductType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("major", models.CharField(blank=True, max_length=40)),
                (
                    "license_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="products", to="store.licensetype"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="types",
                        to="store.product",
                    ),
                ),
            ],
            options={
                "db_table": "product_types",
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.CharField(max_length=60)),
                ("released_on", models.DateField()),
                ("release_class", models.CharField(max_length=12)),
                ("channel", models.CharField(default="stable", max_length=8)),
                ("notes", models.TextField(blank=True)),
                ("entitled_as_of", models.DateField(blank=True, null=True)),
                ("entitled_reason", models.CharField(blank=True, max_length=500)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("withdrawal", models.CharField(blank=True, max_length=500)),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="store.branch"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="store.product",
                    ),
                ),
            ],
            options={
                "db_table": "releases",
            },
        ),
        migrations.CreateModel(
            name="ReleaseNeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("need", models.CharField(max_length=8)),
                (
                    "license_type",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.licensetype"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="store.release",
                    ),
                ),
            ],
            options={
                "db_table": "release_needs",
            },
        ),
        migrations.AddConstraint(
            model_name="branch",
            constraint=models.UniqueConstraint(fields=("product", "name"), name="branches_once"),
        ),
        migrations.AddConstraint(
            model_name="branch",
            constraint=models.UniqueConstraint(fields=("id", "product"), name="branches_of_product"),
        ),
        migrations.AddConstraint(
            model_name="producttype",
            constraint=models.UniqueConstraint(fields=("product", "license_type"), name="product_types_once"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["product", "released_on"], name="releases_by_day"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(fields=("product", "version"), name="releases_once"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("release_class__in", ["feature", "maintenance", "security"])), name="releases_class"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["stable", "beta"])), name="releases_channel"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entitled_as_of", None), ("entitled_reason", "")),
                    models.Q(
                        ("entitled_as_of__isnull", False),
                        ("entitled_as_of__lte", models.F("released_on")),
                        models.Q(("entitled_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="releases_entitled",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawal", ""), ("withdrawn_on", None)),
                    models.Q(
                        ("published_at__isnull", False),
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="releases_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__in", ["feature", "install"])), name="release_needs_need"
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseneed",
            constraint=models.UniqueConstraint(fields=("release", "license_type", "need"), name="release_needs_once"),
        ),
        migrations.RunSQL(OF_PRODUCT + STANDS, GONE),
    ]
