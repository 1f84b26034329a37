-- An official's session that a login's provider opened is renewed and ends as the provider says. What it wants back stands sealed under the master key.
ALTER TABLE people_session ADD COLUMN provider_session BYTEA;
ALTER TABLE people_session ADD COLUMN sealed BYTEA;
ALTER TABLE people_session ADD COLUMN renew_at BIGINT;
CREATE INDEX people_session_provider ON people_session (municipality, provider_session) WHERE provider_session IS NOT NULL;

-- A hold keeps the log of register queries too, which knows people by a keyed hash alone. Who ended it and when is kept; a law may forbid to tell.
ALTER TABLE people_hold ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE people_hold ADD COLUMN hidden_by TEXT NOT NULL DEFAULT '';
ALTER TABLE people_hold ADD COLUMN ended BIGINT;
ALTER TABLE people_hold ADD COLUMN ended_by TEXT;
CREATE INDEX people_hold_about ON people_hold (municipality, about);
