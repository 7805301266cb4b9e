-- First grades and some courses are taught without marks.
ALTER TABLE journal ADD COLUMN without_marks BIGINT NOT NULL DEFAULT 0;
