-- What the centre blocked as somebody told the office, what goes with a request, the proof beside what
-- is contested, and who rules on what headquarters may not see.

-- A block that was entered by hand is seen with its case. It is put right or taken back, never changed.
ALTER TABLE correspondence_block ENABLE ROW LEVEL SECURITY;
CREATE POLICY block_seen ON correspondence_block FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY block_entered ON correspondence_block FOR INSERT TO izdes_app WITH CHECK (
    entered_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY block_over ON correspondence_block FOR UPDATE TO izdes_app
    USING (office_writes_case(case_id));

CREATE FUNCTION correspondence_block_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.over <> '' OR (
        NEW.id, NEW.case_id, NEW.account, NEW.institution_id, NEW.incident, NEW.since, NEW.until,
        NEW.source, NEW.corrects_id, NEW.entered_by_id, NEW.entered_at
    ) IS DISTINCT FROM (
        OLD.id, OLD.case_id, OLD.account, OLD.institution_id, OLD.incident, OLD.since, OLD.until,
        OLD.source, OLD.corrects_id, OLD.entered_by_id, OLD.entered_at
    ) THEN
        RAISE EXCEPTION 'what was told of a block stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.over_by_id IS DISTINCT FROM office_officer() OR NOT correspondence_is_now(NEW.over_at) THEN
        RAISE EXCEPTION 'whoever acts ends a block, and now' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION correspondence_block_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.over <> '' OR NOT correspondence_is_now(NEW.entered_at) THEN
        RAISE EXCEPTION 'a block is entered now' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER block_is_entered_now BEFORE INSERT ON correspondence_block
    FOR EACH ROW EXECUTE FUNCTION correspondence_block_begins();
CREATE TRIGGER block_stays BEFORE UPDATE OR DELETE ON correspondence_block
    FOR EACH ROW EXECUTE FUNCTION correspondence_block_guard();

-- An enclosure is seen where its request is seen, and is added to a draft alone.
ALTER TABLE correspondence_enclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY enclosure_seen ON correspondence_enclosure FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_enclosure.request_id));
CREATE POLICY enclosure_added ON correspondence_enclosure FOR INSERT TO izdes_app WITH CHECK (
    enclosed_by_id = (SELECT office_officer()) AND files_is_seen(file_id)
    AND correspondence_writes(request_id));
CREATE TRIGGER enclosure_stays BEFORE UPDATE OR DELETE ON correspondence_enclosure
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();

CREATE FUNCTION correspondence_enclosure_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM correspondence_request WHERE id = NEW.request_id AND state = 'draft') THEN
        RAISE EXCEPTION 'only a draft takes an enclosure' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enclosure_of_a_draft AFTER INSERT ON correspondence_enclosure
    FOR EACH ROW EXECUTE FUNCTION correspondence_enclosure_guard();

-- Whether what must go with a request goes with it, and stands. The room of papers says more of it.
CREATE FUNCTION correspondence_encloses(wanted bigint, a_kind text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_enclosure e WHERE e.request_id = wanted AND e.kind = a_kind)
$$;

-- A file is seen where a request is seen with which it goes, or what was contested with it.
CREATE POLICY enclosed_file_seen ON files_file FOR SELECT TO izdes_app USING (
    EXISTS (SELECT FROM correspondence_enclosure e WHERE e.file_id = files_file.id));
CREATE POLICY contested_file_seen ON files_file FOR SELECT TO izdes_app USING (
    EXISTS (SELECT FROM correspondence_score_note n WHERE n.file_id = files_file.id));

CREATE OR REPLACE FUNCTION files_is_seen(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
            SELECT FROM files_upload WHERE file_id = wanted AND officer_id = office_officer())
        OR EXISTS (
            SELECT FROM files_use WHERE file_id = wanted AND office_sees_case(case_id))
        OR EXISTS (
            SELECT FROM cases_attachment
            WHERE file_id = wanted AND office_sees_complaint(complaint_id))
        OR EXISTS (
            SELECT FROM correspondence_answer_file f
            JOIN correspondence_answer a ON a.id = f.answer_id
            WHERE f.file_id = wanted AND correspondence_reads(a.request_id))
        OR EXISTS (
            SELECT FROM correspondence_enclosure e
            WHERE e.file_id = wanted AND correspondence_reads(e.request_id))
        OR EXISTS (
            SELECT FROM correspondence_score_note n
            WHERE n.file_id = wanted AND correspondence_reads(n.request_id));
END $$;

-- Who rules on what is contested: headquarters; of what it may not see, whoever of the prosecutors
-- supervises the body of the case and is named in it.
CREATE FUNCTION correspondence_rules(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT correspondence_reads(wanted) AND (office_has_role('hq_analyst') OR EXISTS (
        SELECT FROM correspondence_request r JOIN cases_case c ON c.id = r.case_id
        WHERE r.id = wanted AND (r.is_sealed OR c.is_sealed) AND office_supervises_case(c.id)
            AND c.id IN (SELECT office_member_cases('read'))))
$$;
DROP POLICY score_note_given ON correspondence_score_note;
CREATE POLICY score_note_given ON correspondence_score_note FOR INSERT TO izdes_app WITH CHECK (
    officer_id = (SELECT office_officer())
    AND CASE kind WHEN 'contested'
        THEN correspondence_answers(request_id) AND (file_id IS NULL OR files_is_seen(file_id))
        ELSE correspondence_rules(request_id) END);

REVOKE ALL ON FUNCTION correspondence_enclosure_guard(), correspondence_encloses(bigint, text),
    correspondence_rules(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION correspondence_encloses(bigint, text), correspondence_rules(bigint)
    TO izdes_app;
