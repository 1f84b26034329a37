-- What is over and still has its words, by its last change: so that what is past its day is found without reading what went before.
CREATE INDEX application_record_over ON application_record (municipality, status, updated, number) WHERE status IN ('decided', 'withdrawn') AND content <> '';
