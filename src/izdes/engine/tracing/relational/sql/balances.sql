-- step: movements
-- What enters and leaves each pool. In one event money leaves first; the moment says so.
SELECT w.pool, 2 * e.event AS moment, e.place, -e.amount AS change, e.from_exchange AS by_exchange
FROM events AS e
JOIN windows AS w ON w.name = e.payer AND w.currency = e.currency
    AND w.starts <= e.instant AND e.instant < w.ends
WHERE e.leaves
UNION ALL
SELECT w.pool, 2 * e.event + 1, e.place, e.amount, e.to_exchange
FROM events AS e
JOIN windows AS w ON w.name = e.payee AND w.currency = e.currency
    AND w.starts <= e.instant AND e.instant < w.ends
WHERE e.comes

-- step: running
-- The sum of all changes of a pool so far: its signed balance, less the opening.
SELECT
    pool, moment, place, change, by_exchange,
    CAST(SUM(change) OVER (
        PARTITION BY pool ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) AS so_far
FROM movements

-- step: openings
-- The printed opening, else the least that keeps the signed balance at zero or above.
SELECT
    w.pool,
    COALESCE(w.opening, CASE WHEN low.lowest < 0 THEN -low.lowest ELSE 0 END) AS opening,
    w.opening IS NULL AS is_assumed
FROM windows AS w
LEFT JOIN (SELECT pool, MIN(so_far) AS lowest FROM running GROUP BY pool) AS low
    ON low.pool = w.pool
