"""Organisations (vendor, partner, customer), and who belongs to them with which role."""

from django.db import models

from autossa.domain.rights import Kind, Role
from autossa.store.models.base import Identified, check, exact, one_of, words

KINDS = words(Kind)
ROLES = words(Role)
PURPOSES = ["admin", "billing", "license"]


class Organisation(Identified):
    """A company. One deployment has one vendor. `tax_rate` is a share: 19 % is 0.19."""

    PREFIX = "org"

    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, unique=True)
    tax_rate = exact(default=0)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "organisations"
        constraints = [
            one_of("organisations_kind", "kind", KINDS),
            check("organisations_tax_rate", models.Q(tax_rate__gte=0, tax_rate__lt=1)),
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


class Contact(Identified):
    """An address of an organisation that gets the mails of one purpose: admin, billing or license."""

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
    """A person in an organisation. Staff roles exist only at the vendor; that is checked by a trigger."""

    PREFIX = "mem"

    user = models.ForeignKey("store.User", on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "memberships"
        constraints = [
            one_of("memberships_role", "role", ROLES),
            models.UniqueConstraint(fields=["user", "organisation"], name="memberships_once"),
        ]
