-- An identifier is seen where it is mentioned; a mention where its complaint is seen. What is
-- elsewhere `0005_known.sql` tells, to whoever has written down for which case and what for.

-- The key of an identifier, which is made where there is none: nobody can see whether it was there.
CREATE FUNCTION subject_identifier(given_kind text, given_value text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF NOT office_takes_complaints() THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts who takes complaints';
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

REVOKE ALL ON FUNCTION subject_identifier(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subject_identifier(text, text) TO izdes_app;
