-- Papers that go with a request, as the office carried them.
CREATE TABLE institutions_enclosure (
    order_number text NOT NULL REFERENCES institutions_order,
    kind text NOT NULL,
    number text NOT NULL,
    digest text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (order_number, kind)
);

CREATE FUNCTION institutions_enclosed(a_number text)
RETURNS TABLE (kind text, number text, digest text, size_bytes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT enclosed.kind, enclosed.number, enclosed.digest, octet_length(enclosed.content)::bigint
    FROM institutions_enclosure enclosed
    JOIN institutions_order sent ON sent.number = enclosed.order_number
    WHERE sent.number = a_number AND sent.institution_id = institutions_acting()
    ORDER BY enclosed.kind
$$;

CREATE FUNCTION institutions_enclosure_of(a_number text, a_digest text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT enclosed.content FROM institutions_enclosure enclosed
    JOIN institutions_order sent ON sent.number = enclosed.order_number
    WHERE sent.number = a_number AND sent.institution_id = institutions_acting()
        AND enclosed.digest = a_digest
$$;

CREATE FUNCTION apart_enclosure(an_order text, said jsonb, a_content bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_enclosure (order_number, kind, number, digest, content)
        VALUES (an_order, said ->> 'kind', said ->> 'number', said ->> 'digest', a_content)
        ON CONFLICT (order_number, kind) DO NOTHING
$$;

DO $$
DECLARE
    its text;
BEGIN
    FOREACH its IN ARRAY ARRAY['institutions_enclosed(text)',
        'institutions_enclosure_of(text, text)', 'apart_enclosure(text, jsonb, bytea)']
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', its);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION institutions_enclosed(text), institutions_enclosure_of(text, text)
    TO izdes_institutions;
GRANT EXECUTE ON FUNCTION apart_enclosure(text, jsonb, bytea) TO izdes_app;
