-- All that the office's login may do; applied after every migration, by the owner of the tables.
-- Which rows it sees, policies say; tables of the frameworks have none, for reasons given here.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM izdes_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM izdes_app;
GRANT USAGE ON SCHEMA public TO izdes_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO izdes_app;

-- Frameworks: a session is found by its secret key before anybody is known; names of tables and
-- permissions hold nothing of a case.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO izdes_app;
GRANT SELECT ON django_migrations, django_content_type, auth_permission TO izdes_app;

-- Jobs hold numbers of rows, never their contents.
GRANT SELECT, INSERT, UPDATE, DELETE ON
    procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    TO izdes_app;

-- The journal is read here and written by its functions alone.
GRANT SELECT ON journal_entry, journal_value, journal_head, journal_reading TO izdes_app;

-- Signing in: its four kinds of rows have policies, but for counters of attempts, which are numbers
-- under digests and are needed before anybody is known. Addresses of e-mail and accounts elsewhere
-- are asked for by the framework and never written here: nobody has any.
GRANT SELECT, INSERT, UPDATE, DELETE ON
    signing_in_counter, mfa_authenticator, usersessions_usersession TO izdes_app;
GRANT SELECT (
    id, person_id, ground, forgets_factors, state, proposed_by_id, proposed_at, decided_by_id,
    decided_at, expires_at, used_at) ON signing_in_recovery TO izdes_app;
GRANT INSERT ON signing_in_recovery TO izdes_app;
GRANT UPDATE (state, decided_by_id, decided_at, second_digest, expires_at)
    ON signing_in_recovery TO izdes_app;
GRANT SELECT ON
    account_emailaddress, socialaccount_socialapp, socialaccount_socialaccount,
    socialaccount_socialtoken TO izdes_app;

-- Officers. Of a post only its decision and its end can change; a login stays.
GRANT SELECT, INSERT, UPDATE ON
    officers_body, officers_supervision, officers_requirement TO izdes_app;
GRANT SELECT, INSERT ON officers_officer TO izdes_app;
GRANT UPDATE (password, full_name, iin, language, is_active) ON officers_officer TO izdes_app;
GRANT SELECT, INSERT ON officers_post, officers_certificate TO izdes_app;
GRANT UPDATE (state, decided_by_id, decided_at, until, ended_by_id) ON officers_post TO izdes_app;

-- The law. What was installed stays; of an override only its one decision is written.
GRANT SELECT, INSERT ON
    law_pack, law_text, law_override, law_withdrawal, law_edition, law_edition_override
    TO izdes_app;
GRANT UPDATE (state, decided_by_id, decided_at) ON law_override TO izdes_app;

-- Identifiers are written by `subject_identifier` alone; nobody takes back a look-up or a mention.
GRANT SELECT ON subjects_identifier TO izdes_app;
GRANT SELECT, INSERT ON subjects_mention, subjects_lookup TO izdes_app;
-- What an answer states stays as it was kept; a corrected answer ends it.
GRANT SELECT, INSERT ON subjects_stated TO izdes_app;
GRANT UPDATE (retracted_at) ON subjects_stated TO izdes_app;

-- Cases. A number, a unit and a moment stay: a transfer is a matter of its own. Who is in a case, who
-- asked and who was let in stays as it was said; only ends change. What a complaint tells is added to
-- and not changed; the complaint itself until it is signed, which a trigger sees to.
GRANT SELECT, INSERT ON cases_case, cases_complaint TO izdes_app;
GRANT UPDATE (form, state, category, is_sealed, scheme, language, intake_number)
    ON cases_case TO izdes_app;
GRANT UPDATE (
    case_id, region, language, narrative_digest, scheme, proposed_scheme, narrative, occurred_from,
    occurred_to, total_minor, is_in_progress, organisation, state, signed_how, signed_at,
    intake_number, intake_at, triaged_at) ON cases_complaint TO izdes_app;
GRANT SELECT, INSERT ON
    cases_applicant, cases_name_token, cases_payment, cases_loan, cases_attachment, cases_outcome
    TO izdes_app;
GRANT UPDATE (
    full_name, iin, phone, contact, birth_year, sex, organisation_name, representative)
    ON cases_applicant TO izdes_app;
GRANT SELECT, INSERT, UPDATE ON cases_episode TO izdes_app;
GRANT SELECT, INSERT ON cases_member, cases_access_request, cases_grant TO izdes_app;
GRANT UPDATE (until) ON cases_member TO izdes_app;
GRANT UPDATE (state, decided_by_id, decided_at, reason) ON cases_access_request TO izdes_app;
GRANT UPDATE (expires_at) ON cases_grant TO izdes_app;

-- The course of a case. Decisions, notes and movements stay as they were written; a task, a recording
-- and the ends of what lasts change. That a transfer is done, a function writes.
GRANT SELECT, INSERT ON
    investigation_qualification, investigation_term_decree, investigation_task,
    investigation_recording, investigation_note, investigation_victim, investigation_confirmation,
    investigation_movement, investigation_copy, investigation_returned_number TO izdes_app;
GRANT UPDATE (until) ON investigation_term_decree TO izdes_app;
GRANT UPDATE (
    title, assignee_id, due_at, state, outcome, changed_by_id, changed_at, version)
    ON investigation_task TO izdes_app;
GRANT UPDATE (told_days, state, version) ON investigation_recording TO izdes_app;
GRANT UPDATE (sent_at, sent_by_id, receipt) ON investigation_copy TO izdes_app;
GRANT UPDATE (case_id) ON investigation_victim TO izdes_app;

-- Funds. Answers are read, and cases traced, through functions; rows on their way in go one way.
GRANT SELECT ON
    funds_answer, funds_statement, funds_row, funds_fault, funds_alias, funds_tracing, funds_trace,
    funds_claim, funds_place, funds_account, funds_transfer, funds_hop, funds_ending, funds_next_step
    TO izdes_app;
GRANT SELECT, INSERT ON funds_case_answer, funds_correction TO izdes_app;
GRANT INSERT ON funds_incoming TO izdes_app;

-- Reception. What was added later is added by a function, and stays as it came.
GRANT SELECT ON reception_addition, reception_signature TO izdes_app;
GRANT SELECT, INSERT ON reception_return TO izdes_app;

-- Correspondence. What a request is stays; how far it has come changes step by step, which triggers see
-- to. What was signed, decided, received and answered is added. Numbers of registers, a function gives.
GRANT SELECT, INSERT ON
    correspondence_request, correspondence_signature, correspondence_verification,
    correspondence_decision, correspondence_receipt, correspondence_answer,
    correspondence_answer_file, correspondence_answer_subject, correspondence_hold,
    correspondence_notice, correspondence_signal, correspondence_subject, correspondence_score_note,
    correspondence_block, correspondence_enclosure, correspondence_dismissal
    TO izdes_app;
GRANT UPDATE (
    case_id, draft, state, batch, paper, digest, signed_by_id, signed_at, submitted_at, decided_at,
    sent_at, delivered_at, due_at, answered_at, ended_at, amount_outcome) ON correspondence_request TO izdes_app;
GRANT UPDATE (status) ON correspondence_subject TO izdes_app;
GRANT UPDATE (ended_at, ended_why, cleared_at, cleared_by_id, cleared_why)
    ON correspondence_hold TO izdes_app;
GRANT UPDATE (told_at, told_by_id, how, waived_why) ON correspondence_notice TO izdes_app;
GRANT UPDATE (over, over_at, over_by_id, over_why) ON correspondence_block TO izdes_app;

-- Plans come in by functions alone, where nobody acts. Whose turn it is and the money of other cases
-- only these functions read.
GRANT SELECT ON loop_plan, loop_spot, loop_stop, loop_proposed TO izdes_app;
GRANT SELECT, INSERT ON loop_rules TO izdes_app;

-- Papers. A draft changes, what was made does not: a trigger sees to it. Nothing is deleted.
GRANT SELECT, INSERT ON papers_paper TO izdes_app;
GRANT UPDATE (
    fields, version, state, number, content, digest, changed_by_id, changed_at, file_id, made_by_id,
    made_at, signed_file_id, signed_by_id, signed_at, annulled_by_id, annulled_at, reason)
    ON papers_paper TO izdes_app;

-- Files come in, and change their state, through functions alone.
GRANT SELECT ON files_file, files_upload TO izdes_app;
GRANT SELECT, INSERT ON files_use TO izdes_app;

-- Linking's login reads who names what and what officers said of it: no name, no narrative, no page.
-- What it keeps lies in a schema of its own.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM izdes_engine;
GRANT USAGE ON SCHEMA public TO izdes_engine;
GRANT SELECT (id, received_at, reported_at, occurred_from, region, scheme)
    ON cases_complaint TO izdes_engine;
GRANT SELECT (complaint_id, to_raw, amount_minor, currency) ON cases_payment TO izdes_engine;
GRANT SELECT (id, kind, value) ON subjects_identifier TO izdes_engine;
GRANT SELECT (identifier_id, complaint_id, raw, role) ON subjects_mention TO izdes_engine;
GRANT SELECT (id, complaint_a_id, complaint_b_id, verdict, at, by_id, withdrawn_at)
    ON subjects_judgement TO izdes_engine;
GRANT SELECT ON subjects_hub_verdict TO izdes_engine;
