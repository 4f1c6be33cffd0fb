-- Whatever belongs to the course of a case is seen where its case is seen, and written by whoever
-- works on it. Asked row by row, as in the visibility of cases.

DO $$
DECLARE
    its_table text;
BEGIN
    FOREACH its_table IN ARRAY ARRAY[
        'qualification', 'term_decree', 'task', 'recording', 'note', 'victim', 'confirmation',
        'movement', 'copy', 'returned_number'
    ] LOOP
        EXECUTE format('ALTER TABLE investigation_%s ENABLE ROW LEVEL SECURITY', its_table);
        EXECUTE format(
            'CREATE POLICY %1$s_seen ON investigation_%1$s FOR SELECT TO izdes_app '
            'USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id))', its_table);
    END LOOP;
    FOREACH its_table IN ARRAY ARRAY['term_decree', 'recording', 'copy', 'task', 'victim'] LOOP
        EXECUTE format(
            'CREATE POLICY %1$s_changed ON investigation_%1$s FOR UPDATE TO izdes_app '
            'USING (office_writes_case(case_id))', its_table);
    END LOOP;
    FOREACH its_table IN ARRAY ARRAY['copy', 'task'] LOOP
        EXECUTE format(
            'CREATE POLICY %1$s_added ON investigation_%1$s FOR INSERT TO izdes_app '
            'WITH CHECK (office_writes_case(case_id))', its_table);
    END LOOP;
END $$;

-- Who decided, wrote or recorded something is whoever acts.
CREATE POLICY qualification_decided ON investigation_qualification FOR INSERT TO izdes_app
    WITH CHECK (decided_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY term_decree_recorded ON investigation_term_decree FOR INSERT TO izdes_app
    WITH CHECK (recorded_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY recording_noted ON investigation_recording FOR INSERT TO izdes_app
    WITH CHECK (noted_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY note_written ON investigation_note FOR INSERT TO izdes_app
    WITH CHECK (author_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY victim_recognised ON investigation_victim FOR INSERT TO izdes_app
    WITH CHECK (recorded_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY identifier_confirmed ON investigation_confirmation FOR INSERT TO izdes_app
    WITH CHECK (confirmed_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
-- For both cases: a transfer takes along what was joined, so nobody joins what is not his.
CREATE POLICY movement_recorded ON investigation_movement FOR INSERT TO izdes_app WITH CHECK (
    recorded_by_id = (SELECT office_officer()) AND office_leads_case(case_id)
    AND (other_id IS NULL OR office_leads_case(other_id)));
CREATE POLICY number_entered ON investigation_returned_number FOR INSERT TO izdes_app
    WITH CHECK (entered_by_id = (SELECT office_officer()) AND office_writes_case(case_id));

-- Moves a case, and the cases that were joined into it, to the body that a recorded decree names.
-- Only whoever recorded the decree and answers for the case, and only once; who led it there does no
-- longer. Returns how many cases went.
CREATE FUNCTION investigation_transfer(wanted bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its_case bigint;
    new_unit bigint;
    moved integer;
BEGIN
    UPDATE investigation_movement SET is_done = true
    WHERE id = wanted AND kind = 'transfer' AND NOT is_done
        AND recorded_by_id = office_officer() AND office_leads_case(case_id)
    RETURNING case_id, to_unit_id INTO its_case, new_unit;
    IF its_case IS NULL THEN
        RETURN 0;
    END IF;
    WITH RECURSIVE whole (id) AS (
        SELECT its_case
        UNION
        SELECT joinder.other_id FROM investigation_movement joinder
            JOIN whole ON joinder.case_id = whole.id
        WHERE joinder.kind = 'joinder'
    ), released AS (
        UPDATE cases_member SET until = greatest(since, statement_timestamp())
        WHERE case_id IN (SELECT id FROM whole) AND kind IN ('lead', 'member') AND until IS NULL
    )
    UPDATE cases_case SET unit_id = new_unit WHERE id IN (SELECT id FROM whole);
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

-- Lets what was confirmed go along with the complaints that a recorded decree moved: the case into
-- which they came knows by whose word and by what evidence. It stays known where they came from.
CREATE FUNCTION investigation_confirmations_follow(wanted bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old_case bigint;
    new_case bigint;
    followed integer;
BEGIN
    SELECT CASE kind WHEN 'joinder' THEN other_id ELSE case_id END,
        CASE kind WHEN 'joinder' THEN case_id ELSE other_id END
        INTO old_case, new_case FROM investigation_movement
        WHERE id = wanted AND kind IN ('joinder', 'separation')
            AND recorded_by_id = office_officer()
            AND office_writes_case(case_id) AND office_writes_case(other_id);
    IF new_case IS NULL THEN
        RETURN 0;
    END IF;
    INSERT INTO investigation_confirmation
            (case_id, identifier_id, basis, confirmed_by_id, confirmed_at)
        SELECT new_case, was.identifier_id, was.basis, was.confirmed_by_id, was.confirmed_at
        FROM investigation_confirmation was
        WHERE was.case_id = old_case AND EXISTS (
            SELECT FROM subjects_mention mention
            JOIN cases_complaint complaint ON complaint.id = mention.complaint_id
            WHERE mention.identifier_id = was.identifier_id AND complaint.case_id = new_case)
        ON CONFLICT ON CONSTRAINT an_identifier_is_confirmed_once_in_a_case DO NOTHING;
    GET DIAGNOSTICS followed = ROW_COUNT;
    RETURN followed;
END $$;

-- Who gave the files of a case, for whoever sees the case; not what he called them.
CREATE FUNCTION investigation_givers(wanted bigint) RETURNS TABLE (file_id bigint, officer_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT given.file_id, given.officer_id
    FROM files_use used JOIN files_upload given ON given.file_id = used.file_id
    WHERE used.case_id = wanted AND office_sees_case(wanted)
$$;

REVOKE ALL ON FUNCTION investigation_transfer(bigint), investigation_givers(bigint),
    investigation_confirmations_follow(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION investigation_transfer(bigint), investigation_givers(bigint),
    investigation_confirmations_follow(bigint) TO izdes_app;
