"""The vendor's terms and service descriptions, version by version, and who accepted which of them, at what."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.billing.terms import TermsDeed, TermsForm, TermsKind
from autossa.store.models.base import Identified, check, one_of, words
from autossa.store.models.vendor.catalogue import Entered, withdrawn_before

LANGUAGES = ["en", "de"]


class TermsVersion(Identified, Entered):
    """A version from a day on, with a document in each of its languages ("": one from before languages were asked).

    Without any it ends what was in force. The latest number that has begun and was not withdrawn is in force.
    """

    PREFIX = "trm"

    kind = models.CharField(max_length=8, default=TermsKind.TERMS.value)
    number = models.PositiveIntegerField()
    languages = ArrayField(models.CharField(max_length=2, blank=True), default=list, blank=True)
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "terms_versions"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="terms_versions_once"),
            one_of("terms_versions_kind", "kind", words(TermsKind)),
            check("terms_versions_number", models.Q(number__gte=1)),
            check("terms_versions_languages", models.Q(languages__contained_by=[*LANGUAGES, ""])),
            withdrawn_before("terms_versions"),
        ]


class TermsDocument(Identified):
    """What a version says in one language, byte by byte: a text in UTF-8, a PDF, or an address."""

    PREFIX = "tdo"

    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="documents", db_index=False)
    language = models.CharField(max_length=2, blank=True)
    form = models.CharField(max_length=8)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "terms_documents"
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="terms_documents_once"),
            one_of("terms_documents_form", "form", words(TermsForm)),
            check("terms_documents_size", models.Q(size__gte=1)),
        ]


class TermsAcceptance(Identified):
    """A version that holds for a deed: accepted there by a person for an organisation, in the document they were shown.

    `earlier` is the acceptance by which it holds where the organisation had accepted it before and was not asked again.
    `member_of` is the organisation that the person belonged to then, `acting_for` the one that staff acted for.
    """

    PREFIX = "tac"

    deed = models.CharField(max_length=16)
    deed_id = models.UUIDField()
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances", db_index=False)
    document = models.ForeignKey(TermsDocument, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    accepted_by = models.UUIDField(null=True, blank=True)
    accepted_by_name = models.CharField(max_length=200)
    member_of = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    acting_for = models.UUIDField(null=True, blank=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "terms_acceptances"
        constraints = [
            models.UniqueConstraint(fields=["deed", "deed_id", "version"], name="terms_acceptances_once"),
            one_of("terms_acceptances_deed", "deed", words(TermsDeed)),
        ]
        indexes = [models.Index(fields=["organisation", "version"], name="terms_acceptances_of")]


class TermsAnnouncement(models.Model):
    """An organisation was told of a version, once."""

    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    announced_on = models.DateField()

    class Meta:
        db_table = "terms_announcements"
        constraints = [models.UniqueConstraint(fields=["version", "organisation"], name="terms_announcements_once")]
