"""Second factors, as allauth asks for them: secrets encrypted, a picture that keeps to the policy, our words."""

from typing import Any, ClassVar

import qrcode
import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from autossa.operations.accounts.ciphers import FACTORS, cipher
from autossa.queries.vendor.settings import look

log = structlog.get_logger()
_QUIET = 4  # light modules around the code: readers need them


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What is ours in allauth's pages of second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or was already used. Wait for the next one and enter that."),
        "unverified_email": _("Confirm your new address first, or withdraw it."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """A copy of the database alone gives no codes away."""
        return cipher(FACTORS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With the present key, or one of those before it. What neither reads becomes a secret that nobody knows.

        So codes are wrong after a key was lost, instead of the page being broken; recovery codes still help.
        """
        try:
            return cipher(FACTORS).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.warning("a second factor is encrypted with a key that is not in use")
            return str(generate_totp_secret())

    def build_totp_svg(self, url: str) -> SafeString:
        """The code as one path, without styles of its own."""
        code = qrcode.QRCode(border=_QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        size = len(rows)
        return mark_safe(
            f'<svg class="qr" viewBox="0 0 {size} {size}" width="220" height="220" role="img" '
            f'aria-labelledby="qr-title" shape-rendering="crispEdges"><title id="qr-title">QR</title>'
            f'<rect width="{size}" height="{size}"/><path d="{path}"/></svg>'
        )

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Numbered: people rename them."""
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        """Who the codes of an app are for."""
        return look().name
