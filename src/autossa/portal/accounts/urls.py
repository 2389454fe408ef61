"""Addresses of log-in and account. allauth's own list is not included: each page is named here, with its permission.

Pages behind `_credentials` change how somebody logs in, or prove it for that: not while acting on behalf of anybody.
They are there for who still lacks the second factor they need.
"""

from typing import Any

from allauth.account import views as log_in
from allauth.mfa.base import views as factor
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from csp.constants import SELF
from csp.decorators import csp_update
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from autossa.portal.accounts import addresses, demo_login, impersonation, profile, sessions, signup, tokens
from autossa.portal.accounts import log_in as accounts
from autossa.portal.accounts.factors import codes
from autossa.portal.accounts.factors.passkeys import AGAIN, LOG_IN, NEW, SECOND, challenges
from autossa.portal.web.permissions import Scope, require


def _open(view: Any) -> Any:
    return require(Scope.PUBLIC)(never_cache(view))


def _credentials(view: Any) -> Any:
    return _before_it(require(Scope.CREDENTIALS)(never_cache(view)))


def _before_it(view: Any) -> Any:
    view.before_second_factor = True
    return view


# A passkey's challenge is fetched by the script, from this very host; nothing else in the portal fetches anything.
_fetching = csp_update({"connect-src": [SELF]})

_ORG = "organisations/<str:organisation_id>/"

urlpatterns = [
    path("account/", accounts.overview, name="account"),
    path("account/profile/", profile.edit, name="profile"),
    path("account/data/", profile.data, name="own_data"),
    path("account/login/", _fetching(_open(accounts.log_in)), name="account_login"),
    path("account/logout/", _open(log_in.logout), name="account_logout"),
    path("account/shut/", _open(log_in.account_inactive), name="account_inactive"),
    path("account/reauthenticate/", _credentials(log_in.reauthenticate), name="account_reauthenticate"),
    path("account/email/", _credentials(log_in.email), name="account_email"),
    path("account/email/sent/", _open(log_in.email_verification_sent), name="account_email_verification_sent"),
    path("account/email/confirm/open/<str:link>/", addresses.confirm_address, name="confirm_address"),
    path("account/email/confirm/<str:key>/", addresses.confirm_link, name="account_confirm_email"),
    path("account/password/", _credentials(log_in.password_change), name="account_change_password"),
    path("account/password/set/", _credentials(log_in.password_set), name="account_set_password"),
    path("account/password/reset/", _open(log_in.password_reset), name="account_reset_password"),
    path("account/password/reset/sent/", _open(log_in.password_reset_done), name="account_reset_password_done"),
    path(
        "account/password/reset/key/done/",
        _open(log_in.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        _open(log_in.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    # ---- second factors
    path("account/factors/", _credentials(codes.index), name="mfa_index"),
    path("account/factors/check/", _open(challenges(SECOND)(factor.authenticate)), name="mfa_authenticate"),
    path("account/factors/reauthenticate/", _credentials(factor.reauthenticate), name="mfa_reauthenticate"),
    path("account/factors/app/", _credentials(app.activate_totp), name="mfa_activate_totp"),
    path("account/factors/app/remove/", _credentials(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/factors/codes/", _before_it(codes.shown), name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", _credentials(codes.generate), name="mfa_generate_recovery_codes"),
    path("account/factors/passkeys/", _credentials(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path(
        "account/factors/passkeys/add/", _credentials(challenges(NEW)(passkeys.add_webauthn)), name="mfa_add_webauthn"
    ),
    path(
        "account/factors/passkeys/login/", _open(challenges(LOG_IN)(passkeys.login_webauthn)), name="mfa_login_webauthn"
    ),
    path(
        "account/factors/passkeys/reauthenticate/",
        _credentials(challenges(AGAIN)(passkeys.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/factors/passkeys/<int:pk>/", _credentials(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "account/factors/passkeys/<int:pk>/remove/", _credentials(passkeys.remove_webauthn), name="mfa_remove_webauthn"
    ),
    # ---- sessions, organisations, impersonation
    path("account/sessions/", sessions.list_sessions, name="sessions"),
    path("account/sessions/end/", sessions.end_session, name="end_session"),
    path("account/organisation/", sessions.choose_organisation, name="choose_organisation"),
    path("account/acting/stop/", impersonation.stop, name="stop_acting"),
    path(f"{_ORG}act/", impersonation.start, name="act"),
    # ---- API tokens
    path("account/tokens/", tokens.overview, name="tokens"),
    path("account/tokens/new/", tokens.create, name="make_token"),
    path("account/tokens/<str:token_id>/revoke/", tokens.revoke, name="revoke_token"),
    path(f"{_ORG}tokens/", tokens.of_organisation, name="organisation_tokens"),
    path(f"{_ORG}tokens/<str:token_id>/revoke/", tokens.revoke_as_owner, name="revoke_token_as_owner"),
    # ---- becoming somebody
    path("signup/", signup.register, name="account_signup"),
    path("signup/sent/", signup.sent, name="signup_sent"),
    path("signup/open/<str:link>/", signup.confirm, name="signup_confirm"),
    path("signup/<str:secret>/", signup.confirm_link, name="signup_link"),
    path("invitations/open/<str:link>/", signup.invitation, name="invitation"),
    path("invitations/<str:secret>/", signup.invitation_link, name="invitation_link"),
    # ---- the demo
    path("demo/enter/", demo_login.enter, name="demo_enter"),
    path("demo/clock/", demo_login.move_clock, name="demo_clock"),
    path("dev/mail/", demo_login.mails, name="dev_mails"),
    path("dev/mail/<str:name>/", demo_login.mail, name="dev_mail"),
]
