-- Where whoever signed in sat. The soft locks leave the account: a name that nobody has is locked
-- like one that somebody has, and a device that is known to an account has a lock of its own.

ALTER TABLE access_log ADD COLUMN address TEXT;
ALTER TABLE access_log ADD COLUMN device_id BLOB;
ALTER TABLE account DROP COLUMN failures;
ALTER TABLE account DROP COLUMN locked_until;

-- lock_key: 2 bytes, a bucket of sign-in names; 16 bytes, a device. failures: wrong passwords in a
-- row. refused 1: the access log knows that somebody was refused under this lock.
CREATE TABLE sign_in_lock (
    school_id    INTEGER NOT NULL REFERENCES school (school_id),
    lock_key     BLOB    NOT NULL,
    failures     INTEGER NOT NULL,
    locked_until INTEGER,
    refused      INTEGER NOT NULL,
    PRIMARY KEY (school_id, lock_key)
) STRICT, WITHOUT ROWID;
