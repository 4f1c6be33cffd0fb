-- step: follows
-- Whom a transfer stands behind: a fee the payer's last transfer of the same instant, what comes
-- out of an exchange the last that went in, a refund its payment. A proven place is its own.
WITH charged AS (
    SELECT DISTINCT payer, booked FROM moves WHERE kind = 'fee'
),
before_fees AS (
    SELECT m.place, m.kind,
        LAG(m.place) OVER (PARTITION BY m.payer, m.booked ORDER BY m.place) AS ahead
    FROM moves AS m
    JOIN charged AS c ON c.payer = m.payer AND c.booked = m.booked
),
legs AS (
    SELECT place, payee AS name, TRUE AS goes_in FROM moves WHERE to_exchange
    UNION ALL
    SELECT place, payer, FALSE FROM moves WHERE from_exchange AND payer <> payee
),
before_legs AS (
    SELECT place, goes_in,
        MAX(CASE WHEN goes_in THEN place END) OVER (
            PARTITION BY name ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ahead
    FROM legs
),
pointed AS (
    SELECT place, ahead FROM before_fees WHERE kind = 'fee' AND ahead IS NOT NULL
    UNION ALL
    SELECT b.place, b.ahead
    FROM before_legs AS b
    JOIN moves AS m ON m.place = b.place
    WHERE m.kind <> 'fee' AND m.from_exchange AND b.ahead IS NOT NULL
        AND (NOT b.goes_in OR m.payer = m.payee)
    UNION ALL
    SELECT refund, payment FROM undone
)
SELECT p.place, p.ahead, m.order_proven <> '' AS is_own
FROM pointed AS p
JOIN moves AS m ON m.place = p.place

-- step: follows_further
-- One round: who stands behind a follower stands behind whom that follows. Repeated until no
-- row changes, twice as far each time.
SELECT f.place, COALESCE(g.ahead, f.ahead) AS ahead, f.is_own
FROM follows AS f
LEFT JOIN follows AS g ON g.place = f.ahead AND NOT g.is_own

-- step: stirrings
-- Every departure and arrival with its place in the order, those that count for nothing too.
SELECT
    m.booked AS instant,
    1 AS turn,
    COALESCE(f.ahead, m.place) AS leader,
    m.place,
    m.payer, m.payee, m.currency, m.amount, m.order_proven,
    m.from_exchange, m.to_exchange,
    TRUE AS leaves,
    m.arrives = m.booked AS comes
FROM moves AS m
LEFT JOIN follows AS f ON f.place = m.place AND NOT f.is_own
UNION ALL
SELECT m.arrives, 0, m.place, m.place,
    m.payer, m.payee, m.currency, m.amount, m.order_proven,
    m.from_exchange, m.to_exchange,
    FALSE, TRUE
FROM moves AS m
WHERE m.arrives > m.booked

-- step: ties
-- Accounts with two movements at one instant whose order nothing proves: one row is enough.
SELECT name, instant
FROM (
    SELECT payer AS name, instant, order_proven IN ('payer', 'both') AS is_proven
    FROM stirrings WHERE leaves
    UNION ALL
    SELECT payee, instant, order_proven IN ('payee', 'both') FROM stirrings WHERE comes
) AS sides
JOIN names AS n USING (name)
WHERE NOT n.is_virtual
GROUP BY name, instant
HAVING COUNT(*) > 1 AND MIN(CASE WHEN is_proven THEN 1 ELSE 0 END) = 0
LIMIT 1

-- step: known_instants
-- Instants inside which something is known of the order: proven places of one account, or a
-- follower whose own place is proven.
SELECT instant
FROM (
    SELECT payer AS name, currency, instant
    FROM stirrings WHERE leaves AND order_proven IN ('payer', 'both')
    UNION ALL
    SELECT payee, currency, instant
    FROM stirrings WHERE comes AND order_proven IN ('payee', 'both')
) AS proven
GROUP BY instant, name, currency
HAVING COUNT(*) > 1
UNION
SELECT s.instant
FROM stirrings AS s
JOIN follows AS f ON f.place = s.place
WHERE f.is_own

-- step: known_stirrings
-- What happens at those instants, for the decision how it is turned round.
SELECT s.*, f.ahead AS behind
FROM stirrings AS s
JOIN (SELECT DISTINCT instant FROM known_instants) AS k ON k.instant = s.instant
LEFT JOIN follows AS f ON f.place = s.place AND f.is_own

-- step: counting
-- Transfers to oneself and annulled pairs move nothing.
SELECT s.*
FROM stirrings AS s
LEFT JOIN (
    SELECT payment AS place FROM annulled UNION ALL SELECT refund FROM annulled
) AS a ON a.place = s.place
WHERE s.payer <> s.payee AND a.place IS NULL

-- step: events
-- The one order in which money moves.
SELECT
    row_number() OVER (ORDER BY instant, turn, leader, place) - 1 AS event,
    counting.*
FROM counting

-- step: events_turned
-- The same with each instant turned round, as far as what is known allows.
SELECT
    row_number() OVER (
        ORDER BY c.instant, COALESCE(t.standing, 0), c.turn DESC, c.leader DESC, c.place
    ) - 1 AS event,
    c.*
FROM counting AS c
LEFT JOIN turned AS t ON t.place = c.place AND t.turn = c.turn
