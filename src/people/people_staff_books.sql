-- name: insert_credential
INSERT INTO people_credential (municipality, staff, login, display_name, password_hash) VALUES ($1, $2, $3, $4, $5)

-- name: update_password
UPDATE people_credential SET password_hash = $3 WHERE municipality = $1 AND staff = $2

-- name: insert_session
INSERT INTO people_session (municipality, id, staff, created, last_used, expires, provider_session, sealed, renew_at)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)

-- name: renew_session
UPDATE people_session SET sealed = $3, expires = $4, renew_at = $5 WHERE municipality = $1 AND id = $2

-- name: delete_sessions_by_provider
DELETE FROM people_session WHERE municipality = $1 AND provider_session = $2

-- name: touch_session
UPDATE people_session SET last_used = $3 WHERE municipality = $1 AND id = $2 AND last_used < $3

-- name: delete_session
DELETE FROM people_session WHERE municipality = $1 AND id = $2

-- name: delete_sessions_of
DELETE FROM people_session WHERE municipality = $1 AND staff = $2

-- name: delete_expired_sessions
DELETE FROM people_session WHERE municipality = $1 AND expires <= $2

-- name: keep_failures
INSERT INTO people_sign_in_failure (municipality, subject, failures, last_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (municipality, subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at

-- name: take_back_failure
UPDATE people_sign_in_failure SET failures = failures - 1 WHERE municipality = $1 AND subject = $2 AND failures > 0

-- name: delete_failures_of
DELETE FROM people_sign_in_failure WHERE municipality = $1 AND subject = $2

-- name: delete_old_failures
DELETE FROM people_sign_in_failure WHERE municipality = $1 AND last_at <= $2
