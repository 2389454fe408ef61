"""Addresses of releases: the catalogue for staff, what is public, downloads."""

from django.urls import path

from autossa.portal.releases import acts, artifacts, downloads, drafts, feeds, imports, products, public, releases

_RELEASE = "catalogue/releases/<str:release_id>/"
_PRODUCT = "catalogue/products/<str:product_id>/"

urlpatterns = [
    # ---- products and branches, for staff
    path("catalogue/products/", products.overview, name="staff_products"),
    path("catalogue/products/new/", products.add, name="add_product"),
    path(f"{_PRODUCT}types/", products.set_types, name="set_product_types"),
    path(f"{_PRODUCT}branches/new/", products.add_branch, name="add_branch"),
    path("catalogue/branches/<str:branch_id>/support/", products.set_support, name="set_support"),
    # ---- releases, for staff
    path("catalogue/releases/", releases.overview, name="staff_releases"),
    path("catalogue/releases/new/", drafts.add, name="draft_release"),
    path("catalogue/releases/import/", imports.import_list, name="import_releases"),
    path(_RELEASE, releases.one, name="staff_release"),
    path(f"{_RELEASE}edit/", drafts.edit, name="edit_release"),
    path(f"{_RELEASE}delete/", acts.delete, name="delete_release"),
    path(f"{_RELEASE}publish/", acts.publish, name="publish_release"),
    path(f"{_RELEASE}entitle/", acts.entitle, name="entitle_release"),
    path(f"{_RELEASE}withdraw/", acts.withdraw, name="withdraw_release"),
    path(f"{_RELEASE}files/add/", artifacts.add, name="add_artifact"),  # settings.UPLOAD_ADDRESS
    path(f"{_RELEASE}files/<str:artifact_id>/remove/", artifacts.remove, name="remove_artifact"),
    # ---- for everybody
    path("releases/", public.overview, name="releases"),
    path("releases/feed.atom", feeds.everything, name="releases_feed"),
    path("releases/<str:product_id>/feed.atom", feeds.of_product, name="product_feed"),
    path("downloads/<str:token>/", downloads.download, name="download"),
]
