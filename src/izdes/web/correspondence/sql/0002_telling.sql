-- What a victim may know of correspondence: that an institution was asked in her case, that it answered,
-- and that some of her own money is held. No account, no sum, nothing of a sealed request or case.

CREATE FUNCTION correspondence_gather(back interval) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found int;
BEGIN
    INSERT INTO reception_word (complaint_id, kind, at, detail)
    WITH hers AS (
        SELECT complaint.id, complaint.language, complaint.case_id
        FROM cases_complaint complaint JOIN cases_case its_case ON its_case.id = complaint.case_id
        WHERE complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
            AND NOT its_case.is_sealed),
    told AS (
        -- An institution is named once, however often it is asked.
        SELECT request.case_id, request.addressee_id, min(request.sent_at) AS asked_at,
            min(request.answered_at) AS answered_at
        FROM correspondence_request request
        WHERE request.sent_at IS NOT NULL AND NOT request.is_sealed AND request.kind = 'request'
            AND request.case_id IN (SELECT case_id FROM hers)
        GROUP BY request.case_id, request.addressee_id)
    SELECT fact.complaint_id, fact.kind, fact.at, fact.detail::text
    FROM (
        SELECT hers.id AS complaint_id, turn.kind, turn.at, jsonb_build_object('to',
            CASE hers.language WHEN 'ru' THEN body.name_ru WHEN 'en' THEN body.name_en
                ELSE body.name_kk END) AS detail
        FROM hers JOIN told ON told.case_id = hers.case_id
        JOIN officers_body body ON body.id = told.addressee_id
        CROSS JOIN LATERAL (VALUES ('asked', told.asked_at), ('answered', told.answered_at))
            AS turn (kind, at)
        WHERE turn.at IS NOT NULL
        UNION ALL
        -- Hers: the trace of her case says that her own claim rests on that account.
        SELECT hers.id, 'held', min(hold.since), '{}'::jsonb
        FROM hers JOIN correspondence_traced traced ON traced.case_id = hers.case_id
        JOIN correspondence_subject subject ON subject.account = traced.account
        JOIN correspondence_hold hold ON hold.subject_id = subject.id AND hold.status = 'held'
        WHERE EXISTS (
            SELECT FROM jsonb_array_elements(traced.pieces) piece
            WHERE split_part(piece ->> 'claim_id', '/', 1) = hers.id::text)
        GROUP BY hers.id
    ) AS fact
    WHERE fact.at >= statement_timestamp() - back
        -- The first hold is told; later ones change nothing of what she is told.
        AND NOT (fact.kind = 'held' AND EXISTS (
            SELECT FROM reception_word word
            WHERE word.complaint_id = fact.complaint_id AND word.kind = 'held'))
    ON CONFLICT ON CONSTRAINT a_fact_is_said_once DO NOTHING;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

REVOKE ALL ON FUNCTION correspondence_gather(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION correspondence_gather(interval) TO izdes_app;
