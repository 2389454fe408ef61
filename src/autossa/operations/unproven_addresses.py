"""Addresses that people want to change to, and have not proven yet by the link that was sent there."""

from uuid import UUID

from allauth.account.models import EmailAddress


def drop(*, user: UUID) -> None:
    """Forget them: their link must not outlive the session in which somebody asked for it.

    Whoever asked may be the one against whom the password is changed, or the person blocked.
    """
    EmailAddress.objects.filter(user=user, verified=False, primary=False).delete()
