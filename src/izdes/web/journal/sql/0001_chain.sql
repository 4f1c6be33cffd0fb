-- The journal: one chain of entries, appended by one function, changed by nobody.
-- What an entry is made of, to the byte: docs/reference/journal.md.
--
-- Functions that run as the owner of the tables look for names in `pg_temp` last: otherwise a
-- temporary table could stand in for ours.

CREATE TABLE journal_entry (
    number bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    body text NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL UNIQUE,
    -- Read out of the body, so that they cannot say anything else.
    event text NOT NULL GENERATED ALWAYS AS (body::jsonb ->> 'event') STORED,
    officer_id bigint GENERATED ALWAYS AS ((body::jsonb ->> 'officer')::bigint) STORED,
    subject_type text NOT NULL GENERATED ALWAYS AS (body::jsonb -> 'subject' ->> 0) STORED,
    subject_id text NOT NULL GENERATED ALWAYS AS (body::jsonb -> 'subject' ->> 1) STORED,
    case_id bigint GENERATED ALWAYS AS ((body::jsonb ->> 'case')::bigint) STORED,
    norm text GENERATED ALWAYS AS (body::jsonb ->> 'norm') STORED,
    pack text GENERATED ALWAYS AS (body::jsonb ->> 'pack') STORED,
    CONSTRAINT numbers_begin_with_one CHECK (number > 0),
    CONSTRAINT an_entry_is_short CHECK (octet_length(body) <= 60000),
    CONSTRAINT an_event_is_two_words CHECK (event ~ '^[a-z_]{1,60}\.[a-z_]{1,60}$'),
    CONSTRAINT a_subject_has_a_kind CHECK (subject_type ~ '^[a-z_]{1,60}$'),
    CONSTRAINT a_subject_has_a_key CHECK (subject_id ~ '^[^\x01-\x1f\x7f]{1,200}$'),
    -- Readers of JSON round what is larger.
    CONSTRAINT ids_are_exact_in_json CHECK (officer_id < 2 ^ 53 AND case_id < 2 ^ 53)
);
CREATE INDEX journal_entry_subject ON journal_entry (subject_type, subject_id, number);
CREATE INDEX journal_entry_officer ON journal_entry (officer_id, number);
CREATE INDEX journal_entry_case ON journal_entry (case_id, number);

CREATE TABLE journal_value (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    entry_number bigint NOT NULL REFERENCES journal_entry (number),
    name text NOT NULL,
    side text NOT NULL,
    text text,
    salt bytea,
    CONSTRAINT a_name_is_a_word CHECK (name ~ '^[a-z][a-z0-9_]{0,63}$'),
    CONSTRAINT a_value_was_or_became CHECK (side IN ('from', 'to')),
    CONSTRAINT a_value_has_a_salt CHECK (octet_length(salt) >= 16),
    CONSTRAINT a_value_is_no_file CHECK (octet_length(text) <= 400000),
    CONSTRAINT erased_whole CHECK ((text IS NULL) = (salt IS NULL)),
    CONSTRAINT a_side_stands_once UNIQUE (entry_number, name, side)
);

-- By this an entry knows a value; without the salt nobody finds the value by trying.
CREATE FUNCTION journal_digest(salt bytea, text text)
RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(salt || convert_to(text, 'UTF8')), 'hex')
$$;

-- Canonical JSON: keys in order, no blanks, nothing escaped that need not be.
-- It is made here and not taken from whoever calls, so that it cannot be anything else.
CREATE FUNCTION journal_body(
    event text, officer bigint, subject_type text, subject_id text, case_id bigint,
    norm text, pack text, names text[], sides text[], texts text[], salts bytea[]
) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT '{"case":' || coalesce(case_id::text, 'null')
        || ',"event":' || to_json(event)::text
        || ',"norm":' || coalesce(to_json(norm)::text, 'null')
        || ',"officer":' || coalesce(officer::text, 'null')
        || ',"pack":' || coalesce(to_json(pack)::text, 'null')
        || ',"subject":[' || to_json(subject_type)::text || ',' || to_json(subject_id)::text
        || '],"values":{' || coalesce(string_agg(
            to_json(name)::text || ':{' || known || '}', ',' ORDER BY name COLLATE "C"
        ), '') || '}}'
    FROM (
        SELECT name, string_agg(
            to_json(side)::text || ':"' || public.journal_digest(salt, text) || '"',
            ',' ORDER BY side COLLATE "C"
        ) AS known
        FROM unnest(names, sides, texts, salts) AS given (name, side, text, salt)
        GROUP BY name
    ) AS by_name
$$;

-- What an entry's hash is made of.
CREATE FUNCTION journal_line(number bigint, at timestamptz, previous bytea, body text)
RETURNS text LANGUAGE sql STABLE STRICT
SET search_path = pg_catalog, pg_temp AS $$
    SELECT number || chr(9) || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        || chr(9) || encode(previous, 'hex') || chr(9) || body
$$;

-- Who acts on this connection; nothing where nobody does: then it is the system itself.
CREATE FUNCTION journal_acting() RETURNS bigint LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(current_setting('izdes.officer', true), '')::bigint
$$;

-- Append an entry. The lock is the last thing a command takes; it ends with the transaction.
--
-- The transaction does not wait for the disk while it holds the lock: otherwise the disk would carry
-- one command after another. Whoever appends calls `journal_flush` when it has committed, and only
-- then says that it is done; there many wait for the disk together. What is lost in a crash before
-- that is the end of the chain, of which nobody was told.
CREATE FUNCTION journal_append(
    event text, officer bigint, subject_type text, subject_id text, case_id bigint,
    norm text, pack text, names text[], sides text[], texts text[], salts bytea[]
) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made text := journal_body(
        event, officer, subject_type, subject_id, case_id, norm, pack, names, sides, texts, salts
    );
    last journal_entry%ROWTYPE;
    next_number bigint;
    moment timestamptz;
    before bytea;
BEGIN
    IF officer IS DISTINCT FROM journal_acting() THEN
        RAISE EXCEPTION 'the journal names whoever acts, and nobody else'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Any stricter level keeps the view of its beginning, and would miss the last entry.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the journal is written at READ COMMITTED'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    IF array_position(texts, NULL) IS NOT NULL THEN
        RAISE EXCEPTION 'a value that is none is left out' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    -- Now and not at the commit: what is checked there waits for rows of others, and whoever holds
    -- them may wait for this lock.
    SET CONSTRAINTS ALL IMMEDIATE;
    PERFORM pg_advisory_xact_lock(hashtext('izdes.journal'));
    -- A new statement sees what was committed while this one waited.
    SELECT * INTO last FROM journal_entry ORDER BY number DESC LIMIT 1;
    next_number := coalesce(last.number, 0) + 1;
    before := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
    moment := clock_timestamp();
    INSERT INTO journal_entry (number, at, body, previous, hash) VALUES (
        next_number, moment, made, before,
        sha256('\x00'::bytea
            || convert_to(journal_line(next_number, moment, before, made), 'UTF8'))
    );
    INSERT INTO journal_value (entry_number, name, side, text, salt)
        SELECT next_number, given.* FROM unnest(names, sides, texts, salts) AS given;
    PERFORM set_config('synchronous_commit', 'off', true);
    RETURN next_number;
END $$;

-- Wait until all that was committed is on the disk: a transaction that writes something, and waits.
CREATE FUNCTION journal_flush() RETURNS void LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT set_config('synchronous_commit', 'on', true)
        WHERE current_setting('synchronous_commit') = 'off';
    SELECT pg_logical_emit_message(true, 'izdes', '');
$$;

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_value_kept BEFORE DELETE OR TRUNCATE ON journal_value
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

-- A value may be erased and nothing else.
CREATE FUNCTION journal_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.text IS NOT NULL OR (NEW.id, NEW.entry_number, NEW.name, NEW.side)
        IS DISTINCT FROM (OLD.id, OLD.entry_number, OLD.name, OLD.side) THEN
        RAISE EXCEPTION 'a value of the journal can only be erased';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_value_only_erased BEFORE UPDATE ON journal_value
    FOR EACH ROW EXECUTE FUNCTION journal_only_erase();

-- Erase values, and record that it was done and by which norm.
-- Returns how many there were; where there were none, nothing is recorded.
CREATE FUNCTION journal_erase(
    officer bigint, subject_type text, subject_id text, case_id bigint, norm text,
    ids bigint[], salt bytea
) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    erased bigint;
BEGIN
    UPDATE journal_value AS v SET text = NULL, salt = NULL
        WHERE v.id = ANY (ids) AND v.text IS NOT NULL;
    GET DIAGNOSTICS erased = ROW_COUNT;
    IF erased > 0 THEN
        PERFORM journal_append(
            'journal.values_erased', officer, subject_type, subject_id, case_id, norm, NULL,
            ARRAY['erased'], ARRAY['to'], ARRAY[erased::text], ARRAY[salt]
        );
    END IF;
    RETURN erased;
END $$;

ALTER TABLE journal_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_value ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON FUNCTION
    journal_append(text, bigint, text, text, bigint, text, text, text[], text[], text[], bytea[]),
    journal_erase(bigint, text, text, bigint, text, bigint[], bytea)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    journal_append(text, bigint, text, text, bigint, text, text, text[], text[], text[], bytea[]),
    journal_erase(bigint, text, text, bigint, text, bigint[], bytea)
    TO izdes_app;
