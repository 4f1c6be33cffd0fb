-- What the site asks in the same words whether it stands on the office's database or on one of its
-- own. Each of the two has its own `institutions_works` before this, and `institutions_was_sent`.

-- The client whose token stands in the session, if everything about it holds at this moment.
CREATE FUNCTION institutions_client_now() RETURNS institutions_client
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT client.* FROM institutions_token token
    JOIN institutions_client client ON client.id = token.client_id
    WHERE token.digest = sha256(convert_to(current_setting('izdes.token', true), 'UTF8'))
        AND statement_timestamp() < token.until
        AND institutions_works(client.id)
$$;

-- Give a token for a name and a secret; nothing where they do not belong together.
CREATE FUNCTION institutions_sign_in(a_name text, a_secret bytea, a_token bytea, lasts interval)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found institutions_client.id%TYPE;
BEGIN
    SELECT client.id INTO found FROM institutions_client client
        JOIN institutions_secret secret ON secret.client_id = client.id
        WHERE client.name = a_name AND secret.digest = a_secret
            AND (secret.until IS NULL OR statement_timestamp() < secret.until)
            AND institutions_works(client.id);
    IF found IS NULL THEN
        RETURN false;
    END IF;
    DELETE FROM institutions_token WHERE client_id = found AND until < clock_timestamp();
    INSERT INTO institutions_token (client_id, digest, until)
        VALUES (found, a_token, clock_timestamp() + lasts);
    RETURN true;
END $$;

-- Count one more of something; what it has come to within its time.
CREATE FUNCTION institutions_count(a_digest bytea, lasts interval) RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_counter AS counter (digest, count, until)
    VALUES (a_digest, 1, clock_timestamp() + lasts)
    ON CONFLICT (digest) DO UPDATE SET
        count = CASE WHEN counter.until < clock_timestamp() THEN 1 ELSE counter.count + 1 END,
        until = CASE WHEN counter.until < clock_timestamp() THEN EXCLUDED.until
            ELSE counter.until END
    RETURNING count
$$;

-- Keep a message. What it answers: `new`; `same` if these bytes are here already; `other` if other
-- bytes have its name; `nobody` without a token that holds; `stray` if no such request was sent.
CREATE FUNCTION institutions_put(
    a_kind text, an_id text, a_number text, a_paper bytea, some_files jsonb,
    some_signatures jsonb DEFAULT '[]', some_faults jsonb DEFAULT NULL
) RETURNS TABLE (outcome text, received_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sender institutions_client := institutions_client_now();
    kept institutions_message%ROWTYPE;
    a_digest text := encode(sha256(a_paper), 'hex');
BEGIN
    IF sender.id IS NULL THEN
        RETURN QUERY SELECT 'nobody', NULL::timestamptz;
        RETURN;
    END IF;
    IF a_number <> '' AND NOT institutions_was_sent(a_number, sender.institution_id) THEN
        RETURN QUERY SELECT 'stray', NULL::timestamptz;
        RETURN;
    END IF;
    INSERT INTO institutions_message
        (client_id, institution_id, kind, message_id, request_number, paper, digest, files,
            signatures, faults)
        VALUES (sender.id, sender.institution_id, a_kind, an_id, a_number, a_paper, a_digest,
            some_files, some_signatures, some_faults)
        ON CONFLICT ON CONSTRAINT an_institution_names_a_message_once DO NOTHING
        RETURNING * INTO kept;
    IF kept.id IS NOT NULL THEN
        RETURN QUERY SELECT 'new', kept.at;
        RETURN;
    END IF;
    SELECT * INTO kept FROM institutions_message
        WHERE institution_id = sender.institution_id AND kind = a_kind AND message_id = an_id;
    RETURN QUERY SELECT CASE WHEN kept.digest = a_digest AND kept.request_number = a_number
        THEN 'same' ELSE 'other' END, kept.at;
END $$;
