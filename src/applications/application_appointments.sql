-- Reads of appointments. What is said in them lies sealed.

-- name: appointments_of_number
SELECT number, id, applicant, starts, minutes, state, sequence, words, answer, changed FROM application_appointment
WHERE municipality = $1 AND number = $2 ORDER BY starts, id

-- name: appointments_of_applicant
SELECT number, id, applicant, starts, minutes, state, sequence, words, answer, changed FROM application_appointment
WHERE municipality = $1 AND applicant = $2 AND applicant <> '' AND starts > $3 AND state <> 'cancelled' ORDER BY starts, id LIMIT $4

-- name: appointments_of_town
SELECT a.number, a.id, a.applicant, a.starts, a.minutes, a.state, a.sequence, a.words, a.answer, a.changed
FROM application_appointment a JOIN application_record r ON r.municipality = a.municipality AND r.number = a.number
WHERE a.municipality = $1 AND a.starts > $2 AND a.state <> 'cancelled' AND ($3 = '' OR r.team = $3) AND ($4 = '' OR r.staff = $4)
ORDER BY a.starts, a.id LIMIT $5

