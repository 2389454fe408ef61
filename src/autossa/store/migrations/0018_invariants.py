"""What holds of contracts on every path: their days, the way of their states, and that something is left to cover."""

from django.db import migrations, models

# As `domain.lifecycle.NEXT`; a test holds both against each other.
WAYS = """
CREATE FUNCTION check_contract_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('in_review', 'question'), ('in_review', 'active'), ('in_review', 'ending'), ('in_review', 'rejected'),
        ('in_review', 'withdrawn'),
        ('question', 'in_review'), ('question', 'active'), ('question', 'ending'), ('question', 'rejected'),
        ('question', 'withdrawn'),
        ('active', 'ending'), ('active', 'suspended'),
        ('ending', 'active'), ('ending', 'suspended'), ('ending', 'ended'),
        ('suspended', 'active'), ('suspended', 'ending'), ('suspended', 'ended')
    ) THEN
        RAISE EXCEPTION 'a contract that is % does not become %', OLD.status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
"""

# Looked at when all is written: an approval confirms the lines it was concluded with, a return adds its remainder.
COVERS = """
CREATE FUNCTION check_contract_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM contracts c WHERE c.project_id = NEW.project_id
            AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')
            AND NOT EXISTS (
                SELECT FROM license_lines l WHERE l.project_id = c.project_id AND l.ended_on IS NULL
                    AND (l.confirmed OR (c.status IN ('in_review', 'question') AND l.number = ANY (c.requested)))
            )
    ) THEN
        RAISE EXCEPTION 'project % has an open contract, and no license that it goes on with', NEW.project_id
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;
"""

# Booking a period changes none of these columns: the run, which changes each contract once, asks for nothing.
TRIGGERS = """
CREATE TRIGGER contracts_way BEFORE UPDATE ON contracts
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION check_contract_way();
CREATE CONSTRAINT TRIGGER contracts_cover_new AFTER INSERT ON contracts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION check_contract_covers();
CREATE CONSTRAINT TRIGGER contracts_cover AFTER UPDATE ON contracts DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION check_contract_covers();
CREATE CONSTRAINT TRIGGER license_lines_cover AFTER UPDATE ON license_lines DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.ended_on IS DISTINCT FROM NEW.ended_on OR OLD.confirmed IS DISTINCT FROM NEW.confirmed)
    EXECUTE FUNCTION check_contract_covers();
"""
UNDO = """
DROP TRIGGER license_lines_cover ON license_lines;
DROP TRIGGER contracts_cover ON contracts;
DROP TRIGGER contracts_cover_new ON contracts;
DROP TRIGGER contracts_way ON contracts;
DROP FUNCTION check_contract_covers();
DROP FUNCTION check_contract_way();
"""


def _check(name: str, condition: models.Q) -> migrations.AddConstraint:
    return migrations.AddConstraint("contract", models.CheckConstraint(condition=condition, name=name))


def _unless(status: str, condition: models.Q) -> models.Q:
    return ~models.Q(status=status) | condition


_ENDS = models.F("ends_on")
_UNBOOKED = ["in_review", "question", "rejected", "withdrawn"]


class Migration(migrations.Migration):
    dependencies = [("store", "0017_people_erased")]

    operations = [
        _check("contracts_active", _unless("active", models.Q(ends_on=None))),
        _check(
            "contracts_agreed",
            models.Q(fixed_end=None) | models.Q(ends_on__isnull=False, ends_on__lte=models.F("fixed_end")),
        ),
        _check("contracts_booked", models.Q(ends_on=None) | models.Q(booked_until__lte=_ENDS)),
        _check("contracts_over", _unless("ended", models.Q(ends_on__isnull=False, booked_until=_ENDS))),
        _check("contracts_unbooked", ~models.Q(status__in=_UNBOOKED) | models.Q(booked_until=models.F("start"))),
        migrations.AddIndex(
            "organisation",
            models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="organisations_merged"
            ),
        ),
        migrations.RunSQL(WAYS + COVERS + TRIGGERS, UNDO),
    ]
