-- name: put_service_version
INSERT INTO services_version (municipality, service, version, files, kept) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (municipality, service, version) DO UPDATE SET files = excluded.files

-- name: put_service_publication
INSERT INTO services_publication (municipality, service, sequence, version, valid_from, slot, origin, published, written_by, approved_by, note, withdrawn, changed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $3)

-- name: withdraw_service_publication
UPDATE services_publication SET withdrawn = 1, changed = $4 WHERE municipality = $1 AND service = $2 AND sequence = $3

-- name: put_service_draft
INSERT INTO services_draft (municipality, service, version, files, based_on, waiting, editors, valid_from, note, answer, changed)
VALUES ($1, $2, $3, $4, $5, 0, $6, '', '', '', $7)
ON CONFLICT (municipality, service) DO UPDATE
SET version = excluded.version, files = excluded.files, based_on = excluded.based_on, waiting = 0, editors = excluded.editors, changed = excluded.changed

-- name: service_draft_waits
UPDATE services_draft SET version = $3, waiting = 1, valid_from = $4, note = $5, answer = '', changed = $6 WHERE municipality = $1 AND service = $2

-- name: service_draft_returned
UPDATE services_draft SET version = $3, waiting = 0, answer = $4, changed = $5 WHERE municipality = $1 AND service = $2

-- name: service_draft_gone
DELETE FROM services_draft WHERE municipality = $1 AND service = $2
