-- A book: which register was asked what about whom, by whom, why, and what came of it. `about` is a keyed hash of the subject, so that the log is
-- found also for somebody who never visited, and tells nobody else who it is about. It stays when a person is erased.
CREATE TABLE people_register_query (
    municipality  TEXT   NOT NULL,
    about         TEXT   NOT NULL,
    at            BIGINT NOT NULL,
    id            TEXT   NOT NULL,
    question      TEXT   NOT NULL,
    facts         TEXT   NOT NULL,
    actor         TEXT   NOT NULL,
    by_right      TEXT   NOT NULL,
    purpose       TEXT   NOT NULL,
    purpose_words TEXT   NOT NULL,
    case_ref      TEXT   NOT NULL,
    outcome       TEXT   NOT NULL,
    PRIMARY KEY (municipality, about, at, id)
) @without_rowid;
CREATE INDEX people_register_query_at ON people_register_query (municipality, at);
