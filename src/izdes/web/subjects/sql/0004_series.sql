-- Series as officers have them: numbers given at confirmation, judgements on pairs, verdicts on
-- identifiers. The office's login reads and writes none of these tables: functions tell an officer
-- what he sees, and of what lies elsewhere no more than how many, in which region and whose.

CREATE TABLE subjects_series (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL CONSTRAINT a_number_of_a_series_is_given_once UNIQUE,
    ground text NOT NULL CONSTRAINT no_series_without_a_ground CHECK (ground ~ '\S'),
    confirmed_by_id bigint NOT NULL REFERENCES officers_officer,
    confirmed_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    withdrawn_by_id bigint REFERENCES officers_officer,
    withdrawn_at timestamptz,
    -- Into which it was merged: its number is another name of that one.
    merged_into_id bigint REFERENCES subjects_series,
    CONSTRAINT what_is_withdrawn_says_by_whom
        CHECK ((withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)),
    CONSTRAINT what_is_merged_is_withdrawn
        CHECK (merged_into_id IS NULL OR withdrawn_at IS NOT NULL)
);

CREATE TABLE subjects_series_member (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    series_id bigint NOT NULL REFERENCES subjects_series,
    complaint_id bigint NOT NULL REFERENCES cases_complaint,
    added_by_id bigint NOT NULL REFERENCES officers_officer,
    added_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    until timestamptz
);
CREATE UNIQUE INDEX a_complaint_is_in_one_series
    ON subjects_series_member (complaint_id) WHERE until IS NULL;
CREATE INDEX subjects_series_member_of ON subjects_series_member (series_id);

CREATE TABLE subjects_judgement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    complaint_a_id bigint NOT NULL REFERENCES cases_complaint,
    complaint_b_id bigint NOT NULL REFERENCES cases_complaint,
    verdict text NOT NULL CONSTRAINT a_judgement_says_same_or_not
        CHECK (verdict IN ('same', 'not_same')),
    reason text NOT NULL CONSTRAINT no_judgement_without_a_reason CHECK (reason ~ '\S'),
    by_id bigint NOT NULL REFERENCES officers_officer,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    withdrawn_by_id bigint REFERENCES officers_officer,
    withdrawn_at timestamptz,
    CONSTRAINT a_judgement_is_on_two CHECK (complaint_a_id < complaint_b_id)
);
CREATE INDEX subjects_judgement_of_a ON subjects_judgement (complaint_a_id);
CREATE INDEX subjects_judgement_of_b ON subjects_judgement (complaint_b_id);

CREATE TABLE subjects_hub_verdict (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    value text NOT NULL,
    verdict text NOT NULL CONSTRAINT a_verdict_is_one_of_three
        CHECK (verdict IN ('links', 'hub', 'pending')),
    reason text NOT NULL CONSTRAINT no_verdict_without_a_reason CHECK (reason ~ '\S'),
    by_id bigint NOT NULL REFERENCES officers_officer,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    withdrawn_by_id bigint REFERENCES officers_officer,
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX one_verdict_stands_on_an_identifier
    ON subjects_hub_verdict (kind, value) WHERE withdrawn_at IS NULL;

-- Whether the acting officer sees each of some complaints; those in sealed cases that he does not
-- see are not told of at all.
CREATE FUNCTION linking_sight(keys bigint[])
RETURNS TABLE (complaint_id bigint, is_seen boolean, unit_id bigint, region text, case_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH reach AS MATERIALIZED (
        SELECT array(SELECT office_units('read')) AS units,
            array(SELECT office_member_cases('read')) AS named,
            array(SELECT office_granted_cases()) AS granted
        WHERE office_may_see_cases()
    ), found AS (
        SELECT complaint.id, complaint.region, its_case.id AS case_id,
            coalesce(its_case.unit_id, complaint.unit_id) AS unit_id,
            coalesce(its_case.is_sealed, false) AS is_sealed,
            CASE WHEN its_case.id IS NULL THEN complaint.unit_id = ANY (reach.units)
                ELSE its_case.id = ANY (reach.named) OR (NOT its_case.is_sealed AND (
                    its_case.unit_id = ANY (reach.units) OR its_case.id = ANY (reach.granted)))
            END AS is_seen
        FROM reach, unnest(keys) AS key
        JOIN cases_complaint complaint ON complaint.id = key
        LEFT JOIN cases_case its_case ON its_case.id = complaint.case_id
    )
    SELECT found.id, found.is_seen, found.unit_id, found.region,
        CASE WHEN found.is_seen THEN found.case_id END
    FROM found WHERE found.is_seen OR NOT found.is_sealed
$$;

-- The complaints of the machine's series that a complaint is in; none where the acting officer does
-- not see that complaint itself.
CREATE FUNCTION linking_series_keys(given_complaint bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(member.complaint_id::bigint), '{}')
    FROM linking.complaint one JOIN linking.complaint member USING (series)
    WHERE one.complaint_id = given_complaint::text
        AND EXISTS (SELECT FROM linking_sight(ARRAY[given_complaint]) WHERE is_seen)
$$;

-- A series as an officer sees it: his complaints one by one, the others by unit and region as a
-- number. Whoever sees none of them is told nothing.
CREATE FUNCTION linking_members(given_complaint bigint)
RETURNS TABLE (complaint_id bigint, case_id bigint, unit_id bigint, region text, members bigint,
    series_id bigint, added_at timestamptz, added_by_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(linking_series_keys(given_complaint))
    )
    SELECT CASE WHEN sight.is_seen THEN sight.complaint_id END, sight.case_id, sight.unit_id,
        sight.region, count(*), member.series_id,
        CASE WHEN sight.is_seen THEN member.added_at END,
        CASE WHEN sight.is_seen THEN member.added_by_id END
    FROM sight LEFT JOIN subjects_series_member member
        ON member.complaint_id = sight.complaint_id AND member.until IS NULL
    WHERE EXISTS (SELECT FROM sight WHERE is_seen)
    GROUP BY 1, 2, 3, 4, 6, 7, 8
    ORDER BY 1 NULLS LAST, 3, 4
$$;

-- The machine's series of some complaints that the officer sees: its name and what it counts.
CREATE FUNCTION linking_series_of(keys bigint[])
RETURNS TABLE (complaint_id bigint, name bigint, members bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS MATERIALIZED (
        SELECT sight.complaint_id, linked.series
        FROM linking_sight(keys) sight
        JOIN linking.complaint linked ON linked.complaint_id = sight.complaint_id::text
        WHERE sight.is_seen
    ), told AS MATERIALIZED (
        SELECT member.series, member.complaint_id::bigint AS key
        FROM linking.complaint member WHERE member.series IN (SELECT series FROM mine)
    ), counted AS (
        SELECT told.series, count(*) AS members
        FROM told JOIN linking_sight(array(SELECT key FROM told)) sight
            ON sight.complaint_id = told.key
        GROUP BY told.series
    )
    SELECT mine.complaint_id, mine.series, counted.members
    FROM mine JOIN counted USING (series) WHERE counted.members > 1
$$;

-- The series that were merged into one, and into these before, the eldest first.
CREATE FUNCTION linking_merged_into(given_series bigint) RETURNS SETOF subjects_series
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE merged AS (
        SELECT series.id FROM subjects_series series WHERE series.merged_into_id = given_series
        UNION ALL
        SELECT series.id FROM merged JOIN subjects_series series
            ON series.merged_into_id = merged.id
    )
    SELECT series.* FROM merged JOIN subjects_series series USING (id) ORDER BY series.id
$$;

-- Confirmed series, for whoever sees one of their complaints; whether he sees all of them, who then
-- may take a confirmation back, and which series were merged into it.
CREATE FUNCTION linking_confirmed(keys bigint[])
RETURNS TABLE (id bigint, number text, ground text, confirmed_by_id bigint,
    confirmed_at timestamptz, is_seen_whole boolean, alias_keys bigint[], aliases text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH member AS MATERIALIZED (
        SELECT member.series_id, member.complaint_id, sight.is_seen
        FROM subjects_series_member member
        LEFT JOIN linking_sight(array(
            SELECT one.complaint_id FROM subjects_series_member one
            WHERE one.series_id = ANY (keys) AND one.until IS NULL)) sight USING (complaint_id)
        WHERE member.series_id = ANY (keys) AND member.until IS NULL
    ), seen AS (
        SELECT series_id, bool_and(coalesce(is_seen, false)) AS whole FROM member
        GROUP BY series_id HAVING bool_or(is_seen)
    )
    SELECT series.id, series.number, series.ground, series.confirmed_by_id, series.confirmed_at,
        seen.whole, array(SELECT other.id FROM linking_merged_into(series.id) other),
        array(SELECT other.number FROM linking_merged_into(series.id) other)
    FROM subjects_series series JOIN seen ON seen.series_id = series.id
    WHERE series.withdrawn_at IS NULL
    ORDER BY series.id
$$;

-- Why a series holds together, link by link: a complaint that is not seen is not named, and a value
-- is told where one of the two is seen, which names it too.
CREATE FUNCTION linking_links(given_complaint bigint)
RETURNS TABLE (complaint_a bigint, unit_a bigint, complaint_b bigint, unit_b bigint, kind text,
    value text, milli bigint, reason text, evidence bigint, level bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(linking_series_keys(given_complaint))
    )
    SELECT CASE WHEN one.is_seen THEN one.complaint_id END, one.unit_id,
        CASE WHEN other.is_seen THEN other.complaint_id END, other.unit_id, link.kind,
        CASE WHEN one.is_seen OR other.is_seen THEN link.value ELSE '' END,
        link.milli, link.reason, link.evidence, link.level
    FROM linking.link
    JOIN sight one ON one.complaint_id = link.complaint_a
    JOIN sight other ON other.complaint_id = link.complaint_b
    WHERE EXISTS (SELECT FROM sight WHERE is_seen)
        AND link.series = (
            SELECT first.complaint_id::bigint FROM linking.complaint first
            JOIN linking.complaint mine ON mine.series = first.number
            WHERE mine.complaint_id = given_complaint::text)
    ORDER BY link.level, link.evidence, link.complaint_a, link.complaint_b
$$;

-- Identifiers of a series that link nobody, or wait for a person's word.
CREATE FUNCTION linking_hubs(given_complaint bigint)
RETURNS TABLE (kind text, value text, degree bigint, verdict text, reason text, by_id bigint,
    at timestamptz, verdict_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(linking_series_keys(given_complaint)) WHERE is_seen
    ), named AS MATERIALIZED (
        SELECT DISTINCT naming.node FROM sight
        JOIN linking.complaint linked ON linked.complaint_id = sight.complaint_id::text
        JOIN linking.naming naming ON naming.complaint = linked.number AND naming.how = 3
    )
    SELECT kind.name, node.value,
        (SELECT count(*) FROM linking.naming naming WHERE naming.node = node.number),
        coalesce(own.verdict, said.verdict, 'hub'), coalesce(own.reason, said.reason, 'listed'),
        own.by_id, own.at, own.id
    FROM named JOIN linking.node node ON node.number = named.node
    JOIN linking.kind kind ON kind.number = node.kind
    LEFT JOIN linking.verdict said ON said.kind = kind.name AND said.value = node.value
    LEFT JOIN subjects_hub_verdict own ON own.kind = kind.name AND own.value = node.value
        AND own.withdrawn_at IS NULL
    ORDER BY 3 DESC, 1, 2
$$;

-- The review of hubs, for analysts of headquarters: what waits for a word, and what was said.
CREATE FUNCTION linking_hub_review()
RETURNS TABLE (kind text, value text, degree bigint, verdict text, reason text, by_id bigint,
    at timestamptz, verdict_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(own.kind, said.kind), coalesce(own.value, said.value),
        (SELECT count(*) FROM linking.naming naming
            JOIN linking.node node ON node.number = naming.node
            JOIN linking.kind kind ON kind.number = node.kind
            WHERE kind.name = coalesce(own.kind, said.kind)
                AND node.key = linking.md5_number_lower(coalesce(own.value, said.value))
                AND node.value = coalesce(own.value, said.value)),
        coalesce(own.verdict, said.verdict), coalesce(own.reason, said.reason), own.by_id, own.at,
        own.id
    FROM linking.verdict said
    FULL JOIN (SELECT * FROM subjects_hub_verdict WHERE withdrawn_at IS NULL) own
        ON own.kind = said.kind AND own.value = said.value
    WHERE office_has_role('hq_analyst')
    ORDER BY 4 DESC, 3 DESC, 1, 2
$$;

-- Judgements on complaints of which the officer sees both.
CREATE FUNCTION linking_judgements(given_complaint bigint)
RETURNS TABLE (id bigint, complaint_a bigint, complaint_b bigint, verdict text, reason text,
    by_id bigint, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH member AS MATERIALIZED (SELECT unnest(linking_series_keys(given_complaint)) AS key),
    said AS MATERIALIZED (
        SELECT * FROM subjects_judgement judgement WHERE judgement.withdrawn_at IS NULL
            AND (judgement.complaint_a_id IN (SELECT key FROM member)
                OR judgement.complaint_b_id IN (SELECT key FROM member))
    ), sight AS MATERIALIZED (
        SELECT * FROM linking_sight(array(
            SELECT complaint_a_id FROM said UNION SELECT complaint_b_id FROM said))
        WHERE is_seen
    )
    SELECT said.id, said.complaint_a_id, said.complaint_b_id, said.verdict, said.reason,
        said.by_id, said.at
    FROM said
    WHERE said.complaint_a_id IN (SELECT complaint_id FROM sight)
        AND said.complaint_b_id IN (SELECT complaint_id FROM sight)
    ORDER BY said.at, said.id
$$;

-- What became of a series, newest first; nothing where one of its complaints is not told of.
CREATE FUNCTION linking_history(given_complaint bigint)
RETURNS TABLE (at timestamptz, kind text, reason text, members_before bigint,
    members_after bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH member AS MATERIALIZED (SELECT linking_series_keys(given_complaint) AS keys),
    sight AS MATERIALIZED (
        SELECT count(*) AS told, bool_or(is_seen) AS is_seen
        FROM member, linking_sight(member.keys)
    )
    SELECT change.at, change.kind, change.reason, change.members_before, change.members_after
    FROM member, sight, linking.change
    JOIN linking.complaint mine ON mine.complaint_id = given_complaint::text
    JOIN linking.complaint first ON first.number = mine.series
    WHERE change.series = first.complaint_id
        AND sight.is_seen AND sight.told = cardinality(member.keys)
    ORDER BY change.number DESC LIMIT 50
$$;

-- What linking reads beside who names what: words of officers, and sums that are paid to whom.
ALTER TABLE subjects_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE subjects_series_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE subjects_judgement ENABLE ROW LEVEL SECURITY;
ALTER TABLE subjects_hub_verdict ENABLE ROW LEVEL SECURITY;
CREATE POLICY judgement_linked ON subjects_judgement FOR SELECT TO izdes_engine USING (true);
CREATE POLICY verdict_linked ON subjects_hub_verdict FOR SELECT TO izdes_engine USING (true);
CREATE POLICY payment_linked ON cases_payment FOR SELECT TO izdes_engine USING (true);

REVOKE ALL ON FUNCTION
    linking_sight(bigint[]), linking_series_keys(bigint), linking_members(bigint),
    linking_series_of(bigint[]), linking_confirmed(bigint[]), linking_links(bigint),
    linking_hubs(bigint), linking_hub_review(), linking_judgements(bigint),
    linking_history(bigint), linking_merged_into(bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    linking_members(bigint), linking_series_of(bigint[]), linking_confirmed(bigint[]),
    linking_links(bigint), linking_hubs(bigint), linking_hub_review(), linking_judgements(bigint),
    linking_history(bigint)
    TO izdes_app;
