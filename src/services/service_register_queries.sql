-- name: newest_service_change
SELECT COALESCE(MAX(changed), 0) FROM services_publication WHERE municipality = $1

-- name: service_publications_in_force
SELECT service, version, sequence, valid_from, slot, origin FROM services_publication WHERE municipality = $1 AND withdrawn = 0 ORDER BY service, valid_from, sequence

-- name: service_publications_by_service
SELECT service, version, sequence, valid_from, origin, published, written_by, approved_by, note, withdrawn
FROM services_publication WHERE municipality = $1 AND service = $2 ORDER BY sequence DESC

-- name: service_version_files
SELECT files FROM services_version WHERE municipality = $1 AND service = $2 AND version = $3

-- name: service_draft
SELECT service, version, files, based_on, waiting, editors, valid_from, note, answer, changed FROM services_draft WHERE municipality = $1 AND service = $2

-- name: service_drafts
SELECT service, version, '', based_on, waiting, editors, valid_from, note, answer, changed FROM services_draft WHERE municipality = $1 ORDER BY changed DESC, service
