-- An identifier is seen where it is mentioned; a mention where its complaint is seen. What is
-- elsewhere is told by one function, to whoever has written down for which case and what for.

-- The key of an identifier, which is made where there is none: nobody can see whether it was there.
CREATE FUNCTION subject_identifier(given_kind text, given_value text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF NOT office_may_see_cases() THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts who works on cases';
    END IF;
    SELECT id INTO found FROM subjects_identifier
        WHERE kind = given_kind AND value = given_value;
    IF found IS NULL THEN
        INSERT INTO subjects_identifier (kind, value) VALUES (given_kind, given_value)
            ON CONFLICT ON CONSTRAINT an_identifier_stands_once
            DO UPDATE SET kind = EXCLUDED.kind RETURNING id INTO found;
    END IF;
    RETURN found;
END $$;

-- The units that know an identifier from cases or complaints which the acting officer does not see:
-- the unit and nothing more, and only for a look-up of his own. A sealed case is not told of.
CREATE FUNCTION subject_known_elsewhere(given_lookup bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT coalesce(its_case.unit_id, complaint.unit_id)
    FROM subjects_lookup lookup
    JOIN subjects_identifier identifier USING (kind, value)
    JOIN subjects_mention mention ON mention.identifier_id = identifier.id
    JOIN cases_complaint complaint ON complaint.id = mention.complaint_id
    LEFT JOIN cases_case its_case ON its_case.id = complaint.case_id
    WHERE lookup.id = given_lookup AND lookup.officer_id = office_officer()
        AND NOT coalesce(its_case.is_sealed, false)
        AND NOT CASE WHEN its_case.id IS NULL
            THEN complaint.unit_id IN (SELECT office_units('read'))
            ELSE office_sees_case(its_case.id) END
    ORDER BY 1
$$;

ALTER TABLE subjects_identifier ENABLE ROW LEVEL SECURITY;
CREATE POLICY identifier_seen ON subjects_identifier FOR SELECT TO izdes_app
    USING ((
        SELECT true FROM subjects_mention WHERE identifier_id = subjects_identifier.id LIMIT 1));

-- A victim sees her complaint, not what officers read out of it.
ALTER TABLE subjects_mention ENABLE ROW LEVEL SECURITY;
CREATE POLICY mention_seen ON subjects_mention FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY mention_written ON subjects_mention FOR INSERT TO izdes_app
    WITH CHECK (office_writes_complaint(complaint_id));

ALTER TABLE subjects_lookup ENABLE ROW LEVEL SECURITY;
CREATE POLICY lookup_seen ON subjects_lookup FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY lookup_made ON subjects_lookup FOR INSERT TO izdes_app
    WITH CHECK (officer_id = (SELECT office_officer()) AND office_sees_case(case_id));

REVOKE ALL ON FUNCTION subject_identifier(text, text), subject_known_elsewhere(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subject_identifier(text, text), subject_known_elsewhere(bigint)
    TO izdes_app;
