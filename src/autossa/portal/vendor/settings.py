"""Settings of the whole portal: look, logo, time zone, how to pay, devices. Each form of the page is sent by itself."""

from dataclasses import asdict
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
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import settings as vendor
from autossa.portal.ui.fields import TextField
from autossa.portal.vendor.device_settings import DevicesForm
from autossa.portal.vendor.time_zones import ZoneForm
from autossa.portal.web import themes
from autossa.portal.web.clock import now
from autossa.portal.web.context import look_of
from autossa.portal.web.forms import show_error
from autossa.portal.web.page import FORM, POST, Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.devices.terms import device_terms
from autossa.queries.organisations.lookup import vendor_name
from autossa.queries.vendor import settings as queries
from autossa.queries.vendor.settings import Look
from autossa.wording.formats import moment

_YEAR = 365 * 24 * 3600


class LookForm(forms.Form):
    """Name and colour; empty ones follow the environment."""

    name = TextField(label=gettext_lazy("Name"), max_length=vendor.MAX_NAME, required=False)
    accent = TextField(label=gettext_lazy("Colour"), max_length=7, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _(
            "Above every page, in e-mails and in authenticator apps. Empty: %(name)s, the name of your organisation."
        )
        self.fields["name"].help_text = said % {"name": vendor_name() or settings.VENDOR_NAME}
        said = _("Of buttons and links, such as #0b5d73. Empty: %(accent)s, the default.")
        self.fields["accent"].help_text = said % {"accent": settings.VENDOR_ACCENT}

    def clean_accent(self) -> str:
        """A colour that can be read on light or dark paper."""
        found: str = self.cleaned_data["accent"].strip().lower()
        if not found:
            return ""
        try:
            readable = themes.is_readable(found)
        except ValueError:
            raise ValidationError(_("Enter a colour as # and six digits, such as #0b5d73.")) from None
        if not readable:
            said = _(
                "This colour is hard to read: its contrast is %(light)s to 1 on the light background and %(dark)s to 1"
                " on the dark one; at least 4.6 to 1 is needed on one of them. Select a darker or a lighter colour."
            )
            raise ValidationError(said % _contrasts(found))
        return found

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        return {"name": self.cleaned_data["name"], "accent": self.cleaned_data["accent"]}

    def saved(self) -> str:
        """What is said then."""
        return _("Saved. Everyone sees it from now on.")


class LogoForm(forms.Form):
    """A picture."""

    logo = forms.FileField(
        label=gettext_lazy("Picture"),
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("PNG, JPEG or WebP of at most %(most)s kB, shown 28 pixels high")
        self.fields["logo"].help_text = said % {"most": vendor.MAX_LOGO // 1000}

    def clean_logo(self) -> Any:
        """Small enough to be read into memory."""
        found = self.cleaned_data["logo"]
        if found.size is None or found.size > vendor.MAX_LOGO:
            said = _("The picture is too large: at most %(most)s kB.")
            raise ValidationError(said % {"most": vendor.MAX_LOGO // 1000})
        return found

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        return {"logo": self.cleaned_data["logo"].read()}

    def saved(self) -> str:
        """What is said then."""
        return _("Saved. Everyone sees it from now on.")


class PayForm(forms.Form):
    """How ordered credits are paid, in several lines; empty says nothing."""

    how_to_pay = TextField(
        max_length=vendor.MAX_HOW_TO_PAY,
        label=gettext_lazy("How to pay"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": vendor.MAX_HOW_TO_PAY}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _(
            "Plain text in several lines, such as bank details; at most %(most)s characters. It is shown before an"
            " order is placed, with each open order, and in the e-mail that confirms it. Empty: nothing is shown."
        )
        self.fields["how_to_pay"].help_text = said % {"most": vendor.MAX_HOW_TO_PAY}

    def given(self) -> dict[str, Any]:
        """What is to be saved."""
        return {"how_to_pay": self.cleaned_data["how_to_pay"]}

    def saved(self) -> str:
        """What is said then."""
        return _("Saved. It is shown to everyone who orders credits.")


_Form = LookForm | LogoForm | ZoneForm | PayForm | DevicesForm


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def overview(request: VendorRequest) -> HttpResponse:
    """All settings; the form that was sent is saved."""
    shown = look_of(request)
    found = _forms(request, shown)
    sent = next((form for form in found.values() if form.is_bound), None)
    if sent is not None and sent.is_valid() and _is_saved(request, sent):
        messages.success(request, sent.saved())
        return HttpResponseRedirect(reverse("vendor_settings"))
    context = {**found, "shown": shown, "contrasts": _contrasts(shown.accent), "zone_now": moment(now())}
    return render(request, "portal/vendor/settings.html", context)


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=POST)
def remove_logo(request: VendorRequest) -> HttpResponse:
    """Back to the shipped mark."""
    vendor.remove_logo(ctx=action_context(request))
    messages.success(request, _("Logo removed."))
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


def _forms(request: HttpRequest, shown: Look) -> dict[str, _Form]:
    """The forms of the page; a hidden field says which was sent, the first where there is none."""
    initial = {
        "logo_form": {},
        "zone_form": {"zone": shown.own_time_zone},
        "pay_form": {"how_to_pay": shown.how_to_pay},
        "devices_form": asdict(device_terms()),
        "look_form": {"name": shown.own_name, "accent": shown.own_accent},
    }
    kinds: dict[str, type[_Form]] = {
        "logo_form": LogoForm,
        "zone_form": ZoneForm,
        "pay_form": PayForm,
        "devices_form": DevicesForm,
        "look_form": LookForm,
    }
    sent = next((name for name in kinds if name in request.POST), "look_form") if request.method == "POST" else ""
    return {
        name: kind(
            request.POST if name == sent else None, request.FILES if name == sent else None, initial=initial[name]
        )
        for name, kind in kinds.items()
    }


def _is_saved(request: HttpRequest, form: _Form) -> bool:
    """Save what the form says; what is wrong with it is said beside its field."""
    try:
        vendor.save_settings(ctx=action_context(request), **form.given())
    except Invalid as error:
        show_error(form, error)
        return False
    return True


def _contrasts(accent: str) -> dict[str, Any]:
    colour = themes.read_colour(accent)
    papers = {"light": themes.LIGHT_PAPER, "dark": themes.DARK_PAPER}
    return {name: number_format(f"{themes.contrast(colour, paper):.1f}") for name, paper in papers.items()}
