-- What goes with a request is a paper of its case that was signed and is not annulled, of the same
-- complaint; where the request names none, of the person whom it is about.
CREATE OR REPLACE FUNCTION correspondence_encloses(wanted bigint, a_kind text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_enclosure e JOIN correspondence_request r ON r.id = e.request_id
        JOIN papers_paper p ON p.case_id = r.case_id AND p.signed_file_id = e.file_id
        WHERE e.request_id = wanted AND e.kind = a_kind AND p.form = e.kind AND p.number = e.number
            AND p.state = 'signed'
            AND CASE WHEN r.complaint_id IS NOT NULL THEN p.complaint_id = r.complaint_id
                ELSE EXISTS (
                    SELECT FROM cases_applicant a JOIN correspondence_subject s
                        ON s.request_id = r.id AND s.kind = 'iin' AND s.value = a.iin
                    WHERE a.complaint_id = p.complaint_id) END)
$$;

CREATE FUNCTION papers_enclosure_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT correspondence_encloses(NEW.request_id, NEW.kind) THEN
        RAISE EXCEPTION 'only a signed paper of the case is enclosed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enclosure_is_signed AFTER INSERT ON correspondence_enclosure
    FOR EACH ROW EXECUTE FUNCTION papers_enclosure_guard();

-- A request that names a decree leaves with it, whoever asks.
CREATE FUNCTION papers_sending_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.state = 'sent' AND OLD.state <> 'sent'
        AND NEW.draft -> 'said' @> '[{"name": "victim_decree"}]'
        AND NOT correspondence_encloses(NEW.id, 'victim_decree') THEN
        RAISE EXCEPTION 'a decree leaves signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_leaves_with_its_decree BEFORE UPDATE OF state ON correspondence_request
    FOR EACH ROW EXECUTE FUNCTION papers_sending_guard();

REVOKE ALL ON FUNCTION papers_enclosure_guard(), papers_sending_guard() FROM PUBLIC;
