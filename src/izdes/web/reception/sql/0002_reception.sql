-- What the reception may do, and what is seen of it.
--
-- The reception is an officer that is no person. It adds complaints for every body of the police, and
-- sees those that came from windows and portals as long as they are in no case; nothing else.

-- Whether a complaint came through a window: typed there by whoever reports, or by an operator while
-- she was called. A call that an officer takes in the office has a receipt of the office's own, and a
-- number of its source that is not it.
CREATE FUNCTION complaint_of_window(source text, external_id text, receipt text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT source = 'window' OR (source = 'operator' AND external_id = receipt)
$$;

CREATE FUNCTION reception_takes(source text, external_id text, receipt text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT source IN ('portal', 'import') OR complaint_of_window(source, external_id, receipt)
$$;

CREATE FUNCTION reception_holds(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_complaint WHERE id = wanted AND case_id IS NULL
            AND reception_takes(source, external_id, receipt) AND office_has_role('reception'))
$$;

CREATE POLICY complaint_received ON cases_complaint FOR INSERT TO izdes_app WITH CHECK (
    case_id IS NULL AND reception_takes(source, external_id, receipt)
    AND (SELECT office_has_role('reception')) AND unit_id IN (SELECT office_units('take')));
CREATE POLICY complaint_seen_by_reception ON cases_complaint FOR SELECT TO izdes_app USING (
    (SELECT office_has_role('reception'))
    AND case_id IS NULL AND reception_takes(source, external_id, receipt));
CREATE POLICY complaint_told_more_of ON cases_complaint FOR UPDATE TO izdes_app
    USING (
        (SELECT office_has_role('reception')) AND case_id IS NULL
        AND reception_takes(source, external_id, receipt) AND state = 'message')
    WITH CHECK (case_id IS NULL AND state = 'message');

-- What belongs to such a complaint is written where the complaint is seen: who acts is asked once a
-- statement, and not once a row.
DO $$
DECLARE
    its_table text;
BEGIN
    FOREACH its_table IN ARRAY ARRAY[
        'cases_applicant', 'cases_name_token', 'cases_payment', 'cases_loan', 'subjects_mention']
    LOOP
        EXECUTE format(
            'CREATE POLICY told_to_reception ON %I FOR INSERT TO izdes_app WITH CHECK ('
            '(SELECT office_has_role(''reception'')) '
            'AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id))',
            its_table);
    END LOOP;
END $$;
CREATE POLICY told_to_reception ON cases_attachment FOR INSERT TO izdes_app WITH CHECK (
    (SELECT office_has_role('reception'))
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id)
    AND files_is_seen(file_id));
CREATE POLICY applicant_told_more_of ON cases_applicant FOR UPDATE TO izdes_app USING (
    (SELECT office_has_role('reception'))
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));

-- Whether a package was taken before, and what it became.
CREATE FUNCTION reception_package_of(a_digest text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT complaint_id FROM reception_package
    WHERE digest = a_digest AND office_has_role('reception')
$$;

-- The complaint of a report, whatever has become of it: key, whether the reception still writes it,
-- and the highest package that was taken.
CREATE FUNCTION reception_complaint_of(a_number text, a_code bytea)
RETURNS TABLE (id bigint, is_open boolean, sequence int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT complaint.id,
        complaint.case_id IS NULL AND complaint.state = 'message'
            AND complaint.triaged_at IS NULL,
        (SELECT max(package.sequence) FROM reception_package package
         WHERE package.complaint_id = complaint.id)
    FROM cases_complaint complaint
    WHERE complaint.receipt = a_number AND complaint.code_digest = a_code
        AND complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
        AND office_has_role('reception')
$$;

-- Note that a package was taken; noting it twice is harmless.
CREATE FUNCTION reception_note(
    a_digest text, a_sender text, a_number text, a_sequence int, a_kind text, a_complaint bigint
) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT office_has_role('reception') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the reception takes packages in';
    END IF;
    INSERT INTO reception_package (digest, sender, number, sequence, kind, complaint_id, taken_at)
        VALUES (a_digest, a_sender, a_number, a_sequence, a_kind, a_complaint, clock_timestamp())
        ON CONFLICT (digest) DO NOTHING;
    RETURN FOUND;
END $$;

-- Add to a complaint what whoever reported said later, in a case or not; a package is added once.
CREATE FUNCTION reception_add(
    a_complaint bigint, a_package text, a_text text, a_moment timestamptz, a_files bigint[],
    a_names text[], a_kinds text[]
) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its_case bigint;
BEGIN
    IF NOT office_has_role('reception') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the reception adds what was sent';
    END IF;
    INSERT INTO reception_addition (complaint_id, package, at, text)
        VALUES (a_complaint, a_package, a_moment, a_text)
        ON CONFLICT (package) DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO cases_attachment (complaint_id, file_id, kind, name)
        SELECT a_complaint, file, kind, name
        FROM unnest(a_files, a_names, a_kinds) AS given (file, name, kind)
        WHERE files_is_seen(file)
        ON CONFLICT ON CONSTRAINT a_file_comes_with_a_complaint_once DO NOTHING;
    SELECT case_id INTO its_case FROM cases_complaint WHERE id = a_complaint;
    IF its_case IS NOT NULL THEN
        INSERT INTO files_use (file_id, subject_type, subject_id, case_id)
            SELECT file, 'complaint', a_complaint::text, its_case FROM unnest(a_files) AS file
            WHERE files_is_seen(file)
            ON CONFLICT ON CONSTRAINT a_use_is_known_once DO NOTHING;
    END IF;
    RETURN true;
END $$;

-- By whom a report may be signed, and the digest of the manifest in which it was sent last.
CREATE FUNCTION reception_signs(a_complaint bigint)
RETURNS TABLE (iin text, representative text, organisation text, package text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(applicant.iin, ''), coalesce(applicant.representative, ''),
        complaint.organisation,
        (SELECT taken.digest FROM reception_package taken
         WHERE taken.complaint_id = complaint.id AND taken.kind = 'report'
         ORDER BY taken.sequence DESC LIMIT 1)
    FROM cases_complaint complaint
    LEFT JOIN cases_applicant applicant ON applicant.complaint_id = complaint.id
    WHERE complaint.id = a_complaint AND office_has_role('reception')
$$;

-- Keep what was found about a signature; a later finding takes the place of one that had to wait. What it
-- answers: `signed` if the message is a statement from now on; `kept` if it is not, or was one before;
-- `known` if it was found before.
CREATE FUNCTION reception_sign(
    a_complaint bigint, a_package text, a_statement bigint, a_file bigint, a_report bigint,
    an_outcome text, a_why text, a_name text, an_iin text, a_bin text, a_certificate text,
    a_received timestamptz, a_claimed timestamptz
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its_case bigint;
BEGIN
    IF NOT office_has_role('reception') OR NOT files_is_seen(a_report) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the reception keeps signatures';
    END IF;
    INSERT INTO reception_signature AS kept (complaint_id, package, statement_id, file_id, report_id,
            outcome, why, name, iin, body_bin, certificate, received_at, claimed_at, checked_at)
        VALUES (a_complaint, a_package, a_statement, a_file, a_report, an_outcome, a_why, a_name,
            an_iin, a_bin, a_certificate, a_received, a_claimed, clock_timestamp())
        ON CONFLICT (package) DO UPDATE SET report_id = EXCLUDED.report_id,
            outcome = EXCLUDED.outcome, why = EXCLUDED.why, checked_at = EXCLUDED.checked_at
        WHERE kept.outcome = 'waiting' AND EXCLUDED.outcome <> 'waiting';
    IF NOT FOUND THEN
        RETURN 'known';
    END IF;
    INSERT INTO cases_attachment (complaint_id, file_id, kind, name)
        VALUES (a_complaint, a_report, 'signature_report', 'signature-report.json')
        ON CONFLICT ON CONSTRAINT a_file_comes_with_a_complaint_once DO NOTHING;
    SELECT case_id INTO its_case FROM cases_complaint WHERE id = a_complaint;
    IF its_case IS NOT NULL THEN
        INSERT INTO files_use (file_id, subject_type, subject_id, case_id)
            VALUES (a_report, 'complaint', a_complaint::text, its_case)
            ON CONFLICT ON CONSTRAINT a_use_is_known_once DO NOTHING;
    END IF;
    UPDATE cases_complaint SET state = 'signed', signed_how = 'e_signature', signed_at = a_received
        WHERE id = a_complaint AND state = 'message' AND an_outcome = 'accepted';
    RETURN CASE WHEN FOUND THEN 'signed' ELSE 'kept' END;
END $$;

-- Signatures that wait for roots or newer lists.
CREATE FUNCTION reception_unsure(most int)
RETURNS TABLE (complaint bigint, package text, number text, statement bigint, file bigint,
    received_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT kept.complaint_id, kept.package, complaint.receipt, kept.statement_id, kept.file_id,
        kept.received_at
    FROM reception_signature kept JOIN cases_complaint complaint ON complaint.id = kept.complaint_id
    WHERE kept.outcome = 'waiting' AND office_has_role('reception') ORDER BY kept.id LIMIT most
$$;

-- Place a report anew, of which only now is known where whoever reported lives; as long as nobody has
-- entered it anywhere.
CREATE FUNCTION reception_place(a_complaint bigint, a_unit bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE cases_complaint SET unit_id = a_unit
        WHERE id = a_complaint AND unit_id <> a_unit AND state = 'message' AND triaged_at IS NULL
            AND intake_number = '' AND reception_holds(id)
            AND a_unit IN (SELECT office_units('take'))
            AND (SELECT region IS NULL FROM officers_body WHERE id = unit_id);
    RETURN FOUND;
END $$;

-- Write down what became facts of complaints that came from windows since the last time, in words
-- that name nobody; how many are new. An officer may enter a signature some time after it was given.
CREATE FUNCTION reception_gather(back interval) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found int;
BEGIN
    INSERT INTO reception_word (complaint_id, kind, at, detail)
    SELECT fact.complaint_id, fact.kind, fact.at, jsonb_strip_nulls(fact.detail)::text
    FROM (
        SELECT id AS complaint_id, 'taken' AS kind, received_at AS at, '{}'::jsonb AS detail
        FROM cases_complaint
        WHERE complaint_of_window(source, external_id, receipt)
            AND received_at >= statement_timestamp() - back
        UNION ALL
        -- An electronic signature counts from the moment at which the office has found it good.
        SELECT id, 'signed', coalesce((
            SELECT min(signature.checked_at) FROM reception_signature signature
            WHERE signature.complaint_id = cases_complaint.id AND signed_how = 'e_signature'
                AND signature.outcome = 'accepted'), signed_at), '{}'::jsonb
        FROM cases_complaint
        WHERE complaint_of_window(source, external_id, receipt)
            AND signed_at IS NOT NULL
            AND received_at >= statement_timestamp() - back - interval '120 days'
        UNION ALL
        SELECT signature.complaint_id, 'unsigned', signature.checked_at, '{}'::jsonb
        FROM reception_signature signature
        JOIN cases_complaint complaint ON complaint.id = signature.complaint_id
        WHERE signature.outcome = 'refused' AND complaint.state = 'message'
            AND complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
            AND signature.checked_at >= statement_timestamp() - back
        UNION ALL
        -- Her own money, told once; a correction is another thing that is told.
        SELECT complaint.id, CASE WHEN paid.corrects_id IS NULL THEN 'returned'
                WHEN paid.amount_minor = 0 THEN 'return_withdrawn' ELSE 'return_corrected' END,
            paid.recorded_at, jsonb_build_object(
                'amount_minor', paid.amount_minor::text, 'currency', paid.currency,
                'day', to_char(paid.returned_on, 'DD.MM.YYYY'), 'by', paid.payer)
        FROM reception_return paid
        JOIN cases_complaint complaint ON complaint.id = paid.complaint_id
        JOIN cases_case its_case ON its_case.id = complaint.case_id AND NOT its_case.is_sealed
        WHERE complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
            AND paid.recorded_at >= statement_timestamp() - back
        UNION ALL
        SELECT complaint.id, outcome.kind, outcome.decided_at,
            jsonb_build_object(
                'register_number', its_case.number, 'norm', nullif(outcome.norm, ''),
                'unit', CASE complaint.language WHEN 'ru' THEN body.name_ru
                    WHEN 'en' THEN body.name_en ELSE body.name_kk END)
        FROM cases_complaint complaint
        JOIN cases_outcome outcome ON outcome.complaint_id = complaint.id
        LEFT JOIN cases_case its_case ON its_case.id = outcome.case_id AND NOT its_case.is_sealed
        LEFT JOIN officers_body body ON body.id = coalesce(outcome.to_unit_id, outcome.unit_id)
        WHERE complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
            AND outcome.decided_at >= statement_timestamp() - back
        UNION ALL
        SELECT complaint.id, 'victim', victim.recorded_at, '{}'::jsonb
        FROM investigation_victim victim
        JOIN cases_episode episode ON episode.id = victim.episode_id
        JOIN cases_complaint complaint ON complaint.id = episode.complaint_id
        WHERE complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
            AND victim.recorded_at >= statement_timestamp() - back
        UNION ALL
        SELECT complaint.id, turn.kind, turn.at, '{}'::jsonb
        FROM investigation_term_decree decree
        JOIN cases_complaint complaint ON complaint.case_id = decree.case_id
        CROSS JOIN LATERAL (
            VALUES ('interrupted', decree.recorded_at), ('resumed', decree.until)
        ) AS turn (kind, at)
        WHERE complaint_of_window(complaint.source, complaint.external_id, complaint.receipt)
            AND decree.kind = 'excluded'
            AND decree.copied_from_id IS NULL AND turn.at IS NOT NULL
            AND decree.recorded_at >= statement_timestamp() - back - interval '400 days'
    ) AS fact
    ON CONFLICT ON CONSTRAINT a_fact_is_said_once DO NOTHING;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END $$;

-- Words that no window was told yet, with the window that is to be told.
CREATE FUNCTION reception_untold(most int)
RETURNS TABLE (id bigint, sender text, number text, kind text, at timestamptz, detail text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT word.id, package.sender, complaint.receipt, word.kind, word.at, word.detail
    FROM reception_word word
    JOIN cases_complaint complaint ON complaint.id = word.complaint_id
    JOIN LATERAL (
        SELECT taken.sender FROM reception_package taken
        WHERE taken.complaint_id = complaint.id ORDER BY taken.id LIMIT 1
    ) AS package ON true
    WHERE word.told_at IS NULL ORDER BY word.id LIMIT most
$$;

CREATE FUNCTION reception_told(words bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE reception_word SET told_at = clock_timestamp()
    WHERE id = ANY (words) AND told_at IS NULL
$$;

-- Words of which nobody was sent a notice yet, with where it goes. Only for the reception: a
-- telephone and an address leave the office by it.
CREATE FUNCTION reception_unnoticed(most int)
RETURNS TABLE (id bigint, number text, language text, kind text, at timestamptz, detail text,
    full_name text, phone text, contact text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT word.id, complaint.receipt, complaint.language, word.kind, word.at, word.detail,
        coalesce(applicant.full_name, ''), coalesce(applicant.phone, ''),
        coalesce(applicant.contact, '')
    FROM reception_word word
    JOIN cases_complaint complaint ON complaint.id = word.complaint_id
    LEFT JOIN cases_applicant applicant ON applicant.complaint_id = complaint.id
    WHERE word.noticed_at IS NULL AND office_has_role('reception')
    ORDER BY word.id LIMIT most
$$;

CREATE FUNCTION reception_noticed(words bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE reception_word SET noticed_at = clock_timestamp()
    WHERE id = ANY (words) AND noticed_at IS NULL AND office_has_role('reception')
$$;

ALTER TABLE reception_addition ENABLE ROW LEVEL SECURITY;
CREATE POLICY addition_seen ON reception_addition FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));

ALTER TABLE reception_signature ENABLE ROW LEVEL SECURITY;
CREATE POLICY signature_seen ON reception_signature FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));

ALTER TABLE reception_return ENABLE ROW LEVEL SECURITY;
CREATE POLICY return_seen ON reception_return FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY return_recorded ON reception_return FOR INSERT TO izdes_app WITH CHECK (
    recorded_by_id = (SELECT office_officer()) AND office_writes_complaint(complaint_id));

REVOKE ALL ON FUNCTION reception_holds(bigint), reception_package_of(text),
    reception_complaint_of(text, bytea),
    reception_note(text, text, text, int, text, bigint),
    reception_add(bigint, text, text, timestamptz, bigint[], text[], text[]),
    reception_signs(bigint),
    reception_sign(bigint, text, bigint, bigint, bigint, text, text, text, text, text, text,
        timestamptz, timestamptz),
    reception_unsure(int),
    reception_place(bigint, bigint), reception_gather(interval),
    reception_untold(int), reception_told(bigint[]), reception_unnoticed(int),
    reception_noticed(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reception_holds(bigint), reception_package_of(text),
    reception_complaint_of(text, bytea),
    reception_note(text, text, text, int, text, bigint),
    reception_add(bigint, text, text, timestamptz, bigint[], text[], text[]),
    reception_signs(bigint),
    reception_sign(bigint, text, bigint, bigint, bigint, text, text, text, text, text, text,
        timestamptz, timestamptz),
    reception_unsure(int),
    reception_place(bigint, bigint), reception_gather(interval),
    reception_untold(int), reception_told(bigint[]), reception_unnoticed(int),
    reception_noticed(bigint[]) TO izdes_app;
