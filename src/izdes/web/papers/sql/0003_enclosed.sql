-- What goes with a request is a paper of its case that was signed and is not annulled.
CREATE OR REPLACE FUNCTION correspondence_encloses(wanted bigint, a_kind text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_enclosure e JOIN correspondence_request r ON r.id = e.request_id
        JOIN papers_paper p ON p.case_id = r.case_id AND p.signed_file_id = e.file_id
        WHERE e.request_id = wanted AND e.kind = a_kind AND p.form = e.kind AND p.number = e.number
            AND p.state = 'signed')
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
