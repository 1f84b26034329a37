-- name: insert_resident_session
INSERT INTO people_resident_session (municipality, id, person, assurance, sealed, acting, provider_session, created, last_used, expires)
VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $7, $8)

-- name: touch_resident_session
UPDATE people_resident_session SET last_used = $3 WHERE municipality = $1 AND id = $2 AND last_used < $3

-- name: renew_resident_session
UPDATE people_resident_session SET sealed = $3, expires = $4 WHERE municipality = $1 AND id = $2

-- name: set_acting
UPDATE people_resident_session SET acting = $3 WHERE municipality = $1 AND id = $2

-- name: delete_resident_session
DELETE FROM people_resident_session WHERE municipality = $1 AND id = $2

-- name: delete_resident_sessions_of
DELETE FROM people_resident_session WHERE municipality = $1 AND person = $2

-- name: delete_resident_sessions_by_provider
DELETE FROM people_resident_session WHERE municipality = $1 AND provider_session = $2

-- name: delete_expired_resident_sessions
DELETE FROM people_resident_session WHERE municipality = $1 AND expires <= $2

-- name: insert_used_once
INSERT INTO people_used_once (municipality, id, expires) VALUES ($1, $2, $3) ON CONFLICT (municipality, id) DO NOTHING

-- name: delete_expired_used_once
DELETE FROM people_used_once WHERE municipality = $1 AND expires <= $2

-- name: insert_email_link
INSERT INTO people_email_link (municipality, id, sealed, created, expires) VALUES ($1, $2, $3, $4, $5)

-- name: delete_email_link
DELETE FROM people_email_link WHERE municipality = $1 AND id = $2

-- name: delete_expired_email_links
DELETE FROM people_email_link WHERE municipality = $1 AND expires <= $2

-- name: keep_fact
INSERT INTO people_fact (municipality, person, name, source, sealed, obtained, purpose, keep_until, by_law, disputed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (municipality, person, name, source) DO UPDATE SET sealed = excluded.sealed, obtained = excluded.obtained, purpose = excluded.purpose,
    keep_until = excluded.keep_until, by_law = excluded.by_law, disputed = excluded.disputed

-- name: set_fact_disputed
UPDATE people_fact SET disputed = $5 WHERE municipality = $1 AND person = $2 AND name = $3 AND source = $4

-- name: delete_fact
DELETE FROM people_fact WHERE municipality = $1 AND person = $2 AND name = $3 AND source = $4

-- name: delete_facts_past_their_day
DELETE FROM people_fact WHERE municipality = $1 AND keep_until < $2 AND NOT EXISTS (
    SELECT 1 FROM people_hold h WHERE h.municipality = people_fact.municipality AND h.person = people_fact.person
    AND h.ended IS NULL AND (h.held_until IS NULL OR h.held_until >= $2))
AND NOT EXISTS (
    SELECT 1 FROM people_joined j JOIN people_hold h ON h.municipality = j.municipality AND h.person = j.into_person
    WHERE j.municipality = people_fact.municipality AND j.person = people_fact.person
    AND h.ended IS NULL AND (h.held_until IS NULL OR h.held_until >= $2))

-- name: keep_hold
INSERT INTO people_hold (municipality, person, reason, held_until, set_by, set_at, about, hidden_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (municipality, person, reason) DO UPDATE SET held_until = excluded.held_until, set_by = excluded.set_by, set_at = excluded.set_at,
    about = excluded.about, hidden_by = excluded.hidden_by, ended = NULL, ended_by = NULL

-- name: end_hold
UPDATE people_hold SET ended = $4, ended_by = $5 WHERE municipality = $1 AND person = $2 AND reason = $3 AND ended IS NULL

-- name: insert_staff_subject
INSERT INTO people_staff_subject (municipality, subject_index, staff) VALUES ($1, $2, $3)

-- name: delete_staff_subject
DELETE FROM people_staff_subject WHERE municipality = $1 AND staff = $2

-- name: delete_staff_subject_by_index
DELETE FROM people_staff_subject WHERE municipality = $1 AND subject_index = $2
