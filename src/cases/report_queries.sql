-- Reads. A report comes with its public words, a line of a list with what the list shows.

-- name: report_by_number
SELECT r.number, r.kind, r.kind_version, r.status, r.outcome, r.visibility, r.channel, r.language, r.lat, r.lon, r.district, r.street_class, r.zipcode, r.answer_keys,
    r.opened, r.updated, r.due, r.closed, r.paused_since, r.paused, r.team, r.contractor, r.staff, r.rule_id,
    r.rule_table, r.limit_hours, r.limit_days, r.merged_into, r.split_from, r.followers, r.first_photo, r.version, r.reporter, r.follow_hash, r.reference,
    w.words, w.address, w.answers, w.sealed
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.number = $2

-- name: version_of
SELECT version FROM case_report WHERE municipality = $1 AND number = $2

-- name: photos_of
SELECT version, id FROM case_photo WHERE municipality = $1 AND number = $2 ORDER BY version, ordinal

-- name: last_number_before
SELECT number FROM case_report WHERE municipality = $1 AND number < $2 ORDER BY number DESC LIMIT 1

-- name: number_by_reference
SELECT number, status FROM case_report WHERE municipality = $1 AND reference = $2 AND reference <> ''

-- name: happenings_of
SELECT h.version, h.type, h.at, h.actor, h.internal, h.data, w.words, w.sealed
FROM case_happening h LEFT JOIN case_words w ON w.municipality = h.municipality AND w.number = h.number AND w.version = h.version
WHERE h.municipality = $1 AND h.number = $2 ORDER BY h.version

-- name: followers_of
SELECT person, follow_hash FROM case_follower WHERE municipality = $1 AND number = $2 ORDER BY person

-- name: person_elsewhere
SELECT (SELECT count(*) FROM case_report WHERE municipality = $1 AND reporter = $2 AND reporter <> '' AND number <> $3 AND merged_into <> $3)
    + (SELECT count(*) FROM case_follower WHERE municipality = $1 AND person = $2 AND number <> $3)

-- name: beginnings_of
SELECT r.number, substr(w.words, 1, 200) FROM case_report r
JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.number IN (SELECT value FROM json_each($2)) AND r.visibility = 'open'

-- name: beginnings_of (postgres)
SELECT r.number, substr(w.words, 1, 200) FROM case_report r
JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.number IN (SELECT jsonb_array_elements_text($2::jsonb)) AND r.visibility = 'open'

-- name: browse_all
SELECT r.number, r.kind, w.words, w.address, r.district, r.team, r.outcome, r.staff, r.status, r.visibility, r.lat, r.lon,
    r.opened, r.updated, r.due, r.paused_since, r.followers, r.first_photo
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.visibility = 'open' AND (r.opened, r.number) < ($2, $3) AND r.opened >= $4
  AND ($5 = '' OR r.district = $5) AND ($6 = '' OR ($6 = 'closed') = (r.status = 'closed'))
ORDER BY r.opened DESC, r.number DESC LIMIT $7

-- name: browse_kind
SELECT r.number, r.kind, w.words, w.address, r.district, r.team, r.outcome, r.staff, r.status, r.visibility, r.lat, r.lon,
    r.opened, r.updated, r.due, r.paused_since, r.followers, r.first_photo
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.kind = $8 AND r.visibility = 'open' AND (r.opened, r.number) < ($2, $3) AND r.opened >= $4
  AND ($5 = '' OR r.district = $5) AND ($6 = '' OR ($6 = 'closed') = (r.status = 'closed'))
ORDER BY r.opened DESC, r.number DESC LIMIT $7

-- name: queue_open
SELECT r.number, r.kind, w.words, w.address, r.district, r.team, r.outcome, r.staff, r.status, r.visibility, r.lat, r.lon,
    r.opened, r.updated, r.due, r.paused_since, r.followers, r.first_photo
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.status <> 'closed' AND (r.due, r.number) > ($2, $3)
  AND ($4 = '' OR r.team = $4) AND ($5 = '' OR r.staff = $5) AND ($6 = '' OR r.status = $6) AND ($7 = '' OR r.visibility = $7)
  AND r.due <= $8 AND ($9 = '' OR $9 LIKE '%,' || r.kind || ',%') AND ($10 = 0 OR r.paused_since IS NULL)
ORDER BY r.due, r.number LIMIT $11

-- name: queue_closed
SELECT r.number, r.kind, w.words, w.address, r.district, r.team, r.outcome, r.staff, r.status, r.visibility, r.lat, r.lon,
    r.opened, r.updated, r.due, r.paused_since, r.followers, r.first_photo
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.status = 'closed' AND (r.updated, r.number) < ($2, $3)
  AND ($4 = '' OR r.team = $4) AND ($5 = '' OR r.staff = $5) AND ($6 = '' OR $6 LIKE '%,' || r.kind || ',%')
ORDER BY r.updated DESC, r.number DESC LIMIT $7

-- name: queue_sums
-- The open ones first, by their own index: grouped directly, all that ever came are read in the order of their kinds.
WITH r AS MATERIALIZED (SELECT kind, due, paused_since, status, visibility FROM case_report
    WHERE municipality = $1 AND status <> 'closed' AND ($2 = '' OR team = $2) AND ($4 = '' OR staff = $4))
SELECT r.kind, count(*), sum(CASE WHEN r.due > 0 AND r.due < $3 AND r.paused_since IS NULL THEN 1 ELSE 0 END),
    sum(CASE WHEN r.status = 'waiting' THEN 1 ELSE 0 END), sum(CASE WHEN r.visibility = 'awaiting_review' THEN 1 ELSE 0 END)
FROM r GROUP BY r.kind

-- name: search_opened
SELECT r.number, r.kind, r.kind_version, r.status, r.outcome, r.visibility, r.channel, r.language, r.lat, r.lon, r.district, r.street_class, r.zipcode, r.answer_keys,
    r.opened, r.updated, r.due, r.closed, r.paused_since, r.paused, r.team, r.contractor, r.staff, r.rule_id,
    r.rule_table, r.limit_hours, r.limit_days, r.merged_into, r.split_from, r.followers, r.first_photo, r.version, r.reporter, r.follow_hash, r.reference,
    w.words, w.address, w.answers, w.sealed
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.visibility = 'open' AND r.opened >= $2 AND r.opened < $3 AND r.updated >= $4 AND r.updated < $5
  AND ($6 = '' OR ($6 = 'closed') = (r.status = 'closed')) AND ($7 = '' OR $7 LIKE '%,' || r.kind || ',%')
ORDER BY r.opened DESC, r.number DESC LIMIT $8 OFFSET $9

-- name: search_updated
SELECT r.number, r.kind, r.kind_version, r.status, r.outcome, r.visibility, r.channel, r.language, r.lat, r.lon, r.district, r.street_class, r.zipcode, r.answer_keys,
    r.opened, r.updated, r.due, r.closed, r.paused_since, r.paused, r.team, r.contractor, r.staff, r.rule_id,
    r.rule_table, r.limit_hours, r.limit_days, r.merged_into, r.split_from, r.followers, r.first_photo, r.version, r.reporter, r.follow_hash, r.reference,
    w.words, w.address, w.answers, w.sealed
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.visibility = 'open' AND r.updated >= $4 AND r.updated < $5 AND r.opened >= $2 AND r.opened < $3
  AND ($6 = '' OR ($6 = 'closed') = (r.status = 'closed')) AND ($7 = '' OR $7 LIKE '%,' || r.kind || ',%')
ORDER BY r.updated DESC, r.number DESC LIMIT $8 OFFSET $9

-- name: lines_of_reporter
SELECT r.number, r.kind, w.words, w.address, r.district, r.team, r.outcome, r.staff, r.status, r.visibility, r.lat, r.lon,
    r.opened, r.updated, r.due, r.paused_since, r.followers, r.first_photo
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.reporter = $2 AND r.reporter <> '' ORDER BY r.opened DESC LIMIT $3

-- name: line_by_number
SELECT r.number, r.kind, w.words, w.address, r.district, r.team, r.outcome, r.staff, r.status, r.visibility, r.lat, r.lon,
    r.opened, r.updated, r.due, r.paused_since, r.followers, r.first_photo
FROM case_report r LEFT JOIN case_words w ON w.municipality = r.municipality AND w.number = r.number AND w.version = 1
WHERE r.municipality = $1 AND r.number = $2

-- name: last_durations
SELECT closed - opened - paused FROM case_report
WHERE municipality = $1 AND kind = $2 AND outcome = 'done' ORDER BY closed DESC LIMIT 200

-- name: town_sums
SELECT (SELECT count(*) FROM case_report WHERE municipality = $1 AND status <> 'closed'),
    (SELECT count(*) FROM case_report WHERE municipality = $1 AND updated >= $2 AND closed >= $2),
    (SELECT count(*) FROM case_report WHERE municipality = $1 AND opened >= $2)

-- name: map_points_after
SELECT number, lat, lon, kind, district, status, opened, visibility FROM case_report
WHERE municipality = $1 AND number > $2 ORDER BY number LIMIT $3

-- name: map_point
SELECT number, lat, lon, kind, district, status, opened, visibility FROM case_report WHERE municipality = $1 AND number = $2
