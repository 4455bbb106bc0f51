"""Windows and minutes in UTC, and Kafka's partitioner. Times are milliseconds since 1970."""

from strict_json import DAY_MS, days_from_civil

PARTITIONS = 16
MINUTE_MS = 60_000
_MASK = 0xFFFFFFFF


def murmur2(data):
    """Kafka's murmur2 of bytes, as an unsigned 32-bit number."""
    m, length = 0x5BD1E995, len(data)
    h = 0x9747B28C ^ length
    whole = length - length % 4
    for at in range(0, whole, 4):
        k = int.from_bytes(data[at : at + 4], "little") * m & _MASK
        k = (k ^ k >> 24) * m & _MASK
        h = (h * m & _MASK) ^ k
    if length % 4:
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & _MASK
    h = (h ^ h >> 13) * m & _MASK
    return h ^ h >> 15


def partition_of(org_id, _known={}):
    partition = _known.get(org_id)
    if partition is None:
        partition = _known[org_id] = (murmur2(org_id.encode()) & 0x7FFFFFFF) % PARTITIONS
    return partition


def month_of(day):
    """(year, month) of a day counted from 1970."""
    days = day + 719_468
    era, of_era = divmod(days, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year_of_era + era * 400 + (month <= 2), month


def window_of(period, at, _known={}):
    """(number of the window, its end or None) that holds `at`."""
    day = at // DAY_MS
    found = _known.get((period, day))
    if found is None:
        if len(_known) > 100_000:
            _known.clear()
        found = _known[(period, day)] = _window(period, day)
    return found


def _window(period, day):
    if period == "DAILY":
        return day, (day + 1) * DAY_MS
    if period == "WEEKLY":
        week = (day + 3) // 7  # 1970-01-01 was a Thursday
        return week, (week * 7 + 4) * DAY_MS
    if period == "MONTHLY":
        year, month = month_of(day)
        following = (year + 1, 1) if month == 12 else (year, month + 1)
        return year * 12 + month, days_from_civil(*following, 1) * DAY_MS
    return 0, None
