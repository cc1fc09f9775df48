"""The twelve KPIs as somebody would write them without crmgoals: in SQL, and in pandas. For Scripts/bench kpis."""

import company

E = f"TIMESTAMP '{company.NOW}'"
S = f"TIMESTAMP '{company.NOW[:5]}10-25 00:00:00'"
MONTH = f"BETWEEN {S} AND {E} - INTERVAL '1 microsecond'"

ACTIVE = "SELECT DISTINCT customer_id FROM subscriptions WHERE started_at < {0} AND (ended_at IS NULL OR ended_at >= {0})"
MEDIAN = "percentile_cont(0.5) WITHIN GROUP (ORDER BY {0})"

# By goal: one row, the value first. CLV: what a fit needs of all customers; the fit itself is not in it.
SQL = {
    "conversion": f"SELECT avg(CASE WHEN converted_at < {E} THEN 1.0 ELSE 0 END) FROM visits WHERE visited_at {MONTH}",
    "clv": f"""SELECT count(*), sum(x), sum(total), sum(last - first) FROM (SELECT customer_id, count(*) - 1 AS x, sum(v) AS total,
        min(day) AS first, max(day) AS last FROM (SELECT customer_id, CAST(ordered_at AS DATE) AS day, sum(amount) AS v
        FROM orders WHERE ordered_at < {E} AND customer_id IS NOT NULL GROUP BY 1, 2) AS days GROUP BY 1) AS histories""",
    "churn": f"""SELECT avg(CASE WHEN e.customer_id IS NULL THEN 1.0 ELSE 0 END) FROM ({ACTIVE.format(S)}) AS s
        LEFT JOIN ({ACTIVE.format(E)}) AS e ON e.customer_id = s.customer_id""",
    "cac": f"""SELECT (SELECT sum(amount) FROM costs WHERE spent_at {MONTH})
        / (SELECT count(*) FROM customers WHERE created_at {MONTH})""",
    "retention": f"""SELECT avg(CASE WHEN e.customer_id IS NULL THEN 0 ELSE 1.0 END) FROM ({ACTIVE.format(S)}) AS s
        LEFT JOIN ({ACTIVE.format(E)}) AS e ON e.customer_id = s.customer_id""",
    "cross-upsell": f"""SELECT (SELECT count(*) FROM (
        SELECT o.customer_id FROM orders AS o JOIN ({ACTIVE.format(S)}) AS s ON s.customer_id = o.customer_id
        WHERE o.ordered_at {MONTH} AND o.product IS NOT NULL
          AND EXISTS (SELECT 1 FROM orders AS p WHERE p.customer_id = o.customer_id AND p.ordered_at < {S})
          AND NOT EXISTS (SELECT 1 FROM orders AS p WHERE p.customer_id = o.customer_id AND p.product = o.product AND p.ordered_at < {S})
        UNION SELECT n.customer_id FROM subscriptions AS n JOIN (SELECT customer_id, max(mrr) AS most FROM subscriptions
          WHERE started_at < {S} AND (ended_at IS NULL OR ended_at >= {S}) GROUP BY 1) AS b ON b.customer_id = n.customer_id
        WHERE n.started_at {MONTH} AND n.mrr > b.most) AS won) * 1.0 / (SELECT count(*) FROM ({ACTIVE.format(S)}) AS s)""",
    "response": f"SELECT avg(CASE WHEN responded_at < {E} THEN 1.0 ELSE 0 END) FROM sends WHERE sent_at {MONTH}",
    "lead-conversion": f"SELECT avg(CASE WHEN converted_at < {E} THEN 1.0 ELSE 0 END) FROM leads WHERE created_at {MONTH}",
    "csat": f"""SELECT avg(CASE WHEN score >= 4 THEN 1.0 ELSE 0 END) FROM surveys
        WHERE kind = 'csat' AND answered_at {MONTH} AND score IS NOT NULL""",
    "nps": f"""SELECT 100 * avg(CASE WHEN score >= 9 THEN 1.0 WHEN score <= 6 THEN -1 ELSE 0 END) FROM surveys
        WHERE kind = 'nps' AND answered_at {MONTH} AND score IS NOT NULL""",
    "time-to-conversion": f"SELECT {MEDIAN.format('extract(epoch FROM converted_at) - extract(epoch FROM created_at)')} "
                          f"FROM leads WHERE converted_at {MONTH} AND converted_at >= created_at",
    "resolution": f"SELECT {MEDIAN.format('extract(epoch FROM resolved_at) - extract(epoch FROM opened_at)')} "
                  f"FROM tickets WHERE resolved_at {MONTH} AND resolved_at >= opened_at",
}

GOALS = {
    "conversion": "conversion < 0.1%", "clv": "clv < 1 EUR", "churn": "churn > 99%", "cac": "cac > 100M EUR",
    "retention": "retention < 1%", "cross-upsell": "cross_upsell_rate < 0.01%", "response": "response < 0.1%",
    "lead-conversion": "lead_conversion < 0.1%", "csat": "csat < 1%", "nps": "nps < -99",
    "time-to-conversion": "time_to_conversion > 999d", "resolution": "resolution > 999d"}

TIMES = {
    "customers": ["created_at", "churned_at"], "subscriptions": ["started_at", "ended_at"], "orders": ["ordered_at"],
    "leads": ["created_at", "converted_at", "lost_at"], "visits": ["visited_at", "converted_at"],
    "tickets": ["opened_at", "first_response_at", "resolved_at"], "surveys": ["sent_at", "answered_at"],
    "sends": ["sent_at", "responded_at"], "costs": ["spent_at"]}
NUMBERS = {"mrr", "quantity", "amount", "score"}


def schema(table, columns, time="TIMESTAMP", number="DOUBLE PRECISION"):
    typed = [f"{name} {time if name in TIMES[table] else number if name in NUMBERS else 'TEXT'}" for name in columns]
    return f"CREATE TABLE {table} ({', '.join(typed)})"


def sqlite(sql):
    """Times are text there, which compares as they do; no median, so that it is written out."""
    text = sql.replace("TIMESTAMP '", "'").replace("- INTERVAL '1 microsecond'", "|| ''")
    text = text.replace("CAST(ordered_at AS DATE)", "substr(ordered_at, 1, 10)")
    text = text.replace("sum(last - first)", "sum(julianday(last) - julianday(first))")
    # From BETWEEN with both ends to one without the later.
    for column in ("visited_at", "spent_at", "created_at", "o.ordered_at", "n.started_at", "sent_at", "answered_at",
                   "converted_at", "resolved_at"):
        text = text.replace(f"{column} BETWEEN {S[10:]} AND {E[10:]} || ''", f"{column} >= {S[10:]} AND {column} < {E[10:]}")
    if "percentile_cont" in text:
        end = text.rindex(" FROM ")
        value = text[text.index("ORDER BY") + 9:end].rstrip()[:-1]
        for name in ("converted_at", "created_at", "resolved_at", "opened_at"):
            value = value.replace(f"extract(epoch FROM {name})", f"julianday({name}) * 86400")
        text = f"""SELECT avg(value) FROM (SELECT value, row_number() OVER (ORDER BY value) AS place, count(*) OVER () AS n
            FROM (SELECT {value} AS value{text[end:]})) WHERE place IN ((n + 1) / 2, (n + 2) / 2)"""
    return text


def pandas_kpis(folder):
    """From Parquet to all twelve; only the columns that are needed are read."""
    import pandas

    end, start = pandas.Timestamp(company.NOW), pandas.Timestamp(f"{company.NOW[:5]}10-25")

    def read(table, *columns):
        return pandas.read_parquet(f"{folder}/{table}.parquet", columns=list(columns))

    def within(column):
        return (column >= start) & (column < end)

    visits, leads, surveys = read("visits", "visited_at", "converted_at"), read("leads", "created_at", "converted_at"), \
        read("surveys", "kind", "answered_at", "score")
    subscriptions = read("subscriptions", "customer_id", "started_at", "ended_at", "mrr")
    orders = read("orders", "customer_id", "ordered_at", "product", "amount")
    tickets, sends = read("tickets", "opened_at", "resolved_at"), read("sends", "sent_at", "responded_at")
    costs, customers = read("costs", "spent_at", "amount"), read("customers", "created_at")
    values = {}

    def share(table, begin, done):
        rows = table[within(table[begin])]
        return (rows[done] < end).mean()

    values["conversion"] = share(visits, "visited_at", "converted_at")
    values["response"] = share(sends, "sent_at", "responded_at")
    values["lead-conversion"] = share(leads, "created_at", "converted_at")
    values["cac"] = costs[within(costs.spent_at)].amount.sum() / within(customers.created_at).sum()

    def active(moment):
        return subscriptions[(subscriptions.started_at < moment) & ~(subscriptions.ended_at < moment)]

    before = active(start)
    members = before.customer_id.unique()
    stayed = pandas.Index(members).isin(active(end).customer_id)
    values["churn"], values["retention"] = 1 - stayed.mean(), stayed.mean()

    earlier = orders[orders.ordered_at < start]
    fresh = orders[within(orders.ordered_at) & orders.customer_id.isin(members) & orders["product"].notna()]
    fresh = fresh[fresh.customer_id.isin(earlier.customer_id)]
    had = earlier[earlier.customer_id.isin(fresh.customer_id)][["customer_id", "product"]].drop_duplicates()
    bought = fresh.merge(had, on=["customer_id", "product"], how="left", indicator=True)
    crossed = bought[bought._merge == "left_only"].customer_id
    raised = subscriptions[within(subscriptions.started_at)].merge(
        before.groupby("customer_id").mrr.max().rename("most"), left_on="customer_id", right_index=True)
    won = pandas.concat([crossed, raised[raised.mrr > raised.most].customer_id]).nunique()
    values["cross-upsell"] = won / len(members)

    answers = surveys[within(surveys.answered_at) & surveys.score.notna()]
    values["csat"] = (answers[answers.kind == "csat"].score >= 4).mean()
    recommending = answers[answers.kind == "nps"].score
    values["nps"] = 100 * ((recommending >= 9).mean() - (recommending <= 6).mean())
    for goal, table, begin, done in (("time-to-conversion", leads, "created_at", "converted_at"),
                                     ("resolution", tickets, "opened_at", "resolved_at")):
        taken = (table[done] - table[begin])[within(table[done])].dt.total_seconds()
        values[goal] = taken[taken >= 0].median()

    days = orders.assign(day=orders.ordered_at.dt.floor("D")).groupby(["customer_id", "day"], sort=False).amount.sum()
    histories = days.reset_index().groupby("customer_id", sort=False).agg(
        x=("day", "size"), first=("day", "min"), last=("day", "max"), total=("amount", "sum"))
    values["clv"] = len(histories)
    return values
