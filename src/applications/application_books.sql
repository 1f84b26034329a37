-- Books beside the projections: drafts and files. What is destroyed here is gone.

-- name: insert_draft
INSERT INTO application_draft (municipality, id, owner, guest_hash, for_whom, right_kind, mandate, service, service_version, page, content, started, saved, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)

-- name: draft_by_id
SELECT owner, guest_hash, for_whom, right_kind, mandate, service, service_version, page, content, started, saved, version
FROM application_draft WHERE municipality = $1 AND id = $2

-- name: update_draft
UPDATE application_draft SET service_version = $4, page = $5, content = $6, saved = $7, version = version + 1, for_whom = $8, right_kind = $9, mandate = $10
WHERE municipality = $1 AND id = $2 AND version = $3

-- name: adopt_draft
UPDATE application_draft SET owner = $4, for_whom = $4, content = $5 WHERE municipality = $1 AND id = $2 AND owner = $3 AND for_whom = $3

-- name: delete_draft
DELETE FROM application_draft WHERE municipality = $1 AND id = $2

-- name: drafts_of
SELECT id, service, service_version, for_whom, saved, right_kind FROM application_draft WHERE municipality = $1 AND owner = $2 AND guest_hash = '' AND saved >= $3 ORDER BY saved DESC LIMIT $4

-- name: all_drafts_of
SELECT id, content, service, saved FROM application_draft WHERE municipality = $1 AND owner = $2

-- name: drafts_before
SELECT id, content, owner, saved FROM application_draft WHERE municipality = $1 AND saved < $2 AND (saved, id) > ($3, $4) ORDER BY saved, id LIMIT $5

-- name: insert_file
INSERT INTO application_file (municipality, id, place, number, sealed_key, name, type, bytes, content, kept_at) VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9)

-- name: keys_of_place
SELECT id, sealed_key FROM application_file WHERE municipality = $1 AND place = $2

-- name: keys_of_number
SELECT sealed_key FROM application_file WHERE municipality = $1 AND number = $2 AND number <> ''

-- name: set_file_key
UPDATE application_file SET sealed_key = $3 WHERE municipality = $1 AND id = $2

-- name: claim_file
UPDATE application_file SET number = $4 WHERE municipality = $1 AND id = $2 AND place = $3 AND number = ''

-- name: file_by_id
SELECT name, type, bytes, content, sealed_key, number FROM application_file WHERE municipality = $1 AND id = $2

-- name: files_of_number
SELECT id, name, type, bytes FROM application_file WHERE municipality = $1 AND number = $2 AND number <> '' ORDER BY kept_at, id

-- name: delete_files_of_place
DELETE FROM application_file WHERE municipality = $1 AND place = $2 AND number = ''

-- name: delete_files_of_number
DELETE FROM application_file WHERE municipality = $1 AND number = $2 AND number <> ''

-- name: files_aside_before
SELECT id, sealed_key, place, kept_at FROM application_file
WHERE municipality = $1 AND number = '' AND kept_at < $2 AND (kept_at, id) > ($3, $4) ORDER BY kept_at, id LIMIT $5

-- name: delete_file_aside
DELETE FROM application_file WHERE municipality = $1 AND id = $2 AND number = ''
