-- Books beside the projections: words, photo files, drafts. What is destroyed here is gone.

-- name: insert_words
INSERT INTO case_words (municipality, number, version, words, address, answers, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: replace_words
UPDATE case_words SET words = $4, sealed = '' WHERE municipality = $1 AND number = $2 AND version = $3

-- name: replace_address
UPDATE case_words SET address = $3 WHERE municipality = $1 AND number = $2 AND version = 1

-- name: clear_answers
UPDATE case_words SET answers = '{}' WHERE municipality = $1 AND number = $2 AND version = 1

-- name: words_of
SELECT words, sealed FROM case_words WHERE municipality = $1 AND number = $2 AND version = $3

-- name: insert_photo_file
INSERT INTO case_photo_file (municipality, id, kept_at, aside, large, thumbnail) VALUES ($1, $2, $3, $4, $5, $6)

-- name: claim_photo_file
UPDATE case_photo_file SET aside = 0 WHERE municipality = $1 AND id = $2 AND aside = 1

-- name: delete_photo_file
DELETE FROM case_photo_file WHERE municipality = $1 AND id = $2

-- name: delete_photos_aside
DELETE FROM case_photo_file WHERE municipality = $1 AND aside = 1 AND kept_at < $2

-- name: large_photo
SELECT f.large, p.number, r.visibility FROM case_photo_file f
LEFT JOIN case_photo p ON p.municipality = f.municipality AND p.id = f.id
LEFT JOIN case_report r ON r.municipality = p.municipality AND r.number = p.number
WHERE f.municipality = $1 AND f.id = $2

-- name: thumbnail_photo
SELECT f.thumbnail, p.number, r.visibility FROM case_photo_file f
LEFT JOIN case_photo p ON p.municipality = f.municipality AND p.id = f.id
LEFT JOIN case_report r ON r.municipality = p.municipality AND r.number = p.number
WHERE f.municipality = $1 AND f.id = $2

-- name: insert_draft
INSERT INTO case_draft (municipality, id, content, saved) VALUES ($1, $2, $3, $4)

-- name: update_draft
UPDATE case_draft SET content = $3, saved = $4 WHERE municipality = $1 AND id = $2

-- name: draft_of
SELECT content, saved FROM case_draft WHERE municipality = $1 AND id = $2

-- name: delete_drafts
DELETE FROM case_draft WHERE municipality = $1 AND saved < $2
