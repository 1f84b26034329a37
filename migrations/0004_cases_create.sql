-- Projections of the room cases.
CREATE TABLE case_report (
    municipality   TEXT    NOT NULL,
    number         TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    kind_version   TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    visibility     TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    language       TEXT    NOT NULL,
    lat            DOUBLE PRECISION NOT NULL,
    lon            DOUBLE PRECISION NOT NULL,
    district       TEXT    NOT NULL,
    street_class   TEXT    NOT NULL,
    zipcode        TEXT    NOT NULL,
    answer_keys    TEXT    NOT NULL,
    opened         BIGINT  NOT NULL,
    updated        BIGINT  NOT NULL,
    due            BIGINT  NOT NULL,
    closed         BIGINT,
    paused_since   BIGINT,
    paused         BIGINT  NOT NULL,
    team           TEXT    NOT NULL,
    contractor     INTEGER NOT NULL,
    staff          TEXT    NOT NULL,
    rule_id        TEXT    NOT NULL,
    rule_table     TEXT    NOT NULL,
    limit_hours    INTEGER NOT NULL,
    limit_days     INTEGER NOT NULL,
    merged_into    TEXT    NOT NULL,
    split_from     TEXT    NOT NULL,
    followers      INTEGER NOT NULL,
    first_photo    TEXT    NOT NULL,
    version        BIGINT  NOT NULL,
    reporter       TEXT    NOT NULL,
    follow_hash    TEXT    NOT NULL,
    reference      TEXT    NOT NULL,
    PRIMARY KEY (municipality, number)
) @without_rowid;
CREATE INDEX case_report_opened ON case_report (municipality, opened);
CREATE INDEX case_report_updated ON case_report (municipality, updated);
CREATE INDEX case_report_kind ON case_report (municipality, kind, opened);
CREATE INDEX case_report_queue ON case_report (municipality, due) WHERE status <> 'closed';
CREATE INDEX case_report_closed ON case_report (municipality, kind, closed) WHERE outcome = 'done';
CREATE INDEX case_report_reporter ON case_report (municipality, reporter) WHERE reporter <> '';
CREATE UNIQUE INDEX case_report_reference ON case_report (municipality, reference) WHERE reference <> '';

CREATE TABLE case_happening (
    municipality TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    type         TEXT    NOT NULL,
    at           BIGINT  NOT NULL,
    actor        TEXT    NOT NULL,
    internal     INTEGER NOT NULL,
    data         TEXT    NOT NULL,
    PRIMARY KEY (municipality, number, version)
) @without_rowid;

CREATE TABLE case_photo (
    municipality TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    ordinal      INTEGER NOT NULL,
    id           TEXT    NOT NULL,
    PRIMARY KEY (municipality, number, version, ordinal)
) @without_rowid;
CREATE UNIQUE INDEX case_photo_id ON case_photo (municipality, id);

CREATE TABLE case_follower (
    municipality TEXT   NOT NULL,
    number       TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    follow_hash  TEXT   NOT NULL,
    since        BIGINT NOT NULL,
    PRIMARY KEY (municipality, number, person)
) @without_rowid;

-- Books beside the projections: what may have to be destroyed, so the journal holds references only.
CREATE TABLE case_words (
    municipality TEXT   NOT NULL,
    number       TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    words        TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    answers      TEXT   NOT NULL,
    sealed       TEXT   NOT NULL,
    PRIMARY KEY (municipality, number, version)
) @without_rowid;

CREATE TABLE case_photo_file (
    municipality TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    kept_at      BIGINT  NOT NULL,
    aside        INTEGER NOT NULL,
    large        BYTEA   NOT NULL,
    thumbnail    BYTEA   NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX case_photo_file_aside ON case_photo_file (municipality, kept_at) WHERE aside = 1;

CREATE TABLE case_draft (
    municipality TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    content      BYTEA  NOT NULL,
    saved        BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX case_draft_saved ON case_draft (municipality, saved);
