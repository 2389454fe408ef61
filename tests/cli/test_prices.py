"""`autossa prices add-list`: what is no code of a currency is refused in one sentence."""

import pytest

from autossa.cli import prices as command
from autossa.store import models
from tests.cast.commands import runner

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run = runner(command.app)


@pytest.mark.parametrize(
    ("currency", "said"),
    [
        ("XXA", "XXA is not the code of a currency"),
        ("eur", "eur is not the code of a currency"),
        ("Euros", "Euros is not the code of a currency"),
    ],
)
def test_a_currency_that_is_refused(currency: str, said: str) -> None:
    result = run("add-list", "New", currency)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert not models.PriceList.objects.filter(name="New").exists()


@pytest.mark.parametrize("currency", ["CHF", "JPY", "KWD"])
def test_a_currency(currency: str) -> None:
    assert run("add-list", "New", currency).stdout == "New\n"
    assert models.PriceList.objects.get(name="New").currency == currency
