"""Devices and what is on them: no more began to be there than was licensed, and nothing stands where it cannot."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look

# On each day on which more of a license was on devices than the day before. What ended on the day itself, or was voided
# later, was licensed when it went there.
_MORE_THAN_LICENSED = """
WITH days AS (SELECT DISTINCT license_id, since AS day FROM activations WHERE ended_on IS NULL OR ended_on > since),
counted AS (
    SELECT d.license_id, d.day,
        (SELECT sum(a.quantity) FROM activations a WHERE a.license_id = d.license_id AND a.since <= d.day
            AND (a.ended_on IS NULL OR a.ended_on > d.day)) AS used,
        (SELECT coalesce(sum(a.quantity), 0) FROM activations a WHERE a.license_id = d.license_id AND a.since < d.day
            AND (a.ended_on IS NULL OR a.ended_on >= d.day)) AS used_before,
        (SELECT coalesce(sum(l.quantity), 0) FROM license_lines l WHERE l.license_id = d.license_id AND l.confirmed
            AND l.added_on <= d.day AND (l.ended_on IS NULL OR l.ended_on >= d.day OR l.ended_on = l.added_on)
        ) AS licensed
    FROM days d
)
SELECT license_id, format('on %%s %%s of it came to be on devices, and %%s were licensed', day, used, licensed)
FROM counted WHERE used > licensed AND used > used_before ORDER BY license_id, day
"""
_SUMS = """
SELECT l.id, format('%%s are said to be on devices, and %%s are', l.on_devices, coalesce(s.total, 0))
FROM licenses l LEFT JOIN (
    SELECT license_id, sum(quantity) AS total FROM activations WHERE ended_on IS NULL GROUP BY license_id
) s ON s.license_id = l.id
WHERE l.on_devices <> coalesce(s.total, 0) ORDER BY l.id
"""
_ASTRAY = """
SELECT a.id, CASE WHEN d.gone_on IS NOT NULL THEN 'it stands on a device that is gone' ELSE 'it stands on a standby' END
FROM activations a JOIN devices d ON d.id = a.device_id
WHERE a.ended_on IS NULL AND (d.gone_on IS NOT NULL OR d.parent_id IS NOT NULL) ORDER BY a.id
"""
_UNBOUND = """
SELECT l.id, format('it was on a device on %%s, and first activated %%s', min(a.since),
    coalesce(l.activated_on::text, 'never'))
FROM licenses l JOIN activations a ON a.license_id = l.id
GROUP BY l.id HAVING l.activated_on IS NULL OR l.activated_on > min(a.since) ORDER BY l.id
"""
_DEVICES = """
SELECT d.id, 'its master is gone, or a standby itself' FROM devices d JOIN devices m ON m.id = d.parent_id
WHERE d.gone_on IS NULL AND (m.gone_on IS NOT NULL OR m.parent_id IS NOT NULL)
UNION ALL
SELECT d.id, 'it is gone and can still sign in' FROM devices d
WHERE d.gone_on IS NOT NULL AND EXISTS (
    SELECT 1 FROM device_credentials c WHERE c.device_id = d.id AND c.revoked_at IS NULL)
UNION ALL
SELECT d.id, 'its trial is of other hardware' FROM devices d JOIN trials t ON t.device_id = d.id
WHERE t.hardware_key <> d.hardware_key ORDER BY 1
"""


def more_than_licensed() -> Iterator[Finding]:
    """More of a license came to be on devices than there were; giving up later may leave more, and that is said."""
    yield from look("licenses", _MORE_THAN_LICENSED)


def wrong_sums() -> Iterator[Finding]:
    """A license whose sum on devices, which answers to devices rest on, is not that of its activations."""
    yield from look("licenses", _SUMS)


def astray() -> Iterator[Finding]:
    """An activation that stands on a device that is gone, or on a standby."""
    yield from look("activations", _ASTRAY)


def not_bound() -> Iterator[Finding]:
    """A license on a device without the day of its first activation, or with a later one."""
    yield from look("licenses", _UNBOUND)


def wrong_devices() -> Iterator[Finding]:
    """A standby without a master, a device that is gone and signs in, a trial of other hardware."""
    yield from look("devices", _DEVICES)
