-- What officers say of series: judgements on pairs, verdicts on identifiers, confirmations, mergings.

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

REVOKE ALL ON FUNCTION
    linking_may_judge(), linking_require_sight(bigint[]),
    linking_judge(bigint, bigint, text, text), linking_unjudge(bigint),
    linking_say_of_hub(text, text, text, text), linking_withdraw_of_hub(bigint),
    linking_confirm(bigint, text), linking_unconfirm(bigint), linking_merge(bigint, bigint),
    linking_part(bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    linking_may_judge(), linking_judge(bigint, bigint, text, text), linking_unjudge(bigint),
    linking_say_of_hub(text, text, text, text), linking_withdraw_of_hub(bigint),
    linking_confirm(bigint, text), linking_unconfirm(bigint), linking_merge(bigint, bigint),
    linking_part(bigint)
    TO izdes_app;
