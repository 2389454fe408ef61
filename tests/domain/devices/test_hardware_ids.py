"""One device has one key, however its id is printed; what is none is refused."""

import pytest

from autossa.domain.devices.hardware_ids import NotAHardwareId, hardware_key, shown


@pytest.mark.parametrize(
    ("printed", "key", "read"),
    [
        ("00:1b:21:3C:4d-5e", "001B213C4D5E", "00:1B:21:3C:4D:5E"),
        ("001B.213C.4D5E", "001B213C4D5E", "00:1B:21:3C:4D:5E"),
        ("\uff10\uff101b213c4d5e", "001B213C4D5E", "00:1B:21:3C:4D:5E"),
        (" SN-2000/b ", "SN2000B", "SN-2000/b"),
        ("1234", "1234", "1234"),
    ],
)
def test_one_key(printed: str, key: str, read: str) -> None:
    assert hardware_key(printed) == key
    assert shown(printed) == read
    assert hardware_key(shown(printed)) == key


@pytest.mark.parametrize("printed", ["", "123", "-:-:-:-", "Büro 1", "SN<1234>", "SN" + "1" * 99])
def test_no_hardware_id(printed: str) -> None:
    with pytest.raises(NotAHardwareId):
        hardware_key(printed)
