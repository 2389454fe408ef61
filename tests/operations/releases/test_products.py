"""Products, their license types and branches."""

import pytest

from autossa.operations.releases import products
from autossa.operations.validation import TextMissing
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.releases.tables import list_products
from autossa.store import models
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import MONDAY, branch, product

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_code_is_given_once(shop: Shop) -> None:
    product()
    with pytest.raises(products.ProductExists, match="PBX"):
        product()
    with pytest.raises(TextMissing):
        product(" ")
    assert models.Activity.objects.filter(action="add_product").count() == 1


def test_types_are_those_that_were_named_last(shop: Shop) -> None:
    key = product()
    products.set_product_types(product=key, majors={"PORT": "14", "OPERATOR": ""}, ctx=on(MONDAY))
    products.set_product_types(product=key, majors={"PORT": "15"}, ctx=on(MONDAY))
    with pytest.raises(products.TypeUnknown, match="NONE"):
        products.set_product_types(product=key, majors={"NONE": ""}, ctx=on(MONDAY))
    assert [row["license_types"] for row in list_products()] == ["PORT=15"]


def test_the_end_of_support_moves_and_goes(shop: Shop) -> None:
    key = branch(product())
    products.set_support(branch=key, supported_until=d("2027-12-31"), ctx=on(MONDAY))
    assert load_catalogue().supported_until == {("PBX", "14"): d("2027-12-31")}
    products.set_support(branch=key, supported_until=None, ctx=on(MONDAY))
    assert load_catalogue().supported_until == {}


def test_a_branch_has_its_name_once_in_a_product(shop: Shop) -> None:
    first, second = product(), product("FAX")
    branch(first)
    branch(second)
    with pytest.raises(products.BranchExists, match="14"):
        branch(first)
