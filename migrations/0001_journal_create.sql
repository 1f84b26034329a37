-- The journal and the books beside it.
CREATE TABLE journal_event (
    municipality TEXT   NOT NULL,
    position     BIGINT NOT NULL,
    stream       TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    type         TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    data         TEXT   NOT NULL,
    seal         BYTEA  NOT NULL,
    PRIMARY KEY (municipality, position)
) @without_rowid;
CREATE UNIQUE INDEX journal_event_stream ON journal_event (municipality, stream, version);

CREATE TABLE journal_receipt (
    municipality TEXT   NOT NULL,
    key          TEXT   NOT NULL,
    result       TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (municipality, key)
) @without_rowid;

CREATE TABLE journal_outbox (
    municipality TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    channel      TEXT    NOT NULL,
    payload      TEXT    NOT NULL,
    created      BIGINT  NOT NULL,
    due          BIGINT  NOT NULL,
    attempts     INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    reason       TEXT,
    PRIMARY KEY (municipality, id)
) @without_rowid;
CREATE INDEX journal_outbox_due ON journal_outbox (channel, due) WHERE state = 'waiting';
