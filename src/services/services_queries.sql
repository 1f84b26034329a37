-- name: all_boundaries
SELECT ehak, name, geometry FROM services_boundary ORDER BY municipality, ehak

-- name: boundary_of
SELECT name, geometry FROM services_boundary WHERE municipality = $1 AND ehak = $2

-- name: answer_templates_of
SELECT id, outcome, content FROM services_answer_template WHERE municipality = $1 ORDER BY id
