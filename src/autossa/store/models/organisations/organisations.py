"""Organisations (vendor, partner, customer), and who belongs to them with which role."""

from django.db import models

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.rights import Kind, Role
from autossa.store.models.base import Identified, one_of, words

KINDS = words(Kind)
ROLES = words(Role)
PURPOSES = ["admin", "billing", "invoice", "license"]
FIRST_PURPOSES = ["admin", "billing", "license"]  # invoices go to those for billing, as long as nobody else is named
XML = ["", "cii", "ubl"]


class Organisation(Identified):
    """A company. One deployment has one vendor.

    What its documents say is kept by `party`, a version that a trigger renews whenever something of it changes (as of
    `changed_at`, where that changes too). `treatment` is the newest one, set by a trigger as well: without one there is
    no VAT. `language` is that of its documents, `invoice_xml` the syntax of the XML that goes with
    them by e-mail, if any.
    """

    PREFIX = "org"

    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, unique=True)
    street = models.CharField(max_length=200, blank=True)
    more = models.CharField(max_length=200, blank=True)
    post_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    invoice_email = models.EmailField(blank=True)
    buyer_reference = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="en")
    needs_order_number = models.BooleanField(default=False)
    invoice_xml = models.CharField(max_length=3, blank=True, default="", db_default="")
    party = models.ForeignKey("store.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    treatment = models.ForeignKey(
        "store.VatTreatment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "organisations"
        constraints = [
            one_of("organisations_kind", "kind", KINDS),
            one_of("organisations_invoice_xml", "invoice_xml", XML),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="vendor"), name="organisations_one_vendor"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="organisations_name"),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="organisations_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> PostalAddress:
        """Where it gets its letters."""
        return PostalAddress(self.street, self.more, self.post_code, self.city)


class Contact(Identified):
    """An address of an organisation that gets the mails of one purpose: admin, billing, invoice or license."""

    PREFIX = "ctc"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    purpose = models.CharField(max_length=8)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="en")

    class Meta:
        db_table = "contacts"
        constraints = [
            one_of("contacts_purpose", "purpose", PURPOSES),
            one_of("contacts_language", "language", ["en", "de"]),
            models.UniqueConstraint(fields=["organisation", "purpose", "email"], name="contacts_once"),
        ]


class Membership(Identified):
    """A person in an organisation. Staff roles exist only at the vendor; that is checked by a trigger.

    `told_of_runs` holds of those who may start runs: whether a run that needs somebody is told to them by mail.
    """

    PREFIX = "mem"

    user = models.ForeignKey("store.User", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8)
    told_of_runs = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "memberships"
        constraints = [
            one_of("memberships_role", "role", ROLES),
            models.UniqueConstraint(fields=["user", "organisation"], name="memberships_once"),
        ]
