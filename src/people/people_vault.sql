-- name: insert_person
INSERT INTO people_person (municipality, id, sealed_key, sealed_contact, email_index, phone_index, created)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: update_person
UPDATE people_person SET sealed_contact = $3, phone_index = $4, bounced_at = NULL WHERE municipality = $1 AND id = $2

-- name: update_bouncing_person
UPDATE people_person SET sealed_contact = $3, phone_index = $4 WHERE municipality = $1 AND id = $2

-- name: blank_person
UPDATE people_person SET sealed_key = NULL, sealed_contact = NULL, email_index = NULL, phone_index = NULL, bounced_at = NULL
WHERE municipality = $1 AND id = $2

-- name: note_person_bounce
UPDATE people_person SET bounced_at = $3 WHERE municipality = $1 AND id = $2 AND sealed_key IS NOT NULL

-- name: insert_sealed_text
INSERT INTO people_sealed_text (municipality, id, person, sealed, written) VALUES ($1, $2, $3, $4, $5)

-- name: delete_sealed_text
DELETE FROM people_sealed_text WHERE municipality = $1 AND id = $2

-- name: delete_sealed_texts_of
DELETE FROM people_sealed_text WHERE municipality = $1 AND person = $2

-- name: insert_access
INSERT INTO people_access (municipality, person, at, viewer, purpose, subject) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (municipality, person, at, viewer, purpose, subject) DO NOTHING

-- name: update_contact
UPDATE people_person SET sealed_contact = $3, email_index = NULL, phone_index = NULL, bounced_at = NULL
WHERE municipality = $1 AND id = $2

-- name: insert_subject
INSERT INTO people_subject (municipality, subject_index, person, sealed, created) VALUES ($1, $2, $3, $4, $5)

-- name: delete_subjects_of
DELETE FROM people_subject WHERE municipality = $1 AND person = $2

-- name: insert_joined
INSERT INTO people_joined (municipality, person, into_person, joined_at) VALUES ($1, $2, $3, $4)
