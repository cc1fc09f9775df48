"""Writes zones.tsv: what Python's zoneinfo says of local times, windows and slots round changes of the clock.

    python3 Tests/GoalsTests/Fixtures/zones.py > Tests/GoalsTests/Fixtures/zones.tsv

Made with Python 3.11 and tzdata 2025b. All dates lie before 2027, where zone databases do not differ.
"""
import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

CHANGES = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Australia/Sydney": ["2026-04-05", "2026-10-04"],
    "Pacific/Apia": ["2011-12-30", "2021-04-04", "2011-09-24"],  # the day that never was; summer time ended, and began
    "Asia/Kathmandu": ["1986-01-01", "2026-05-01"],  # put forward by 15 minutes; no change at all
    "America/Sao_Paulo": ["2018-02-18", "2018-11-04"],  # put back over midnight; no midnight
    "America/St_Johns": ["2010-11-07", "2011-03-13"],  # changed at 00:01
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],  # half an hour
    "Antarctica/Troll": ["2026-03-29", "2026-10-25"],  # two hours
    "Africa/Casablanca": ["2026-02-15", "2026-03-22"],  # put back for Ramadan
    "UTC": ["2026-03-29"],
}


def local(instant, zone):
    return instant.astimezone(zone).replace(tzinfo=None)


def shifted(naive, zone):
    """fold=0: the first of two, and as if the clock had not been put forward yet in a gap."""
    return naive.replace(tzinfo=zone).astimezone(timezone.utc)


def next_instant(naive, zone):
    """The first instant at which the clock shows `naive`, or the one at which it skips it: bisection of the clock itself."""
    guess = shifted(naive, zone)
    if local(guess, zone) == naive:
        return guess
    low, high = guess - timedelta(days=2), guess
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset and local(middle, zone) > naive:
            high = middle
        else:
            low = middle
    return high


def text(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def months_later(naive, months):
    index = naive.year * 12 + naive.month - 1 + months
    year, month = index // 12, index % 12 + 1
    for day in (naive.day, 30, 29, 28):
        try:
            return naive.replace(year=year, month=month, day=min(day, naive.day))
        except ValueError:
            pass


def period_start(naive, period):
    midnight = datetime(naive.year, naive.month, naive.day)
    return {
        "day": midnight,
        "week": midnight - timedelta(days=midnight.weekday()),
        "month": midnight.replace(day=1),
        "quarter": midnight.replace(month=(midnight.month - 1) // 3 * 3 + 1, day=1),
        "year": midnight.replace(month=1, day=1),
    }[period]


def window(name, now, zone):
    here = local(now, zone)
    if name.startswith("this "):
        return next_instant(period_start(here, name[5:]), zone), now
    if name.startswith("last "):
        close = period_start(here, name[5:])
        opens = close
        while next_instant(opens, zone) == next_instant(close, zone):  # a skipped day is no day
            opens = period_start(opens - timedelta(days=1), name[5:])
        return next_instant(opens, zone), next_instant(close, zone)
    if name == "24h":
        return now - timedelta(hours=24), now
    begin = here - timedelta(days=int(name[:-1])) if name.endswith("d") else months_later(here, -int(name.split()[0]))
    return next_instant(begin, zone), now


def days(first, count):
    return [first + timedelta(days=i) for i in range(count)]


EPOCH = datetime(1970, 1, 1)
SCHEDULES = {
    "every 1d": lambda day: [day],
    "every 2d": lambda day: [day] if (day - EPOCH).days % 2 == 0 else [],
    "every 1w": lambda day: [day] if day.weekday() == 0 else [],
    "every 2w": lambda day: [day] if (day - EPOCH).days % 14 == 4 else [],
    "at 02:30": lambda day: [day.replace(hour=2, minute=30)],
    "at 00:00": lambda day: [day],
    "cron */30 0-3 * * *": lambda day: [day.replace(hour=h, minute=m) for h in range(4) for m in (0, 30)],
    "cron 15 2 * * MON-FRI": lambda day: [day.replace(hour=2, minute=15)] if day.weekday() < 5 else [],
    "cron 0 12 1 * *": lambda day: [day.replace(hour=12)] if day.day == 1 else [],
    "cron 0 7 13 * FRI": lambda day: [day.replace(hour=7)] if day.day == 13 or day.weekday() == 4 else [],
}

random.seed(20261124)
print("# made by zones.py: do not edit")
for name, changes in CHANGES.items():
    zone = ZoneInfo(name)
    for change in changes:
        noon = datetime.fromisoformat(change)
        moments = [noon + timedelta(minutes=15 * i) for i in range(-100, 140, 5)]
        moments += [noon + timedelta(seconds=random.randint(-90 * 86400, 90 * 86400)) for _ in range(8)]
        for naive in moments:
            print("local", name, naive.isoformat(), text(next_instant(naive, zone)), text(shifted(naive, zone)), sep="\t")
        for _ in range(5):
            instant = shifted(noon, zone) + timedelta(minutes=random.randint(-2000, 2000))
            print("clock", name, text(instant), local(instant, zone).isoformat(), sep="\t")
            for wanted in [f"{which} {p}" for which in ("last", "this") for p in ("day", "week", "month", "quarter", "year")] + [
                "1d", "30d", "24h", "1 month", "12 month"]:
                begin, end = window(wanted, instant, zone)
                print("window", name, wanted, text(instant), text(begin), text(end), sep="\t")
        for schedule, of_day in SCHEDULES.items():
            first = noon - timedelta(days=8)
            slots = {next_instant(naive, zone) for day in days(first - timedelta(days=3), 24) for naive in of_day(day)}
            begin, end = next_instant(first, zone), next_instant(first + timedelta(days=17), zone)
            chosen = sorted(slot for slot in slots if begin <= slot <= end)
            print("slots", name, schedule, text(begin), text(end), " ".join(map(text, chosen)), sep="\t")
