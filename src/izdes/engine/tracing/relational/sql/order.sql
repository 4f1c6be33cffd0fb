-- step: twice
-- Ids that stand in two rows.
SELECT transfer_id FROM transfer_rows GROUP BY transfer_id HAVING COUNT(*) > 1

-- step: again
-- The rows in which they stand again.
SELECT line, transfer_id
FROM (
    SELECT t.line, t.transfer_id,
        row_number() OVER (PARTITION BY t.transfer_id ORDER BY t.line) AS nth
    FROM transfer_rows AS t
    JOIN twice ON twice.transfer_id = t.transfer_id
) AS numbered
WHERE nth > 1

-- step: names
-- Every account that is named anywhere gets a number, in the bytewise order of the keys.
SELECT
    account,
    CAST(row_number() OVER (ORDER BY account) - 1 AS INTEGER) AS name,
    account LIKE '@%' AS is_virtual,
    account LIKE '@fx:%' AS is_exchange
FROM (
    SELECT payer AS account FROM transfer_rows
    UNION SELECT payee FROM transfer_rows
    UNION SELECT account FROM account_rows
) AS named

-- step: currencies
-- Every currency gets a number, in the bytewise order of the codes.
SELECT
    code,
    CAST(row_number() OVER (ORDER BY code) - 1 AS INTEGER) AS currency
FROM (
    SELECT currency AS code FROM transfer_rows
    UNION SELECT currency FROM account_rows
) AS used

-- step: moves
-- The transfers in the ledger's order: place 0 is the first. A late one arrives after it left.
SELECT
    row_number() OVER (ORDER BY t.booked, t.seq, t.transfer_id) - 1 AS place,
    t.transfer_id,
    t.booked,
    t.seq,
    CASE WHEN t.credited > t.booked THEN t.credited ELSE t.booked END AS arrives,
    t.credited,
    t.amount,
    c.currency,
    payer.name AS payer,
    payee.name AS payee,
    t.kind,
    t.order_proven,
    payer.is_exchange AS from_exchange,
    payee.is_exchange AS to_exchange
FROM transfer_rows AS t
JOIN names AS payer ON payer.account = t.payer
JOIN names AS payee ON payee.account = t.payee
JOIN currencies AS c ON c.code = t.currency

-- step: turnovers
-- How much each account moves, and where it starts: what 64 bits must hold.
SELECT
    account,
    SUM(minor) AS minor
FROM (
    SELECT payer AS account, amount AS minor FROM transfer_rows
    UNION ALL SELECT payee, amount FROM transfer_rows
    UNION ALL SELECT account, ABS(opening) FROM account_rows WHERE opening IS NOT NULL
) AS sides
GROUP BY account
