-- The reception is no person: it takes complaints in, and works on no case, not even as a member.

-- Whether any post that somebody holds now lets him work on cases at all, be it only as a member.
CREATE FUNCTION officer_works_on_cases(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM officers_post post JOIN officers_officer officer ON officer.id = post.officer_id
        WHERE post.officer_id = person AND officer.is_active
            AND post.state = 'confirmed' AND post.since <= statement_timestamp()
            AND (post.until IS NULL OR statement_timestamp() < post.until)
            AND post.role NOT IN (
                'institution_responder', 'liaison', 'statistician', 'administrator', 'auditor',
                'reception'))
$$;

CREATE OR REPLACE FUNCTION office_may_see_cases() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT officer_works_on_cases(office_officer())
$$;

-- Whether the acting officer writes down what complaints tell: whoever works on cases, and the
-- reception.
CREATE FUNCTION office_takes_complaints() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT office_may_see_cases() OR office_has_role('reception')
$$;

REVOKE ALL ON FUNCTION officer_works_on_cases(bigint), office_takes_complaints() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_takes_complaints() TO izdes_app;
