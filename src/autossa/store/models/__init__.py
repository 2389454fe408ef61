"""The tables, one noun a file."""

from autossa.store.models.acting import Acting
from autossa.store.models.activity import Activity
from autossa.store.models.catalogue import LicenseRate, LicenseType, PlanVersion, PolicyVersion, PriceList, SscPrice
from autossa.store.models.contract_messages import ContractMessage
from autossa.store.models.contracts import Contract, ContractEvent, GapCharge
from autossa.store.models.coverage import Coverage, CoverageEntry
from autossa.store.models.credits import Lot, Transfer
from autossa.store.models.drafts import Draft
from autossa.store.models.handovers import HandOver, PayerChange
from autossa.store.models.invitations import Invitation
from autossa.store.models.invoices import Invoice, InvoiceSeries
from autossa.store.models.keys import ActivationKey
from autossa.store.models.licenses import License, LicenseLine
from autossa.store.models.mails import MailText, Reminder
from autossa.store.models.names import ProjectName
from autossa.store.models.orders import CreditOrder
from autossa.store.models.organisations import Contact, Membership, Organisation
from autossa.store.models.outbox import OutboxMessage
from autossa.store.models.projects import Project
from autossa.store.models.registrations import Device, Registration
from autossa.store.models.runs import Run
from autossa.store.models.schedule import ScheduledTask
from autossa.store.models.settlements import Charge, Settlement, VoidEntry
from autossa.store.models.tokens import ApiToken
from autossa.store.models.users import User
from autossa.store.models.vendor import VendorSettings

__all__ = [
    "Acting",
    "ActivationKey",
    "Activity",
    "ApiToken",
    "Charge",
    "Contact",
    "Contract",
    "ContractEvent",
    "ContractMessage",
    "Coverage",
    "CoverageEntry",
    "CreditOrder",
    "Device",
    "Draft",
    "GapCharge",
    "HandOver",
    "Invitation",
    "Invoice",
    "InvoiceSeries",
    "License",
    "LicenseLine",
    "LicenseRate",
    "LicenseType",
    "Lot",
    "MailText",
    "Membership",
    "Organisation",
    "OutboxMessage",
    "PayerChange",
    "PlanVersion",
    "PolicyVersion",
    "PriceList",
    "Project",
    "ProjectName",
    "Registration",
    "Reminder",
    "Run",
    "ScheduledTask",
    "Settlement",
    "SscPrice",
    "Transfer",
    "User",
    "VendorSettings",
    "VoidEntry",
]
