-- name: insert_register_query
INSERT INTO people_register_query (municipality, about, at, id, question, facts, actor, by_right, purpose, purpose_words, case_ref, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'asked')

-- name: note_register_outcome
UPDATE people_register_query SET outcome = $5 WHERE municipality = $1 AND about = $2 AND at = $3 AND id = $4

-- name: register_queries_about
SELECT id, at, question, facts, actor, by_right, purpose, purpose_words, case_ref, outcome FROM people_register_query
WHERE municipality = $1 AND about = $2 ORDER BY at DESC, id LIMIT $3

-- name: delete_register_queries_before
DELETE FROM people_register_query WHERE municipality = $1 AND at < $2 AND NOT EXISTS (
    SELECT 1 FROM people_hold h WHERE h.municipality = people_register_query.municipality AND h.about = people_register_query.about
    AND h.ended IS NULL AND (h.held_until IS NULL OR h.held_until >= $3))
