-- name: person_by_email
SELECT id, sealed_key, sealed_contact, bounced_at FROM people_person WHERE municipality = $1 AND email_index = $2

-- Several people may share a phone: the first of them.
-- name: person_by_phone
SELECT id, sealed_key, sealed_contact, bounced_at FROM people_person
WHERE municipality = $1 AND phone_index = $2 ORDER BY created, id LIMIT 1

-- name: person_by_id
SELECT id, sealed_key, sealed_contact, bounced_at FROM people_person WHERE municipality = $1 AND id = $2

-- name: key_of_person
SELECT sealed_key FROM people_person WHERE municipality = $1 AND id = $2

-- name: sealed_text_by_id
SELECT t.person, t.sealed, p.sealed_key FROM people_sealed_text t
JOIN people_person p ON p.municipality = t.municipality AND p.id = t.person
WHERE t.municipality = $1 AND t.id = $2

-- name: accesses_of
SELECT viewer, purpose, subject, at FROM people_access WHERE municipality = $1 AND person = $2
ORDER BY at DESC, viewer, purpose, subject LIMIT $3

-- name: person_by_subject
SELECT person FROM people_subject WHERE municipality = $1 AND subject_index = $2

-- name: subject_of_person
SELECT sealed FROM people_subject WHERE municipality = $1 AND person = $2 ORDER BY created, subject_index LIMIT 1

-- name: joined_into
SELECT into_person FROM people_joined WHERE municipality = $1 AND person = $2

-- name: guests_of
SELECT person FROM people_joined WHERE municipality = $1 AND into_person = $2 ORDER BY joined_at, person

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
SELECT s.id, c.login, c.display_name, s.roles, s.areas_of_work, s.team, s.active, n.last_used, n.expires, n.renew_at FROM people_session n
JOIN people_staff s ON s.municipality = n.municipality AND s.id = n.staff
JOIN people_credential c ON c.municipality = n.municipality AND c.staff = n.staff
WHERE n.municipality = $1 AND n.id = $2 AND s.active = 1

-- name: sealed_session_by_id
SELECT sealed FROM people_session WHERE municipality = $1 AND id = $2 AND sealed IS NOT NULL

-- name: failures_of
SELECT failures, last_at FROM people_sign_in_failure WHERE municipality = $1 AND subject = $2

-- name: keys_of_municipality
SELECT id, name, contact, per_minute, per_day, active, issued FROM people_api_key WHERE municipality = $1 ORDER BY issued DESC, id

-- name: key_by_hash
SELECT id, name, contact, per_minute, per_day, active, issued FROM people_api_key WHERE municipality = $1 AND hash = $2 AND active = 1

-- name: resident_session_by_id
SELECT n.person, n.assurance, n.sealed, n.acting, n.last_used, n.expires, p.sealed_key FROM people_resident_session n
JOIN people_person p ON p.municipality = n.municipality AND p.id = n.person
WHERE n.municipality = $1 AND n.id = $2

-- name: facts_of_person
SELECT name, source, sealed, obtained, purpose, keep_until, by_law, disputed FROM people_fact WHERE municipality = $1 AND person = $2
ORDER BY name, obtained DESC, source

-- name: facts_by_name
SELECT f.name, f.source, f.sealed, f.obtained, f.purpose, f.keep_until, f.by_law, f.disputed, p.sealed_key FROM people_person p
JOIN people_fact f ON f.municipality = p.municipality AND f.person = p.id
WHERE p.municipality = $1 AND p.id = $2 ORDER BY f.name, f.source

-- name: one_fact
SELECT name, source, sealed, obtained, purpose, keep_until, by_law, disputed FROM people_fact
WHERE municipality = $1 AND person = $2 AND name = $3 AND source = $4

-- name: holds_of
SELECT reason, held_until, set_by, set_at, hidden_by, ended, ended_by FROM people_hold
WHERE municipality = $1 AND person = $2 AND ended IS NULL ORDER BY set_at, reason

-- name: held_persons
SELECT reason, held_until, set_by, set_at, hidden_by, ended, ended_by, person FROM people_hold WHERE municipality = $1
ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, set_at DESC, person, reason LIMIT $2

-- name: email_link_by_id
SELECT sealed, expires FROM people_email_link WHERE municipality = $1 AND id = $2 AND expires > $3

-- name: staff_by_subject
SELECT b.staff FROM people_staff_subject b JOIN people_staff s ON s.municipality = b.municipality AND s.id = b.staff
WHERE b.municipality = $1 AND b.subject_index = $2 AND s.active = 1

-- name: staff_is_bound
SELECT 1 FROM people_staff_subject WHERE municipality = $1 AND staff = $2

-- name: mandate_by_id
SELECT id, represented, holder, based_on, scopes, may_pass_on, valid_from, valid_until, given, ended FROM people_mandate
WHERE municipality = $1 AND id = $2

-- name: mandates_of_holder
SELECT id, represented, holder, based_on, scopes, may_pass_on, valid_from, valid_until, given, ended FROM people_mandate
WHERE municipality = $1 AND holder = $2 ORDER BY given DESC, id LIMIT $3

-- name: mandates_of_represented
SELECT id, represented, holder, based_on, scopes, may_pass_on, valid_from, valid_until, given, ended FROM people_mandate
WHERE municipality = $1 AND represented = $2 ORDER BY given DESC, id LIMIT $3

-- name: corrections_of
SELECT id, person, fact, words, answer, asked, outcome, answered, answered_by FROM people_correction
WHERE municipality = $1 AND person = $2 ORDER BY asked DESC, id

-- name: open_corrections
SELECT id, person, fact, words, answer, asked, outcome, answered, answered_by FROM people_correction
WHERE municipality = $1 AND answered IS NULL ORDER BY asked, id LIMIT $2

-- name: correction_by_id
SELECT id, person, fact, words, answer, asked, outcome, answered, answered_by FROM people_correction
WHERE municipality = $1 AND id = $2
