-- step: asked
-- Pins to try: those that a person states, in their order, then every refund that is not annulled.
SELECT number, credit, debit, minor, FALSE AS is_refund FROM stated
UNION ALL
SELECT (SELECT COUNT(*) FROM stated) + u.refund, u.payment, u.refund, m.amount, TRUE
FROM undone AS u
JOIN moves AS m ON m.place = u.refund
LEFT JOIN annulled AS a ON a.refund = u.refund
WHERE a.refund IS NULL

-- step: pin_ends
-- Where and when the credit of each arrives and the debit leaves; a pool is absent where dark.
WITH came AS (
    SELECT e.place, 2 * e.event + 1 AS moment, w.pool
    FROM events AS e
    JOIN (SELECT DISTINCT credit FROM asked) AS a ON a.credit = e.place
    LEFT JOIN windows AS w ON w.name = e.payee AND w.currency = e.currency
        AND w.starts <= e.instant AND e.instant < w.ends
    WHERE e.comes
),
gone AS (
    SELECT e.place, 2 * e.event AS moment, w.pool
    FROM events AS e
    JOIN (SELECT DISTINCT debit FROM asked) AS a ON a.debit = e.place
    LEFT JOIN windows AS w ON w.name = e.payer AND w.currency = e.currency
        AND w.starts <= e.instant AND e.instant < w.ends
    WHERE e.leaves
)
SELECT
    a.number, a.credit, a.debit, a.minor, a.is_refund,
    c.payee AS name, c.currency, c.amount AS credit_amount, came.moment AS came, came.pool AS enters,
    d.payer AS paid_by, d.currency AS debit_currency, d.amount AS debit_amount,
    gone.moment AS gone, gone.pool AS leaves, d.from_exchange
FROM asked AS a
JOIN moves AS c ON c.place = a.credit
JOIN moves AS d ON d.place = a.debit
JOIN came ON came.place = a.credit
JOIN gone ON gone.place = a.debit

-- step: pin_balances
-- The signed balances of those pools while the money may have waited there.
SELECT s.name, s.currency, r.pool, r.moment, o.opening + r.so_far AS balance
FROM running AS r
JOIN (
    SELECT name, currency, enters AS pool, MIN(came) AS came, MAX(gone) AS gone
    FROM pin_ends
    WHERE enters IS NOT NULL
    GROUP BY name, currency, enters
) AS s ON s.pool = r.pool AND s.came <= r.moment AND r.moment < s.gone
JOIN openings AS o ON o.pool = r.pool

-- step: pins
-- The pins that hold, as pools of their own, each behind those that took units before it.
SELECT
    CAST((SELECT COUNT(*) FROM windows) + row_number() OVER (ORDER BY number) - 1 AS INTEGER)
        AS pool,
    number, credit, debit, minor,
    CAST(SUM(minor) OVER (
        PARTITION BY credit ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - minor AS credit_lo,
    CAST(SUM(minor) OVER (
        PARTITION BY debit ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - minor AS debit_lo
FROM held
