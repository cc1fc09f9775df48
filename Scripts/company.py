"""Makes a company's nine tables as CSV, seeded: the same rows for the same count, with any version of DuckDB.

Usage: company.py FOLDER ROWS

Two and a half years up to NOW: who orders comes back less and less often, tickets wait for hours to weeks, a few stay open.
"""

import os
import sys

import duckdb

NOW = "2026-11-24 00:00:00"
DAYS = 900
SHARES = {"visits": 0.40, "orders": 0.30, "sends": 0.08, "leads": 0.06, "tickets": 0.05, "surveys": 0.03}


def counts(rows):
    """Rows a table; what the shares leave is customers and their subscriptions. Costs are one row a day and category."""
    table = {name: int(rows * share) for name, share in SHARES.items()}
    costs = DAYS * 4
    left = max(20, rows - sum(table.values()) - costs)
    return {"customers": left * 2 // 5, "subscriptions": left - left * 2 // 5, "costs": costs, **table}


def queries(count):
    """By table, a SELECT of its rows. `u(i, salt)` is a number in [0, 1)."""
    customers = count["customers"]

    def share(table, salt):
        """Rows come in the order of their times."""
        return f"((i + u(i, {salt})) / {count[table]})"

    def at(table, salt):
        return f"t({share(table, salt)})"

    def who(table, salt):
        """A customer who was there by then, more likely one who came not long ago."""
        age = f"-0.15 * ln(1 - u(i, {salt}))"
        return f"'C' || lpad(least({customers - 1}, {customers} * greatest(0, {share(table, salt + 1)} - {age}))::BIGINT::VARCHAR, 7, '0')"

    return {
        "customers": f"""SELECT 'C' || lpad(i::VARCHAR, 7, '0') AS id, z({at('customers', 1)}) AS created_at,
            CASE WHEN u(i, 2) < 0.3 THEN z({at('customers', 1)} + to_microseconds((u(i, 3) * 6e13)::BIGINT)) END AS churned_at,
            ['smb', 'mid-market', 'enterprise'][1 + (u(i, 4) * 3)::INTEGER % 3] AS segment,
            ['DE', 'AT', 'CH', 'FR', 'US'][1 + (u(i, 5) * 5)::INTEGER % 5] AS country FROM range({customers}) AS r(i)""",
        "subscriptions": f"""SELECT 'S' || i AS id, {who('subscriptions', 11)} AS customer_id,
            ['starter', 'team', 'company'][1 + (u(i, 12) * 3)::INTEGER % 3] AS plan, round(20 + u(i, 13) * 400, 2) AS mrr,
            z({at('subscriptions', 14)}) AS started_at, CASE WHEN u(i, 15) < 0.4 THEN z({at('subscriptions', 14)} + to_microseconds((u(i, 16) * 5e13)::BIGINT)) END AS ended_at
            FROM range({count['subscriptions']}) AS r(i)""",
        "orders": f"""SELECT 'O' || i AS id, {who('orders', 21)} AS customer_id, z({at('orders', 22)}) AS ordered_at,
            'Product ' || (u(i, 23) * 40)::INTEGER AS product, 1 + (u(i, 24) * 8)::INTEGER AS quantity,
            round(1 + u(i, 25) ** 3 * 900, 2) AS amount FROM range({count['orders']}) AS r(i)""",
        "leads": f"""SELECT 'L' || i AS id, z({at('leads', 31)}) AS created_at,
            CASE WHEN u(i, 32) < 0.2 THEN z({at('leads', 31)} + to_microseconds((u(i, 33) ** 2 * 4e12)::BIGINT)) END AS converted_at,
            CASE WHEN u(i, 32) > 0.7 THEN z({at('leads', 31)} + to_microseconds((u(i, 34) * 4e12)::BIGINT)) END AS lost_at,
            {who('leads', 35)} AS customer_id, ['web', 'fair', 'partner', 'ads'][1 + (u(i, 36) * 4)::INTEGER % 4] AS source
            FROM range({count['leads']}) AS r(i)""",
        "visits": f"""SELECT 'V' || i AS id, z({at('visits', 41)}) AS visited_at, 'U' || (u(i, 42) ** 2 * {count['visits'] // 3})::BIGINT AS visitor_id,
            CASE WHEN u(i, 43) < 0.03 THEN z({at('visits', 41)} + to_microseconds((u(i, 44) * 3e9)::BIGINT)) END AS converted_at,
            ['trial', 'demo', 'order'][1 + (u(i, 45) * 3)::INTEGER % 3] AS goal FROM range({count['visits']}) AS r(i)""",
        "tickets": f"""SELECT 'T' || i AS id, z({at('tickets', 51)}) AS opened_at,
            CASE WHEN u(i, 52) < 0.95 THEN z({at('tickets', 51)} + to_microseconds((u(i, 53) ** 3 * 2e12 * 0.3)::BIGINT)) END AS first_response_at,
            CASE WHEN u(i, 52) < 0.9 THEN z({at('tickets', 51)} + to_microseconds((u(i, 53) ** 3 * 2e12)::BIGINT)) END AS resolved_at,
            {who('tickets', 54)} AS customer_id, ['low', 'normal', 'high', 'urgent'][1 + (u(i, 55) * 4)::INTEGER % 4] AS priority
            FROM range({count['tickets']}) AS r(i)""",
        "surveys": f"""SELECT 'A' || i AS id, CASE WHEN u(i, 61) < 0.5 THEN 'nps' ELSE 'csat' END AS kind, {who('surveys', 62)} AS customer_id,
            z({at('surveys', 63)}) AS sent_at, CASE WHEN u(i, 64) < 0.4 THEN z({at('surveys', 63)} + to_microseconds((u(i, 65) * 3e11)::BIGINT)) END AS answered_at,
            CASE WHEN u(i, 64) < 0.4 THEN CASE WHEN u(i, 61) < 0.5 THEN (u(i, 66) ** 0.5 * 10)::INTEGER ELSE 1 + (u(i, 66) ** 0.5 * 4)::INTEGER END END AS score
            FROM range({count['surveys']}) AS r(i)""",
        "sends": f"""SELECT 'M' || i AS id, 'campaign ' || (u(i, 71) * 50)::INTEGER AS campaign, {who('sends', 72)} AS customer_id,
            z({at('sends', 73)}) AS sent_at, CASE WHEN u(i, 74) < 0.06 THEN z({at('sends', 73)} + to_microseconds((u(i, 75) * 2e11)::BIGINT)) END AS responded_at
            FROM range({count['sends']}) AS r(i)""",
        "costs": f"""SELECT 'K' || i AS id, strftime(TIMESTAMP '{NOW}' - to_days((1 + i // 4)::INTEGER), '%Y-%m-%d') AS spent_at,
            ['ads', 'fairs', 'content', 'partners'][1 + i % 4] AS category, round(200 + u(i, 81) * 3000, 2) AS amount
            FROM range({count['costs']}) AS r(i)""",
    }


def connection():
    """With `u`, a seeded number of a row and a column; `t`, an instant from a share; `z`, a time as text, null where it is not yet."""
    database = duckdb.connect()
    # A multiplication and a shift, twice (Steele, Lea & Flood 2014), in 31 bits: no function of DuckDB's, which may change.
    database.execute("""
        CREATE MACRO mix(n) AS ((xor(n, n >> 16) * 569420461) & 2147483647);
        CREATE MACRO u(i, salt) AS (mix(mix(mix((i * 97 + salt * 7919 + 12345) & 2147483647))) / 2147483648.0)::DOUBLE;""")
    database.execute(f"CREATE MACRO t(share) AS TIMESTAMP '{NOW}' - to_microseconds(((1 - share) * {DAYS} * 864e8)::BIGINT)")
    database.execute(f"""
        CREATE MACRO z(moment) AS CASE WHEN moment < TIMESTAMP '{NOW}' THEN strftime(moment, '%Y-%m-%dT%H:%M:%SZ') END""")
    return database


def make(folder, rows):
    os.makedirs(folder, exist_ok=True)
    database = connection()
    made = counts(rows)
    for table, query in queries(made).items():
        database.execute(f"COPY ({query}) TO '{folder}/{table}.csv' (HEADER)")
    return made


if __name__ == "__main__":
    print(make(sys.argv[1], int(sys.argv[2])))
