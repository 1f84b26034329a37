-- Who looked: an official, a person acting for somebody, or a part of the house. Before, only officials did.
ALTER TABLE people_access RENAME COLUMN staff TO viewer;
UPDATE people_access SET viewer = 'staff/' || viewer;

-- Books: whom a login names, what is known of a person, sessions. Personal data stand sealed under the person's own key.
CREATE TABLE people_subject (
    municipality  TEXT   NOT NULL,
    subject_index BYTEA  NOT NULL,
    person        TEXT   NOT NULL,
    sealed        BYTEA  NOT NULL,
    created       BIGINT NOT NULL,
    PRIMARY KEY (municipality, subject_index)
) @without_rowid;
CREATE INDEX people_subject_person ON people_subject (municipality, person);

-- A guest who later proved to be somebody with a personal code: nothing moves, the one sees what the other has.
CREATE TABLE people_joined (
    municipality TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    into_person  TEXT   NOT NULL,
    joined_at    BIGINT NOT NULL,
    PRIMARY KEY (municipality, person)
) @without_rowid;
CREATE INDEX people_joined_into ON people_joined (municipality, into_person);

CREATE TABLE people_fact (
    municipality TEXT    NOT NULL,
    person       TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    sealed       BYTEA   NOT NULL,
    obtained     BIGINT  NOT NULL,
    purpose      TEXT    NOT NULL,
    keep_until   TEXT,
    by_law       INTEGER NOT NULL,
    disputed     INTEGER NOT NULL,
    PRIMARY KEY (municipality, person, name, source)
) @without_rowid;
CREATE INDEX people_fact_keep_until ON people_fact (municipality, keep_until) WHERE keep_until IS NOT NULL;

CREATE TABLE people_hold (
    municipality TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    held_until   TEXT,
    set_by       TEXT   NOT NULL,
    set_at       BIGINT NOT NULL,
    PRIMARY KEY (municipality, person, reason)
) @without_rowid;

CREATE TABLE people_resident_session (
    municipality     TEXT    NOT NULL,
    id               TEXT    NOT NULL,
    person           TEXT    NOT NULL,
    assurance        INTEGER NOT NULL,
    sealed           BYTEA   NOT NULL,
    acting           BYTEA,
    provider_session BYTEA,
    created          BIGINT  NOT NULL,
    last_used        BIGINT  NOT NULL,
    expires          BIGINT  NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_resident_session_person ON people_resident_session (municipality, person);
CREATE INDEX people_resident_session_provider ON people_resident_session (municipality, provider_session) WHERE provider_session IS NOT NULL;
CREATE INDEX people_resident_session_expires ON people_resident_session (municipality, expires);

-- Answers of a provider, links of a letter and notices of logout work once.
CREATE TABLE people_used_once (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    expires      BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_used_once_expires ON people_used_once (municipality, expires);

CREATE TABLE people_email_link (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    sealed       BYTEA  NOT NULL,
    created      BIGINT NOT NULL,
    expires      BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_email_link_expires ON people_email_link (municipality, expires);

-- Which official a personal code belongs to.
CREATE TABLE people_staff_subject (
    municipality  TEXT  NOT NULL,
    subject_index BYTEA NOT NULL,
    staff         TEXT  NOT NULL,
    PRIMARY KEY (municipality, subject_index)
) @without_rowid;
CREATE UNIQUE INDEX people_staff_subject_staff ON people_staff_subject (municipality, staff);

-- Projections: written from events alone.
CREATE TABLE people_mandate (
    municipality TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    represented  TEXT    NOT NULL,
    holder       TEXT    NOT NULL,
    based_on     TEXT    NOT NULL,
    scopes       TEXT    NOT NULL,
    may_pass_on  INTEGER NOT NULL,
    valid_from   TEXT    NOT NULL,
    valid_until  TEXT,
    given        BIGINT  NOT NULL,
    given_by     TEXT    NOT NULL,
    ended        BIGINT,
    ended_by     TEXT,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_mandate_represented ON people_mandate (municipality, represented);
CREATE INDEX people_mandate_holder ON people_mandate (municipality, holder);

CREATE TABLE people_correction (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    fact         TEXT   NOT NULL,
    words        TEXT   NOT NULL,
    asked        BIGINT NOT NULL,
    outcome      TEXT   NOT NULL,
    answer       TEXT   NOT NULL,
    answered     BIGINT,
    answered_by  TEXT   NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX people_correction_person ON people_correction (municipality, person, asked);
CREATE INDEX people_correction_open ON people_correction (municipality, asked) WHERE answered IS NULL;
