-- step: out_axis
-- What left each pool, end to end: a debit occupies [starts, starts + units).
SELECT
    pool, moment, place, lo, units,
    CAST(SUM(units) OVER (
        PARTITION BY pool ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - units AS starts
FROM departures
WHERE units > 0

-- step: in_axis
-- What entered each pool, end to end, behind the clean units that were there first.
SELECT
    a.pool, a.moment, a.place, a.lo, a.units,
    GREATEST(0, o.opening) + CAST(SUM(a.units) OVER (
        PARTITION BY a.pool ORDER BY a.moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - a.units AS starts
FROM arrivals AS a
JOIN openings AS o ON o.pool = a.pool
WHERE a.units > 0

-- step: fifo_links
-- First in, first out: unit x of the one axis is unit x of the other. The borders of both are
-- merged; between two neighbours lies a run of units of one credit that one debit carried on.
-- A link without a credit is opening money, one without a debit rests in the pool.
WITH points AS (
    SELECT
        pool, starts AS position, 1 AS turn, starts + units AS ends,
        place AS credit, lo - starts AS credit_shift,
        CAST(NULL AS BIGINT) AS debit, CAST(NULL AS BIGINT) AS debit_shift
    FROM in_axis
    UNION ALL
    SELECT pool, starts, 2, NULL, NULL, NULL, place, lo - starts
    FROM out_axis
    UNION ALL
    SELECT pool, MAX(starts + units), 2, NULL, NULL, NULL, -1, 0
    FROM out_axis
    GROUP BY pool
),
carried AS (
    SELECT
        pool, position,
        COALESCE(LEAD(position) OVER same_pool, MAX(ends) OVER so_far) - position AS units,
        LAST_VALUE(credit) IGNORE NULLS OVER so_far AS credit,
        LAST_VALUE(credit_shift) IGNORE NULLS OVER so_far AS credit_shift,
        LAST_VALUE(debit) IGNORE NULLS OVER so_far AS debit,
        LAST_VALUE(debit_shift) IGNORE NULLS OVER so_far AS debit_shift
    FROM points
    WINDOW
        same_pool AS (PARTITION BY pool ORDER BY position, turn),
        so_far AS (
            PARTITION BY pool ORDER BY position, turn
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
)
SELECT
    pool,
    credit,
    position + credit_shift AS credit_lo,
    NULLIF(debit, -1) AS debit,
    CASE WHEN debit <> -1 THEN position + debit_shift END AS debit_lo,
    units
FROM carried
WHERE units > 0 AND (credit IS NOT NULL OR COALESCE(debit, -1) <> -1)

-- step: pools_by_name
-- The account and currency of every pool of an account.
SELECT w.pool, n.account, c.code AS currency
FROM windows AS w
JOIN names AS n ON n.name = w.name
JOIN currencies AS c ON c.currency = w.currency

-- step: links_apart
-- What no rule decides: pins, and exchanges, in which the units out are another number.
SELECT 'pin' AS through, p.pool, n.account, c.code AS currency,
    p.credit, p.credit_lo, p.debit, p.debit_lo, p.minor AS units, p.minor AS debit_units
FROM pins AS p
JOIN moves AS m ON m.place = p.debit
JOIN names AS n ON n.name = m.payer
JOIN currencies AS c ON c.currency = m.currency
UNION ALL
SELECT 'exchange', x.pool, n.account, c.code,
    x.place, CAST(0 AS BIGINT), x.leg_out, scaled(x.starts, x.bought, x.sold), x.amount,
    scaled(x.starts + x.amount, x.bought, x.sold) - scaled(x.starts, x.bought, x.sold)
FROM exchange_legs AS x
JOIN exchanges AS e ON e.pool = x.pool
JOIN names AS n ON n.name = e.name
JOIN currencies AS c ON c.currency = x.currency

-- step: links_by_name
-- The link table as others read it: units of a credit that one debit carried on, by their ids.
SELECT
    l.through, l.account, l.currency,
    COALESCE(credit.transfer_id, '') AS credit_id, l.credit_lo,
    COALESCE(debit.transfer_id, '') AS debit_id, l.debit_lo,
    l.units, l.debit_units
FROM (
    SELECT 'account' AS through, l.pool, p.account, p.currency,
        l.credit, l.credit_lo, l.debit, l.debit_lo, l.units, l.units AS debit_units
    FROM {links} AS l
    JOIN pools_by_name AS p ON p.pool = l.pool
    UNION ALL
    SELECT * FROM links_apart
) AS l
LEFT JOIN moves AS credit ON credit.place = l.credit
LEFT JOIN moves AS debit ON debit.place = l.debit
ORDER BY l.pool, COALESCE(l.credit, -1), COALESCE(l.credit_lo, -1), l.debit, l.debit_lo
