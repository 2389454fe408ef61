"""The journal of a contract's options: from which day another one holds. Append-only."""

from django.db import models

from autossa.store.models.base import Identified


class OptionChange(Identified):
    """From a term end of a contract on, or in review from its start, another option holds (rule 7).

    What was to hold from that day or later holds no more. `undone`: the option is the one that was to be replaced.
    A trigger folds these rows into `option_from` and `option_plans` of the contract.
    """

    PREFIX = "opc"

    contract = models.ForeignKey(
        "store.Contract", on_delete=models.PROTECT, related_name="option_changes", db_index=False
    )
    day = models.DateField()
    starts_on = models.DateField()
    plan = models.ForeignKey("store.PlanVersion", on_delete=models.PROTECT, db_index=False)
    undone = models.BooleanField(default=False)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "option_changes"
        indexes = [models.Index(fields=["contract", "id"], name="option_changes_contract")]
