"""The currencies of ISO 4217 and their minor units: the decimal places in which an amount of money is paid."""

from autossa.domain.amounts import PLACES, Money, show

_PLACES: dict[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW"
        " CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF"
        " IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK"
        " MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP"
        " SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER"
        " ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_BY_CODE = {code: places for places, codes in _PLACES.items() for code in codes.split()}


def minor_places(code: str) -> int | None:
    """How many decimal places an amount in that currency has (ISO 4217); None for what is no code of a currency.

    Gold, units of account, codes for tests and currencies of the past are none that one is invoiced in.
    """
    return _BY_CODE.get(code)


def places_of(code: str) -> int:
    """As `minor_places`, for the currency of a price list: one from before its code was checked has two."""
    return _BY_CODE.get(code, PLACES)


def with_code(amount: Money, code: str) -> str:
    """Minor units with the decimals and the code of their currency, as machines and logs have them: "12.50 EUR"."""
    return f"{show(amount, places_of(code))} {code}"
