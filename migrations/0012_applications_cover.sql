-- A person's own list is read from its index alone: their applications lie far apart in the table, and each would be a page of its own.
DROP INDEX application_record_applicant;
-- only sqlite: CREATE INDEX application_record_applicant ON application_record (municipality, applicant, submitted, number, service, service_version, status, outcome, waiting_for, updated, due, read_at, waiting_until, appeal_until, valid_to, paused_since);
-- only postgres: CREATE INDEX application_record_applicant ON application_record (municipality, applicant, submitted, number) INCLUDE (service, service_version, status, outcome, waiting_for, updated, due, read_at, waiting_until, appeal_until, valid_to, paused_since);
