-- Whom a report concerns elsewhere: asked by the person, not by the number.
CREATE INDEX case_follower_person ON case_follower (municipality, person);
