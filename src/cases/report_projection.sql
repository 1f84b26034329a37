-- Writes of the projections. Only report_projection.cpp uses these.

-- name: insert_report
INSERT INTO case_report (municipality, number, kind, kind_version, status, outcome, visibility, channel, language, lat, lon, district,
    street_class, zipcode, answer_keys, opened, updated, due, closed, paused_since, paused, team, contractor, staff, rule_id, rule_table,
    limit_hours, limit_days, merged_into, split_from, followers, first_photo, version, reporter, follow_hash, reference)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
    $29, $30, $31, $32, $33, $34, $35, $36)

-- name: update_report
UPDATE case_report SET kind = $3, kind_version = $4, status = $5, outcome = $6, visibility = $7, channel = $8, language = $9, lat = $10,
    lon = $11, district = $12, street_class = $13, zipcode = $14, answer_keys = $15, opened = $16, updated = $17, due = $18, closed = $19,
    paused_since = $20, paused = $21, team = $22, contractor = $23, staff = $24, rule_id = $25, rule_table = $26, limit_hours = $27,
    limit_days = $28, merged_into = $29, split_from = $30, followers = $31, first_photo = $32, version = $33, reporter = $34,
    follow_hash = $35, reference = $36
WHERE municipality = $1 AND number = $2

-- name: insert_happening
INSERT INTO case_happening (municipality, number, version, type, at, actor, internal, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: insert_photo
INSERT INTO case_photo (municipality, number, version, ordinal, id) VALUES ($1, $2, $3, $4, $5)

-- name: replace_photo
UPDATE case_photo SET id = $3 WHERE municipality = $1 AND id = $2

-- name: delete_photo
DELETE FROM case_photo WHERE municipality = $1 AND id = $2

-- name: insert_follower
INSERT INTO case_follower (municipality, number, person, follow_hash, since) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (municipality, number, person) DO NOTHING

-- name: delete_follower
DELETE FROM case_follower WHERE municipality = $1 AND number = $2 AND person = $3
