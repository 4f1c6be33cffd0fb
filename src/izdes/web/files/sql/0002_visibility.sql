-- Who sees which file, and the only ways in which one comes in or changes its state.

ALTER TABLE files_use ADD CONSTRAINT a_use_is_in_a_case
    FOREIGN KEY (case_id) REFERENCES cases_case (id);

ALTER TABLE files_upload ENABLE ROW LEVEL SECURITY;
CREATE POLICY upload_seen ON files_upload FOR SELECT TO izdes_app
    USING (officer_id = (SELECT office_officer()));

-- A use is seen where its case is seen.
ALTER TABLE files_use ENABLE ROW LEVEL SECURITY;
CREATE POLICY use_seen ON files_use FOR SELECT TO izdes_app
    USING (EXISTS (SELECT FROM cases_case WHERE cases_case.id = case_id));

ALTER TABLE files_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY file_seen ON files_file FOR SELECT TO izdes_app USING (
    EXISTS (SELECT FROM files_upload WHERE files_upload.file_id = files_file.id)
    OR EXISTS (SELECT FROM files_use WHERE files_use.file_id = files_file.id));

-- Whether the acting officer sees a file: for checks that may not look at the tables themselves.
CREATE FUNCTION files_is_seen(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
            SELECT FROM files_upload WHERE file_id = wanted AND officer_id = office_officer())
        OR EXISTS (
            SELECT FROM files_use WHERE file_id = wanted AND office_sees_case(case_id));
END $$;

-- Whoever sees a file and changes a case may use the one in the other.
CREATE FUNCTION files_may_be_used(wanted bigint, for_case bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN files_is_seen(wanted) AND office_writes_case(for_case);
END $$;
CREATE POLICY use_added ON files_use FOR INSERT TO izdes_app
    WITH CHECK (files_may_be_used(file_id, case_id));

-- Keep a file that came in, or find the same bytes kept already. Whoever gives bytes has them, so
-- that they were here before tells him nothing, and he is not told.
CREATE FUNCTION files_keep(
    a_digest text, a_size bigint, a_type text, a_blob uuid, a_key text, a_wrapped bytea, a_name text
) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    INSERT INTO files_file (digest, size_bytes, media_type, blob, key_id, wrapped_key, state,
            quarantine_reason, stored_at)
        VALUES (a_digest, a_size, a_type, a_blob, a_key, a_wrapped, 'kept', '', clock_timestamp())
        ON CONFLICT (digest) DO NOTHING RETURNING id INTO found;
    IF found IS NULL THEN
        SELECT id INTO STRICT found FROM files_file WHERE digest = a_digest;
    END IF;
    IF office_officer() IS NOT NULL THEN
        INSERT INTO files_upload (file_id, officer_id, name, at)
            VALUES (found, office_officer(), a_name, clock_timestamp())
            ON CONFLICT (file_id, officer_id, name) DO NOTHING;
    END IF;
    RETURN found;
END $$;

-- Whoever sees a file may put it away, and so may the system; an administrator lets it out again.
CREATE FUNCTION files_quarantine(wanted bigint, why text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE files_file SET state = 'quarantined', quarantine_reason = why
        WHERE id = wanted AND state = 'kept'
            AND (office_officer() IS NULL OR files_is_seen(wanted));
    RETURN FOUND;
END $$;

CREATE FUNCTION files_release(wanted bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE files_file SET state = 'kept', quarantine_reason = ''
        WHERE id = wanted AND state = 'quarantined' AND office_has_role('administrator');
    RETURN FOUND;
END $$;

-- That the bytes of a file were read back and found whole.
CREATE FUNCTION files_checked(wanted bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE files_file SET checked_at = clock_timestamp()
        WHERE id = wanted AND (office_officer() IS NULL OR files_is_seen(wanted));
    RETURN FOUND;
END $$;

-- Which blobs are somebody's: the rest is swept away. It says nothing of whose.
CREATE FUNCTION files_blobs(asked uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT blob FROM files_file WHERE blob = ANY (asked)
$$;

-- Bytes, their digest and their place never change; their key is wrapped anew by the owner alone.
CREATE FUNCTION files_file_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.digest, NEW.size_bytes, NEW.media_type, NEW.blob, NEW.stored_at)
        IS DISTINCT FROM (OLD.id, OLD.digest, OLD.size_bytes, OLD.media_type, OLD.blob, OLD.stored_at)
    THEN
        RAISE EXCEPTION 'a file does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER files_file_does_not_change BEFORE UPDATE ON files_file
    FOR EACH ROW EXECUTE FUNCTION files_file_guard();

REVOKE ALL ON FUNCTION files_is_seen(bigint), files_may_be_used(bigint, bigint),
    files_keep(text, bigint, text, uuid, text, bytea, text), files_quarantine(bigint, text),
    files_release(bigint), files_checked(bigint), files_blobs(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION files_is_seen(bigint), files_may_be_used(bigint, bigint),
    files_keep(text, bigint, text, uuid, text, bytea, text), files_quarantine(bigint, text),
    files_release(bigint), files_checked(bigint), files_blobs(uuid[]) TO izdes_app;
