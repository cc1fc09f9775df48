"""Coverage of the intervals, and lifetime value beside PyPI's lifetimes. Usage: bench_statistics.py BENCHMARKS WORK_FOLDER coverage|clv"""

import json
import subprocess
import sys
import time
import warnings

import numpy

BENCHMARKS, WORK, PART = sys.argv[1:4]


def report(what, value, bound="", beside=""):
    print(f"{what:<52} {value:>16}   {bound:<16} {beside}", flush=True)


def ask(*arguments):
    return subprocess.run([BENCHMARKS, *arguments], check=True, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout


def coverage():
    for line in ask("coverage").splitlines():
        report(*line.split("\t"))


def customers(count, days, r):
    """Customers like CDNOW's: daily purchases under BG/NBD, values under Gamma-Gamma; repeats, recency, age in days, mean value."""
    chance = numpy.random.default_rng(1)
    rate, leaves = chance.gamma(r, 1 / 5.447, count) / 7, chance.beta(0.607, 2.647, count)
    age = chance.integers(days // 2, days, count)
    lines = []
    for i in range(count):
        time_now, bought = 0.0, set()
        while True:
            time_now += chance.exponential() / max(rate[i], 1e-12)
            if time_now > age[i]:
                break
            bought.add(max(1, int(numpy.ceil(time_now))))
            if chance.random() < leaves[i]:
                break
        x = len(bought)
        value = chance.gamma(4.683 * x) / (chance.gamma(4.19) / 24.39) / x if x else 0
        lines.append((x, max(bought, default=0), age[i], round(value, 4)))
    return numpy.array(lines)


def lifetime_value():
    import lifetimes

    warnings.simplefilter("ignore")
    for count, days, r in [(23_570, 546, 0.2536), (700_000, 800, 0.9)]:
        table = customers(count, days, r)
        numpy.savetxt(f"{WORK}/customers.csv", table, fmt=["%d", "%d", "%d", "%.4f"], delimiter=",")
        ours = json.loads(ask("clv", f"{WORK}/customers.csv"))
        x, recency, age, value = table.T
        buyers = (x > 0) & (value > 0)
        peer = ""
        if count < 100_000:
            fits = []
            for _ in range(3):
                began = time.process_time()
                purchases = lifetimes.BetaGeoFitter().fit(x, recency / 7, age / 7)
                values = lifetimes.GammaGammaFitter().fit(x[buyers], value[buyers])
                fits.append((time.process_time() - began) * 1000)
            expected = (purchases.conditional_expected_number_of_purchases_up_to_time(52, x, recency / 7, age / 7)
                        * values.conditional_expected_average_profit(x, value)).mean()
            peer = (f"lifetimes {min(fits):.0f} ms, {min(fits) / ours['fits']:.1f} times as long; "
                    f"{ours['predicted']:.4f} beside {expected:.4f}")
        distinct = len(numpy.unique(table[x > 0, :3], axis=0))
        report(f"both fits of {count:,} customers", f"{ours['fits']:.1f} ms", "under 1/5" if peer else "", peer)
        report(f"  with the prediction; {distinct:,} distinct", f"{ours['whole']:.1f} ms", "",
               f"{int((x > 0).sum()):,} customers with repeats")


if __name__ == "__main__":
    {"coverage": coverage, "clv": lifetime_value}[PART]()
