"""Reads cases, a JSON list, from standard input and writes what Python's zoneinfo and datetime make of each.

["window", zone, name, first month of the year, instant] -> [start, end]
["earlier", zone, months, instant] -> the same time of day so many months before, the last of the month where it is shorter
["week", zone, instant] -> [ISO year, ISO week, first instant of last week, first instant of this week]
Instants are seconds since 1970.
"""
import json
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo


def local(second, zone):
    return datetime.fromtimestamp(second, timezone.utc).astimezone(zone).replace(tzinfo=None)


def instant(naive, zone):
    """The first second at which the clock shows `naive`, or at which it is put forward over it."""
    guess = int(naive.replace(tzinfo=zone).timestamp())
    if local(guess, zone) == naive:
        return guess
    low, high = guess - 2 * 86400, guess
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if local(middle, zone) > naive else (middle, high)
    return high


def months_before(naive, months):
    index = naive.year * 12 + naive.month - 1 - months
    for day in range(naive.day, 27, -1):
        try:
            return naive.replace(year=index // 12, month=index % 12 + 1, day=day)
        except ValueError:
            pass
    return naive.replace(year=index // 12, month=index % 12 + 1)


def period_start(naive, length, first):
    month = naive.replace(day=1, hour=0, minute=0, second=0)
    while (month.month - first) % length:
        month = months_before(month, 1)
    return month


def window(zone, name, first, second):
    which, period = name.split()
    length = {"month": 1, "quarter": 3, "year": 12}[period]
    here = period_start(local(second, zone), length, first)
    if which == "this":
        return [instant(here, zone), second]
    return [instant(months_before(here, length), zone), instant(here, zone)]


def week(zone, second):
    here = local(second, zone)
    monday = datetime.fromisocalendar(here.isocalendar()[0], here.isocalendar()[1], 1)
    return [here.isocalendar()[0], here.isocalendar()[1], instant(monday - timedelta(days=7), zone), instant(monday, zone)]


def answer(kind, zone, *rest):
    zone = ZoneInfo(zone)
    if kind == "window":
        return window(zone, *rest)
    if kind == "earlier":
        return [instant(months_before(local(rest[1], zone), rest[0]), zone)]
    return week(zone, *rest)


json.dump([answer(*case) for case in json.load(sys.stdin)], sys.stdout)
