-- Readings: who looked at what, in which case and what for; sealed into the chain in batches.

CREATE TABLE journal_reading (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    officer_id bigint NOT NULL,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    case_id bigint,
    purpose text NOT NULL,
    -- The entry that holds the digest of this reading's batch.
    sealed_by bigint REFERENCES journal_entry (number),
    CONSTRAINT what_was_read_has_a_kind CHECK (subject_type ~ '^[a-z_]{1,60}$'),
    CONSTRAINT what_was_read_has_a_key CHECK (subject_id ~ '^[^\x01-\x1f\x7f]{1,200}$'),
    CONSTRAINT a_purpose_is_one_line CHECK (
        purpose ~ '^[^\x01-\x1f\x7f]+$' AND length(purpose) <= 1000
    )
);
CREATE INDEX journal_reading_unsealed ON journal_reading (id) WHERE sealed_by IS NULL;
CREATE INDEX journal_reading_sealed ON journal_reading (sealed_by, id);
CREATE INDEX journal_reading_subject ON journal_reading (subject_type, subject_id, id);
CREATE INDEX journal_reading_officer ON journal_reading (officer_id, id);
CREATE INDEX journal_reading_case ON journal_reading (case_id, id);
CREATE TRIGGER journal_reading_kept BEFORE DELETE OR TRUNCATE ON journal_reading
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE FUNCTION journal_only_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sealed_by IS NOT NULL OR (to_jsonb(NEW) - 'sealed_by') <> (to_jsonb(OLD) - 'sealed_by')
    THEN
        RAISE EXCEPTION 'a reading can only be sealed, and once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_reading_only_sealed BEFORE UPDATE ON journal_reading
    FOR EACH ROW EXECUTE FUNCTION journal_only_seal();

CREATE FUNCTION journal_read(
    officer bigint, subject_type text, subject_id text, case_id bigint, purpose text
) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF officer IS NULL OR officer IS DISTINCT FROM journal_acting() THEN
        RAISE EXCEPTION 'the journal names whoever acts, and nobody else'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO journal_reading (officer_id, subject_type, subject_id, case_id, purpose)
        VALUES (officer, subject_type, subject_id, case_id, purpose) RETURNING id INTO made;
    RETURN made;
END $$;

-- What the digest of a batch is made of: a line for each reading.
CREATE FUNCTION journal_reading_line(r journal_reading) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT concat_ws(
        chr(9), r.id, to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        r.officer_id, r.subject_type, r.subject_id, coalesce(r.case_id::text, '-'), r.purpose
    ) || chr(10)
$$;

CREATE FUNCTION journal_batch_digest(ids bigint[]) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT encode(sha256(convert_to(
        coalesce(string_agg(journal_reading_line(r), '' ORDER BY r.id), ''), 'UTF8'
    )), 'hex')
    FROM journal_reading AS r WHERE r.id = ANY (ids)
$$;

-- Seal the readings that wait, as one entry whose subject is their digest.
-- Whoever seals at the same time takes others; where none waits, nothing happens.
CREATE FUNCTION journal_seal_readings(most int) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    taken bigint[];
    entry bigint;
BEGIN
    SELECT array_agg(waiting.id) INTO taken FROM (
        SELECT id FROM journal_reading WHERE sealed_by IS NULL
            ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED
    ) AS waiting;
    IF taken IS NULL THEN
        RETURN NULL;
    END IF;
    entry := journal_append(
        'readings.sealed', NULL, 'readings', journal_batch_digest(taken), NULL, NULL, NULL,
        '{}', '{}', '{}', '{}'
    );
    UPDATE journal_reading SET sealed_by = entry WHERE id = ANY (taken);
    RETURN entry;
END $$;

ALTER TABLE journal_reading ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON FUNCTION
    journal_read(bigint, text, text, bigint, text), journal_seal_readings(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    journal_read(bigint, text, text, bigint, text), journal_seal_readings(int) TO izdes_app;
