"""Registrations that wait for the link in the mail, and the browsers a person has logged in with."""

from django.db import models

from autossa.store.models.base import Identified, check, one_of


class Registration(Identified):
    """What somebody entered to register a company: nothing comes of it until the link, kept as a hash, is followed.

    A row is written for an address that has an account, too: its link is never sent. So both take the same time.
    """

    PREFIX = "reg"

    email = models.EmailField()
    name = models.CharField(max_length=200)
    company = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    vat_id = models.CharField(max_length=20, blank=True)
    address = models.TextField()
    language = models.CharField(max_length=2)
    digest = models.BinaryField(max_length=32, unique=True)
    terms = models.PositiveIntegerField(null=True, blank=True)  # the number of those that were agreed to
    terms_url = models.CharField(max_length=500, blank=True)
    visitor = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "registrations"
        constraints = [
            one_of("registrations_language", "language", ["en", "de"]),
            check("registrations_expire", models.Q(expires_at__gt=models.F("created_at"))),
        ]


class Browser(Identified):
    """A browser that a person has logged in with, known by a cookie of which only a hash is kept."""

    PREFIX = "brw"

    user = models.ForeignKey("store.User", on_delete=models.CASCADE, related_name="browsers")
    digest = models.BinaryField(max_length=32)
    agent = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "browsers"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="browsers_once")]
