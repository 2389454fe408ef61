"""Auto SSA contracts, the charges of their gap, and the journal of their states."""

from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.contracts import OPEN, UNDER_REVIEW, Status
from autossa.store.models.base import Identified, check, exact, one_of, words

OPEN_STATES = sorted(status.value for status in OPEN)
UNBOOKED_STATES = sorted(status.value for status in UNDER_REVIEW | {Status.REJECTED, Status.WITHDRAWN})
UNUSUAL_STATES = [state for state in OPEN_STATES if state != Status.ACTIVE.value]


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts by where they stand, and by whose they are."""

    def open(self) -> Self:
        """In review, active, ending or suspended."""
        return self.filter(status__in=OPEN_STATES)

    def of(self, organisation: UUID) -> Self:
        """Those that an organisation pays, and those of its projects."""
        return self.filter(models.Q(payer=organisation) | models.Q(project__customer=organisation))


class Contract(Identified):
    """One contract of a project; it keeps the plan, the price list and the payer it was concluded with.

    `option_from` and `option_plans` say from which days other plans hold, and which; none for most contracts. A trigger
    writes them, from the journal `option_changes`.
    `order_number` and `invoice_contact` are what its payer wants on invoices; another payer starts without them.
    """

    PREFIX = "con"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="contracts", db_index=False)
    number = models.PositiveIntegerField()
    plan = models.ForeignKey("store.PlanVersion", on_delete=models.PROTECT, db_index=False)
    price_list = models.ForeignKey("store.PriceList", on_delete=models.PROTECT, db_index=False)
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, db_index=False)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10)
    concluded_on = models.DateField()
    start = models.DateField()
    booked_until = models.DateField()
    fixed_end = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    gap_start = models.DateField(null=True, blank=True)
    gap_late = models.BooleanField(default=False)
    gap_excused = models.PositiveSmallIntegerField(default=0)
    gap_waived = models.BooleanField(default=False)
    terminated = models.BooleanField(default=False)
    requested = ArrayField(models.IntegerField(), default=list)
    option_from = ArrayField(models.DateField(), null=True, blank=True)
    option_plans = ArrayField(models.UUIDField(), null=True, blank=True)
    voids = models.PositiveSmallIntegerField(default=0)
    concluded_by = models.UUIDField(null=True, blank=True)
    order_number = models.CharField(max_length=100, blank=True)
    invoice_contact = models.EmailField(blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        db_table = "contracts"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="contracts_once"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(status__in=OPEN_STATES), name="contracts_one_open"
            ),
            one_of("contracts_status", "status", words(Status)),
            check(
                "contracts_days",
                models.Q(start__gte=models.F("concluded_on"), booked_until__gte=models.F("start")),
            ),
            check("contracts_gap", models.Q(gap_start=None) | models.Q(gap_start__lt=models.F("concluded_on"))),
            check(
                "contracts_ends",
                models.Q(ends_on=None)
                | models.Q(ends_on__gt=models.F("start"))
                | models.Q(terminated=True, ends_on=models.F("start")),
            ),
            check("contracts_terminated", models.Q(terminated=False) | models.Q(status="ended")),
            check("contracts_waived", models.Q(gap_waived=False) | models.Q(gap_late=False, gap_start__isnull=False)),
            check("contracts_ending", ~models.Q(status="ending") | models.Q(ends_on__isnull=False)),
            check("contracts_active", ~models.Q(status="active") | models.Q(ends_on=None)),
            check(
                "contracts_agreed",
                models.Q(fixed_end=None) | models.Q(ends_on__isnull=False, ends_on__lte=models.F("fixed_end")),
            ),
            check("contracts_booked", models.Q(ends_on=None) | models.Q(booked_until__lte=models.F("ends_on"))),
            check(
                "contracts_over",
                ~models.Q(status="ended") | models.Q(ends_on__isnull=False, booked_until=models.F("ends_on")),
            ),
            check(
                "contracts_unbooked",
                ~models.Q(status__in=UNBOOKED_STATES) | models.Q(booked_until=models.F("start")),
            ),
        ]
        # Few are in these states, and booking a period changes nothing in it: the run does not pay for it.
        indexes = [
            models.Index(
                fields=["status", "project"],
                condition=models.Q(status__in=UNUSUAL_STATES),
                name="contracts_unusual",
            ),
            models.Index(fields=["payer"], name="contracts_payer"),
        ]

    @property
    def is_open(self) -> bool:
        """In review, active, ending or suspended."""
        return self.status in OPEN_STATES


class GapCharge(models.Model):
    """What one line is charged for the gap, computed once, at the conclusion."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="gap_charges", db_index=False)
    line = models.PositiveIntegerField()
    quantity = models.PositiveIntegerField()
    start = models.DateField()
    end = models.DateField()
    ssc = models.BigIntegerField()
    multiplier = exact()

    class Meta:
        db_table = "gap_charges"
        constraints = [
            models.UniqueConstraint(fields=["contract", "line"], name="gap_charges_once"),
            check("gap_charges_period", models.Q(start__lt=models.F("end"), ssc__gte=0)),
        ]


class ContractEvent(Identified):
    """The journal of a contract: each change of state, and each end that was set. Append-only."""

    PREFIX = "cev"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="events")
    day = models.DateField()
    status = models.CharField(max_length=10, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "contract_events"
        constraints = [one_of("contract_events_status", "status", ["", *words(Status)])]
