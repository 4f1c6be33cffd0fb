-- step: touched_pools
-- Pools that a front of transfers enters, earlier than was known.
SELECT a.pool, MIN(a.moment) AS since
FROM arrivals AS a
JOIN front AS f ON f.place = a.place
LEFT JOIN kept AS k ON k.pool = a.pool
WHERE a.units > 0 AND a.moment < COALESCE(k.since, a.moment + 1)
GROUP BY a.pool

-- step: kept_since
-- Every pool reached so far, and since when.
SELECT pool, MIN(since) AS since
FROM (SELECT pool, since FROM kept UNION ALL SELECT pool, since FROM touched_pools) AS both_known
GROUP BY pool

-- step: touched_places
-- Everything that leaves a reached pool is reached, and what pins and exchanges carry on.
SELECT DISTINCT next_ones.place
FROM (
    SELECT d.place
    FROM departures AS d
    JOIN touched_pools AS t ON t.pool = d.pool AND t.since < d.moment
    WHERE d.units > 0
    UNION ALL
    SELECT p.debit FROM pins AS p JOIN front AS f ON f.place = p.credit
    UNION ALL
    SELECT x.leg_out FROM exchange_legs AS x JOIN front AS f ON f.place = x.place
) AS next_ones
LEFT JOIN reached AS r ON r.place = next_ones.place
WHERE r.place IS NULL

-- step: wanted_by_pools
-- Every transfer that moves a reached pool since then, and all legs of a reached exchange.
SELECT place FROM reached
UNION
SELECT a.place FROM arrivals AS a JOIN kept AS k ON k.pool = a.pool AND k.since <= a.moment
WHERE a.units > 0
UNION
SELECT d.place FROM departures AS d JOIN kept AS k ON k.pool = d.pool AND k.since < d.moment
WHERE d.units > 0
UNION
SELECT other.place
FROM reached AS r
JOIN exchange_legs AS x ON x.place = r.place
JOIN exchange_legs AS other ON other.pool = x.pool

-- step: kept_with_contents
-- What was there before: clean money.
SELECT k.pool, k.since, GREATEST(0, a.balance_before) AS there
FROM kept AS k
JOIN arrivals AS a ON a.pool = k.pool AND a.moment = k.since
