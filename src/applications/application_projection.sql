-- The only writer of application_record, application_happening, application_signature and application_appointment.

-- name: insert_record
INSERT INTO application_record (municipality, number, service, service_version, status, outcome, proposal, appeal_outcome, language, channel, applicant, submitter,
    right_kind, mandate, company, unsigned_by, team, staff, working_days, calendar_days, submitted, updated, due, decided, read_at, paused_since, paused,
    waiting_for, waiting_until, more_asked, heard, appeal_until, valid_from, valid_to, content, decision, consent, guest_hash, files, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33,
    $34, $35, $36, $37, $38, $39, $40)

-- name: update_record
UPDATE application_record SET service = $3, service_version = $4, status = $5, outcome = $6, proposal = $7, appeal_outcome = $8, language = $9, channel = $10,
    applicant = $11, submitter = $12, right_kind = $13, mandate = $14, company = $15, unsigned_by = $16, team = $17, staff = $18, working_days = $19,
    calendar_days = $20, submitted = $21, updated = $22, due = $23, decided = $24, read_at = $25, paused_since = $26, paused = $27, waiting_for = $28,
    waiting_until = $29, more_asked = $30, heard = $31, appeal_until = $32, valid_from = $33, valid_to = $34, content = $35, decision = $36, consent = $37,
    guest_hash = $38, files = $39, version = $40
WHERE municipality = $1 AND number = $2

-- name: insert_happening
INSERT INTO application_happening (municipality, number, version, type, at, actor, internal, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: insert_signature
INSERT INTO application_signature (municipality, person, number) VALUES ($1, $2, $3) ON CONFLICT (municipality, person, number) DO NOTHING

-- name: delete_signature
DELETE FROM application_signature WHERE municipality = $1 AND person = $2 AND number = $3

-- name: insert_appointment
INSERT INTO application_appointment (municipality, number, id, applicant, starts, minutes, state, sequence, words, answer, changed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: update_appointment
UPDATE application_appointment SET starts = $4, minutes = $5, state = $6, sequence = $7, words = $8, answer = $9, changed = $10
WHERE municipality = $1 AND number = $2 AND id = $3
