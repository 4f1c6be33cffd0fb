-- step: stack
-- What comes into each pool and leaves it, in order; opening money lies below everything.
SELECT pool, moment, FALSE AS is_out, place, lo, units FROM arrivals WHERE units > 0
UNION ALL
SELECT pool, moment, TRUE, place, lo, units FROM departures WHERE units > 0
UNION ALL
SELECT pool, -1, FALSE, -1, CAST(0 AS BIGINT), opening FROM openings WHERE opening > 0

-- step: mountains
-- Credits in a row and the debits in a row behind them are one mountain. Its debits take its
-- credits from the top: both stand end to end on one axis that runs down from the top.
WITH told AS (
    SELECT
        stack.*,
        CASE
            WHEN NOT is_out AND COALESCE(LAG(is_out) OVER in_order, TRUE) THEN 1 ELSE 0
        END AS rises
    FROM stack
    WINDOW in_order AS (PARTITION BY pool ORDER BY moment)
),
numbered AS (
    SELECT
        told.*,
        SUM(rises) OVER (
            PARTITION BY pool ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS mountain
    FROM told
),
stood AS (
    SELECT
        pool, mountain, moment, is_out, place, lo, units,
        CAST(SUM(units) OVER (
            PARTITION BY pool, mountain, is_out ORDER BY CASE WHEN is_out THEN moment ELSE -moment END
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS BIGINT) - units AS starts
    FROM numbered
),
heights AS (
    SELECT
        pool, mountain,
        CAST(SUM(CASE WHEN is_out THEN 0 ELSE units END) AS BIGINT) AS up,
        CAST(SUM(CASE WHEN is_out THEN units ELSE 0 END) AS BIGINT) AS down
    FROM numbered
    GROUP BY pool, mountain
),
owing AS (
    SELECT pool, MAX(CASE WHEN down > up THEN 1 ELSE 0 END) AS is_open
    FROM heights
    GROUP BY pool
)
SELECT s.*, LEAST(h.up, h.down) AS met, o.is_open
FROM stood AS s
JOIN heights AS h ON h.pool = s.pool AND h.mountain = s.mountain
JOIN owing AS o ON o.pool = s.pool

-- step: met_links
-- Where a mountain's credits and debits lie over each other, units leave turned round.
WITH points AS (
    SELECT
        pool, mountain, met, starts AS position, 1 AS turn,
        place AS credit, starts + lo + units AS credit_top,
        CAST(NULL AS BIGINT) AS debit, CAST(NULL AS BIGINT) AS debit_shift
    FROM mountains
    WHERE NOT is_out AND starts < met
    UNION ALL
    SELECT pool, mountain, met, starts, 2, NULL, NULL, place, lo - starts
    FROM mountains
    WHERE is_out AND starts < met
),
carried AS (
    SELECT
        pool, position,
        COALESCE(LEAD(position) OVER in_order, met) - position AS units,
        LAST_VALUE(credit) IGNORE NULLS OVER so_far AS credit,
        LAST_VALUE(credit_top) IGNORE NULLS OVER so_far AS credit_top,
        LAST_VALUE(debit) IGNORE NULLS OVER so_far AS debit,
        LAST_VALUE(debit_shift) IGNORE NULLS OVER so_far AS debit_shift
    FROM points
    WINDOW
        in_order AS (PARTITION BY pool, mountain ORDER BY position, turn),
        so_far AS (
            PARTITION BY pool, mountain ORDER BY position, turn
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
)
SELECT
    pool,
    NULLIF(credit, -1) AS credit,
    CASE WHEN credit <> -1 THEN credit_top - position - units END AS credit_lo,
    debit,
    position + debit_shift AS debit_lo,
    units
FROM carried
WHERE units > 0

-- step: resting_links
-- Credits that no debit reached, in pools where nothing is left to take.
SELECT
    pool, place AS credit, lo AS credit_lo,
    CAST(NULL AS BIGINT) AS debit, CAST(NULL AS BIGINT) AS debit_lo,
    starts + units - GREATEST(starts, met) AS units
FROM mountains
WHERE is_open = 0 AND NOT is_out AND place <> -1 AND starts + units > met

-- step: left_over
-- What is left of the others: every mountain has become credits only or debits only, so that
-- each round leaves at most half as many mountains.
SELECT
    pool, moment, is_out, place,
    CASE WHEN is_out THEN lo + GREATEST(starts, met) - starts ELSE lo END AS lo,
    starts + units - GREATEST(starts, met) AS units
FROM mountains
WHERE is_open = 1 AND starts + units > met
