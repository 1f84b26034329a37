-- Tables of the test's own, and what tampers with the journal.
-- name: make_tally
CREATE TABLE tally (municipality TEXT, stream TEXT, n BIGINT, PRIMARY KEY (municipality, stream))

-- name: count_event
INSERT INTO tally (municipality, stream, n) VALUES ($1, $2, 1)
ON CONFLICT (municipality, stream) DO UPDATE SET n = tally.n + 1

-- name: spoil_event
UPDATE journal_event SET data = '{"n":9}' WHERE municipality = $1 AND position = $2

-- name: spoil_tally
UPDATE tally SET n = 99 WHERE municipality = $1
