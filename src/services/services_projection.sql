-- name: put_boundary
INSERT INTO services_boundary (municipality, ehak, name, geometry, imported) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (municipality, ehak) DO UPDATE SET name = excluded.name, geometry = excluded.geometry, imported = excluded.imported

-- name: put_answer_template
INSERT INTO services_answer_template (municipality, id, outcome, content, changed, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (municipality, id) DO UPDATE
SET outcome = excluded.outcome, content = excluded.content, changed = excluded.changed, changed_by = excluded.changed_by
