-- That a payment which an answer tells of is no return of the case: the office's own matter, said once by
-- whoever works on the case, of what nobody has recorded.
ALTER TABLE correspondence_dismissal ENABLE ROW LEVEL SECURITY;
CREATE POLICY dismissal_seen ON correspondence_dismissal FOR SELECT TO izdes_app USING (
    (SELECT office_is_inside())
    AND (SELECT true FROM correspondence_request r WHERE r.id = correspondence_dismissal.request_id));
CREATE POLICY dismissal_given ON correspondence_dismissal FOR INSERT TO izdes_app WITH CHECK (
    officer_id = (SELECT office_officer()) AND correspondence_writes(request_id));
CREATE TRIGGER dismissal_stays BEFORE UPDATE OR DELETE ON correspondence_dismissal
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();

CREATE FUNCTION correspondence_dismissal_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT correspondence_is_now(NEW.at)
        OR NOT EXISTS (SELECT FROM correspondence_answer a WHERE a.request_id = NEW.request_id)
        OR EXISTS (
            SELECT FROM reception_return t WHERE t.source = NEW.source AND NOT EXISTS (
                SELECT FROM reception_return c WHERE c.corrects_id = t.id)) THEN
        RAISE EXCEPTION 'what was recorded is not dismissed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION correspondence_dismissal_guard() FROM PUBLIC;
CREATE TRIGGER dismissal_is_of_a_proposal AFTER INSERT ON correspondence_dismissal
    FOR EACH ROW EXECUTE FUNCTION correspondence_dismissal_guard();
