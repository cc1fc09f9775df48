import Testing

@testable import Warehouse

@Suite struct IngestNumericSQLTests {
    static let cases: [(sql: String, rewritten: String)] = [
        ("Menge * Preis", "number( Menge ) * number( Preis )"),
        ("m.Menge*m.\"Preis in EUR\"", "number( m . Menge ) * number( m . \"Preis in EUR\" )"),
        ("SELECT *, m.*, count(*) FROM m", "SELECT * , m . * , count ( * ) FROM m"),
        ("(a + b) * c", "( number( a ) + number( b ) ) * number( c )"),
        ("(Preis) * 2", "( number( Preis ) ) * 2"), ("-Preis", "- number( Preis )"),
        ("a - -b", "number( a ) - - number( b )"),
        ("coalesce(Preis, 0) * 2", "coalesce ( number( Preis ) , 0 ) * 2"),
        ("sum(DISTINCT Preis)", "sum ( DISTINCT number( Preis ) )"), ("avg(Preis)", "avg ( crmgoals_real( Preis ) )"),
        ("a / b", "crmgoals_real( a ) / crmgoals_real( b )"),
        ("sum(a) / count(*)", "sum ( crmgoals_real( a ) ) / count ( * )"),
        ("CAST(Preis AS REAL)", "CAST ( number( Preis ) AS REAL )"), ("CAST(Preis AS TEXT)", "CAST ( Preis AS TEXT )"),
        ("replace(Preis, ',', '.') * 2", "replace ( Preis , ',' , '.' ) * 2"),
        (
            "CASE WHEN t = 'x' THEN a ELSE -b END * c",
            "CASE WHEN t = 'x' THEN number( a ) ELSE - number( b ) END * number( c )"
        ),
        ("Menge > 10", "number( Menge ) > 10"), ("10 <= Menge", "10 <= number( Menge )"), ("a > b", "a > b"),
        ("Menge NOT BETWEEN 1 AND -5", "number( Menge ) NOT BETWEEN 1 AND - 5"),
        ("date > '2026-01-01'", "date > '2026-01-01'"), ("'2012-' || day", "'2012-' || day"),
        ("julianday(a) - julianday(b)", "julianday ( a ) - julianday ( b )"),
        ("number(x, ',') * 2", "number ( x , ',' ) * 2"),
        ("(SELECT p FROM q) * 2", "number( ( SELECT p FROM q ) ) * 2"),
        ("a -- b * c\n + d", "number( a ) + number( d )"),
        ("a /* b * */ || x'00' || 1e-3", "a || x'00' || 1e-3"), ("iif(a, b, 0) + 1", "iif ( a , number( b ) , 0 ) + 1"),
        ("data ->> '$.a' * 2", "data ->> '$.a' * 2"), ("SELECT DISTINCT * FROM x", "SELECT DISTINCT * FROM x"),
        ("sum(a) OVER (ORDER BY b) * 2", "sum ( number( a ) ) OVER ( ORDER BY b ) * 2"),
    ]

    @Test(arguments: cases) func whatIsCalculatedWithIsANumber(_ row: (sql: String, rewritten: String)) {
        #expect(NumericSQL.rewritten(row.sql) == row.rewritten)
    }

    @Test func namesAreFoundWithoutTheirQuotes() {
        let sql = "SELECT a.\"x\"\"y\", [b c], `d`, 'no' FROM \"cases-2026\" a -- none\n"
        #expect(SQLTokens(sql).names == ["a", "x\"y", "b c", "d", "cases-2026", "a"])
    }
}
