"""Computes KPIs a second time, from CSV files, with DuckDB and SQL of its own.

Reads {"companies": [{"folder", "tables": {name: [columns]}, "zone", "cases": [...]}]} from standard input (zone: of times without
one; UTC where it is not given) and writes, for each case in
order, a list of {"labels", "value", "numerator", "denominator", "sample", "interval"}. A case: kpi, parameters, statistic, by, where,
start, end, now, zone, confidence. Intervals are scipy's, Kaplan-Meier is lifelines', lifetime value is lifetimes'.

Splits are not computed by GROUP BY: for each combination of label values that there is, the tables are filtered to it and the KPI
is computed as if unsplit.
"""

import datetime
import json
import sys
import warnings
import zoneinfo

import duckdb
import lifelines
import lifetimes
import numpy
import pandas
from scipy import optimize, stats

TIMES = {
    "created_at", "churned_at", "started_at", "ended_at", "ordered_at", "converted_at", "lost_at", "visited_at", "opened_at",
    "first_response_at", "resolved_at", "sent_at", "answered_at", "responded_at", "spent_at", "at",
}
NUMBERS = {"mrr", "amount", "quantity", "score", "value"}


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def stamp(when):
    return f"TIMESTAMP {literal(when.strftime('%Y-%m-%d %H:%M:%S'))}"


def likeliest(fitter, names, *columns):
    """The maximum of lifetimes' likelihood, searched for more patiently than lifetimes does, each distinct history once."""
    histories, counts = numpy.unique(numpy.stack(columns), axis=1, return_counts=True)
    best = None
    for start in (numpy.zeros(len(names)), numpy.linspace(1, 3, len(names))):
        for _ in range(2):
            found = optimize.minimize(fitter._negative_log_likelihood, start, args=(*histories, counts.astype(float), 0.0),
                                      method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-13, "maxiter": 2000, "maxfev": 4000})
            start = found.x
            # Far out the likelihood is made of rounding errors.
            if numpy.abs(found.x).max() < 12 and (best is None or found.fun < best.fun):
                best = found
    return pandas.Series(numpy.exp(best.x), index=names)


class Company:
    def __init__(self, folder, tables, zone=None):
        self.con = duckdb.connect()
        self.con.execute("SET threads = 1")
        self.tables = tables
        for name, columns in tables.items():
            self.con.execute(f"CREATE TABLE {name}_raw AS SELECT * FROM read_csv({literal(f'{folder}/{name}.csv')}, header=true, "
                             "all_varchar=true, delim=',', quote='\"', escape='\"', auto_detect=false, columns={"
                             + ", ".join(f"{literal(c)}: 'VARCHAR'" for c in columns) + "})")
            parts = []
            for column in columns:
                value = f"nullif(\"{column}\", '')"
                if column in TIMES:
                    value = f"CAST(replace(replace({value}, 'T', ' '), 'Z', '') AS TIMESTAMP)"
                    if zone:
                        value = f"timezone('UTC', timezone({literal(zone)}, {value}))"
                elif column in NUMBERS:
                    value = f"CAST({value} AS DOUBLE)"
                parts.append(f'{value} AS "{column}"')
            self.con.execute(f"CREATE TABLE {name} AS SELECT {', '.join(parts)} FROM {name}_raw")

    def one(self, sql):
        return self.con.execute(sql).fetchone()

    def column(self, sql):
        return [row[0] for row in self.con.execute(sql).fetchall()]


class Case:
    def __init__(self, company, case):
        self.c = company
        self.case = case
        self.kpi = case["kpi"]
        self.parameters = case["parameters"]
        self.confidence = case["confidence"]
        self.S, self.E, self.N = (datetime.datetime.strptime(case[k], "%Y-%m-%dT%H:%M:%SZ") for k in ("start", "end", "now"))
        self.s, self.e, self.n = stamp(self.S), stamp(self.E), stamp(self.N)

    # What a column belongs to, as DESIGN 8 says: one table's own, else the customer's.
    def owner(self, column):
        tables = self.subjects()
        has = [t for t in tables if column in self.c.tables[t]]
        customers = column in self.c.tables.get("customers", [])
        if self.kpi == "customer_acquisition_cost":
            return "own"
        if len(tables) == 1 and has:
            return "own"
        if customers:
            return "customer"
        assert len(has) == len(tables), (self.kpi, column)
        return "own"

    def subjects(self):
        k, t = self.kpi, self.c.tables
        active = "orders" if "inactive_after" in self.parameters else "subscriptions" if "subscriptions" in t else "customers"
        if k in ("churn_rate", "customer_retention_rate", "active_customers"):
            return [active]
        if k in ("cross_upsell_rate", "cross_upsell_customers"):
            return list(dict.fromkeys([active] + [x for x in ("orders", "subscriptions") if x in t]))
        if k == "cross_sell_rate":
            return list(dict.fromkeys([active, "orders"]))
        if k == "upsell_rate":
            return list(dict.fromkeys([active, "subscriptions"]))
        return {
            "conversion_rate": ["visits"], "customer_acquisition_cost": ["costs", "customers"], "clv_historic": ["orders"],
            "customer_lifetime_value": ["orders"], "clv_predicted": ["orders"],
            "revenue_per_customer": ["orders"], "response_rate": ["sends"], "survey_response_rate": ["surveys"],
            "lead_conversion_rate": ["leads"], "customer_satisfaction_score": ["surveys"], "net_promoter_score": ["surveys"],
            "time_to_conversion": ["leads"], "time_to_resolution": ["tickets"], "revenue": ["orders"], "orders": ["orders"],
            "average_order_value": ["orders"], "new_customers": ["customers"], "mrr": ["subscriptions"],
            "net_revenue_retention": ["subscriptions"], "gross_revenue_retention": ["subscriptions"], "win_rate": ["leads"],
            "open_tickets": ["tickets"], "first_response_time": ["tickets"],
        }[k]

    def condition(self, table, column, values):
        """That a row of `table` (alias x) has one of the values in `column`; null is ''."""
        wanted = ", ".join(literal(v) for v in values)
        if self.owner(column) == "own":
            return f'coalesce(x."{column}", \'\') IN ({wanted})'
        if table == "customers":
            return f'coalesce(x."{column}", \'\') IN ({wanted})'
        return (f'coalesce((SELECT u."{column}" FROM customers u WHERE u.id = x.customer_id AND u.created_at < {self.n}), \'\') '
                f"IN ({wanted})")

    def rows(self, table, chosen, own_only=False):
        """The table's rows under the filters."""
        conditions = [self.condition(table, c, v) for c, v in chosen if not (own_only and self.owner(c) == "customer")]
        return f"(SELECT * FROM {table} x WHERE {' AND '.join(conditions) or 'true'})"

    def results(self):
        where = [(f["column"], f["values"]) for f in self.case["where"]]
        by = self.case["by"]
        if not by:
            return [dict(result, labels={}) for result in [self.scalar(where)] if result]
        found = []
        for combination in sorted(self.combinations(by)):
            result = self.scalar(where + [(c, [v]) for c, v in zip(by, combination)], split=True)
            if result:
                found.append(dict(result, labels=dict(zip(by, combination))))
        return found

    def combinations(self, by):
        """Those that rows of the KPI's tables have."""
        combinations = set()
        for table in self.subjects():
            labels = []
            for column in by:
                own = self.owner(column) == "own" or table == "customers"
                labels.append(f'coalesce(x."{column}", \'\')' if own else f'coalesce(u."{column}", \'\')')
            if any(label.startswith("coalesce(u.") for label in labels):
                rows = f"{table} x LEFT JOIN customers u ON u.id = x.customer_id AND u.created_at < {self.n}"
            else:
                rows = f"{table} x"
            combinations |= set(self.c.con.execute(f"SELECT DISTINCT {', '.join(labels)} FROM {rows}").fetchall())
        return combinations

    def back(self, when, span):
        zone = zoneinfo.ZoneInfo(self.case["zone"])
        local = when.replace(tzinfo=datetime.timezone.utc).astimezone(zone)
        days = int(span.removesuffix("d"))
        moved = (local.replace(tzinfo=None) - datetime.timedelta(days=days)).replace(tzinfo=zone)
        return moved.astimezone(datetime.timezone.utc).replace(tzinfo=None)

    def active(self, when, chosen):
        """The set of customers active just before `when`."""
        t = stamp(when)
        if "inactive_after" in self.parameters:
            since = stamp(self.back(when, self.parameters["inactive_after"]))
            sql = f"SELECT DISTINCT customer_id FROM {self.rows('orders', chosen)} WHERE ordered_at >= {since} AND ordered_at < {t}"
        elif "subscriptions" in self.c.tables:
            sql = (f"SELECT DISTINCT customer_id FROM {self.rows('subscriptions', chosen)} "
                   f"WHERE started_at < {t} AND coalesce(ended_at >= {t}, true)")
        else:
            sql = (f"SELECT DISTINCT id FROM {self.rows('customers', chosen)} "
                   f"WHERE created_at < {t} AND coalesce(churned_at >= {t}, true)")
        return {c for c in self.c.column(sql) if c is not None}

    def sold(self, chosen):
        k = self.kpi
        cross = k in ("cross_upsell_rate", "cross_sell_rate", "cross_upsell_customers") and "orders" in self.c.tables
        up = k in ("cross_upsell_rate", "upsell_rate", "cross_upsell_customers") and "subscriptions" in self.c.tables
        buyers = set()
        if cross:
            o = self.rows("orders", chosen, own_only=True)
            buyers |= set(self.c.column(f"""
                WITH o AS {o},
                old AS (SELECT customer_id, list(DISTINCT product) FILTER (WHERE product IS NOT NULL) AS products
                        FROM o WHERE ordered_at < {self.s} GROUP BY customer_id)
                SELECT DISTINCT o.customer_id FROM o JOIN old USING (customer_id)
                WHERE ordered_at >= {self.s} AND ordered_at < {self.e} AND product IS NOT NULL
                AND NOT list_contains(coalesce(products, []), product)"""))
        if up:
            u = self.rows("subscriptions", chosen, own_only=True)
            buyers |= set(self.c.column(f"""
                WITH u AS {u},
                old AS (SELECT customer_id, max(mrr) AS most FROM u
                        WHERE started_at < {self.s} AND (ended_at IS NULL OR ended_at >= {self.s}) GROUP BY customer_id)
                SELECT DISTINCT u.customer_id FROM u JOIN old USING (customer_id)
                WHERE started_at >= {self.s} AND started_at < {self.e} AND mrr > most"""))
        return buyers

    def share(self, numerator, denominator):
        if not denominator:
            return None
        wilson = stats.binomtest(int(numerator), int(denominator)).proportion_ci(self.confidence, method="wilson")
        return {"value": numerator / denominator, "numerator": numerator, "denominator": denominator, "sample": denominator,
                "interval": [wilson.low, wilson.high]}

    def quotient(self, units, sample=None, floor=None):
        """Of units with a numerator and a denominator each: the ratio of the sums, and scipy's interval of the mean residual."""
        n, d = (numpy.array([unit[i] for unit in units], dtype=float) for i in (0, 1))
        if not d.sum():
            return None
        ratio = n.sum() / d.sum()
        interval = None
        if len(units) > 1:
            error = numpy.sqrt(len(units) * numpy.var(n - ratio * d, ddof=1)) / d.sum()
            reach = stats.t.ppf((1 + self.confidence) / 2, len(units) - 1) * error
            interval = [ratio - reach, ratio + reach]
            if floor is not None:
                interval[0] = max(floor, interval[0])
        return {"value": ratio, "numerator": n.sum(), "denominator": d.sum(), "sample": int(d.sum()) if sample is None else sample,
                "interval": interval}

    def mean(self, values, floor=None):
        if not values:
            return None
        interval = None
        if len(values) > 1:
            reach = stats.t.ppf((1 + self.confidence) / 2, len(values) - 1) * stats.sem(values)
            interval = [numpy.mean(values) - reach, numpy.mean(values) + reach]
            if floor is not None:
                interval[0] = max(floor, interval[0])
        return {"value": numpy.mean(values), "numerator": None, "denominator": None, "sample": len(values), "interval": interval}

    def quantile(self, values, share):
        if not values:
            return None
        bounds = list(stats.quantile_test(values, q=0, p=share).confidence_interval(self.confidence))
        return {"value": numpy.quantile(values, share), "numerator": None, "denominator": None, "sample": len(values),
                "interval": None if numpy.isnan(bounds).any() else bounds}

    def survival(self, durations, ended, share):
        if not durations:
            return None
        fitter = lifelines.KaplanMeierFitter(alpha=1 - self.confidence).fit(durations, ended)
        ends = sorted({d for d, over in zip(durations, ended) if over})
        curve = fitter.survival_function_.iloc[:, 0].loc[ends]
        band = fitter.confidence_interval_.loc[ends][curve.to_numpy() > 0]

        def first(column):
            reached = column.index[column.to_numpy() <= 1 - share + 1e-12]
            return float(reached[0]) if len(reached) else None
        value, low, high = first(curve), first(band.iloc[:, 0]), first(band.iloc[:, 1])
        if value is None:
            return None
        return {"value": value, "numerator": None, "denominator": None, "sample": len(durations),
                "interval": None if low is None or high is None else [low, high]}

    def lifetime(self, rows):
        """Rows: customer, local day, amount."""
        histories = {}
        for customer, day, amount in rows:
            spent = histories.setdefault(customer, {})
            spent.setdefault(day, []).extend([] if amount is None else [amount])
        zone = zoneinfo.ZoneInfo(self.case["zone"])
        end = self.E.replace(tzinfo=datetime.timezone.utc).astimezone(zone).date()
        x, t_x, age, m, revenue = [], [], [], [], 0.0
        for spent in histories.values():
            days = sorted(spent)
            values = [sum(spent[day]) for day in days[1:] if spent[day]]
            x.append(len(days) - 1)
            t_x.append((days[-1] - days[0]).days / 7)
            age.append(((end - days[0]).days - 1) / 7)
            m.append(sum(values) / len(values) if values else 0.0)
            revenue += sum(amount for amounts in spent.values() for amount in amounts)
        x, t_x, age, m = (numpy.array(values, dtype=float) for values in (x, t_x, age, m))
        if (x > 0).sum() < 30:
            return None
        horizon = self.parameters.get("horizon", "1 year")
        weeks = float(horizon[:-1]) if horizon.endswith("w") else (end.replace(year=end.year + 1) - end).days / 7
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            often, much = lifetimes.BetaGeoFitter(), lifetimes.GammaGammaFitter()
            paying = (x > 0) & (m > 0)
            often.params_ = likeliest(often, ["r", "alpha", "a", "b"], x, t_x, age)
            much.params_ = likeliest(much, ["p", "q", "v"], x[paying], m[paying])
            purchases = often.conditional_expected_number_of_purchases_up_to_time(weeks, x, t_x, age)
            worth = much.conditional_expected_average_profit(x, m)
        predicted = float((numpy.asarray(purchases) * numpy.asarray(worth)).mean())
        historic = revenue / len(histories) if self.kpi == "customer_lifetime_value" else 0.0
        return {"value": historic + predicted, "numerator": None, "denominator": None, "sample": len(histories), "interval": None}

    def total(self, value, sample, table, split):
        if split and not sample_rows(sample):
            return None
        if not split and not self.c.one(f"SELECT count(*) FROM {table} WHERE {begin(table)} < {self.e}")[0]:
            return None
        return {"value": value or 0, "numerator": None, "denominator": None, "sample": sample[0]}

    def within(self, column):
        return f"{column} >= {self.s} AND {column} < {self.e}"

    def scalar(self, chosen, split=False):
        k, c = self.kpi, self.c
        f = lambda table: self.rows(table, chosen)
        if k in ("churn_rate", "customer_retention_rate"):
            base = self.active(self.S, chosen)
            kept = base & self.active(self.E, [])
            return self.share(len(kept) if k == "customer_retention_rate" else len(base) - len(kept), len(base))
        if k == "active_customers":
            n = len(self.active(self.E, chosen))
            return self.total(n, (n, n), self.subjects()[0], split)
        if k in ("cross_upsell_rate", "cross_sell_rate", "upsell_rate"):
            base = self.active(self.S, chosen)
            return self.share(len(base & self.sold(chosen)), len(base))
        if k == "cross_upsell_customers":
            n = len(self.active(self.S, chosen) & self.sold(chosen))
            if not n and not split:
                rows = sum(c.one(f"SELECT count(*) FROM {t} WHERE {begin(t)} < {self.e}")[0] for t in self.subjects())
                return {"value": 0, "numerator": None, "denominator": None, "sample": 0} if rows else None
            return {"value": n, "numerator": None, "denominator": None, "sample": n} if n else None
        if k == "conversion_rate":
            if self.parameters.get("per") == "visitor":
                d = c.one(f"SELECT count(DISTINCT visitor_id) FROM {f('visits')} WHERE {self.within('visited_at')}")[0]
                n = c.one(f"SELECT count(DISTINCT visitor_id) FROM {f('visits')} WHERE {self.within('visited_at')} "
                          f"AND converted_at < {self.n}")[0]
                return self.share(n, d)
            n, d = c.one(f"SELECT count(*) FILTER (WHERE converted_at < {self.n}), count(*) FROM {f('visits')} "
                         f"WHERE {self.within('visited_at')}")
            return self.share(n, d)
        if k == "customer_acquisition_cost":
            costs = c.column(f"SELECT amount FROM {f('costs')} WHERE {self.within('spent_at')} AND amount IS NOT NULL")
            new = c.one(f"SELECT count(*) FROM {f('customers')} WHERE {self.within('created_at')}")[0]
            return self.quotient([(cost, 0) for cost in costs] + [(0, 1)] * new) if costs else None
        if k == "clv_historic":
            return self.mean(c.column(f"SELECT coalesce(sum(amount), 0) FROM {f('orders')} WHERE customer_id IS NOT NULL "
                                      f"AND ordered_at < {self.e} GROUP BY customer_id"))
        if k in ("customer_lifetime_value", "clv_predicted"):
            zone = literal(self.case["zone"])
            return self.lifetime(c.con.execute(
                f"SELECT customer_id, CAST(timezone({zone}, timezone('UTC', ordered_at)) AS DATE), amount FROM {f('orders')} "
                f"WHERE customer_id IS NOT NULL AND ordered_at < {self.e}").fetchall())
        if k == "revenue_per_customer":
            spent = c.column(f"SELECT coalesce(sum(amount), 0) FROM {f('orders')} "
                             f"WHERE customer_id IS NOT NULL AND {self.within('ordered_at')} GROUP BY customer_id")
            return self.quotient([(amount, 1) for amount in spent])
        if k == "response_rate":
            n, d = c.one(f"SELECT count(*) FILTER (WHERE responded_at < {self.n}), count(*) FROM {f('sends')} "
                         f"WHERE {self.within('sent_at')}")
            return self.share(n, d)
        if k == "survey_response_rate":
            n, d = c.one(f"SELECT count(*) FILTER (WHERE answered_at < {self.n} AND score IS NOT NULL), count(*) "
                         f"FROM {f('surveys')} WHERE {self.within('sent_at')}")
            return self.share(n, d)
        if k == "lead_conversion_rate":
            if self.parameters.get("basis") == "closed":
                leads = c.con.execute(
                    f"SELECT coalesce({self.within('converted_at')}, false), {self.within('created_at')} FROM {f('leads')} "
                    f"WHERE created_at < {self.e}").fetchall()
                return self.quotient([lead for lead in leads if any(lead)], floor=0)
            n, d = c.one(f"SELECT count(*) FILTER (WHERE converted_at < {self.n}), count(*) FROM {f('leads')} "
                         f"WHERE {self.within('created_at')}")
            return self.share(n, d)
        if k == "customer_satisfaction_score":
            least = float(self.parameters.get("satisfied_from", 4))
            n, d = c.one(f"SELECT count(*) FILTER (WHERE score >= {least}), count(score) FROM {f('surveys')} "
                         f"WHERE kind = 'csat' AND {self.within('answered_at')}")
            return self.share(n, d)
        if k == "net_promoter_score":
            scores = c.column(f"SELECT score FROM {f('surveys')} WHERE kind = 'nps' AND score IS NOT NULL AND "
                              f"{self.within('answered_at')}")
            if not scores:
                return None
            p, d = sum(s > 8.5 for s in scores) / len(scores), sum(s < 6.5 for s in scores) / len(scores)
            error = numpy.sqrt(stats.multinomial.cov(1, [p, 1 - p - d, d])[[0, 0, 2], [0, 2, 2]] @ [1, -2, 1] / len(scores))
            reach = 100 * stats.norm.ppf((1 + self.confidence) / 2) * error
            # Where all answers are alike the interval is another one, which the module's own tests judge.
            interval = [max(-100, 100 * (p - d) - reach), min(100, 100 * (p - d) + reach)] if max(p, d, 1 - p - d) < 1 else None
            return {"value": 100 * (p - d), "numerator": None, "denominator": None, "sample": len(scores), "interval": interval,
                    "otherInterval": interval is None}
        durations = {"time_to_conversion": ("leads", "created_at", "converted_at"),
                     "time_to_resolution": ("tickets", "opened_at", "resolved_at"),
                     "first_response_time": ("tickets", "opened_at", "first_response_at")}
        if k in durations:
            table, first, last = durations[k]
            statistic = self.case.get("statistic") or "median"
            share = None if statistic == "mean" else 0.5 if statistic == "median" else int(statistic[1:]) / 100
            if self.parameters.get("open") == "include":
                rows = c.con.execute(f"""SELECT CAST(epoch(CASE WHEN {last} < {self.n} THEN {last} ELSE {self.n} END) - epoch({first}) AS DOUBLE),
                    coalesce({last} < {self.n}, false) FROM {f(table)} WHERE {self.within(first)}""").fetchall()
                rows = [row for row in rows if row[0] >= 0]
                return self.survival([row[0] for row in rows], [row[1] for row in rows], share)
            values = c.column(f"""SELECT d FROM (SELECT CAST(epoch({last}) - epoch({first}) AS DOUBLE) AS d
                FROM {f(table)} WHERE {self.within(last)} AND {first} < {self.e}) WHERE d >= 0""")
            return self.mean(values, floor=0) if share is None else self.quantile(values, share)
        if k == "revenue":
            value, n, rows = c.one(f"SELECT sum(amount), count(amount), count(*) FROM {f('orders')} WHERE {self.within('ordered_at')}")
            return self.total(value, (n, rows), "orders", split)
        if k == "orders":
            n = c.one(f"SELECT count(*) FROM {f('orders')} WHERE {self.within('ordered_at')}")[0]
            return self.total(n, (n, n), "orders", split)
        if k == "average_order_value":
            return self.mean(c.column(f"SELECT amount FROM {f('orders')} WHERE {self.within('ordered_at')} AND amount IS NOT NULL"))
        if k == "new_customers":
            n = c.one(f"SELECT count(*) FROM {f('customers')} WHERE {self.within('created_at')}")[0]
            return self.total(n, (n, n), "customers", split)
        if k == "mrr":
            value, n, rows = c.one(f"SELECT sum(mrr), count(mrr), count(*) FROM {f('subscriptions')} "
                                   f"WHERE started_at < {self.e} AND coalesce(ended_at >= {self.e}, true)")
            return self.total(value, (n, rows), "subscriptions", split)
        if k in ("net_revenue_retention", "gross_revenue_retention"):
            def at(t):
                return dict(c.con.execute(f"SELECT customer_id, sum(mrr) FROM {f('subscriptions')} WHERE customer_id IS NOT NULL AND "
                                          f"started_at < {t} AND coalesce(ended_at >= {t}, true) GROUP BY 1").fetchall())
            then, now = at(self.s), at(self.e)
            then = {x: m for x, m in then.items() if m and m > 0}
            after = {x: now.get(x) or 0 for x in then}
            if k == "gross_revenue_retention":
                after = {x: min(m, then[x]) for x, m in after.items()}
            return self.quotient([(after[x], then[x]) for x in then], sample=len(then), floor=0)
        if k == "win_rate":
            won, lost_only = c.one(f"""SELECT count(*) FILTER (WHERE {self.within('converted_at')}),
                count(*) FILTER (WHERE {self.within('lost_at')} AND NOT coalesce({self.within('converted_at')}, false))
                FROM {f('leads')} WHERE created_at < {self.e}""")
            return self.share(won, won + lost_only)
        if k == "open_tickets":
            n = c.one(f"SELECT count(*) FROM {f('tickets')} WHERE opened_at < {self.e} AND coalesce(resolved_at >= {self.e}, true)")[0]
            return self.total(n, (n, n), "tickets", split)
        raise SystemExit(f"judge.py does not know {k}")


def sample_rows(sample):
    return sample[1]


def begin(table):
    return {"customers": "created_at", "subscriptions": "started_at", "orders": "ordered_at", "tickets": "opened_at"}[table]


def main():
    answers = []
    for company in json.load(sys.stdin)["companies"]:
        loaded = Company(company["folder"], company["tables"], company.get("zone"))
        answers.append([Case(loaded, case).results() for case in company["cases"]])
    json.dump(answers, sys.stdout)


main()
