-- step: apart
-- Units that pass an account's pool by: pinned ones, and those of an exchange.
SELECT place, is_out, CAST(SUM(units) AS BIGINT) AS units
FROM (
    SELECT debit AS place, TRUE AS is_out, minor AS units FROM pins
    UNION ALL SELECT credit, FALSE, minor FROM pins
    UNION ALL SELECT place, FALSE, amount FROM exchange_legs
    UNION ALL SELECT place, TRUE, amount FROM moves WHERE from_exchange
) AS passing
GROUP BY place, is_out

-- step: free
-- The balance before each movement, what is pinned left out. Few pools have units apart; only
-- their balances are summed again.
WITH touched AS (
    SELECT DISTINCT m.pool
    FROM movements AS m
    JOIN apart AS a ON a.place = m.place AND a.is_out = (m.change < 0)
),
rest_of AS (
    SELECT
        m.pool, m.moment, m.place, m.change < 0 AS is_out,
        COALESCE(a.units, 0) AS aside,
        ABS(m.change) - COALESCE(a.units, 0) AS rest
    FROM movements AS m
    JOIN touched AS t ON t.pool = m.pool
    LEFT JOIN apart AS a ON a.place = m.place AND a.is_out = (m.change < 0)
),
signed AS (
    SELECT rest_of.*, CASE WHEN is_out THEN -rest ELSE rest END AS change FROM rest_of
)
SELECT
    r.pool, r.moment, r.place, r.change < 0 AS is_out, 0 AS aside, ABS(r.change) AS rest,
    o.opening + r.so_far - r.change AS balance_before
FROM running AS r
JOIN openings AS o ON o.pool = r.pool
LEFT JOIN touched AS t ON t.pool = r.pool
WHERE t.pool IS NULL
UNION ALL
SELECT
    s.pool, s.moment, s.place, s.is_out, s.aside, s.rest,
    o.opening + CAST(SUM(s.change) OVER (
        PARTITION BY s.pool ORDER BY s.moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - s.change
FROM signed AS s
JOIN openings AS o ON o.pool = s.pool

-- step: departures
-- After what is pinned come the pool's own units, [lo, lo + units); the rest is the bank's.
SELECT
    pool, moment, place, aside AS lo, balance_before,
    LEAST(rest, GREATEST(0, balance_before)) AS units
FROM free
WHERE is_out

-- step: arrivals
-- After what is pinned the bank is repaid; what is left, [lo, lo + units), enters the pool.
SELECT
    pool, moment, place, balance_before,
    aside + LEAST(rest, GREATEST(0, -balance_before)) AS lo,
    rest - LEAST(rest, GREATEST(0, -balance_before)) AS units
FROM free
WHERE NOT is_out

-- step: sources
-- Where the units of the wanted transfers come from: pins, the pool, an exchange, else outside.
WITH pinned AS (
    SELECT debit AS place, debit_lo AS lo, minor AS units, pool, CAST(NULL AS BIGINT) AS left_at
    FROM pins
),
own AS (
    SELECT d.place, d.lo, d.units, d.pool, d.moment AS left_at
    FROM departures AS d
    JOIN wanted AS w ON w.place = d.place
    WHERE d.units > 0
),
laid AS (
    SELECT p.* FROM pinned AS p JOIN wanted AS w ON w.place = p.place
    UNION ALL SELECT own.* FROM own
)
SELECT place, lo, units, pool, left_at FROM laid
UNION ALL
SELECT
    m.place,
    COALESCE(l.units, 0) AS lo,
    m.amount - COALESCE(l.units, 0) AS units,
    COALESCE(x.pool, -1) AS pool,
    NULL
FROM moves AS m
JOIN wanted AS w ON w.place = m.place
LEFT JOIN (
    SELECT place, CAST(SUM(units) AS BIGINT) AS units FROM laid GROUP BY place
) AS l ON l.place = m.place
LEFT JOIN exchanges AS x ON x.leg_out = m.place
WHERE m.amount > COALESCE(l.units, 0)

-- step: targets
-- Where they go: to pins, to repay the bank, into the pool or an exchange; else they end there.
WITH pinned AS (
    SELECT p.credit AS place, p.credit_lo AS lo, p.minor AS units, p.pool
    FROM pins AS p
    JOIN wanted AS w ON w.place = p.credit
),
entered AS (
    SELECT a.place, a.pool, a.lo, a.units, a.moment
    FROM arrivals AS a
    JOIN wanted AS w ON w.place = a.place
    LEFT JOIN exchange_legs AS x ON x.place = a.place
    WHERE x.place IS NULL
),
waiting AS (
    SELECT place, CAST(SUM(units) AS BIGINT) AS units FROM pinned GROUP BY place
)
SELECT place, lo, units, pool, CAST(NULL AS BIGINT) AS came_at, NULL AS ending FROM pinned
UNION ALL
SELECT place, lo, units, pool, moment, NULL FROM entered WHERE units > 0
UNION ALL
SELECT e.place, COALESCE(p.units, 0), e.lo - COALESCE(p.units, 0), -1, NULL, 'lender'
FROM entered AS e
LEFT JOIN waiting AS p ON p.place = e.place
WHERE e.lo > COALESCE(p.units, 0)
UNION ALL
SELECT
    m.place,
    COALESCE(p.units, 0),
    m.amount - COALESCE(p.units, 0),
    COALESCE(x.pool, -1),
    NULL,
    CASE
        WHEN x.pool IS NOT NULL THEN NULL
        WHEN n.account LIKE '@cash:%' THEN 'cash'
        WHEN n.account LIKE '@fee:%' THEN 'fee'
        WHEN n.account LIKE '@merchant:%' THEN 'merchant'
        WHEN n.account LIKE '@abroad:%' THEN 'abroad'
        WHEN n.account LIKE '@fx:%' THEN 'conversion'
        WHEN k.kind IN ('crypto_exchange', 'merchant', 'cash', 'abroad') THEN k.kind
        WHEN m.kind = 'cash_out' THEN 'cash'
        WHEN m.kind = 'card_payment' THEN 'merchant'
        WHEN m.kind IN ('fee', 'crypto_exchange', 'conversion') THEN m.kind
        ELSE 'frontier'
    END
FROM moves AS m
JOIN wanted AS w ON w.place = m.place
JOIN names AS n ON n.name = m.payee
LEFT JOIN entered AS e ON e.place = m.place
LEFT JOIN waiting AS p ON p.place = m.place
LEFT JOIN exchange_legs AS x ON x.place = m.place
LEFT JOIN account_kinds AS k ON k.name = m.payee
WHERE e.place IS NULL AND m.amount > COALESCE(p.units, 0)

-- step: parts
-- Both rows cut at each other's borders: each part has one place it comes from and one it goes to.
SELECT
    s.place,
    GREATEST(s.lo, t.lo) AS lo,
    LEAST(s.lo + s.units, t.lo + t.units) - GREATEST(s.lo, t.lo) AS units,
    s.pool AS source,
    t.pool AS target,
    t.ending,
    s.left_at,
    t.came_at
FROM sources AS s
JOIN targets AS t ON t.place = s.place
    AND s.lo < t.lo + t.units AND t.lo < s.lo + s.units
