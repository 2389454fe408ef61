"""Texts of mails that the vendor may edit, the mails that were made from them, and reminders that were sent."""

from django.db import models

from autossa.store.models.base import Identified, one_of


class MailText(Identified):
    """The vendor's own wording of a mail in a language; without a row the shipped wording holds."""

    PREFIX = "txt"

    key = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    edited_by = models.UUIDField(null=True, blank=True)
    edited_at = models.DateTimeField()

    class Meta:
        db_table = "mail_texts"
        constraints = [
            one_of("mail_texts_language", "language", ["en", "de"]),
            models.UniqueConstraint(fields=["key", "language"], name="mail_texts_once"),
        ]


class Reminder(Identified):
    """A reminder that was put into the outbox: of a kind, about a project (or a partner), for a day. Each only once."""

    PREFIX = "rem"

    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    due_on = models.DateField()
    sent_on = models.DateField()

    class Meta:
        db_table = "reminders"
        constraints = [models.UniqueConstraint(fields=["about", "kind", "due_on"], name="reminders_once")]
