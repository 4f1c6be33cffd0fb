-- A paper is seen with its case. A draft changes; what was made never does, and only goes forward.

ALTER TABLE papers_paper ENABLE ROW LEVEL SECURITY;
CREATE POLICY paper_seen ON papers_paper FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY paper_drafted ON papers_paper FOR INSERT TO izdes_app WITH CHECK (
    state = 'draft' AND drafted_by_id = (SELECT office_officer()) AND office_writes_case(case_id));
CREATE POLICY paper_changed ON papers_paper FOR UPDATE TO izdes_app
    USING (office_writes_case(case_id));

CREATE FUNCTION papers_paper_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'annulled' THEN
        RAISE EXCEPTION 'a paper that was annulled does not change';
    END IF;
    IF OLD.number <> '' AND (
        NEW.number, NEW.digest, NEW.content, NEW.fields, NEW.form, NEW.language, NEW.case_id,
        NEW.made_by_id, NEW.made_at, NEW.file_id, NEW.translation_of_id, NEW.translator
    ) IS DISTINCT FROM (
        OLD.number, OLD.digest, OLD.content, OLD.fields, OLD.form, OLD.language, OLD.case_id,
        OLD.made_by_id, OLD.made_at, OLD.file_id, OLD.translation_of_id, OLD.translator
    ) THEN
        RAISE EXCEPTION 'a paper that was made does not change';
    END IF;
    IF OLD.state = 'signed' AND (
        NEW.signed_by_id, NEW.signed_at, NEW.signed_file_id
    ) IS DISTINCT FROM (OLD.signed_by_id, OLD.signed_at, OLD.signed_file_id) THEN
        RAISE EXCEPTION 'a signature stays as it was made';
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'draft' AND NEW.state IN ('made', 'annulled'))
        OR (OLD.state = 'made' AND NEW.state IN ('signed', 'annulled'))
        OR (OLD.state = 'signed' AND NEW.state = 'annulled')
    ) THEN
        RAISE EXCEPTION 'a paper goes from draft to made to signed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER papers_paper_goes_forward BEFORE UPDATE ON papers_paper
    FOR EACH ROW EXECUTE FUNCTION papers_paper_guard();

-- The language of proceedings changes by a signed decree of the case, and in no other way.
CREATE FUNCTION papers_language_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.language IS DISTINCT FROM OLD.language AND NOT EXISTS (
        SELECT FROM papers_paper WHERE case_id = NEW.id AND form = 'language_change'
            AND state = 'signed' AND fields ->> 'to_language' = NEW.language
    ) THEN
        RAISE EXCEPTION 'the language of proceedings changes by a decree';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_case_language_by_decree BEFORE UPDATE OF language ON cases_case
    FOR EACH ROW EXECUTE FUNCTION papers_language_guard();

-- Whether the office made a paper of this number and content; whoever asks learns body and day only.
CREATE FUNCTION paper_confirmed(given_number text, given_digest text)
RETURNS TABLE (body_bin text, body_kk text, body_ru text, body_en text, made_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT body.bin, body.name_kk, body.name_ru, body.name_en,
        (paper.made_at AT TIME ZONE 'Asia/Almaty')::date
    FROM papers_paper paper JOIN cases_case ON cases_case.id = paper.case_id
    JOIN officers_body body ON body.id = cases_case.unit_id
    WHERE paper.number = given_number AND paper.digest = given_digest AND given_number <> ''
        AND paper.state IN ('made', 'signed')
$$;

REVOKE ALL ON FUNCTION papers_language_guard(), paper_confirmed(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paper_confirmed(text, text) TO izdes_app, izdes_institutions;
