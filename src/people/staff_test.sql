-- What tampers with the tables of officials and keys, so that a rebuild has something to mend.
-- name: forget_staff
DELETE FROM people_staff WHERE municipality = $1

-- name: revive_keys
UPDATE people_api_key SET active = 1 WHERE municipality = $1
