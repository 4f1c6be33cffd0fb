-- step: refund_groups
-- Refunds and the payments of the same sum between the same two accounts the other way.
WITH refunds AS (
    SELECT payee AS from_account, payer AS to_account, currency, amount, place, arrives, booked
    FROM moves
    WHERE kind = 'refund' AND payer <> payee AND NOT from_exchange
),
wanted AS (
    SELECT DISTINCT from_account, to_account, currency, amount FROM refunds
),
payments AS (
    SELECT m.payer AS from_account, m.payee AS to_account, m.currency, m.amount, m.place,
        m.credited, m.booked
    FROM moves AS m
    JOIN wanted AS w
        ON w.from_account = m.payer AND w.to_account = m.payee
        AND w.currency = m.currency AND w.amount = m.amount
    WHERE m.kind <> 'refund'
)
SELECT from_account, to_account, currency, amount, place, booked, credited, FALSE AS is_refund
FROM payments
UNION ALL
SELECT from_account, to_account, currency, amount, place, booked, NULL, TRUE
FROM refunds

-- step: quiet_refunds
-- Refunds between which and their payment neither account paid anything. For each side, what it
-- paid up to the payment and before the refund is counted in one pass: equal counts are quiet.
WITH pairs AS (
    SELECT u.refund, u.payment, p.payer AS payer, p.payee AS payee
    FROM undone AS u
    JOIN moves AS p ON p.place = u.payment
),
probes AS (
    SELECT payer AS name, payment AS place, 1 AS turn, refund FROM pairs
    UNION ALL SELECT payer, refund, -1, refund FROM pairs
    UNION ALL SELECT payee, payment, 1, refund FROM pairs
    UNION ALL SELECT payee, refund, -1, refund FROM pairs
),
marks AS (
    SELECT m.payer AS name, m.place
    FROM moves AS m
    JOIN (SELECT DISTINCT name FROM probes) AS asked ON asked.name = m.payer
    JOIN names AS n ON n.name = m.payer
    WHERE NOT n.is_virtual AND m.payer <> m.payee
),
counted AS (
    SELECT
        name,
        refund,
        turn,
        SUM(is_mark) OVER (
            PARTITION BY name ORDER BY place, turn
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS paid
    FROM (
        SELECT name, place, turn, refund, 0 AS is_mark FROM probes
        UNION ALL SELECT name, place, 0, NULL, 1 FROM marks
    ) AS all_rows
)
SELECT refund
FROM (
    SELECT refund, name, MAX(paid) - MIN(paid) AS between_them
    FROM counted
    WHERE turn <> 0
    GROUP BY refund, name
) AS sides
GROUP BY refund
HAVING MAX(between_them) = 0

-- step: annulled
-- A quiet refund undoes its payment where each statement shows both movements, or neither.
WITH moments AS (
    SELECT u.refund, u.payment, p.currency,
        p.payer, p.booked AS payer_before, r.arrives AS payer_after,
        p.payee, p.arrives AS payee_before, r.booked AS payee_after
    FROM undone AS u
    JOIN quiet_refunds AS q ON q.refund = u.refund
    JOIN moves AS p ON p.place = u.payment
    JOIN moves AS r ON r.place = u.refund
)
SELECT m.payment, m.refund
FROM moments AS m
LEFT JOIN windows AS a ON a.name = m.payer AND a.currency = m.currency
    AND a.starts <= m.payer_before AND m.payer_before < a.ends
LEFT JOIN windows AS b ON b.name = m.payer AND b.currency = m.currency
    AND b.starts <= m.payer_after AND m.payer_after < b.ends
LEFT JOIN windows AS c ON c.name = m.payee AND c.currency = m.currency
    AND c.starts <= m.payee_before AND m.payee_before < c.ends
LEFT JOIN windows AS d ON d.name = m.payee AND d.currency = m.currency
    AND d.starts <= m.payee_after AND m.payee_after < d.ends
WHERE COALESCE(a.pool, -1) = COALESCE(b.pool, -1)
    AND COALESCE(c.pool, -1) = COALESCE(d.pool, -1)
