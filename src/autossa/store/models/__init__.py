"""The tables: a folder an area, a noun a file; whoever needs a table asks this package for it."""

from autossa.store.models.accounts.acting import Acting
from autossa.store.models.accounts.calendars import CalendarFeed
from autossa.store.models.accounts.events import Event, WaitingEvent
from autossa.store.models.accounts.limits import LimitCount
from autossa.store.models.accounts.programs import RequestKey
from autossa.store.models.accounts.registrations import Browser, Registration
from autossa.store.models.accounts.tokens import ApiToken
from autossa.store.models.accounts.users import User
from autossa.store.models.accounts.webhooks import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookSecret,
)
from autossa.store.models.billing.bank.checkouts import Checkout, CheckoutPart, GatewayEvent
from autossa.store.models.billing.bank.orders import BankOrder, Debit, DebitNotice, DebitPart, DebitRetry
from autossa.store.models.billing.bank.statements import BankEntry, BankFile, BankPayment, SetAside
from autossa.store.models.billing.collective import BillingCycle, Collected, InvoiceSection
from autossa.store.models.billing.credit_notes import CreditedLine, CreditReason
from autossa.store.models.billing.documents import DocumentDesign, DocumentFile
from autossa.store.models.billing.dunning.holds import Dispute, DunningPause, PaymentPromise
from autossa.store.models.billing.dunning.letters import DunningLetter, DunningLine
from autossa.store.models.billing.dunning.policies import BaseRate, DunningPolicy
from autossa.store.models.billing.dunning.suspensions import DunningSuspension, SuspensionWarning
from autossa.store.models.billing.invoices import Invoice, InvoiceSeries
from autossa.store.models.billing.order_numbers import OrderNumber
from autossa.store.models.billing.orders import LicenseOrder, LicenseOrderLine, OrderTerm
from autossa.store.models.billing.parties import Party, SellerFacts
from autossa.store.models.billing.payers import PayerChange
from autossa.store.models.billing.payments.choices import PaymentChoice
from autossa.store.models.billing.payments.claims import Claim
from autossa.store.models.billing.payments.continuations import Continuation
from autossa.store.models.billing.payments.mandates import Mandate, MandateAmendment
from autossa.store.models.billing.payments.payments import (
    Allocation,
    Payment,
    PaymentAssignment,
    PaymentMove,
    PaymentReturn,
)
from autossa.store.models.billing.payments.policies import PaymentPolicy
from autossa.store.models.billing.payments.refunds import Payout, PayoutAccount, Refund
from autossa.store.models.billing.payments.write_offs import Fee, WriteOff
from autossa.store.models.billing.quotes import Consent, Quote, QuoteLine
from autossa.store.models.billing.settlements import Charge, Settlement, VoidEntry
from autossa.store.models.billing.vat import VatRate, VatTreatment
from autossa.store.models.contracts.contracts import Contract, ContractEvent, GapCharge
from autossa.store.models.contracts.drafts import Draft
from autossa.store.models.contracts.messages import ContractMessage
from autossa.store.models.contracts.options import OptionChange
from autossa.store.models.credits.credits import CorrectedTransfer, Lot, Transfer
from autossa.store.models.credits.orders import CreditOrder
from autossa.store.models.devices.activations import Activation, Trial
from autossa.store.models.devices.credentials import DeviceCode, DeviceCredential, DeviceUse
from autossa.store.models.devices.devices import Device, Installation
from autossa.store.models.devices.files import LicenseFile, SigningKey
from autossa.store.models.licenses.keys import ActivationKey
from autossa.store.models.licenses.licenses import License, LicenseLine
from autossa.store.models.organisations.access_requests import AccessRequest
from autossa.store.models.organisations.admissions import Admission
from autossa.store.models.organisations.handovers import HandOver
from autossa.store.models.organisations.invitations import Invitation
from autossa.store.models.organisations.organisations import Contact, Membership, Organisation
from autossa.store.models.projects.activity import Activity
from autossa.store.models.projects.coverage import Coverage, CoverageEntry
from autossa.store.models.projects.names import ProjectName
from autossa.store.models.projects.projects import Project
from autossa.store.models.projects.waivers import Waiver
from autossa.store.models.releases.artifacts import Artifact
from autossa.store.models.releases.catalogue import Branch, Product, ProductType, Release, ReleaseNeed
from autossa.store.models.runs.checkups import Checkup
from autossa.store.models.runs.jobs import JobCause, TaskDay
from autossa.store.models.runs.outbox import MailOutage, OutboxMessage
from autossa.store.models.runs.runs import Run, RunVoiding
from autossa.store.models.vendor.catalogue import (
    LicenseRate,
    LicenseType,
    PlanVersion,
    PolicyVersion,
    PriceList,
    SscPrice,
)
from autossa.store.models.vendor.imports import Import, Imported
from autossa.store.models.vendor.license_prices import LicensePrice
from autossa.store.models.vendor.mails import MailText, Reminder
from autossa.store.models.vendor.settings import VendorMark, VendorSettings
from autossa.store.models.vendor.terms import TermsAcceptance, TermsAnnouncement, TermsDocument, TermsVersion

__all__ = [
    "AccessRequest",
    "Acting",
    "Activation",
    "ActivationKey",
    "Activity",
    "Admission",
    "Allocation",
    "ApiToken",
    "Artifact",
    "BankEntry",
    "BankFile",
    "BankOrder",
    "BankPayment",
    "BaseRate",
    "BillingCycle",
    "Branch",
    "Browser",
    "CalendarFeed",
    "Charge",
    "Checkout",
    "CheckoutPart",
    "Checkup",
    "Claim",
    "Collected",
    "Consent",
    "Contact",
    "Continuation",
    "Contract",
    "ContractEvent",
    "ContractMessage",
    "CorrectedTransfer",
    "Coverage",
    "CoverageEntry",
    "CreditOrder",
    "CreditReason",
    "CreditedLine",
    "Debit",
    "DebitNotice",
    "DebitPart",
    "DebitRetry",
    "Device",
    "DeviceCode",
    "DeviceCredential",
    "DeviceUse",
    "Dispute",
    "DocumentDesign",
    "DocumentFile",
    "Draft",
    "DunningLetter",
    "DunningLine",
    "DunningPause",
    "DunningPolicy",
    "DunningSuspension",
    "Event",
    "Fee",
    "GapCharge",
    "GatewayEvent",
    "HandOver",
    "Import",
    "Imported",
    "Installation",
    "Invitation",
    "Invoice",
    "InvoiceSection",
    "InvoiceSeries",
    "JobCause",
    "License",
    "LicenseFile",
    "LicenseLine",
    "LicenseOrder",
    "LicenseOrderLine",
    "LicensePrice",
    "LicenseRate",
    "LicenseType",
    "LimitCount",
    "Lot",
    "MailOutage",
    "MailText",
    "Mandate",
    "MandateAmendment",
    "Membership",
    "OptionChange",
    "OrderNumber",
    "OrderTerm",
    "Organisation",
    "OutboxMessage",
    "Party",
    "PayerChange",
    "Payment",
    "PaymentAssignment",
    "PaymentChoice",
    "PaymentMove",
    "PaymentPolicy",
    "PaymentPromise",
    "PaymentReturn",
    "Payout",
    "PayoutAccount",
    "PlanVersion",
    "PolicyVersion",
    "PriceList",
    "Product",
    "ProductType",
    "Project",
    "ProjectName",
    "Quote",
    "QuoteLine",
    "Refund",
    "Registration",
    "Release",
    "ReleaseNeed",
    "Reminder",
    "RequestKey",
    "Run",
    "RunVoiding",
    "SellerFacts",
    "SetAside",
    "Settlement",
    "SigningKey",
    "SscPrice",
    "SuspensionWarning",
    "TaskDay",
    "TermsAcceptance",
    "TermsAnnouncement",
    "TermsDocument",
    "TermsVersion",
    "Transfer",
    "Trial",
    "User",
    "VatRate",
    "VatTreatment",
    "VendorMark",
    "VendorSettings",
    "VoidEntry",
    "WaitingEvent",
    "Waiver",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookSecret",
    "WriteOff",
]
