-- The store of the window. Its login owns nothing, sees no table and calls these functions; each
-- asks for a digest, and tells of that one draft or report. None of them lists anything.

-- What was said stays as it was said; it is forgotten as a whole, when its time is over.
CREATE FUNCTION window_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'parts of a draft are appended';
END $$;
CREATE TRIGGER window_part_appended BEFORE UPDATE ON window_part
    FOR EACH ROW EXECUTE FUNCTION window_refuse();

CREATE FUNCTION window_begin(a_digest bytea, lasts interval) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO window_draft (digest, begun_at, expires_at)
    VALUES (a_digest, clock_timestamp(), clock_timestamp() + lasts)
$$;

-- The draft of a token, as long as it lasts; with the report that it became, if it was sent.
CREATE FUNCTION window_draft_of(a_digest bytea)
RETURNS TABLE (begun_at timestamptz, expires_at timestamptz, number text, sequence int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT draft.begun_at, draft.expires_at, report.number,
        (SELECT max(package.sequence) FROM window_package package
         WHERE package.report_id = report.id)
    FROM window_draft draft LEFT JOIN window_report report ON report.draft_digest = draft.digest
    WHERE draft.digest = a_digest AND statement_timestamp() < draft.expires_at
$$;

CREATE FUNCTION window_parts_of(a_digest bytea) RETURNS TABLE (step text, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT ON (part.step) part.step, part.sealed
    FROM window_part part JOIN window_draft draft ON draft.id = part.draft_id
    WHERE draft.digest = a_digest AND statement_timestamp() < draft.expires_at
    ORDER BY part.step, part.id DESC
$$;

-- Append what a step says; false where there is no such draft, or it holds more than anybody says.
CREATE FUNCTION window_save(a_digest bytea, a_step text, a_sealed bytea, a_blob uuid, most int)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    SELECT id INTO found FROM window_draft
        WHERE digest = a_digest AND statement_timestamp() < expires_at;
    IF found IS NULL OR (SELECT count(*) FROM window_part WHERE draft_id = found) >= most THEN
        RETURN false;
    END IF;
    INSERT INTO window_part (draft_id, step, sealed, blob, at)
        VALUES (found, a_step, a_sealed, a_blob, clock_timestamp());
    RETURN true;
END $$;

-- Send a draft as a report, or its report again. What it answers:
-- `sent`; `same` if nothing is new; `closed` if there is no such draft; `number_taken` if another
-- report has the number; `again` if it was sent a moment ago from elsewhere.
CREATE FUNCTION window_send(
    a_digest bytea, a_number text, a_code bytea, a_sequence int, a_content bytea, a_copy bytea,
    a_blob uuid
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its bigint;
    latest window_package%ROWTYPE;
BEGIN
    PERFORM FROM window_draft
        WHERE digest = a_digest AND statement_timestamp() < expires_at FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'closed';
    END IF;
    SELECT id INTO its FROM window_report WHERE draft_digest = a_digest AND number = a_number;
    IF its IS NULL THEN
        INSERT INTO window_report (number, draft_digest, code_digest, sent_at)
            VALUES (a_number, a_digest, a_code, clock_timestamp())
            ON CONFLICT DO NOTHING RETURNING id INTO its;
        IF its IS NULL THEN
            RETURN 'number_taken';
        END IF;
    END IF;
    SELECT * INTO latest FROM window_package
        WHERE report_id = its AND kind = 'report' ORDER BY sequence DESC LIMIT 1;
    IF latest.content = a_content THEN
        RETURN 'same';
    END IF;
    INSERT INTO window_package (report_id, sequence, kind, content, blob, copy, made_at)
        VALUES (its, a_sequence, 'report', a_content, a_blob, a_copy, clock_timestamp())
        ON CONFLICT ON CONSTRAINT packages_of_a_report_are_numbered DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'sent' ELSE 'again' END;
END $$;

-- The report of a number and its code: when it was sent, how many packages it is, her own copy.
CREATE FUNCTION window_report_of(a_number text, a_code bytea)
RETURNS TABLE (sent_at timestamptz, sequence int, copy bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT report.sent_at,
        (SELECT max(package.sequence) FROM window_package package
         WHERE package.report_id = report.id),
        (SELECT package.copy FROM window_package package
         WHERE package.report_id = report.id AND package.kind = 'report'
         ORDER BY package.sequence DESC LIMIT 1)
    FROM window_report report WHERE report.number = a_number AND report.code_digest = a_code
$$;

-- The packages of a report, for whoever has its code: what was sent when, and her own copies.
CREATE FUNCTION window_packages_of(a_number text, a_code bytea)
RETURNS TABLE (kind text, made_at timestamptz, copy bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT package.kind, package.made_at, package.copy
    FROM window_package package JOIN window_report report ON report.id = package.report_id
    WHERE report.number = a_number AND report.code_digest = a_code ORDER BY package.sequence
$$;

-- Add to a report what came later: an addition, or the signature over it.
CREATE FUNCTION window_add(
    a_number text, a_code bytea, a_sequence int, a_kind text, a_content bytea, a_blob uuid, most int
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its bigint;
BEGIN
    SELECT id INTO its FROM window_report
        WHERE number = a_number AND code_digest = a_code FOR UPDATE;
    IF its IS NULL OR a_sequence > most THEN
        RETURN 'closed';
    END IF;
    PERFORM FROM window_package WHERE report_id = its AND content = a_content;
    IF FOUND THEN
        RETURN 'same';
    END IF;
    INSERT INTO window_package (report_id, sequence, kind, content, blob, made_at)
        VALUES (its, a_sequence, a_kind, a_content, a_blob, clock_timestamp())
        ON CONFLICT ON CONSTRAINT packages_of_a_report_are_numbered DO NOTHING;
    RETURN CASE WHEN FOUND THEN 'sent' ELSE 'again' END;
END $$;

-- What the office says of a report, to whoever knows its number and its code.
CREATE FUNCTION window_words_of(a_number text, a_code bytea)
RETURNS TABLE (kind text, at timestamptz, detail text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT word.kind, word.at, word.detail
    FROM window_word word JOIN window_report report ON report.id = word.report_id
    WHERE report.number = a_number AND report.code_digest = a_code ORDER BY word.at, word.id
$$;

-- Count one more of something; what it has come to within its time.
CREATE FUNCTION window_count(a_digest bytea, lasts interval) RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO window_counter AS counter (digest, count, until)
    VALUES (a_digest, 1, clock_timestamp() + lasts)
    ON CONFLICT (digest) DO UPDATE SET
        count = CASE WHEN counter.until < clock_timestamp() THEN 1 ELSE counter.count + 1 END,
        until = CASE WHEN counter.until < clock_timestamp() THEN EXCLUDED.until
            ELSE counter.until END
    RETURNING count
$$;

-- For whoever carries packages to the office and words back. The window's own login has none of it.

CREATE FUNCTION window_waiting(most int, again_since timestamptz, behind bigint)
RETURNS TABLE (id bigint, blob uuid, number text, sequence int, made_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT package.id, package.blob, report.number, package.sequence, package.made_at
    FROM window_package package JOIN window_report report ON report.id = package.report_id
    WHERE (package.taken_at IS NULL OR package.made_at >= again_since) AND package.id > behind
    ORDER BY package.id LIMIT most
$$;

CREATE FUNCTION window_taken(a_package bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE window_package SET taken_at = clock_timestamp()
    WHERE id = a_package AND taken_at IS NULL
$$;

-- Write down what the office says; false where this window knows no such report.
CREATE FUNCTION window_tell(a_number text, a_kind text, a_moment timestamptz, a_detail text)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its bigint;
BEGIN
    SELECT id INTO its FROM window_report WHERE number = a_number;
    IF its IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO window_word (report_id, kind, at, detail) VALUES (its, a_kind, a_moment, a_detail)
        ON CONFLICT ON CONSTRAINT the_office_says_a_thing_once
        DO UPDATE SET detail = EXCLUDED.detail;
    RETURN true;
END $$;

-- Forget drafts whose time is over, counters, and her copies after so long; the blobs that nothing
-- refers to any more are swept away by whoever calls this.
CREATE FUNCTION window_expire(copies_last interval) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    old bigint[];
BEGIN
    old := array(SELECT id FROM window_draft WHERE expires_at <= clock_timestamp()
        ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED);
    DELETE FROM window_part WHERE draft_id = ANY (old);
    DELETE FROM window_draft WHERE id = ANY (old);
    DELETE FROM window_counter WHERE until < clock_timestamp();
    UPDATE window_package SET copy = NULL
        WHERE copy IS NOT NULL AND made_at < clock_timestamp() - copies_last;
    RETURN cardinality(old);
END $$;

-- Which blobs are still needed: of drafts, and of packages that may have to be given again.
CREATE FUNCTION window_blobs(asked uuid[], packages_last interval) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT blob FROM window_part WHERE blob = ANY (asked)
    UNION
    SELECT blob FROM window_package WHERE blob = ANY (asked)
        AND (taken_at IS NULL OR taken_at > clock_timestamp() - packages_last)
$$;

GRANT USAGE ON SCHEMA public TO izdes_window;
REVOKE ALL ON FUNCTION window_begin(bytea, interval), window_draft_of(bytea),
    window_parts_of(bytea), window_save(bytea, text, bytea, uuid, int),
    window_send(bytea, text, bytea, int, bytea, bytea, uuid), window_report_of(text, bytea),
    window_add(text, bytea, int, text, bytea, uuid, int), window_packages_of(text, bytea), window_words_of(text, bytea),
    window_count(bytea, interval), window_waiting(int, timestamptz, bigint), window_taken(bigint),
    window_tell(text, text, timestamptz, text), window_expire(interval),
    window_blobs(uuid[], interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION window_begin(bytea, interval), window_draft_of(bytea),
    window_parts_of(bytea), window_save(bytea, text, bytea, uuid, int),
    window_send(bytea, text, bytea, int, bytea, bytea, uuid), window_report_of(text, bytea),
    window_add(text, bytea, int, text, bytea, uuid, int), window_packages_of(text, bytea), window_words_of(text, bytea),
    window_count(bytea, interval) TO izdes_window;
GRANT EXECUTE ON FUNCTION window_waiting(int, timestamptz, bigint), window_taken(bigint),
    window_tell(text, text, timestamptz, text), window_expire(interval),
    window_blobs(uuid[], interval) TO izdes_app;
