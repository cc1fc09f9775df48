"""Computes KPIs a second time, from CSV files, with DuckDB and SQL of its own.

Reads {"companies": [{"folder", "tables": {name: [columns]}, "zone", "cases": [...]}]} from standard input (zone: of times without
one; UTC where it is not given) and writes, for each case in
order, a list of {"labels", "value", "numerator", "denominator", "sample"}. A case: kpi, parameters, statistic, by, where, start,
end, now, zone.

Splits are not computed by GROUP BY: for each combination of label values that there is, the tables are filtered to it and the KPI
is computed as if unsplit.
"""

import datetime
import json
import sys
import zoneinfo

import duckdb

TIMES = {
    "created_at", "churned_at", "started_at", "ended_at", "ordered_at", "converted_at", "lost_at", "visited_at", "opened_at",
    "first_response_at", "resolved_at", "sent_at", "answered_at", "responded_at", "spent_at", "at",
}
NUMBERS = {"mrr", "amount", "quantity", "score", "value"}


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def stamp(when):
    return f"TIMESTAMP {literal(when.strftime('%Y-%m-%d %H:%M:%S'))}"


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

    def share(self, numerator, denominator, sample=None):
        if not denominator:
            return None
        return {"value": numerator / denominator, "numerator": numerator, "denominator": denominator,
                "sample": denominator if sample is None else sample}

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
            cost, costs = c.one(f"SELECT sum(amount), count(amount) FROM {f('costs')} WHERE {self.within('spent_at')}")
            new = c.one(f"SELECT count(*) FROM {f('customers')} WHERE {self.within('created_at')}")[0]
            return self.share(cost, new) if costs else None
        if k == "clv_historic":
            rows = c.column(f"SELECT coalesce(sum(amount), 0) FROM {f('orders')} WHERE customer_id IS NOT NULL "
                            f"AND ordered_at < {self.e} GROUP BY customer_id")
            return {"value": sum(rows) / len(rows), "numerator": None, "denominator": None, "sample": len(rows)} if rows else None
        if k == "revenue_per_customer":
            n, d = c.one(f"SELECT coalesce(sum(amount), 0), count(DISTINCT customer_id) FROM {f('orders')} "
                         f"WHERE customer_id IS NOT NULL AND {self.within('ordered_at')}")
            return self.share(n, d)
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
                n = c.one(f"SELECT count(*) FROM {f('leads')} WHERE {self.within('converted_at')} AND created_at < {self.e}")[0]
                d = c.one(f"SELECT count(*) FROM {f('leads')} WHERE {self.within('created_at')}")[0]
                return self.share(n, d)
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
            value = 100 * (sum(s > 8.5 for s in scores) / len(scores) - sum(s < 6.5 for s in scores) / len(scores))
            return {"value": value, "numerator": None, "denominator": None, "sample": len(scores)}
        durations = {"time_to_conversion": ("leads", "created_at", "converted_at"),
                     "time_to_resolution": ("tickets", "opened_at", "resolved_at"),
                     "first_response_time": ("tickets", "opened_at", "first_response_at")}
        if k in durations:
            table, first, last = durations[k]
            statistic = self.case.get("statistic") or "median"
            take = {"mean": "avg(d)", "median": "median(d)"}.get(statistic) or f"quantile_cont(d, 0.{statistic[1:]})"
            value, n = c.one(f"""SELECT {take}, count(*) FROM (SELECT CAST(epoch({last}) - epoch({first}) AS DOUBLE) AS d
                FROM {f(table)} WHERE {self.within(last)} AND {first} < {self.e}) WHERE d >= 0""")
            return {"value": value, "numerator": None, "denominator": None, "sample": n} if n else None
        if k == "revenue":
            value, n, rows = c.one(f"SELECT sum(amount), count(amount), count(*) FROM {f('orders')} WHERE {self.within('ordered_at')}")
            return self.total(value, (n, rows), "orders", split)
        if k == "orders":
            n = c.one(f"SELECT count(*) FROM {f('orders')} WHERE {self.within('ordered_at')}")[0]
            return self.total(n, (n, n), "orders", split)
        if k == "average_order_value":
            value, n = c.one(f"SELECT avg(amount), count(amount) FROM {f('orders')} WHERE {self.within('ordered_at')}")
            return {"value": value, "numerator": None, "denominator": None, "sample": n} if n else None
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
            return self.share(sum(after.values()), sum(then.values()), len(then))
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
