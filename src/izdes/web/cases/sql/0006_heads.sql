-- What heads and administrators must know of cases that they do not see, and no more than that.

-- Whose external numbers are known already: whoever has one learns that it was taken, not where.
CREATE OR REPLACE FUNCTION complaints_known(given_source text, given_ids text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT external_id FROM cases_complaint
    WHERE source = given_source AND external_id = ANY (given_ids) AND office_takes_complaints()
$$;

-- How much of a body is not done yet, for administrators: numbers, of cases and of complaints on
-- which triage has not decided.
CREATE FUNCTION office_left_in_body(wanted bigint) RETURNS TABLE (cases bigint, complaints bigint)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT
        (SELECT count(*) FROM cases_case WHERE unit_id = wanted AND state <> 'joined'),
        (SELECT count(*) FROM cases_complaint
            WHERE unit_id = wanted AND case_id IS NULL AND triaged_at IS NULL)
    WHERE office_has_role('administrator')
$$;

-- Sealed cases of the bodies that the acting officer heads, whose lead works on cases no more: he
-- left the office, was shut out, or holds another kind of post. Nobody can hand such a case over.
-- Told is what the state register tells of a case, and nothing of what is in it.
CREATE FUNCTION office_cases_without_lead()
RETURNS TABLE (id bigint, number text, unit_id bigint, category text, registered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT found.id, found.number, found.unit_id, found.category, found.registered_at
    FROM cases_case found
    WHERE found.is_sealed AND found.state <> 'joined'
        AND found.unit_id IN (SELECT office_units('lead'))
        AND NOT EXISTS (
            SELECT FROM cases_member member
            WHERE member.case_id = found.id AND member.kind = 'lead'
                AND member.since <= statement_timestamp()
                AND (member.until IS NULL OR statement_timestamp() < member.until)
                AND officer_works_on_cases(member.officer_id))
$$;

-- Let somebody else than the acting officer lead such a case; returns the key of his membership and
-- who led the case before, or nothing where the case is none of these.
CREATE FUNCTION case_appoint_lead(wanted bigint, person bigint, given_ground text)
RETURNS TABLE (member_id bigint, former_id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM cases_case WHERE id = wanted FOR UPDATE;
    IF person = office_officer() OR NOT officer_works_on_cases(person)
        OR NOT EXISTS (SELECT FROM office_cases_without_lead() AS found WHERE found.id = wanted)
    THEN
        RETURN;
    END IF;
    RETURN QUERY
        WITH released AS (
            UPDATE cases_member SET until = statement_timestamp()
            WHERE case_id = wanted AND until IS NULL AND (kind = 'lead' OR officer_id = person)
            RETURNING kind, officer_id
        ), named AS (
            INSERT INTO cases_member (case_id, officer_id, kind, ground, since)
            SELECT wanted, person, 'lead', given_ground, statement_timestamp()
            FROM (SELECT count(*) FROM released) AS done
            RETURNING id
        )
        SELECT named.id, (SELECT officer_id FROM released WHERE kind = 'lead') FROM named;
END $$;

REVOKE ALL ON FUNCTION office_left_in_body(bigint), office_cases_without_lead(),
    case_appoint_lead(bigint, bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_left_in_body(bigint), office_cases_without_lead(),
    case_appoint_lead(bigint, bigint, text) TO izdes_app;
