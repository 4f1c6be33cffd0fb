-- What an institution contests of its figures, and what headquarters says to it: seen where the
-- request is seen, added and never changed.

ALTER TABLE correspondence_score_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY score_note_seen ON correspondence_score_note FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_score_note.request_id));
CREATE POLICY score_note_given ON correspondence_score_note FOR INSERT TO izdes_app WITH CHECK (
    officer_id = (SELECT office_officer())
    AND CASE kind WHEN 'contested' THEN correspondence_answers(request_id)
        ELSE (SELECT office_has_role('hq_analyst')) AND correspondence_reads(request_id) END);
CREATE TRIGGER score_note_stays BEFORE UPDATE OR DELETE ON correspondence_score_note
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();

-- A ruling is about what was contested: the same request, the same figure.
CREATE FUNCTION correspondence_score_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.note_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM correspondence_score_note n WHERE n.id = NEW.note_id AND n.kind = 'contested'
            AND (n.request_id, n.figure) = (NEW.request_id, NEW.figure)) THEN
        RAISE EXCEPTION 'a ruling is about what was contested' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION correspondence_score_guard() FROM PUBLIC;
CREATE TRIGGER ruling_is_about_it AFTER INSERT ON correspondence_score_note
    FOR EACH ROW EXECUTE FUNCTION correspondence_score_guard();
