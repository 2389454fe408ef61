"""Who said or did what about a contract: its conclusion, questions, answers, reasons. Append-only."""

from django.db import models

from autossa.domain.lifecycle import Action
from autossa.store.models.base import Identified, one_of

KINDS = sorted(action.value for action in Action if action is not Action.EXTEND)


class ContractMessage(Identified):
    """One step in the life of a contract by a person, with their own words if they wrote any."""

    PREFIX = "cms"

    contract = models.ForeignKey("store.Contract", on_delete=models.PROTECT, related_name="messages", db_index=False)
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=4000, blank=True)
    actor = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    acting_for = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        db_table = "contract_messages"
        constraints = [one_of("contract_messages_kind", "kind", KINDS)]
        indexes = [models.Index(fields=["contract", "id"], name="contract_messages_contract")]
