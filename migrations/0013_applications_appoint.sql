-- Times that officials offer in a matter. A projection; place and words lie sealed.
CREATE TABLE application_appointment (
    municipality TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    applicant    TEXT    NOT NULL,
    starts       BIGINT  NOT NULL,
    minutes      INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    sequence     INTEGER NOT NULL,
    words        TEXT    NOT NULL,
    answer       TEXT    NOT NULL,
    changed      BIGINT  NOT NULL,
    PRIMARY KEY (municipality, number, id)
) @without_rowid;
CREATE INDEX application_appointment_applicant ON application_appointment (municipality, applicant, starts) WHERE state <> 'cancelled';
CREATE INDEX application_appointment_starts ON application_appointment (municipality, starts) WHERE state <> 'cancelled';
