"""The tables, one noun a file."""

from autossa.store.models.activity import Activity
from autossa.store.models.catalogue import LicenseRate, LicenseType, PlanVersion, PolicyVersion, PriceList, SscPrice
from autossa.store.models.contracts import Contract, ContractEvent, GapCharge
from autossa.store.models.coverage import Coverage, CoverageEntry
from autossa.store.models.credits import Lot, Transfer
from autossa.store.models.invoices import Invoice, InvoiceSeries
from autossa.store.models.keys import ActivationKey
from autossa.store.models.licenses import License, LicenseLine
from autossa.store.models.organisations import Membership, Organisation
from autossa.store.models.outbox import OutboxMessage
from autossa.store.models.projects import Project
from autossa.store.models.runs import Run
from autossa.store.models.settlements import Charge, Settlement, VoidEntry
from autossa.store.models.users import User

__all__ = [
    "ActivationKey",
    "Activity",
    "Charge",
    "Contract",
    "ContractEvent",
    "Coverage",
    "CoverageEntry",
    "GapCharge",
    "Invoice",
    "InvoiceSeries",
    "License",
    "LicenseLine",
    "LicenseRate",
    "LicenseType",
    "Lot",
    "Membership",
    "Organisation",
    "OutboxMessage",
    "PlanVersion",
    "PolicyVersion",
    "PriceList",
    "Project",
    "Run",
    "Settlement",
    "SscPrice",
    "Transfer",
    "User",
    "VoidEntry",
]
