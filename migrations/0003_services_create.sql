-- What came into the services room from outside the catalogue.
CREATE TABLE services_boundary (
    municipality TEXT   NOT NULL,
    ehak         TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    geometry     TEXT   NOT NULL,
    imported     BIGINT NOT NULL,
    PRIMARY KEY (municipality, ehak)
);

CREATE TABLE services_answer_template (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    outcome      TEXT   NOT NULL,
    content      TEXT   NOT NULL,
    changed      BIGINT NOT NULL,
    changed_by   TEXT   NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
