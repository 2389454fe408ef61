"""Endpoints of products, branches and releases, for the vendor's staff; and what is published, for everybody."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, context_of, found_or_404, key_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.releases.shapes import (
    BranchIn,
    BranchOut,
    DayIn,
    DraftIn,
    ImportedOut,
    ImportIn,
    ProductIn,
    ProductOut,
    ProductTypesIn,
    PublicProductOut,
    ReleaseFull,
    ReleaseIn,
    ReleaseOut,
    ReleasesAsk,
    SupportIn,
    branch_out,
    product_out,
    public_product,
    release_full,
    release_out,
    text_of,
)
from autossa.domain.dates import DAY
from autossa.domain.rights import Action
from autossa.operations.releases import artifacts, imports, products, releases
from autossa.queries.permissions import Scope
from autossa.queries.releases import pages
from autossa.queries.releases.public import public_products

router = Router(tags=["Releases"])
_PRODUCT = "/products/{product_id}"
_RELEASE = "/releases/{release_id}"


@endpoint(router, "GET", "/products", Scope.VENDOR, Action.VIEW_CATALOGUE, answer=Listed[ProductOut])
def list_products(request: Call, page: Annotated[PageAsk, Query()]) -> Listed[ProductOut]:
    """All products with their license types and branches."""
    return listed(pages.products(), page, product_out)


@endpoint(router, "POST", "/products", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ProductOut, status=201)
def add_product(request: Call, body: ProductIn) -> ProductOut:
    """Add a product."""
    key = products.add_product(code=body.code, name=body.name, ctx=context_of(request))
    return product_out(found_or_404(next((row for row in pages.products() if row.key == key), None)))


@endpoint(router, "GET", _PRODUCT, Scope.VENDOR, Action.VIEW_CATALOGUE, answer=ProductOut)
def get_product(request: Call, product_id: str, response: HttpResponse) -> ProductOut:
    """One product."""
    found = _product(product_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PUT", f"{_PRODUCT}/types", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ProductOut, versioned=True)
def set_product_types(request: Call, product_id: str, body: ProductTypesIn) -> ProductOut:
    """Say which license types belong to a product; If-Match names the version of the product."""
    key = found_or_404(pages.find_product(product_id)).key
    ctx = version_context(request, lambda: _product(product_id).model_dump())
    products.set_product_types(product=key, majors=body.types, ctx=ctx)
    return _product(product_id)


@endpoint(router, "POST", f"{_PRODUCT}/branches", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ProductOut, status=201)
def add_branch(request: Call, product_id: str, body: BranchIn) -> ProductOut:
    """Add a branch of a product."""
    key, until = found_or_404(pages.find_product(product_id)).key, body.supported_until
    products.add_branch(
        product=key, name=body.name, supported_until=until - DAY if until else None, ctx=context_of(request)
    )
    return _product(product_id)


@endpoint(router, "POST", "/branches/{branch_id}/support", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=BranchOut)
def set_branch_support(request: Call, branch_id: str, body: SupportIn) -> BranchOut:
    """Say until when a branch is supported."""
    _of, branch = found_or_404(pages.find_branch(branch_id))
    until = body.supported_until
    products.set_support(branch=branch.key, supported_until=until - DAY if until else None, ctx=context_of(request))
    return branch_out(found_or_404(pages.find_branch(branch_id))[1])


@endpoint(router, "GET", "/releases", Scope.VENDOR, Action.VIEW_CATALOGUE, answer=Listed[ReleaseOut])
def list_releases(request: Call, asked: Annotated[ReleasesAsk, Query()]) -> Listed[ReleaseOut]:
    """The releases of a product, or of all, newest first; drafts too."""
    found = pages.releases(request.today, asked.product, asked.state.value if asked.state else "")
    return listed(found.rows, asked, release_out)


@endpoint(router, "GET", "/published-releases", Scope.SELF, answer=list[PublicProductOut])
def list_published_releases(request: Call) -> list[PublicProductOut]:
    """What everybody may read: the products and what was published of them."""
    return [public_product(row) for row in public_products(request.today)]


@endpoint(router, "POST", "/releases", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ReleaseFull, status=201)
def draft_release(request: Call, body: DraftIn) -> ReleaseFull:
    """Draft a release that nobody is shown yet."""
    branch = key_of("brn", body.branch, "branch")
    key = releases.draft(branch=branch, given=text_of(body), ctx=context_of(request))
    return release_full(found_or_404(pages.release_page(key, request.today)))


@endpoint(router, "POST", "/releases/import", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=list[ImportedOut])
def import_releases(request: Call, body: ImportIn) -> list[ImportedOut]:
    """Import a list of releases, all of it or nothing; `only_preview` says what it would do."""
    if body.only_preview:
        steps = imports.plan_import(body.list, publish=body.publish)
    else:
        steps = imports.import_list(body.list, publish=body.publish, ctx=context_of(request))
    return [
        ImportedOut(
            line=one.listed.line, deed=one.deed.value, product=one.listed.product, branch=one.listed.branch,
            version=one.listed.given.version,
        )
        for one in steps
    ]  # fmt: skip


@endpoint(router, "GET", _RELEASE, Scope.VENDOR, Action.VIEW_CATALOGUE, answer=ReleaseFull)
def get_release(request: Call, release_id: str, response: HttpResponse) -> ReleaseFull:
    """One release with its files."""
    found = _release(request, release_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PUT", _RELEASE, Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ReleaseFull, versioned=True)
def edit_release(request: Call, release_id: str, body: ReleaseIn, response: HttpResponse) -> ReleaseFull:
    """Change a draft; what is out stays as it is."""
    ctx = version_context(request, lambda: _release(request, release_id).model_dump())
    releases.edit_draft(release=path_key("rel", release_id), given=text_of(body), ctx=ctx)
    found = _release(request, release_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "DELETE", _RELEASE, Scope.VENDOR, Action.EDIT_CATALOGUE, versioned=True)
def delete_release(request: Call, release_id: str) -> None:
    """Delete a draft, with its files."""
    ctx = version_context(request, lambda: _release(request, release_id).model_dump())
    releases.delete_draft(release=path_key("rel", release_id), ctx=ctx)


@endpoint(router, "POST", f"{_RELEASE}/publish", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ReleaseFull)
def publish_release(request: Call, release_id: str) -> ReleaseFull:
    """Show a draft to all that it is for; it never changes again."""
    releases.publish(release=path_key("rel", release_id), ctx=context_of(request))
    return _release(request, release_id)


@endpoint(router, "POST", f"{_RELEASE}/entitle", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ReleaseFull)
def entitle_release(request: Call, release_id: str, body: DayIn) -> ReleaseFull:
    """Let an earlier day than its own entitle to a release; that cannot be taken back."""
    key, ctx = path_key("rel", release_id), context_of(request)
    releases.entitle_as_of(release=key, day=body.day, reason=body.reason, ctx=ctx)
    return _release(request, release_id)


@endpoint(router, "POST", f"{_RELEASE}/withdraw", Scope.VENDOR, Action.EDIT_CATALOGUE, answer=ReleaseFull)
def withdraw_release(request: Call, release_id: str, body: DayIn) -> ReleaseFull:
    """Withdraw a release from a day on: nobody installs it anew, who has it keeps it."""
    key, ctx = path_key("rel", release_id), context_of(request)
    releases.withdraw(release=key, day=body.day, reason=body.reason, ctx=ctx)
    return _release(request, release_id)


@endpoint(
    router, "DELETE", f"{_RELEASE}/artifacts/{{artifact_id}}", Scope.VENDOR, Action.EDIT_CATALOGUE, versioned=True
)
def remove_artifact(request: Call, release_id: str, artifact_id: str) -> None:
    """Remove a file of a draft; If-Match names the version of the release."""
    ctx = version_context(request, lambda: _release(request, release_id).model_dump())
    there = {one.id for one in _release(request, release_id).artifacts}
    found_or_404(artifact_id if artifact_id in there else None)
    artifacts.remove(artifact=path_key("art", artifact_id), ctx=ctx)


def _product(public: str) -> ProductOut:
    return product_out(found_or_404(pages.find_product(public)))


def _release(call: Call, public: str) -> ReleaseFull:
    return release_full(found_or_404(pages.release_page(path_key("rel", public), call.today)))
