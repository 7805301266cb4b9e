-- Which devices a person has, and what of the access log is old: both are bounded.
CREATE INDEX device_by_person ON device (school_id, person_id);
CREATE INDEX access_log_by_time ON access_log (school_id, at);
