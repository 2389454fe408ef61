"""Products, the license types that belong to them, and their branches with the end of support."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.releases import products
from autossa.operations.validation import MAX_CODE, MAX_NAME, MAX_NUMBER
from autossa.portal.ui.fields import DayField, TextField
from autossa.portal.vendor.catalogue import catalogue_context
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.releases import pages

_END = gettext_lazy("Last supported day")
_NO_END = gettext_lazy("Empty: supported without an end. Customers see it before they buy.")


class ProductForm(forms.Form):
    """A new product."""

    code = TextField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("As devices and lists name it, such as PBX; it cannot be changed later"),
        max_length=MAX_CODE,
    )
    name = TextField(label=gettext_lazy("Name"), max_length=MAX_NAME)


class BranchForm(forms.Form):
    """A new branch."""

    name = TextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Of the maintenance line, such as 14 or 14r2; it cannot be changed later"),
        max_length=MAX_CODE,
    )
    supported_until = DayField(label=_END, help_text=_NO_END, required=False)


class SupportForm(forms.Form):
    """How long a branch is supported."""

    supported_until = DayField(label=_END, help_text=_NO_END, required=False)


class TypesForm(forms.Form):
    """Which license types belong to a product: a box for each, and the major version that it names."""

    sent = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], of: pages.ProductRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._types, there = types, {one.code: one.major for one in of.types}
        for place, (code, name) in enumerate(types):
            self.fields[f"type_{place}"] = forms.BooleanField(
                label=f"{code} · {name}", required=False, initial=code in there
            )
            self.fields[f"major_{place}"] = TextField(
                label=_("Major version of %(code)s") % {"code": code},
                required=False,
                max_length=MAX_NUMBER,
                initial=there.get(code, ""),
            )

    @property
    def rows(self) -> Iterator[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """For each type its code and name, its box, its major version."""
        for place, (code, name) in enumerate(self._types):
            yield code, name, self[f"type_{place}"], self[f"major_{place}"]

    def majors(self) -> dict[str, str]:
        """What was ticked, with the major versions."""
        given = self.cleaned_data
        return {
            code: given[f"major_{place}"] for place, (code, _name) in enumerate(self._types) if given[f"type_{place}"]
        }


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overview(request: VendorRequest) -> HttpResponse:
    """All products with their license types and branches."""
    context = {**catalogue_context(request, "staff_releases"), "products": pages.products()}
    return render(request, "portal/releases/products/list.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add(request: VendorRequest) -> HttpResponse:
    """A new product."""
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            products.add_product(**form.cleaned_data, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            said = _("Product %(code)s added. Add a branch next, and say which license types belong to it.")
            messages.success(request, said % {"code": form.cleaned_data["code"]})
            return _to_products()
    return render(request, "portal/releases/products/add.html", {"form": form, "parent": _parent()})


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def set_types(request: VendorRequest, product_id: str) -> HttpResponse:
    """Which license types belong to a product."""
    found = pages.find_product_with_types(product_id)
    if found is None:
        raise Http404
    row, types = found
    form = TypesForm(request.POST if "sent" in request.POST else None, types=types, of=row)
    if request.method == "POST" and form.is_valid():
        try:
            products.set_product_types(product=row.key, majors=form.majors(), ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return _to_products()
    context = {"form": form, "row": row, "parent": _parent()}
    return render(request, "portal/releases/products/types.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def add_branch(request: VendorRequest, product_id: str) -> HttpResponse:
    """A new branch of a product."""
    row = _product(product_id)
    form = BranchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            products.add_branch(product=row.key, **form.cleaned_data, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Branch %(name)s added.") % {"name": form.cleaned_data["name"]})
            return _to_products()
    context = {"form": form, "row": row, "parent": _parent()}
    return render(request, "portal/releases/products/branch.html", context)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def set_support(request: VendorRequest, branch_id: str) -> HttpResponse:
    """The last supported day of a branch."""
    found = pages.find_branch(branch_id)
    if found is None:
        raise Http404
    product, branch = found
    form = SupportForm(request.POST or None, initial={"supported_until": branch.supported_until})
    if request.method == "POST" and form.is_valid():
        products.set_support(branch=branch.key, **form.cleaned_data, ctx=action_context(request))
        messages.success(request, _("Saved. The page of releases shows it from now on."))
        return _to_products()
    context = {"form": form, "row": product, "branch": branch, "parent": _parent()}
    return render(request, "portal/releases/products/support.html", context)


def _product(public: str) -> pages.ProductRow:
    """The product of an address. Raises Http404."""
    row = pages.find_product(public)
    if row is None:
        raise Http404
    return row


def _parent() -> Parent:
    return Parent(reverse("staff_products"), _("Products"))


def _to_products() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("staff_products"))
