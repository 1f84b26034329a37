-- Reads of applications. Lists read the state alone: what was asked and decided lies sealed.

-- name: record_by_number
SELECT service, service_version, status, outcome, proposal, appeal_outcome, language, channel, applicant, submitter, right_kind, mandate, company, unsigned_by, team,
    staff, working_days, calendar_days, submitted, updated, due, decided, read_at, paused_since, paused, waiting_for, waiting_until, more_asked, heard, appeal_until,
    valid_from, valid_to, content, decision, consent, guest_hash, files, version
FROM application_record WHERE municipality = $1 AND number = $2

-- name: last_number_before
SELECT number FROM application_record WHERE municipality = $1 AND number < $2 ORDER BY number DESC LIMIT 1

-- name: happenings_of
SELECT version, type, at, actor, internal, data FROM application_happening WHERE municipality = $1 AND number = $2 ORDER BY version

-- name: lines_of_applicant
SELECT number, service, service_version, status, outcome, waiting_for, submitted, updated, due, read_at, waiting_until, appeal_until, valid_to, paused_since
FROM application_record WHERE municipality = $1 AND applicant = $2 AND applicant <> '' ORDER BY submitted DESC, number DESC LIMIT $3

-- name: lines_of_applicant_older
SELECT number, service, service_version, status, outcome, waiting_for, submitted, updated, due, read_at, waiting_until, appeal_until, valid_to, paused_since
FROM application_record WHERE municipality = $1 AND applicant = $2 AND applicant <> '' AND submitted <= $3 AND (submitted, number) < ($3, $4)
ORDER BY submitted DESC, number DESC LIMIT $5

-- name: lines_of_applicant_newer
SELECT number, service, service_version, status, outcome, waiting_for, submitted, updated, due, read_at, waiting_until, appeal_until, valid_to, paused_since
FROM application_record WHERE municipality = $1 AND applicant = $2 AND applicant <> '' AND submitted >= $3 AND (submitted, number) > ($3, $4)
ORDER BY submitted, number LIMIT $5

-- name: lines_to_sign
SELECT r.number, r.service, r.service_version, r.status, r.outcome, r.proposal, r.applicant, r.submitter, r.team, r.waiting_for, r.staff, r.submitted, r.updated, r.due,
    r.decided, r.read_at, r.waiting_until, r.appeal_until, r.valid_from, r.valid_to, r.paused_since
FROM application_signature s JOIN application_record r ON r.municipality = s.municipality AND r.number = s.number
WHERE s.municipality = $1 AND s.person = $2 ORDER BY r.submitted DESC LIMIT $3

-- Their clock has not begun: they stand at the front of the queue's index.
-- name: unsigned_before
SELECT number FROM application_record WHERE municipality = $1 AND status NOT IN ('decided', 'withdrawn') AND due = 0
  AND status = 'awaiting_signature' AND waiting_until <> '' AND waiting_until < $2

-- name: queue_open
SELECT number, service, service_version, status, outcome, proposal, applicant, submitter, team, waiting_for, staff, submitted, updated, due, decided, read_at,
    waiting_until, appeal_until, valid_from, valid_to, paused_since
FROM application_record WHERE municipality = $1 AND status NOT IN ('decided', 'withdrawn') AND (due, number) > ($2, $3)
  AND ($4 = '' OR team = $4) AND ($5 = '' OR service = $5) AND ($6 = '' OR staff = $6)
  AND ($7 = 'any' OR ($7 = 'waiting' AND status = 'waiting') OR ($7 = 'appealed' AND status = 'appealed')
    OR ($7 = 'overdue' AND due > 0 AND due < $8 AND paused_since IS NULL))
ORDER BY due, number LIMIT $9

-- name: queue_decided
SELECT number, service, service_version, status, outcome, proposal, applicant, submitter, team, waiting_for, staff, submitted, updated, due, decided, read_at,
    waiting_until, appeal_until, valid_from, valid_to, paused_since
FROM application_record WHERE municipality = $1 AND decided IS NOT NULL AND (decided, number) < ($2, $3)
  AND ($4 = '' OR team = $4) AND ($5 = '' OR service = $5) AND ($6 = '' OR staff = $6)
ORDER BY decided DESC, number DESC LIMIT $7

-- name: register_all
SELECT number, service, team, outcome, decided, company, status FROM application_record
WHERE municipality = $1 AND decided IS NOT NULL AND (decided, number) < ($2, $3) AND decided >= $4 ORDER BY decided DESC, number DESC LIMIT $5

-- name: register_service
SELECT number, service, team, outcome, decided, company, status FROM application_record
WHERE municipality = $1 AND service = $6 AND decided IS NOT NULL AND (decided, number) < ($2, $3) AND decided >= $4 ORDER BY decided DESC, number DESC LIMIT $5

-- name: matters_of_applicant
SELECT number, service, status, outcome, submitted, updated, content, decision, consent, valid_to FROM application_record
WHERE municipality = $1 AND applicant = $2 AND applicant <> '' ORDER BY submitted, number

-- What is over, with its words, and has not moved since: the longest ago first.
-- name: matters_over
SELECT number, service, status, outcome, submitted, updated, content, decision, consent, valid_to FROM application_record
WHERE municipality = $1 AND status IN ('decided', 'withdrawn') AND content <> '' AND status = $2 AND updated < $3 AND (updated, number) > ($4, $5)
ORDER BY updated, number LIMIT $6

-- What an official did last in a matter: for the notices on a desk.
-- name: news_of_number
SELECT version, type, at, actor, internal, data FROM application_happening
WHERE municipality = $1 AND number = $2 AND at >= $3 AND internal = 0 AND actor LIKE 'staff/%' ORDER BY version DESC LIMIT 1
