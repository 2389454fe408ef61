"""Recovery codes: kept as hashes, shown once, and what is used up when a factor is set up."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import context
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from django.conf import settings
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import render
from django.views.generic.edit import FormView

from autossa.domain.rights import FactorNeeded
from autossa.operations.accounts import factors
from autossa.portal.web.clock import now
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest

_TO_SHOW = "recovery_codes"  # of the session: codes that were made and not shown yet


@receiver(pre_save, sender=Authenticator)
def _before_it_is_kept(instance: Authenticator, **_more: Any) -> None:
    """Whatever of the library makes a factor: no recovery code is kept, and the code that was typed is used up."""
    request = context.request
    if instance.pk is not None or request is None:
        return
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        request.session[_TO_SHOW] = factors.make_codes(instance)
    if instance.type == Authenticator.Type.TOTP:
        factors.spend_first_code(instance, request.POST.get("code", ""), now())


@page(Scope.CREDENTIALS)
def shown(request: AccountRequest) -> HttpResponse:
    """The codes that were just made, once; from then on how many are left."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    codes = request.session.pop(_TO_SHOW, None)
    left = factors.codes_left(request.account.user)
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes, "left": left})


class Index(IndexView):  # type: ignore[misc]
    """Which factors are set up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many codes are left, which their hashes say."""
        return {
            **super().get_context_data(**kwargs),
            "codes_left": factors.codes_left(self.request.user.pk),
            "only_some": settings.SECOND_FACTOR is FactorNeeded.STAFF,
        }


class Generate(GenerateRecoveryCodesView):  # type: ignore[misc]
    """New codes in place of those before."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many codes stop working, which their hashes say."""
        context: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        return {**context, "unused_code_count": factors.codes_left(self.request.user.pk)}


index = Index.as_view()
generate = Generate.as_view()
