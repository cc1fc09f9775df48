"""lifelines on Kaplan-Meier curves. Standard input: {"cases": [{"ended", "open", "shares", "confidence"}]}."""

import json
import sys

import numpy
from lifelines import KaplanMeierFitter


def first_time(curve, level):
    """The first time at which the curve is at or below the level, up to rounding."""
    reached = curve.index[curve.to_numpy() <= level + 1e-12]
    return float(reached[0]) if len(reached) else "Infinity"


answers = []
for case in json.load(sys.stdin)["cases"]:
    durations = case["ended"] + case["open"]
    observed = [1] * len(case["ended"]) + [0] * len(case["open"])
    fitter = KaplanMeierFitter(alpha=1 - case["confidence"]).fit(durations, observed)
    ends = sorted(set(case["ended"]))
    curve = fitter.survival_function_.iloc[:, 0].loc[ends]
    # Where the curve is 0 the band is undefined, and lifelines writes 1.
    band = fitter.confidence_interval_.loc[ends][curve.to_numpy() > 0]
    answers.append({
        "survival": [float(value) for value in curve],
        "quantiles": [first_time(curve, 1 - share) for share in case["shares"]],
        "lows": [first_time(band.iloc[:, 0], 1 - share) for share in case["shares"]],
        "highs": [first_time(band.iloc[:, 1], 1 - share) for share in case["shares"]],
    })
json.dump(answers, sys.stdout)
