-- Projections of the room applications.
CREATE TABLE application_record (
    municipality    TEXT    NOT NULL,
    number          TEXT    NOT NULL,
    service         TEXT    NOT NULL,
    service_version TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    proposal        TEXT    NOT NULL,
    appeal_outcome  TEXT    NOT NULL,
    language        TEXT    NOT NULL,
    channel         TEXT    NOT NULL,
    applicant       TEXT    NOT NULL,
    submitter       TEXT    NOT NULL,
    right_kind      TEXT    NOT NULL,
    mandate         TEXT    NOT NULL,
    company         INTEGER NOT NULL,
    unsigned_by     TEXT    NOT NULL,
    team            TEXT    NOT NULL,
    staff           TEXT    NOT NULL,
    working_days    INTEGER NOT NULL,
    calendar_days   INTEGER NOT NULL,
    submitted       BIGINT  NOT NULL,
    updated         BIGINT  NOT NULL,
    due             BIGINT  NOT NULL,
    decided         BIGINT,
    read_at         BIGINT,
    paused_since    BIGINT,
    paused          BIGINT  NOT NULL,
    waiting_for     TEXT    NOT NULL,
    waiting_until   TEXT    NOT NULL,
    more_asked      INTEGER NOT NULL,
    heard           INTEGER NOT NULL,
    appeal_until    TEXT    NOT NULL,
    valid_from      TEXT    NOT NULL,
    valid_to        TEXT    NOT NULL,
    content         TEXT    NOT NULL,
    decision        TEXT    NOT NULL,
    consent         TEXT    NOT NULL,
    guest_hash      TEXT    NOT NULL,
    files           INTEGER NOT NULL,
    version         BIGINT  NOT NULL,
    PRIMARY KEY (municipality, number)
) @without_rowid;
CREATE INDEX application_record_applicant ON application_record (municipality, applicant, submitted);
CREATE INDEX application_record_queue ON application_record (municipality, due) WHERE status NOT IN ('decided', 'withdrawn');
CREATE INDEX application_record_decided ON application_record (municipality, decided) WHERE decided IS NOT NULL;
CREATE INDEX application_record_service ON application_record (municipality, service, decided) WHERE decided IS NOT NULL;

CREATE TABLE application_happening (
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

CREATE TABLE application_signature (
    municipality TEXT NOT NULL,
    person       TEXT NOT NULL,
    number       TEXT NOT NULL,
    PRIMARY KEY (municipality, person, number)
) @without_rowid;

-- Books beside the projections: what is not sent yet, and the bytes of files.
CREATE TABLE application_draft (
    municipality    TEXT   NOT NULL,
    id              TEXT   NOT NULL,
    owner           TEXT   NOT NULL,
    guest_hash      TEXT   NOT NULL,
    for_whom        TEXT   NOT NULL,
    right_kind      TEXT   NOT NULL,
    mandate         TEXT   NOT NULL,
    service         TEXT   NOT NULL,
    service_version TEXT   NOT NULL,
    page            TEXT   NOT NULL,
    content         TEXT   NOT NULL,
    started         BIGINT NOT NULL,
    saved           BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX application_draft_owner ON application_draft (municipality, owner, saved);
CREATE INDEX application_draft_saved ON application_draft (municipality, saved);

CREATE TABLE application_file (
    municipality TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    sealed_key   TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    type         TEXT    NOT NULL,
    bytes        BIGINT  NOT NULL,
    content      BYTEA   NOT NULL,
    kept_at      BIGINT  NOT NULL,
    PRIMARY KEY (municipality, id)
);
CREATE INDEX application_file_number ON application_file (municipality, number) WHERE number <> '';
CREATE INDEX application_file_place ON application_file (municipality, place);
CREATE INDEX application_file_aside ON application_file (municipality, kept_at) WHERE number = '';
