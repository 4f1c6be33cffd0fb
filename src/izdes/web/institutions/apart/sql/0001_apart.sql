-- The site of institutions where it runs apart from the office: what it may deliver, what it was
-- sent, who may ask, and nothing else of any case.
--
-- The functions of the site's login are those that the office's own database has for it, by name
-- and by meaning: the site asks the same whichever of the two it stands on.

CREATE TABLE institutions_client (
    name text PRIMARY KEY,
    institution text NOT NULL,
    bin text NOT NULL,
    must_sign boolean NOT NULL,
    works boolean NOT NULL,
    -- Until when whoever answers for it holds his post; null without an end.
    until timestamptz
);
CREATE TABLE institutions_secret (
    digest bytea PRIMARY KEY,
    client text NOT NULL REFERENCES institutions_client,
    until timestamptz
);
CREATE TABLE institutions_token (
    digest bytea PRIMARY KEY,
    client text NOT NULL REFERENCES institutions_client,
    until timestamptz NOT NULL
);
CREATE INDEX institutions_token_of ON institutions_token (client);
CREATE TABLE institutions_counter (
    digest bytea PRIMARY KEY,
    count int NOT NULL,
    until timestamptz NOT NULL
);
-- What was sent to an institution, as the file that it gets, and how that stands.
CREATE TABLE institutions_order (
    number text PRIMARY KEY,
    institution text NOT NULL,
    digest text NOT NULL,
    measure text NOT NULL,
    package bytea NOT NULL,
    state text NOT NULL DEFAULT 'sent',
    due_at timestamptz
);
CREATE TABLE institutions_tiding (
    id bigint PRIMARY KEY,
    institution text NOT NULL,
    number text NOT NULL REFERENCES institutions_order,
    kind text NOT NULL,
    text text NOT NULL,
    until timestamptz,
    at timestamptz NOT NULL
);
CREATE INDEX institutions_tiding_feed ON institutions_tiding (institution, id);
-- What institutions sent. `parcel` is the package that carried it to the office, of this site's
-- present stream; null before.
CREATE TABLE institutions_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client text NOT NULL REFERENCES institutions_client,
    institution text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('receipt', 'answer', 'signal')),
    message_id text NOT NULL,
    request_number text NOT NULL DEFAULT '',
    paper bytea NOT NULL,
    digest text NOT NULL,
    files jsonb NOT NULL DEFAULT '[]',
    signatures jsonb NOT NULL DEFAULT '[]',
    faults jsonb,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'refused')),
    refused text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_at timestamptz,
    parcel int,
    CONSTRAINT an_institution_names_a_message_once UNIQUE (institution, kind, message_id)
);
CREATE INDEX institutions_message_uncarried ON institutions_message (id) WHERE parcel IS NULL;
-- SHA-256 over number, body and digest of each paper that is confirmed: none of them stands here.
CREATE TABLE institutions_paper (key bytea PRIMARY KEY);
CREATE TABLE institutions_directory (
    is_present boolean PRIMARY KEY CHECK (is_present),
    content bytea NOT NULL,
    digest text NOT NULL,
    key text NOT NULL,
    signature bytea NOT NULL,
    at timestamptz NOT NULL
);

-- The client whose token stands in the session, if it works at this moment.
CREATE FUNCTION institutions_client_now() RETURNS institutions_client
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT client.* FROM institutions_token token
    JOIN institutions_client client ON client.name = token.client
    WHERE token.digest = sha256(convert_to(current_setting('izdes.token', true), 'UTF8'))
        AND statement_timestamp() < token.until AND client.works
        AND (client.until IS NULL OR statement_timestamp() < client.until)
$$;

CREATE FUNCTION institutions_acting() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT institution FROM institutions_client_now()
$$;

CREATE FUNCTION institutions_self() RETURNS TABLE (code text, bin text, must_sign boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT client.institution, client.bin, client.must_sign FROM institutions_client_now() client
    WHERE client.name IS NOT NULL
$$;

CREATE FUNCTION institutions_sign_in(a_name text, a_secret bytea, a_token bytea, lasts interval)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found text;
BEGIN
    SELECT client.name INTO found FROM institutions_client client
        JOIN institutions_secret secret ON secret.client = client.name
        WHERE client.name = a_name AND secret.digest = a_secret
            AND (secret.until IS NULL OR statement_timestamp() < secret.until)
            AND client.works
            AND (client.until IS NULL OR statement_timestamp() < client.until);
    IF found IS NULL THEN
        RETURN false;
    END IF;
    DELETE FROM institutions_token WHERE client = found AND until < clock_timestamp();
    INSERT INTO institutions_token (client, digest, until)
        VALUES (found, a_token, clock_timestamp() + lasts);
    RETURN true;
END $$;

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
    IF sender.name IS NULL THEN
        RETURN QUERY SELECT 'nobody', NULL::timestamptz;
        RETURN;
    END IF;
    IF a_number <> '' AND NOT EXISTS (
        SELECT FROM institutions_order WHERE number = a_number
            AND institution = sender.institution) THEN
        RETURN QUERY SELECT 'stray', NULL::timestamptz;
        RETURN;
    END IF;
    INSERT INTO institutions_message
        (client, institution, kind, message_id, request_number, paper, digest, files, signatures,
            faults)
        VALUES (sender.name, sender.institution, a_kind, an_id, a_number, a_paper, a_digest,
            some_files, some_signatures, some_faults)
        ON CONFLICT ON CONSTRAINT an_institution_names_a_message_once DO NOTHING
        RETURNING * INTO kept;
    IF kept.id IS NOT NULL THEN
        RETURN QUERY SELECT 'new', kept.at;
        RETURN;
    END IF;
    SELECT * INTO kept FROM institutions_message
        WHERE institution = sender.institution AND kind = a_kind AND message_id = an_id;
    RETURN QUERY SELECT CASE WHEN kept.digest = a_digest AND kept.request_number = a_number
        THEN 'same' ELSE 'other' END, kept.at;
END $$;

CREATE FUNCTION institutions_confirms(a_number text, a_bin text, a_digest text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM institutions_paper WHERE key
        = sha256(convert_to(concat_ws(E'\n', a_number, a_bin, a_digest), 'UTF8')))
$$;

CREATE FUNCTION institutions_directory_now()
RETURNS TABLE (content bytea, digest text, key text, signature bytea, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT content, digest, key, signature, at FROM institutions_directory
$$;

CREATE FUNCTION institutions_tidings(after bigint, most int) RETURNS TABLE (
    id bigint, kind text, text text, until timestamptz, at timestamptz, number text, digest text,
    measure text, state text, due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT tiding.id, tiding.kind, tiding.text, tiding.until, tiding.at, sent.number, sent.digest,
        sent.measure, sent.state, sent.due_at
    FROM institutions_tiding tiding JOIN institutions_order sent ON sent.number = tiding.number
    WHERE tiding.institution = institutions_acting() AND tiding.id > after
    ORDER BY tiding.id LIMIT most
$$;

CREATE FUNCTION institutions_digest_of(a_number text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT digest FROM institutions_order
    WHERE number = a_number AND institution = institutions_acting()
$$;

CREATE FUNCTION institutions_package_of(a_number text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT package FROM institutions_order
    WHERE number = a_number AND institution = institutions_acting()
$$;

-- What came stays as it came.
CREATE FUNCTION institutions_message_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.client, NEW.institution, NEW.kind, NEW.message_id,
            NEW.request_number, NEW.paper, NEW.digest, NEW.files, NEW.signatures, NEW.faults,
            NEW.at)
        IS DISTINCT FROM (OLD.client, OLD.institution, OLD.kind, OLD.message_id,
            OLD.request_number, OLD.paper, OLD.digest, OLD.files, OLD.signatures, OLD.faults,
            OLD.at) THEN
        RAISE EXCEPTION 'what was told or received stays as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_stays BEFORE UPDATE OR DELETE ON institutions_message
    FOR EACH ROW EXECUTE FUNCTION institutions_message_guard();

ALTER TABLE institutions_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY sent_by_institution ON institutions_message FOR SELECT TO izdes_institutions
    USING (institution = (SELECT institutions_acting()));

-- For whoever carries, under the login `izdes_app`: what the office says, record by record. Each of
-- them may come again; a later one says all that there is to say of its thing.

CREATE FUNCTION apart_client(said jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO institutions_client (name, institution, bin, must_sign, works, until)
        VALUES (said ->> 'key', said ->> 'institution', said ->> 'bin',
            (said ->> 'must_sign')::boolean, (said ->> 'works')::boolean,
            (said ->> 'until')::timestamptz)
        ON CONFLICT (name) DO UPDATE SET institution = EXCLUDED.institution, bin = EXCLUDED.bin,
            must_sign = EXCLUDED.must_sign, works = EXCLUDED.works, until = EXCLUDED.until;
    DELETE FROM institutions_secret WHERE client = said ->> 'key';
    INSERT INTO institutions_secret (client, digest, until)
        SELECT said ->> 'key', decode(one ->> 'digest', 'hex'), (one ->> 'until')::timestamptz
        FROM jsonb_array_elements(said -> 'secrets') one;
    IF NOT (said ->> 'works')::boolean THEN
        DELETE FROM institutions_token WHERE client = said ->> 'key';
    END IF;
END $$;

CREATE FUNCTION apart_directory(said jsonb, a_content bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_directory (is_present, content, digest, key, signature, at)
        VALUES (true, a_content, said ->> 'digest', said ->> 'verifier',
            decode(said ->> 'signature', 'hex'), (said ->> 'at')::timestamptz)
        ON CONFLICT (is_present) DO UPDATE SET content = EXCLUDED.content,
            digest = EXCLUDED.digest, key = EXCLUDED.key, signature = EXCLUDED.signature,
            at = EXCLUDED.at
$$;

CREATE FUNCTION apart_order(said jsonb, a_package bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_order (number, institution, digest, measure, package)
        VALUES (said ->> 'key', said ->> 'institution', said ->> 'digest', said ->> 'measure',
            a_package)
        ON CONFLICT (number) DO NOTHING
$$;

CREATE FUNCTION apart_standing(said jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_order SET state = said ->> 'state', due_at = (said ->> 'due_at')::timestamptz
    WHERE number = said ->> 'key'
$$;

CREATE FUNCTION apart_tiding(said jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_tiding (id, institution, number, kind, text, until, at)
        SELECT (said ->> 'key')::bigint, sent.institution, sent.number, said ->> 'kind',
            said ->> 'text', (said ->> 'until')::timestamptz, (said ->> 'at')::timestamptz
        FROM institutions_order sent WHERE sent.number = said ->> 'number'
        ON CONFLICT (id) DO NOTHING
$$;

CREATE FUNCTION apart_paper(said jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF coalesce((said ->> 'gone')::boolean, false) THEN
        DELETE FROM institutions_paper WHERE key = decode(said ->> 'key', 'hex');
    ELSE
        INSERT INTO institutions_paper (key) VALUES (decode(said ->> 'key', 'hex'))
            ON CONFLICT DO NOTHING;
    END IF;
END $$;

CREATE FUNCTION apart_message(said jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET state = said ->> 'state', refused = said ->> 'refused',
        details = said -> 'details', taken_at = (said ->> 'taken_at')::timestamptz
    WHERE institution = said ->> 'institution' AND kind = said ->> 'kind'
        AND message_id = said ->> 'message_id' AND digest = said ->> 'digest'
$$;

-- Messages that no package has carried yet.
CREATE FUNCTION apart_uncarried(most int) RETURNS TABLE (
    id bigint, client text, kind text, message_id text, number text, paper bytea, files jsonb,
    signatures jsonb, faults jsonb, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id, client, kind, message_id, request_number, paper, files, signatures, faults, at
    FROM institutions_message WHERE parcel IS NULL ORDER BY id LIMIT most
$$;

CREATE FUNCTION apart_carried(a_parcel int, some_messages bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET parcel = a_parcel WHERE id = ANY (some_messages)
$$;

-- After a new stream was begun: what the office has not said it took is carried anew.
CREATE FUNCTION apart_carry_anew(taken int) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET parcel = CASE WHEN parcel <= taken THEN 0 END
    WHERE parcel IS NOT NULL
$$;

-- Which blobs are needed: of messages that the office has not taken out of their packages.
CREATE FUNCTION apart_blobs(asked uuid[], taken int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (file ->> 'blob')::uuid FROM institutions_message message,
        jsonb_array_elements(message.files) file
    WHERE (message.parcel IS NULL OR message.parcel > taken)
        AND (file ->> 'blob')::uuid = ANY (asked)
$$;

CREATE FUNCTION institutions_forget() RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM institutions_counter WHERE until < clock_timestamp();
    DELETE FROM institutions_secret WHERE until < clock_timestamp();
    DELETE FROM institutions_token WHERE until < clock_timestamp();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

DO $$
DECLARE
    its text;
BEGIN
    FOR its IN SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(institutions|apart)_'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', its);
        IF its LIKE 'apart\_%' OR its LIKE 'institutions\_forget%' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO izdes_app', its);
        END IF;
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA public TO izdes_app, izdes_institutions;
GRANT SELECT (id, institution, kind, message_id, request_number, digest, state, refused, details,
    at, taken_at) ON institutions_message TO izdes_institutions;
GRANT EXECUTE ON FUNCTION institutions_acting(), institutions_self(),
    institutions_sign_in(text, bytea, bytea, interval), institutions_count(bytea, interval),
    institutions_put(text, text, text, bytea, jsonb, jsonb, jsonb),
    institutions_confirms(text, text, text), institutions_directory_now(),
    institutions_tidings(bigint, int), institutions_digest_of(text), institutions_package_of(text)
    TO izdes_institutions;
