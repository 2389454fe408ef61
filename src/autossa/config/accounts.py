"""Settings of log-in: who may try how often, what a password must be, what sessions and second factors need."""

from datetime import timedelta
from typing import Any

APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]
MIDDLEWARE_BEFORE = [
    "autossa.portal.runs.health.health",  # a proxy's word about the visitor's address, before anybody asks for it
    "autossa.portal.web.middleware.visitor_address",
    "autossa.portal.web.middleware.body_limit",
]
MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "autossa.portal.web.middleware.AccountMiddleware",
]
MIDDLEWARE_LAST = ["axes.middleware.AxesMiddleware"]

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


def account_settings(*, https: bool) -> dict[str, Any]:
    """Everything that Django, allauth and axes ask the settings for."""
    return {**_django(), **_allauth(), **_second_factor(https=https), **_lock_out()}


def _django() -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",  # first: who is locked out is not asked for a password
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "autossa.portal.accounts.library_forms.UnlikeItsOwner",
                "OPTIONS": {"user_attributes": ("email", "name")},
            },
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 12},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "PASSWORD_RESET_TIMEOUT": HOUR,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",  # in the database: so that they can be ended
        "SESSION_SERIALIZER": "autossa.portal.accounts.cipher.SessionData",
        "SESSION_COOKIE_AGE": 14 * DAY,
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        # Limits are counted in the database, so that all workers count together.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "cache",
                "OPTIONS": {"MAX_ENTRIES": 100_000},  # above it some are thrown away, and with them what was counted
            }
        },
    }


def _allauth() -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "autossa.portal.accounts.log_in.AccountAdapter",
        "ACCOUNT_FORMS": {
            "login": "autossa.portal.accounts.library_forms.LoginForm",
            "reauthenticate": "autossa.portal.accounts.library_forms.ReauthenticateForm",
            "add_email": "autossa.portal.accounts.library_forms.AddEmailForm",
            "change_password": "autossa.portal.accounts.library_forms.ChangePasswordForm",
            "set_password": "autossa.portal.accounts.library_forms.SetPasswordForm",
            "reset_password": "autossa.portal.accounts.library_forms.ResetPasswordForm",
            "reset_password_from_key": "autossa.portal.accounts.library_forms.ResetPasswordKeyForm",
        },
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_USER_DISPLAY": str,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS": 3,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * MINUTE,
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": "autossa.portal.ui.links.ResetTokens",
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,  # a second factor is asked for, as at any log-in
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_SESSION_REMEMBER": None,  # a box to tick; without it the session ends with the browser
        "ACCOUNT_RATE_LIMITS": {  # of log-in; all others are in domain.limits
            "login": "60/m/ip",
            "login_failed": "60/m/ip,6/5m/key",  # counts wrong codes of second factors; passwords are axes' matter
            "reset_password": "20/h/ip,5/h/key",
            "reset_password_from_key": "20/m/ip",
            "reauthenticate": "10/m/user",
            "change_password": "5/m/user",
            "manage_email": "10/m/user",
            "confirm_email": "1/3m/key",
        },
        "USERSESSIONS_TRACK_ACTIVITY": False,  # our middleware does, every five minutes instead of at every request
    }


def _second_factor(*, https: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "autossa.portal.accounts.factors.adapter.FactorAdapter",
        "MFA_FORMS": {
            "authenticate": "autossa.portal.accounts.library_forms.CodeForm",
            "reauthenticate": "autossa.portal.accounts.library_forms.CodeAgainForm",
            "activate_totp": "autossa.portal.accounts.library_forms.ActivateAppForm",
            "edit_webauthn": "autossa.portal.accounts.library_forms.RenamePasskeyForm",
            "authenticate_webauthn": "autossa.portal.accounts.factors.passkeys.AuthenticateForm",
            "login_webauthn": "autossa.portal.accounts.factors.passkeys.LoginForm",
            "reauthenticate_webauthn": "autossa.portal.accounts.factors.passkeys.ReauthenticateForm",
            "add_webauthn": "autossa.portal.accounts.factors.passkeys.AddForm",
        },
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TOTP_ISSUER": "",  # the vendor's name, which the portal knows
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not https,  # http://localhost, to try it on one machine
    }


def _lock_out() -> dict[str, Any]:
    """Ten wrong passwords for one address, or from one, close this way in for a quarter of an hour.

    A passkey and the link of a password reset still work: nobody can shut somebody else out.
    """
    return {
        "AXES_FAILURE_LIMIT": 10,
        "AXES_COOLOFF_TIME": timedelta(minutes=15),
        "AXES_LOCKOUT_PARAMETERS": ["username", "ip_address"],
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_HTTP_RESPONSE_CODE": 429,
        "AXES_LOCKOUT_CALLABLE": "autossa.portal.accounts.log_in.locked_out",
        "AXES_USERNAME_CALLABLE": "autossa.portal.accounts.log_in.tried_address",
        "AXES_CLIENT_IP_CALLABLE": "autossa.portal.web.requests.line_of",
        "AXES_USERNAME_FORM_FIELD": "login",
        "AXES_SENSITIVE_PARAMETERS": ["password", "login", "email", "csrfmiddlewaretoken", "next"],
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_VERBOSE": False,
    }
