"""scipy on special functions, quantiles and intervals. Standard input: {"cases": [{"function", "arguments"}]}; output: a list."""

import json
import sys

import numpy
from scipy import special, stats


def wilson(successes, trials, confidence):
    interval = stats.binomtest(int(successes), int(trials)).proportion_ci(confidence, method="wilson")
    return [interval.low, interval.high]


def mean(values, confidence):
    low, high = stats.t.interval(confidence, len(values) - 1, numpy.mean(values), stats.sem(values))
    return [low, high]


def ratio(numerators, denominators, confidence):
    n, d = numpy.array(numerators), numpy.array(denominators)
    estimate, units = n.sum() / d.sum(), len(n)
    residuals = n - estimate * d
    error = numpy.sqrt(units * stats.tvar(residuals)) / abs(d.sum())
    return list(stats.t.interval(confidence, units - 1, estimate, error))


def net_promoter(promoters, passives, detractors, confidence):
    covariance = stats.multinomial.cov(1, numpy.array([promoters, passives, detractors]) / (promoters + passives + detractors))
    contrast = numpy.array([100, 0, -100])
    answers = promoters + passives + detractors
    error = numpy.sqrt(contrast @ covariance @ contrast / answers)
    low, high = stats.norm.interval(confidence, 100 * (promoters - detractors) / answers, error)
    return [max(-100, low), min(100, high)]


def ranks(count, share, confidence):
    """scipy gives values: those of 1, 2, 3 ... are their ranks; 0 where there is none."""
    test = stats.quantile_test(numpy.arange(1, int(count) + 1), q=0, p=share)
    return [0 if numpy.isnan(bound) else float(bound) for bound in test.confidence_interval(confidence)]


FUNCTIONS = {
    "logGamma": special.gammaln, "digamma": special.digamma, "logBeta": special.betaln,
    "incompleteBeta": lambda x, a, b: special.betainc(a, b, x), "normalQuantile": special.ndtri,
    "studentQuantile": lambda probability, degrees: stats.t.ppf(probability, degrees),
    "binomialCDF": lambda k, n, p: stats.binom.cdf(k, n, p), "wilson": wilson, "mean": mean, "ratio": ratio,
    "netPromoter": net_promoter, "ranks": ranks,
}

answers = []
for case in json.load(sys.stdin)["cases"]:
    answer = FUNCTIONS[case["function"]](*case["arguments"])
    answers.append([float(number) for number in numpy.atleast_1d(answer)])
json.dump(answers, sys.stdout)
