"""PyPI's lifetimes (and scipy's search with its likelihood) on customer bases; exact decimals on single expectations.

Standard input: {"bases": [{"repeats", "recency", "age", "value", "weeks", "parameters"}], "expectations": [...]}, days and lists of
equal length; "parameters" are those that crmgoals found. Output: what lifetimes finds, and what it expects of each customer with
crmgoals' parameters and with its own.
"""

import decimal
import json
import sys
import warnings

import lifetimes
import numpy
import pandas
from scipy import optimize, special, stats

warnings.simplefilter("ignore")


def search(function, starts):
    """The least of what BFGS finds from these points, made exact by Nelder and Mead: BFGS with differences stops early."""
    found = min((optimize.minimize(function, start, method="BFGS") for start in starts), key=lambda found: found.fun)
    return optimize.minimize(function, found.x, method="Nelder-Mead",
                             options={"xatol": 1e-9, "fatol": 1e-15, "maxfev": 4000, "maxiter": 4000})


def beta_geometric(repeats, recency, age):
    distinct = pandas.DataFrame({"x": repeats, "recency": recency, "age": age}).groupby(["x", "recency", "age"]).size()
    x, last, end = (numpy.array(level) for level in zip(*distinct.index))
    weights = distinct.to_numpy()

    def negative(point):
        if numpy.any(numpy.abs(point) > 25):
            return 1e9
        value = lifetimes.BetaGeoFitter._negative_log_likelihood(point, x, last, end, weights, 0)
        return value if numpy.isfinite(value) else 1e9

    starts = [numpy.log([r, alpha, a, b])
              for r, alpha, a, b in [(0.25, 4, 0.8, 2.4), (1, 10, 0.05, 5), (3, 20, 3, 3), (0.5, 5, 0.3, 0.3)]]
    found = search(negative, starts)
    return numpy.exp(found.x), -found.fun * weights.sum(), lambda parameters: -negative(numpy.log(parameters)) * weights.sum()


def negative_binomial(repeats, age):
    """The NBD by scipy.stats, shifted to BG/NBD's likelihood: that of the times of the purchases, not of their number."""
    shift = (special.gammaln(repeats + 1) - repeats * numpy.log(age)).sum()

    def negative(point):
        # Beyond, nbinom's logarithms have more noise than they differ.
        if numpy.any(numpy.abs(point) > 14):
            return 1e9
        r, alpha = numpy.exp(point)
        return -stats.nbinom.logpmf(repeats, r, alpha / (alpha + age)).mean()

    found = search(negative, [numpy.log([1, 10]), numpy.log([20, 20])])
    return numpy.exp(found.x), -found.fun * len(repeats) + shift


def gamma_gamma(repeats, value):
    scale = value.mean()

    def negative(point):
        # Beyond, the logarithms of Gamma have more noise than they differ.
        if numpy.any(numpy.abs(point) > [14, 14, 25]):
            return 1e9
        return lifetimes.GammaGammaFitter._negative_log_likelihood(point, repeats, value / scale, numpy.ones_like(value), 0)

    found = search(negative, [numpy.log([6, 4, 1]), numpy.log([1, 2, 1])])
    parameters = numpy.exp(found.x)
    parameters[2] *= scale
    return parameters, -(found.fun + numpy.log(scale)) * len(repeats)


def expect(parameters, repeats, recency, age, value, weeks):
    """Purchases and value of each customer, by lifetimes' formulas."""
    purchases = lifetimes.BetaGeoFitter()
    purchases.params_ = pandas.Series(dict(zip(["r", "alpha", "a", "b"], parameters[:4])))
    spending = lifetimes.GammaGammaFitter()
    spending.params_ = pandas.Series(dict(zip("pqv", parameters[4:])))
    return (purchases.conditional_expected_number_of_purchases_up_to_time(weeks, repeats, recency, age),
            spending.conditional_expected_average_profit(repeats, value))


def plain(numbers):
    """JSON has no NaN and no infinity: as text."""
    return [float(number) if numpy.isfinite(number) else {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[str(float(number))]
            for number in numbers]


def judge(base):
    repeats = numpy.array(base["repeats"])
    recency, age = (numpy.array(base[key]) / 7 for key in ["recency", "age"])
    value = numpy.array(base["value"])
    purchases, purchases_likelihood, likelihood = beta_geometric(repeats, recency, age)
    stayers, stayers_likelihood = negative_binomial(repeats, numpy.maximum(age, 1e-12))
    spending = (repeats > 0) & (value > 0)
    values, values_likelihood = gamma_gamma(repeats[spending], value[spending])
    own = numpy.concatenate([purchases, values])
    own_purchases, own_values = expect(own, repeats, recency, age, value, base["weeks"])
    their_purchases, their_values = expect(base["parameters"], repeats, recency, age, value, base["weeks"])
    return {
        "parameters": plain(own), "purchases": plain(their_purchases), "values": plain(their_values),
        "predicted": plain([(own_purchases * own_values).mean()])[0], "purchasesLikelihood": float(purchases_likelihood),
        "valuesLikelihood": float(values_likelihood), "stayers": plain(stayers),
        "purchasesLikelihoodOfOurs": float(likelihood(base["parameters"][:4])) if base["parameters"][2] > 0 else "NaN",
        "stayersLikelihood": float(stayers_likelihood),
    }


def expectation(case):
    """Fader, Hardie & Lee, equation 10, by the series of 2F1 itself, to more digits than cancel; a = 1 by going very near."""
    decimal.getcontext().prec = 120
    r, alpha, a, b, x, recency, age, t = (decimal.Decimal(number) for number in case)
    recency, age = recency / 7, age / 7
    if a == 1:
        a += decimal.Decimal(10) ** -40
    z = t / (alpha + age + t)
    term = hypergeometric = decimal.Decimal(1)
    n = 0
    while abs(term) * 10 ** 115 > abs(hypergeometric) or n < 2:
        term *= (r + x + n) * (b + x + n) / ((a + b + x - 1 + n) * (n + 1)) * z
        hypergeometric += term
        n += 1
    purchases = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * hypergeometric)
    left = a / (b + x - 1) * ((alpha + age) / (alpha + recency)) ** (r + x) if x > 0 else 0
    return float(purchases / (1 + left))


question = json.load(sys.stdin)
json.dump({"bases": [judge(base) for base in question["bases"]],
           "expectations": [expectation(case) for case in question["expectations"]]}, sys.stdout)
