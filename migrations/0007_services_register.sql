-- The register of services: every version that was ever in force, what is published when, and what is being written.
CREATE TABLE services_version (
    municipality TEXT   NOT NULL,
    service      TEXT   NOT NULL,
    version      TEXT   NOT NULL,
    files        TEXT   NOT NULL,
    kept         BIGINT NOT NULL,
    PRIMARY KEY (municipality, service, version)
) @without_rowid;

CREATE TABLE services_publication (
    municipality TEXT   NOT NULL,
    service      TEXT   NOT NULL,
    sequence     BIGINT NOT NULL,
    version      TEXT   NOT NULL,
    valid_from   TEXT   NOT NULL,
    slot         TEXT   NOT NULL,
    origin       TEXT   NOT NULL,
    published    BIGINT NOT NULL,
    written_by   TEXT   NOT NULL,
    approved_by  TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    withdrawn    BIGINT NOT NULL,
    changed      BIGINT NOT NULL,
    PRIMARY KEY (municipality, service, sequence)
) @without_rowid;
CREATE INDEX services_publication_changed ON services_publication (municipality, changed);

CREATE TABLE services_draft (
    municipality TEXT    NOT NULL,
    service      TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    files        TEXT    NOT NULL,
    based_on     TEXT    NOT NULL,
    waiting      INTEGER NOT NULL,
    editors      TEXT    NOT NULL,
    valid_from   TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    answer       TEXT    NOT NULL,
    changed      BIGINT  NOT NULL,
    PRIMARY KEY (municipality, service)
) @without_rowid;
