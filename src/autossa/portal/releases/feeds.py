"""Atom feeds of release days and ends of support, of all products and of one, in either language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from autossa.domain.dates import DAY
from autossa.portal.web.clock import today
from autossa.portal.web.context import look_of
from autossa.portal.web.page import Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import key_or_404
from autossa.queries.releases.pages import ReleaseState
from autossa.queries.releases.public import PublicBranch, PublicProduct, PublicRelease, public_products
from autossa.wording import formats, glossary, languages

_ENTRIES = 200  # the newest
_KEPT = 900  # seconds that anybody may keep a feed


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a release, or the end of support of a branch. `changed` is when something was last said of it."""

    id: str
    title: str
    said: str
    link: str
    changed: datetime


@page(Scope.PUBLIC, cache=Cache.BY_VIEW)
@cache_control(public=True, max_age=_KEPT)
def everything(request: HttpRequest) -> HttpResponseBase:
    """Of all products."""
    return _answer(request, public_products(today()), "")


@page(Scope.PUBLIC, cache=Cache.BY_VIEW)
@cache_control(public=True, max_age=_KEPT)
def of_product(request: HttpRequest, product_id: str) -> HttpResponseBase:
    """Of one product."""
    found = public_products(today(), key_or_404("pro", product_id))
    if not found:
        raise Http404
    return _answer(request, found, found[0].name)


def _answer(request: HttpRequest, products: tuple[PublicProduct, ...], name: str) -> HttpResponseBase:
    """The feed in the language of its address (`?language=de`), else of the reader; 304 where nothing is new."""
    wanted = request.GET.get("language", "")
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else languages.current()):
        response = _Releases(products, _title(look_of(request).name, name))(request)
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _title(vendor: str, product: str) -> str:
    facts = {"vendor": vendor, "product": product}
    return (_("%(vendor)s: releases of %(product)s") if product else _("%(vendor)s: releases")) % facts


class _Releases(Feed):  # type: ignore[type-arg]  # it takes none when it runs
    """Made for one request. Links begin with the portal's own address, never with what a request says."""

    feed_type = Atom1Feed

    def __init__(self, products: tuple[PublicProduct, ...], title: str) -> None:
        self._products, self.title = products, title
        self.link = settings.BASE_URL + reverse("releases")
        self.subtitle = _("Release days and ends of support. What may be installed rests on these days.")

    def get_feed(self, obj: None, request: HttpRequest) -> Any:
        """As Django makes it, but for the address of the feed itself."""
        self.language = languages.current()
        self.feed_guid = self.feed_url = f"{settings.BASE_URL}{request.path}?language={self.language}"
        return super().get_feed(obj, request)

    def items(self) -> list[Entry]:
        """The newest first."""
        found = (entry for product in self._products for entry in _entries(product))
        return sorted(found, key=lambda entry: (entry.changed, entry.id), reverse=True)[:_ENTRIES]

    def item_title(self, item: Entry) -> str:
        """Which it is."""
        return item.title

    def item_description(self, item: Entry) -> str:
        """What is to be known of it."""
        return item.said

    def item_link(self, item: Entry) -> str:
        """Where it stands on the page."""
        return item.link

    def item_guid(self, item: Entry) -> str:
        """The same whatever is said of it later."""
        return item.id

    def item_updateddate(self, item: Entry) -> datetime:
        """When something was last said of it."""
        return item.changed


def _entries(product: PublicProduct) -> Iterator[Entry]:
    link = settings.BASE_URL + reverse("releases")
    for release in product.releases:
        yield Entry(release.key.urn, _release(release), _about(release), f"{link}#{release.id}", _when(release))
    for branch in product.branches:
        if branch.supported_until is not None:
            own = [release for release in product.releases if release.branch == branch.name]
            yield _end_of(product, branch, branch.supported_until, own, f"{link}#{product.id}")


def _release(release: PublicRelease) -> str:
    kind = glossary.RELEASE_CLASS[release.release_class]
    state = glossary.RELEASE_STATE[release.state]
    said = f"{release.product_name} {release.version}: {kind}"
    return said if release.state is ReleaseState.OUT else f"{said} ({state})"


def _about(release: PublicRelease) -> str:
    day = {"day": formats.day(release.released_on)}
    is_to_come = release.state is ReleaseState.ANNOUNCED
    words = [_("Announced for %(day)s.") % day if is_to_come else _("Released on %(day)s.") % day]
    words.append(_("Branch: %(branch)s.") % {"branch": release.branch})
    if release.entitled_as_of is not None:
        words.append(_("Coverage on %(day)s is enough.") % {"day": formats.day(release.entitled_as_of)})
    if release.withdrawn_on is not None:
        facts = {"day": formats.day(release.withdrawn_on), "reason": release.withdrawal}
        words.append(_("Withdrawn from %(day)s: %(reason)s") % facts)
    return " ".join(words)


def _when(release: PublicRelease) -> datetime:
    """When it was published, announced or withdrawn, whichever is the last that has come."""
    days = [day for day in (release.released_on, release.withdrawn_on) if day is not None and day <= today()]
    return max([release.published_at, *(_begin(day) for day in days)])


def _end_of(product: PublicProduct, branch: PublicBranch, until: date, own: list[PublicRelease], link: str) -> Entry:
    """An end that is set anew is another entry: readers are told of it."""
    facts = {"product": product.name, "branch": branch.name, "day": formats.day(until)}
    said = (
        _("%(product)s %(branch)s: support ended on %(day)s")
        if branch.is_over
        else _("%(product)s %(branch)s: supported until %(day)s")
    )
    changed = _begin(until + DAY) if branch.is_over else max(_when(release) for release in own)
    about = _("After this day the branch gets no more updates.")
    return Entry(uuid5(branch.key, until.isoformat()).urn, said % facts, about, link, changed)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=get_current_timezone())
