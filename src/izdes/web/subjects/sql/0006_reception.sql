-- The reception works on no case, and writes down what complaints name all the same.

-- The key of an identifier, which is made where there is none: nobody can see whether it was there.
CREATE OR REPLACE FUNCTION subject_identifier(given_kind text, given_value text) RETURNS bigint
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
