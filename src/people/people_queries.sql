-- name: person_by_email
SELECT id, sealed_key, sealed_contact, bounced_at FROM people_person WHERE municipality = $1 AND email_index = $2

-- Several people may share a phone: the first of them.
-- name: person_by_phone
SELECT id, sealed_key, sealed_contact, bounced_at FROM people_person
WHERE municipality = $1 AND phone_index = $2 ORDER BY created, id LIMIT 1

-- name: person_by_id
SELECT id, sealed_key, sealed_contact, bounced_at FROM people_person WHERE municipality = $1 AND id = $2

-- name: sealed_text_by_id
SELECT t.person, t.sealed, p.sealed_key FROM people_sealed_text t
JOIN people_person p ON p.municipality = t.municipality AND p.id = t.person
WHERE t.municipality = $1 AND t.id = $2

-- name: accesses_of
SELECT staff, purpose, subject, at FROM people_access WHERE municipality = $1 AND person = $2
ORDER BY at DESC, staff, purpose, subject LIMIT $3

-- name: staff_of_municipality
SELECT s.id, c.login, c.display_name, s.roles, s.areas_of_work, s.team, s.active FROM people_staff s
JOIN people_credential c ON c.municipality = s.municipality AND c.staff = s.id
WHERE s.municipality = $1 ORDER BY c.display_name, s.id

-- name: staff_by_id
SELECT s.id, c.login, c.display_name, s.roles, s.areas_of_work, s.team, s.active FROM people_staff s
JOIN people_credential c ON c.municipality = s.municipality AND c.staff = s.id
WHERE s.municipality = $1 AND s.id = $2

-- name: credential_by_login
SELECT c.staff, c.password_hash FROM people_credential c
JOIN people_staff s ON s.municipality = c.municipality AND s.id = c.staff
WHERE c.municipality = $1 AND c.login = $2 AND s.active = 1

-- name: login_of
SELECT login FROM people_credential WHERE municipality = $1 AND staff = $2

-- name: login_exists
SELECT 1 FROM people_credential WHERE municipality = $1 AND login = $2

-- name: session_by_id
SELECT s.id, c.login, c.display_name, s.roles, s.areas_of_work, s.team, s.active, n.last_used, n.expires FROM people_session n
JOIN people_staff s ON s.municipality = n.municipality AND s.id = n.staff
JOIN people_credential c ON c.municipality = n.municipality AND c.staff = n.staff
WHERE n.municipality = $1 AND n.id = $2 AND s.active = 1

-- name: failures_of
SELECT failures, last_at FROM people_sign_in_failure WHERE municipality = $1 AND subject = $2

-- name: keys_of_municipality
SELECT id, name, contact, per_minute, per_day, active, issued FROM people_api_key WHERE municipality = $1 ORDER BY issued DESC, id

-- name: key_by_hash
SELECT id, name, contact, per_minute, per_day, active, issued FROM people_api_key WHERE municipality = $1 AND hash = $2 AND active = 1
