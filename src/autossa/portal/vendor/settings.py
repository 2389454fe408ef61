"""Settings of the whole portal: name, colour, logo, time zone, how to pay."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import settings as vendor
from autossa.portal.vendor.time_zones import ZoneForm
from autossa.portal.web import themes
from autossa.portal.web.clock import now
from autossa.portal.web.context import look_of
from autossa.portal.web.page import FORM, POST, Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.organisations.lookup import vendor_name
from autossa.queries.vendor import settings as queries
from autossa.wording.formats import moment

_YEAR = 365 * 24 * 3600
_LOOK, _LOGO, _ZONE, _PAY = "look_form", "logo_form", "zone_form", "pay_form"


class LookForm(forms.Form):
    """Name and colour; empty ones follow the environment."""

    name = forms.CharField(max_length=vendor.LONGEST_NAME, required=False)
    accent = forms.CharField(max_length=7, required=False)

    def clean_accent(self) -> str:
        """A colour that can be read on light or dark paper."""
        found: str = self.cleaned_data["accent"].strip().lower()
        if not found:
            return ""
        try:
            readable = themes.is_readable(found)
        except ValueError:
            raise ValidationError(_("Write a colour as # and six digits, such as #0b5d73.")) from None
        if not readable:
            said = _(
                "This colour cannot be read well: its contrast is %(light)s to 1 on the light paper and %(dark)s to 1"
                " on the dark one; at least 4.6 to 1 is needed on one of them. Choose a darker or a lighter one."
            )
            raise ValidationError(said % _contrasts(found))
        return found


class LogoForm(forms.Form):
    """A picture."""

    logo = forms.FileField(allow_empty_file=False, widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}))

    def clean_logo(self) -> Any:
        """Small enough to be read into memory."""
        found = self.cleaned_data["logo"]
        if found.size is None or found.size > vendor.LARGEST_LOGO:
            said = _("The picture is too large: it may have %(most)s kB at most.")
            raise ValidationError(said % {"most": vendor.LARGEST_LOGO // 1000})
        return found


class PayForm(forms.Form):
    """How ordered credits are paid, in several lines; empty says nothing."""

    how_to_pay = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 6, "maxlength": vendor.LONGEST_PAYING})
    )


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def overview(request: VendorRequest) -> HttpResponse:
    """All settings; the forms of name and colour, of the logo, of the time zone, and of how to pay."""
    shown, sent = look_of(request), _sent(request)
    wanted = {"name": shown.own_name, "accent": shown.own_accent}
    look = LookForm(request.POST if sent == _LOOK else None, initial=wanted)
    logo = LogoForm(*((request.POST, request.FILES) if sent == _LOGO else ()))
    zone = ZoneForm(request.POST if sent == _ZONE else None, initial={"zone": shown.own_time_zone})
    pay = PayForm(request.POST if sent == _PAY else None, initial={"how_to_pay": shown.how_to_pay})
    if look.is_valid() and (done := _set_look(request, look)):
        return done
    if logo.is_valid() and (done := _set_logo(request, logo)):
        return done
    if pay.is_valid() and (done := _set_pay(request, pay)):
        return done
    if zone.is_valid():
        return _set_zone(request, zone)
    context = {
        "look_form": look,
        "logo_form": logo,
        "zone_form": zone,
        "pay_form": pay,
        "shown": shown,
        "environment": {
            "name": settings.VENDOR_NAME,
            "accent": settings.VENDOR_ACCENT,
            "organisation": vendor_name() or settings.VENDOR_NAME,
        },
        "contrasts": _contrasts(shown.accent),
        "zone_now": moment(now()),
        "longest_paying": vendor.LONGEST_PAYING,
        "largest": vendor.LARGEST_LOGO // 1000,
    }
    return render(request, "portal/vendor/settings.html", context)


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=POST)
def remove_logo(request: VendorRequest) -> HttpResponse:
    """Back to the shipped mark."""
    vendor.remove_logo(ctx=action_context(request))
    messages.success(request, _("The logo is removed."))
    return HttpResponseRedirect(reverse("vendor_settings"))


@page(Scope.PUBLIC, cache=Cache.BY_VIEW)
@cache_control(public=True, max_age=_YEAR)
def logo(_request: HttpRequest) -> HttpResponse:
    """The picture, as what it is and nothing else."""
    found = queries.logo()
    if found is None:
        raise Http404
    response = HttpResponse(found.data, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="logo"'
    return response


def _sent(request: HttpRequest) -> str:
    """Which of the page's forms was sent: a hidden field says it; "" for none."""
    if request.method != "POST":
        return ""
    return next((form for form in (_LOGO, _ZONE, _PAY) if form in request.POST), _LOOK)


def _set_look(request: HttpRequest, form: LookForm) -> HttpResponse | None:
    try:
        vendor.set_look(name=form.cleaned_data["name"], accent=form.cleaned_data["accent"], ctx=action_context(request))
    except Invalid:
        form.add_error("name", _("A name is one line of letters."))
        return None
    messages.success(request, _("Saved. Everybody sees it from now on."))
    return HttpResponseRedirect(reverse("vendor_settings"))


def _set_logo(request: HttpRequest, form: LogoForm) -> HttpResponse | None:
    try:
        vendor.set_logo(data=form.cleaned_data["logo"].read(), ctx=action_context(request))
    except Invalid:
        form.add_error("logo", _("This is no PNG, JPEG or WebP picture. SVG is not taken: it may hold programs."))
        return None
    messages.success(request, _("Saved. Everybody sees it from now on."))
    return HttpResponseRedirect(reverse("vendor_settings"))


def _set_zone(request: HttpRequest, form: ZoneForm) -> HttpResponse:
    vendor.set_time_zone(zone=form.cleaned_data["zone"], ctx=action_context(request))
    said = _("Saved. The time zone is %(zone)s from now on.")
    messages.success(request, said % {"zone": form.cleaned_data["zone"] or settings.TIME_ZONE})
    return HttpResponseRedirect(reverse("vendor_settings"))


def _set_pay(request: HttpRequest, form: PayForm) -> HttpResponse | None:
    try:
        vendor.set_how_to_pay(text=form.cleaned_data["how_to_pay"], ctx=action_context(request))
    except Invalid:
        said = _("Write letters, digits and signs that can be seen, at most %(most)s of them.")
        form.add_error("how_to_pay", said % {"most": vendor.LONGEST_PAYING})
        return None
    messages.success(request, _("Saved. Whoever orders credits reads it."))
    return HttpResponseRedirect(reverse("vendor_settings"))


def _contrasts(accent: str) -> dict[str, Any]:
    colour = themes.read_colour(accent)
    papers = {"light": themes.LIGHT_PAPER, "dark": themes.DARK_PAPER}
    return {name: number_format(f"{themes.contrast(colour, paper):.1f}") for name, paper in papers.items()}
