-- step: exchange_turns
-- Movements at the meeting points of two currencies, and how often money came out before each.
SELECT
    name, moment, place, goes_in, currency, amount,
    SUM(1 - goes_in) OVER (
        PARTITION BY name ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) - (1 - goes_in) AS number
FROM (
    SELECT payee AS name, 2 * event + 1 AS moment, place, 1 AS goes_in, currency, amount
    FROM events WHERE comes AND to_exchange
    UNION ALL
    SELECT payer, 2 * event, place, 0, currency, amount
    FROM events WHERE leaves AND from_exchange
) AS legs

-- step: exchanges
-- What comes out carries all that went in since the last that came out, if anything did.
SELECT
    CAST((SELECT COUNT(*) FROM windows) + (SELECT COUNT(*) FROM pins)
        + row_number() OVER (ORDER BY first_moment) - 1 AS INTEGER) AS pool,
    name, number, leg_out, sold, bought, first_moment
FROM (
    SELECT
        name, number,
        MAX(CASE WHEN goes_in = 0 THEN place END) AS leg_out,
        CAST(SUM(CASE WHEN goes_in = 1 THEN amount END) AS BIGINT) AS sold,
        MAX(CASE WHEN goes_in = 0 THEN amount END) AS bought,
        MIN(CASE WHEN goes_in = 1 THEN moment END) AS first_moment
    FROM exchange_turns
    GROUP BY name, number
) AS grouped
WHERE leg_out IS NOT NULL AND sold IS NOT NULL

-- step: exchange_legs
-- What goes into each exchange, end to end.
SELECT
    x.pool, t.place, t.moment, t.currency, t.amount,
    CAST(SUM(t.amount) OVER (
        PARTITION BY x.pool ORDER BY t.moment ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS BIGINT) - t.amount AS starts,
    x.leg_out, x.sold, x.bought
FROM exchange_turns AS t
JOIN exchanges AS x ON x.name = t.name AND x.number = t.number
WHERE t.goes_in = 1
