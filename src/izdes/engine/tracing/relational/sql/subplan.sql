-- step: small_transfers
-- The wanted transfers with their names.
SELECT m.place, m.transfer_id, m.booked, m.seq, m.credited, m.amount, c.code AS currency,
    payer.account AS payer, payee.account AS payee, m.kind
FROM moves AS m
JOIN wanted AS w ON w.place = m.place
JOIN currencies AS c ON c.currency = m.currency
JOIN names AS payer ON payer.name = m.payer
JOIN names AS payee ON payee.name = m.payee

-- step: small_parts
-- Their parts. A pool that is not kept, or not yet, gives clean units and takes them for good.
WITH of_counting AS (
    SELECT p.*
    FROM parts AS p
    JOIN (SELECT place FROM events WHERE leaves) AS e ON e.place = p.place
)
SELECT
    p.place, p.lo, p.units,
    COALESCE(s.pool, -1) AS source,
    COALESCE(t.pool, -1) AS target,
    CASE WHEN t.pool IS NULL THEN COALESCE(p.ending, 'frontier') END AS ending
FROM of_counting AS p
LEFT JOIN kept AS s ON s.pool = p.source
    AND (s.since IS NULL OR p.left_at IS NULL OR s.since < p.left_at)
LEFT JOIN kept AS t ON t.pool = p.target
    AND (t.since IS NULL OR p.came_at IS NULL OR t.since <= p.came_at)

-- step: small_steps
-- When they leave and arrive.
SELECT 2 * e.event AS moment, e.instant, e.place, FALSE AS is_arrival
FROM events AS e
JOIN wanted AS w ON w.place = e.place
WHERE e.leaves
UNION ALL
SELECT 2 * e.event + 1, e.instant, e.place, TRUE
FROM events AS e
JOIN wanted AS w ON w.place = e.place
WHERE e.comes

-- step: small_pools
-- The kept pools with what is known of them; what is there when the units come first.
SELECT
    k.pool, 'account' AS kind, n.account, c.code AS currency,
    w.starts, w.ends, w.is_covered, w.goes_dark, o.is_assumed, COALESCE(k.there, 0) AS there
FROM kept AS k
JOIN windows AS w ON w.pool = k.pool
JOIN openings AS o ON o.pool = k.pool
JOIN names AS n ON n.name = w.name
JOIN currencies AS c ON c.currency = w.currency
UNION ALL
SELECT k.pool, 'pin', n.account, c.code, NULL, NULL, FALSE, FALSE, FALSE, 0
FROM kept AS k
JOIN pins AS p ON p.pool = k.pool
JOIN moves AS m ON m.place = p.debit
JOIN names AS n ON n.name = m.payer
JOIN currencies AS c ON c.currency = m.currency
UNION ALL
SELECT k.pool, 'exchange', n.account, c.code, NULL, NULL, FALSE, FALSE, FALSE, 0
FROM kept AS k
JOIN exchanges AS x ON x.pool = k.pool
JOIN exchange_legs AS l ON l.pool = k.pool AND l.moment = x.first_moment
JOIN names AS n ON n.name = x.name
JOIN currencies AS c ON c.currency = l.currency

-- step: assumed
-- Openings that nobody printed.
SELECT w.pool, n.account, c.code AS currency, w.starts, o.opening
FROM openings AS o
JOIN windows AS w ON w.pool = o.pool
JOIN names AS n ON n.name = w.name
JOIN currencies AS c ON c.currency = w.currency
WHERE o.is_assumed

-- step: small_flat
-- The parts with the moments at which they leave and arrive.
SELECT p.place, p.lo, p.units, p.source, p.target, p.ending,
    gone.moment AS left_at, came.moment AS came_at
FROM small_parts AS p
JOIN small_steps AS gone ON gone.place = p.place AND NOT gone.is_arrival
JOIN small_steps AS came ON came.place = p.place AND came.is_arrival
