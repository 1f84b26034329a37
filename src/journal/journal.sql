-- name: head_of
SELECT position, seal FROM journal_event WHERE municipality = $1 ORDER BY position DESC LIMIT 1

-- name: insert_event
INSERT INTO journal_event (municipality, position, stream, version, type, at, actor, data, seal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: events_of_stream
SELECT position, version, type, at, actor, data FROM journal_event
WHERE municipality = $1 AND stream = $2 ORDER BY version

-- name: events_after
SELECT position, stream, version, type, at, actor, data FROM journal_event
WHERE municipality = $1 AND position > $2 ORDER BY position LIMIT $3

-- name: sealed_events_after
SELECT position, stream, version, type, at, actor, data, seal FROM journal_event
WHERE municipality = $1 AND position > $2 ORDER BY position LIMIT $3

-- name: next_municipality
SELECT municipality FROM journal_event WHERE municipality > $1 ORDER BY municipality LIMIT 1

-- name: receipt_of
SELECT result FROM journal_receipt WHERE municipality = $1 AND key = $2

-- name: insert_receipt
INSERT INTO journal_receipt (municipality, key, result, at) VALUES ($1, $2, $3, $4)

-- name: insert_outgoing
INSERT INTO journal_outbox (municipality, id, channel, payload, created, due, attempts, state)
VALUES ($1, $2, $3, $4, $5, $6, 0, 'waiting')

-- name: due_outgoing
SELECT municipality, id, payload, attempts, created FROM journal_outbox
WHERE state = 'waiting' AND channel = $1 AND due <= $2 ORDER BY due LIMIT $3

-- name: lease_outgoing
UPDATE journal_outbox SET due = $3, attempts = attempts + 1 WHERE municipality = $1 AND id = $2

-- name: settle_outgoing
UPDATE journal_outbox SET state = $3, due = $4, reason = $5 WHERE municipality = $1 AND id = $2

-- name: outgoing_counts
SELECT state, count(*) FROM journal_outbox GROUP BY state
