-- name: insert_staff
INSERT INTO people_staff (municipality, id, roles, areas_of_work, team, active) VALUES ($1, $2, $3, $4, $5, 1)

-- name: update_staff
UPDATE people_staff SET roles = $3, areas_of_work = $4, team = $5 WHERE municipality = $1 AND id = $2

-- name: deactivate_staff
UPDATE people_staff SET active = 0 WHERE municipality = $1 AND id = $2

-- name: insert_api_key
INSERT INTO people_api_key (municipality, id, hash, name, contact, per_minute, per_day, active, issued)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)

-- name: deactivate_api_key
UPDATE people_api_key SET active = 0 WHERE municipality = $1 AND id = $2

-- name: insert_mandate
INSERT INTO people_mandate (municipality, id, represented, holder, based_on, scopes, may_pass_on, valid_from, valid_until, given, given_by, ended, ended_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL)

-- name: end_mandate
UPDATE people_mandate SET ended = $3, ended_by = $4 WHERE municipality = $1 AND id = $2

-- name: insert_correction
INSERT INTO people_correction (municipality, id, person, fact, words, asked, outcome, answer, answered, answered_by)
VALUES ($1, $2, $3, $4, $5, $6, '', '', NULL, '')

-- name: answer_correction
UPDATE people_correction SET outcome = $3, answer = $4, answered = $5, answered_by = $6 WHERE municipality = $1 AND id = $2
