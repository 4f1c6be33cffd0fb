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

-- Other series, and complaints alone, that name what a series names, and did not join it.
CREATE FUNCTION linking_possible(given_complaint bigint, least_milli bigint, most integer)
RETURNS TABLE (complaint_id bigint, unit_id bigint, members bigint, evidence bigint,
    kinds text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(linking_series_keys(given_complaint))
    ), mine AS MATERIALIZED (
        SELECT linked.number, linked.series FROM sight
        JOIN linking.complaint linked ON linked.complaint_id = sight.complaint_id::text
        WHERE EXISTS (SELECT FROM sight WHERE is_seen)
    ), named AS MATERIALIZED (
        SELECT DISTINCT naming.node FROM mine JOIN linking.naming ON naming.complaint = mine.number
        WHERE naming.how <> 3
    ), shared AS MATERIALIZED (
        SELECT DISTINCT other.series, other.complaint_id::bigint AS key, node.number,
            node.agreement, kind.name
        FROM named
        JOIN linking.node node ON node.number = named.node AND node.agreement > 0
        JOIN linking.kind kind ON kind.number = node.kind
        JOIN linking.naming naming ON naming.node = named.node AND naming.how <> 3
        JOIN linking.complaint other ON other.number = naming.complaint
        WHERE other.series NOT IN (SELECT series FROM mine) AND right(kind.name, 5) <> '_near'
    ), told AS MATERIALIZED (
        SELECT DISTINCT shared.series, shared.number, shared.agreement, shared.name,
            other.complaint_id, other.unit_id, other.is_seen
        FROM shared JOIN linking_sight(array(SELECT DISTINCT key FROM shared)) other
            ON other.complaint_id = shared.key
    ), weighed AS (
        SELECT series, sum(agreement)::bigint AS evidence,
            array_agg(DISTINCT name ORDER BY name) AS kinds
        FROM (SELECT DISTINCT series, number, agreement, name FROM told) AS node
        GROUP BY series HAVING sum(agreement) >= least_milli
        ORDER BY 2 DESC, 1 LIMIT most
    )
    SELECT CASE WHEN one.is_seen THEN one.complaint_id END, one.unit_id,
        (SELECT count(*) FROM linking_sight(array(
            SELECT member.complaint_id::bigint FROM linking.complaint member
            WHERE member.series = weighed.series))),
        weighed.evidence, weighed.kinds
    FROM weighed JOIN LATERAL (
        SELECT told.complaint_id, told.unit_id, told.is_seen FROM told
        WHERE told.series = weighed.series ORDER BY told.is_seen DESC, told.complaint_id LIMIT 1
    ) one ON true
    ORDER BY weighed.evidence DESC, weighed.series
$$;

-- What the country knows of an identifier, naming nobody: how many complaints, in which regions, in
-- how many series; sealed cases that the officer does not see count for nothing.
CREATE FUNCTION linking_known(given_kind text, given_value text)
RETURNS TABLE (complaints bigint, seen bigint, regions text[], units bigint[], series bigint,
    verdict text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(array(
            SELECT DISTINCT mention.complaint_id FROM subjects_identifier identifier
            JOIN subjects_mention mention ON mention.identifier_id = identifier.id
            WHERE identifier.kind = given_kind AND identifier.value = given_value
                AND mention.role <> 'victim'))
    )
    SELECT count(*), count(*) FILTER (WHERE sight.is_seen),
        coalesce(array_agg(DISTINCT sight.region) FILTER (WHERE sight.region <> ''), '{}'),
        coalesce(array_agg(DISTINCT sight.unit_id), '{}'),
        (SELECT count(*) FROM (
            SELECT linked.series FROM linking.complaint linked
            JOIN linking_sight(array(
                SELECT member.complaint_id::bigint FROM linking.complaint member
                WHERE member.series IN (
                    SELECT one.series FROM linking.complaint one
                    WHERE one.complaint_id IN (SELECT sight.complaint_id::text FROM sight)))) told
                ON linked.complaint_id = told.complaint_id::text
            GROUP BY linked.series HAVING count(*) > 1) AS several),
        (SELECT coalesce(
            (SELECT said.verdict FROM subjects_hub_verdict said WHERE said.withdrawn_at IS NULL
                AND said.kind = given_kind AND said.value = given_value),
            (SELECT said.verdict FROM linking.verdict said
                WHERE said.kind = given_kind AND said.value = given_value LIMIT 1), ''))
    FROM sight
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

-- Who works on cases may judge what he sees; nobody who only reads them.
CREATE FUNCTION linking_may_judge() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM office_posts() WHERE role IN (
        'operative', 'inquirer', 'investigator', 'head_of_investigation', 'head_of_unit',
        'group_member', 'hq_analyst'))
$$;

-- Refuse where the acting officer does not see every one of some complaints.
CREATE FUNCTION linking_require_sight(keys bigint[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT linking_may_judge() OR EXISTS (
        SELECT FROM unnest(keys) AS key
        WHERE key NOT IN (SELECT complaint_id FROM linking_sight(keys) WHERE is_seen)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not all of these complaints are seen';
    END IF;
END $$;

CREATE FUNCTION linking_judge(one bigint, other bigint, given_verdict text, given_reason text)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    PERFORM linking_require_sight(ARRAY[one, other]);
    INSERT INTO subjects_judgement (complaint_a_id, complaint_b_id, verdict, reason, by_id)
        VALUES (least(one, other), greatest(one, other), given_verdict, given_reason,
            office_officer())
        RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION linking_unjudge(given_judgement bigint)
RETURNS TABLE (complaint_a bigint, complaint_b bigint, verdict text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM linking_require_sight(ARRAY[judgement.complaint_a_id, judgement.complaint_b_id])
        FROM subjects_judgement judgement WHERE judgement.id = given_judgement;
    RETURN QUERY UPDATE subjects_judgement judgement
        SET withdrawn_by_id = office_officer(), withdrawn_at = statement_timestamp()
        WHERE judgement.id = given_judgement AND judgement.withdrawn_at IS NULL
        RETURNING judgement.complaint_a_id, judgement.complaint_b_id, judgement.verdict;
END $$;

-- A verdict takes the place of the one that stood.
CREATE FUNCTION linking_say_of_hub(
    given_kind text, given_value text, given_verdict text, given_reason text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF NOT office_has_role('hq_analyst') THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an analyst of a headquarters says so';
    END IF;
    UPDATE subjects_hub_verdict
        SET withdrawn_by_id = office_officer(), withdrawn_at = statement_timestamp()
        WHERE kind = given_kind AND value = given_value AND withdrawn_at IS NULL;
    INSERT INTO subjects_hub_verdict (kind, value, verdict, reason, by_id)
        VALUES (given_kind, given_value, given_verdict, given_reason, office_officer())
        RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION linking_withdraw_of_hub(given_key bigint)
RETURNS TABLE (kind text, value text, verdict text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT office_has_role('hq_analyst') THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an analyst of a headquarters says so';
    END IF;
    RETURN QUERY UPDATE subjects_hub_verdict said
        SET withdrawn_by_id = office_officer(), withdrawn_at = statement_timestamp()
        WHERE said.id = given_key AND said.withdrawn_at IS NULL
        RETURNING said.kind, said.value, said.verdict;
END $$;

-- Confirm of the machine's series what the officer sees: under the number of the confirmed series
-- that some of it is in already, the eldest of several, or under a new one.
CREATE FUNCTION linking_confirm(given_complaint bigint, given_ground text)
RETURNS TABLE (id bigint, number text, added bigint[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keys bigint[];
    found subjects_series;
    joined bigint[];
BEGIN
    PERFORM linking_require_sight(ARRAY[given_complaint]);
    -- Two at once would give one series two numbers.
    PERFORM pg_advisory_xact_lock(hashtext('izdes.series'));
    SELECT array_agg(sight.complaint_id) INTO keys
        FROM linking_sight(linking_series_keys(given_complaint)) sight WHERE sight.is_seen;
    SELECT series.* INTO found FROM subjects_series series
        JOIN subjects_series_member member ON member.series_id = series.id
        WHERE member.until IS NULL AND series.withdrawn_at IS NULL
            AND member.complaint_id IN (
                SELECT sight.complaint_id
                FROM linking_sight(linking_series_keys(given_complaint)) sight)
        ORDER BY series.id LIMIT 1;
    IF found.id IS NULL THEN
        INSERT INTO subjects_series AS series (number, ground, confirmed_by_id)
            VALUES (
                to_char(statement_timestamp() AT TIME ZONE 'Asia/Almaty', 'YYYY') || '-' || lpad(
                    (SELECT count(*) + 1 FROM subjects_series)::text, 6, '0'),
                given_ground, office_officer())
            RETURNING series.* INTO found;
    END IF;
    WITH made AS (
        INSERT INTO subjects_series_member (series_id, complaint_id, added_by_id)
            SELECT found.id, key, office_officer() FROM unnest(keys) AS key
            ORDER BY key
            ON CONFLICT (complaint_id) WHERE until IS NULL DO NOTHING
            RETURNING complaint_id
    )
    SELECT coalesce(array_agg(made.complaint_id), '{}') INTO joined FROM made;
    RETURN QUERY SELECT found.id, found.number, joined;
END $$;

-- Withdraw a confirmation: its complaints are free again, and its number is never given anew.
CREATE FUNCTION linking_unconfirm(given_series bigint) RETURNS TABLE (number text, freed bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keys bigint[];
    name text;
BEGIN
    SELECT array_agg(member.complaint_id) INTO keys FROM subjects_series_member member
        WHERE member.series_id = given_series AND member.until IS NULL;
    PERFORM linking_require_sight(keys);
    UPDATE subjects_series series
        SET withdrawn_by_id = office_officer(), withdrawn_at = statement_timestamp()
        WHERE series.id = given_series AND series.withdrawn_at IS NULL
        RETURNING series.number INTO name;
    IF name IS NOT NULL THEN
        UPDATE subjects_series_member SET until = statement_timestamp()
            WHERE series_id = given_series AND until IS NULL;
        RETURN QUERY SELECT name, coalesce(cardinality(keys), 0)::bigint;
    END IF;
END $$;

-- Merge two confirmed series: the elder keeps its number, the other's becomes another name of it.
CREATE FUNCTION linking_merge(one bigint, other bigint)
RETURNS TABLE (kept text, alias text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    elder bigint := least(one, other);
    younger bigint := greatest(one, other);
    keys bigint[];
BEGIN
    IF NOT office_has_role('hq_analyst') OR one = other THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an analyst of a headquarters merges';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('izdes.series'));
    PERFORM linking_require_sight(array(
        SELECT member.complaint_id FROM subjects_series_member member
        WHERE member.series_id IN (one, other) AND member.until IS NULL));
    IF (SELECT count(*) FROM subjects_series WHERE id IN (one, other) AND withdrawn_at IS NULL) < 2
    THEN
        RETURN;
    END IF;
    UPDATE subjects_series SET merged_into_id = elder, withdrawn_by_id = office_officer(),
        withdrawn_at = statement_timestamp() WHERE id = younger;
    keys := array(SELECT member.complaint_id FROM subjects_series_member member
        WHERE member.series_id = younger AND member.until IS NULL ORDER BY 1);
    UPDATE subjects_series_member SET until = statement_timestamp()
        WHERE series_id = younger AND until IS NULL;
    INSERT INTO subjects_series_member (series_id, complaint_id, added_by_id)
        SELECT elder, key, office_officer() FROM unnest(keys) AS key;
    RETURN QUERY SELECT
        (SELECT number FROM subjects_series WHERE id = elder),
        (SELECT number FROM subjects_series WHERE id = younger);
END $$;

-- Undo a merging: the series has its own number again, and those of its complaints that are still in
-- the one it was merged into. Nothing where it is not merged, or that one stands no more.
CREATE FUNCTION linking_part(given_series bigint)
RETURNS TABLE (kept text, parted text, moved bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was subjects_series;
    whole subjects_series;
    keys bigint[];
BEGIN
    IF NOT office_has_role('hq_analyst') THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an analyst of a headquarters parts';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('izdes.series'));
    SELECT * INTO was FROM subjects_series WHERE id = given_series AND merged_into_id IS NOT NULL;
    SELECT * INTO whole FROM subjects_series series WHERE series.withdrawn_at IS NULL
        AND given_series IN (SELECT merged.id FROM linking_merged_into(series.id) merged);
    IF was.id IS NULL OR whole.id IS NULL THEN
        RETURN;
    END IF;
    PERFORM linking_require_sight(array(
        SELECT member.complaint_id FROM subjects_series_member member
        WHERE member.series_id = whole.id AND member.until IS NULL));
    keys := array(
        SELECT member.complaint_id FROM subjects_series_member member
        WHERE member.series_id = whole.id AND member.until IS NULL AND member.complaint_id IN (
            SELECT before.complaint_id FROM subjects_series_member before
            WHERE before.series_id = was.id AND before.until = was.withdrawn_at)
        ORDER BY 1);
    UPDATE subjects_series SET merged_into_id = NULL, withdrawn_by_id = NULL, withdrawn_at = NULL
        WHERE id = was.id;
    UPDATE subjects_series_member SET until = statement_timestamp()
        WHERE series_id = whole.id AND until IS NULL AND complaint_id = ANY (keys);
    INSERT INTO subjects_series_member (series_id, complaint_id, added_by_id)
        SELECT was.id, key, office_officer() FROM unnest(keys) AS key;
    RETURN QUERY SELECT whole.number, was.number, cardinality(keys)::bigint;
END $$;

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
    linking_possible(bigint, bigint, integer), linking_known(text, text), linking_hubs(bigint),
    linking_hub_review(), linking_judgements(bigint), linking_history(bigint),
    linking_may_judge(), linking_require_sight(bigint[]),
    linking_judge(bigint, bigint, text, text), linking_unjudge(bigint),
    linking_say_of_hub(text, text, text, text), linking_withdraw_of_hub(bigint),
    linking_confirm(bigint, text), linking_unconfirm(bigint), linking_merge(bigint, bigint),
    linking_merged_into(bigint), linking_part(bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    linking_members(bigint), linking_series_of(bigint[]), linking_confirmed(bigint[]),
    linking_links(bigint), linking_possible(bigint, bigint, integer), linking_known(text, text),
    linking_hubs(bigint), linking_hub_review(), linking_judgements(bigint),
    linking_history(bigint), linking_may_judge(), linking_judge(bigint, bigint, text, text),
    linking_unjudge(bigint), linking_say_of_hub(text, text, text, text),
    linking_withdraw_of_hub(bigint), linking_confirm(bigint, text), linking_unconfirm(bigint),
    linking_merge(bigint, bigint), linking_part(bigint)
    TO izdes_app;
