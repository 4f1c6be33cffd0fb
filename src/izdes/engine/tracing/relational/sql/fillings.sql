-- step: axis_entries
-- Where the wanted transfers stand on the axes of the kept pools.
SELECT a.pool, a.moment, a.starts, a.units, FALSE AS is_out
FROM in_axis AS a
JOIN wanted AS w ON w.place = a.place
JOIN kept AS k ON k.pool = a.pool
UNION ALL
SELECT a.pool, a.moment, a.starts, a.units, TRUE
FROM out_axis AS a
JOIN wanted AS w ON w.place = a.place
JOIN kept AS k ON k.pool = a.pool

-- step: level_entries
-- The wanted movements of the kept pools, with the levels before and after each, and the lowest
-- from there to the next.
WITH marked AS (
    SELECT a.pool, a.moment, w.place IS NOT NULL AS is_wanted,
        GREATEST(0, a.balance_before) AS before, GREATEST(0, a.balance_before) + a.units AS after
    FROM arrivals AS a
    JOIN kept AS k ON k.pool = a.pool
    LEFT JOIN wanted AS w ON w.place = a.place
    WHERE a.units > 0
    UNION ALL
    SELECT d.pool, d.moment, w.place IS NOT NULL,
        GREATEST(0, d.balance_before), GREATEST(0, d.balance_before) - d.units
    FROM departures AS d
    JOIN kept AS k ON k.pool = d.pool
    LEFT JOIN wanted AS w ON w.place = d.place
    WHERE d.units > 0
),
numbered AS (
    SELECT
        marked.*,
        SUM(CASE WHEN is_wanted THEN 1 ELSE 0 END) OVER (
            PARTITION BY pool ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM marked
)
SELECT
    pool,
    MAX(CASE WHEN is_wanted THEN moment END) AS moment,
    MAX(CASE WHEN is_wanted THEN before END) AS before,
    MAX(CASE WHEN is_wanted THEN after END) AS after,
    MIN(after) AS lowest
FROM numbered
WHERE number > 0
GROUP BY pool, number
