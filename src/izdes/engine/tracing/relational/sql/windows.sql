-- step: windows_stated
-- Coverages that touch or overlap are one window, with the opening of the earliest.
WITH covered AS (
    SELECT
        n.name,
        c.currency,
        a.starts,
        a.ends,
        a.opening,
        a.line,
        CASE
            WHEN a.starts <= MAX(a.ends) OVER (
                PARTITION BY n.name, c.currency ORDER BY a.starts, a.ends, a.opening IS NULL, a.opening, a.line
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) THEN 0 ELSE 1
        END AS begins
    FROM account_rows AS a
    JOIN names AS n ON n.account = a.account
    JOIN currencies AS c ON c.code = a.currency
    WHERE a.starts IS NOT NULL
),
numbered AS (
    SELECT
        covered.*,
        SUM(begins) OVER (
            PARTITION BY name, currency ORDER BY starts, ends, opening IS NULL, opening, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM covered
)
SELECT
    name,
    currency,
    number,
    MIN(starts) AS starts,
    MAX(ends) AS ends,
    MAX(CASE WHEN begins = 1 THEN opening END) AS opening,
    TRUE AS is_covered
FROM numbered
GROUP BY name, currency, number

-- step: windows_of_payers
-- Nobody said what is covered: every payer that is no virtual account has one window without ends.
SELECT
    m.payer AS name,
    m.currency,
    1 AS number,
    {earliest} AS starts,
    {latest} AS ends,
    CAST(NULL AS BIGINT) AS opening,
    FALSE AS is_covered
FROM moves AS m
JOIN names AS n ON n.name = m.payer
WHERE NOT n.is_virtual
GROUP BY m.payer, m.currency

-- step: windows
-- Windows are numbered as pools, in the order of account, currency and time.
SELECT
    CAST(row_number() OVER (ORDER BY name, currency, starts) - 1 AS INTEGER) AS pool,
    name,
    currency,
    starts,
    ends,
    opening,
    is_covered,
    LEAD(pool_starts) OVER (PARTITION BY name, currency ORDER BY starts) IS NOT NULL AS goes_dark
FROM (SELECT unnumbered.*, starts AS pool_starts FROM unnumbered) AS u

-- step: account_kinds
-- What kind an account is: of several kinds stated, the one that says most.
SELECT
    n.name,
    CASE MAX(
        CASE a.kind
            WHEN 'abroad' THEN 5 WHEN 'cash' THEN 4 WHEN 'merchant' THEN 3
            WHEN 'crypto_exchange' THEN 2 ELSE 0
        END
    )
        WHEN 5 THEN 'abroad' WHEN 4 THEN 'cash' WHEN 3 THEN 'merchant'
        WHEN 2 THEN 'crypto_exchange' ELSE 'bank'
    END AS kind
FROM account_rows AS a
JOIN names AS n ON n.account = a.account
GROUP BY n.name
