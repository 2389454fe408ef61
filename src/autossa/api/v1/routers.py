"""All endpoints, area by area, in the order in which the document shows them."""

from autossa.api.v1.accounts import routes as accounts
from autossa.api.v1.billing import collective, order_numbers, payers
from autossa.api.v1.billing.bank import debits, statements, unmatched
from autossa.api.v1.billing.books import routes as books
from autossa.api.v1.billing.checkouts import routes as checkouts
from autossa.api.v1.billing.dunning import routes as dunning
from autossa.api.v1.billing.dunning import settings as dunning_policy
from autossa.api.v1.billing.issued import credit_notes, documents, register
from autossa.api.v1.billing.payments import account, decisions, mandates, methods
from autossa.api.v1.billing.payments import routes as payments
from autossa.api.v1.calendars import routes as calendars
from autossa.api.v1.contracts import concluding, reviews
from autossa.api.v1.contracts import routes as contracts
from autossa.api.v1.credits import balance
from autossa.api.v1.credits import orders as credit_orders
from autossa.api.v1.devices import files, uses
from autossa.api.v1.devices import routes as devices
from autossa.api.v1.events import routes as events
from autossa.api.v1.licenses import keys
from autossa.api.v1.licenses import routes as licenses
from autossa.api.v1.mcp import routes as mcp
from autossa.api.v1.orders import licenses as license_orders
from autossa.api.v1.orders import quotes, staff
from autossa.api.v1.organisations import partners, people, persons
from autossa.api.v1.organisations import routes as organisations
from autossa.api.v1.organisations import staff as verification
from autossa.api.v1.projects import activity, details, exports, lists
from autossa.api.v1.projects import routes as projects
from autossa.api.v1.releases import answers
from autossa.api.v1.releases import routes as releases
from autossa.api.v1.runs import mails, safety
from autossa.api.v1.runs import routes as runs
from autossa.api.v1.vendor import catalogue, imports, policies, settings, terms
from autossa.api.v1.webhooks import routes as webhooks

_SERVICE = (projects, lists, details, activity, exports, licenses, keys, contracts, concluding, reviews, balance)
_DEVICES = (devices, uses, files, releases, answers)
_ORDERS = (credit_orders, license_orders, staff, quotes)
_INVOICES = (register, documents, credit_notes, payers, order_numbers, collective)
_MONEY = (account, payments, decisions, methods, mandates, statements, unmatched, debits, checkouts)
_REMINDERS = (dunning, dunning_policy, books)
_PEOPLE = (organisations, verification, people, persons, partners, accounts)
_VENDOR = (catalogue, policies, terms, settings, imports, runs, safety, mails)
_ONWARD = (events, webhooks, calendars, mcp)
_AREAS = (_SERVICE, _DEVICES, _ORDERS, _INVOICES, _MONEY, _REMINDERS, _PEOPLE, _VENDOR, _ONWARD)

ROUTERS = tuple(module.router for area in _AREAS for module in area)
