-- Projections: written from events alone, a rebuild makes them again.
CREATE TABLE people_staff (
    municipality  TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    roles         TEXT    NOT NULL,
    areas_of_work TEXT    NOT NULL,
    team          TEXT    NOT NULL,
    active        INTEGER NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;

CREATE TABLE people_api_key (
    municipality TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    hash         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    contact      TEXT    NOT NULL,
    per_minute   INTEGER NOT NULL,
    per_day      INTEGER NOT NULL,
    active       INTEGER NOT NULL,
    issued       BIGINT  NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE UNIQUE INDEX people_api_key_hash ON people_api_key (municipality, hash);

-- Books: what may be erased, is secret or lives for hours only. No event holds it, a rebuild leaves it alone.
CREATE TABLE people_person (
    municipality   TEXT   NOT NULL,
    id             TEXT   NOT NULL,
    sealed_key     BYTEA,
    sealed_contact BYTEA,
    email_index    BYTEA,
    phone_index    BYTEA,
    bounced_at     BIGINT,
    created        BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE UNIQUE INDEX people_person_email ON people_person (municipality, email_index) WHERE email_index IS NOT NULL;
CREATE INDEX people_person_phone ON people_person (municipality, phone_index, created) WHERE phone_index IS NOT NULL;

CREATE TABLE people_sealed_text (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    sealed       BYTEA  NOT NULL,
    written      BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_sealed_text_person ON people_sealed_text (municipality, person);

CREATE TABLE people_access (
    municipality TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    staff        TEXT   NOT NULL,
    purpose      TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    PRIMARY KEY (municipality, person, at, staff, purpose, subject)
) @without_rowid;

CREATE TABLE people_credential (
    municipality  TEXT NOT NULL,
    staff         TEXT NOT NULL,
    login         TEXT NOT NULL,
    display_name  TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    PRIMARY KEY (municipality, staff)
) @without_rowid;
CREATE UNIQUE INDEX people_credential_login ON people_credential (municipality, login);

CREATE TABLE people_session (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    staff        TEXT   NOT NULL,
    created      BIGINT NOT NULL,
    last_used    BIGINT NOT NULL,
    expires      BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_session_staff ON people_session (municipality, staff);
CREATE INDEX people_session_expires ON people_session (municipality, expires);

CREATE TABLE people_sign_in_failure (
    municipality TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    failures     INTEGER NOT NULL,
    last_at      BIGINT  NOT NULL,
    PRIMARY KEY (municipality, subject)
) @without_rowid;
CREATE INDEX people_sign_in_failure_last ON people_sign_in_failure (municipality, last_at);
