-- step: claimed
-- What is claimed of each transfer: its first units.
SELECT m.place, CAST(0 AS BIGINT) AS lo, c.minor AS hi
FROM claim_rows AS c
JOIN moves AS m ON m.transfer_id = c.transfer_id

-- step: hop_in_order
-- Where units of the front go that keep their order in an account: first in, first out.
SELECT
    l.debit AS place,
    l.debit_lo + GREATEST(f.lo, l.credit_lo) - l.credit_lo AS lo,
    l.debit_lo + LEAST(f.hi, l.credit_lo + l.units) - l.credit_lo AS hi
FROM front AS f
JOIN fifo_links AS l ON l.credit = f.place
    AND l.credit_lo < f.hi AND f.lo < l.credit_lo + l.units
WHERE l.debit IS NOT NULL

-- step: hop_turned_round
-- Where they go if the last unit leaves first: last in, first out.
SELECT
    l.debit AS place,
    l.debit_lo + l.credit_lo + l.units - LEAST(f.hi, l.credit_lo + l.units) AS lo,
    l.debit_lo + l.credit_lo + l.units - GREATEST(f.lo, l.credit_lo) AS hi
FROM front AS f
JOIN lifo_links AS l ON l.credit = f.place
    AND l.credit_lo < f.hi AND f.lo < l.credit_lo + l.units
WHERE l.debit IS NOT NULL

-- step: hop_apart
-- Where units of the front go that wait apart or are exchanged: the same under every rule.
SELECT
    p.debit AS place,
    p.debit_lo + GREATEST(f.lo, p.credit_lo) - p.credit_lo AS lo,
    p.debit_lo + LEAST(f.hi, p.credit_lo + p.minor) - p.credit_lo AS hi
FROM front AS f
JOIN pins AS p ON p.credit = f.place
    AND p.credit_lo < f.hi AND f.lo < p.credit_lo + p.minor
UNION ALL
SELECT
    x.leg_out,
    scaled(x.starts + f.lo, x.bought, x.sold),
    scaled(x.starts + LEAST(f.hi, x.amount), x.bought, x.sold)
FROM front AS f
JOIN exchange_legs AS x ON x.place = f.place

-- step: next_front
-- Runs that touch are one; what was reached before is left away.
WITH fresh AS (
    SELECT m.place, m.lo, m.hi
    FROM (SELECT * FROM hopped UNION ALL SELECT * FROM hop_apart) AS m
    WHERE m.lo < m.hi AND NOT EXISTS (
        SELECT 1 FROM reached AS r
        WHERE r.place = m.place AND r.lo <= m.lo AND m.hi <= r.hi
    )
),
marked AS (
    SELECT
        place, lo, hi,
        CASE
            WHEN lo <= MAX(hi) OVER (
                PARTITION BY place ORDER BY lo, hi
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 0 ELSE 1
        END AS begins
    FROM fresh
),
islands AS (
    SELECT
        place, lo, hi,
        SUM(begins) OVER (
            PARTITION BY place ORDER BY lo, hi
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM marked
)
SELECT place, MIN(lo) AS lo, MAX(hi) AS hi
FROM islands
GROUP BY place, island

-- step: wanted_by_units
-- Transfers that carry reached units, and all legs of an exchange that received some.
SELECT place FROM reached
UNION
SELECT other.place
FROM reached AS r
JOIN exchange_legs AS x ON x.place = r.place
JOIN exchange_legs AS other ON other.pool = x.pool
UNION
SELECT x.leg_out
FROM reached AS r
JOIN exchange_legs AS x ON x.place = r.place

-- step: kept_by_units
-- Pools that reached units enter. What else waits there is clean.
SELECT DISTINCT a.pool, CAST(NULL AS BIGINT) AS since, CAST(NULL AS BIGINT) AS there
FROM arrivals AS a
JOIN reached AS r ON r.place = a.place AND r.lo < a.lo + a.units AND a.lo < r.hi
WHERE a.units > 0

-- step: kept_apart
-- Pins and exchanges of which both ends are wanted.
SELECT p.pool, CAST(NULL AS BIGINT) AS since, CAST(NULL AS BIGINT) AS there
FROM pins AS p
JOIN wanted AS c ON c.place = p.credit
JOIN wanted AS d ON d.place = p.debit
UNION
SELECT x.pool, NULL, NULL
FROM exchange_legs AS x
JOIN wanted AS c ON c.place = x.place
JOIN wanted AS d ON d.place = x.leg_out
