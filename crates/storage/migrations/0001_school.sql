-- Dates are integers YYYYMMDD, times of day HHMMSS, instants microseconds since 1970 UTC,
-- uuids as such. Every key begins with the school; only meta and migration are the server's.
-- One text for both databases: migrate.rs turns its types into SQLite's.

CREATE TABLE meta (
    name  TEXT  NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE school (
    school_id      BIGINT NOT NULL PRIMARY KEY,
    title          TEXT   NOT NULL,
    offset_minutes BIGINT NOT NULL,
    regulation     TEXT   NOT NULL
);

-- The counter of commits: raised inside the writing transaction, so that the order of numbers is
-- the order of commits. register_seq is raised by every gesture that moves the register, admin_seq by
-- those that move something that pages of journals show.
CREATE TABLE school_seq (
    school_id    BIGINT NOT NULL PRIMARY KEY REFERENCES school (school_id),
    seq          BIGINT NOT NULL,
    admin_seq    BIGINT NOT NULL,
    register_seq BIGINT NOT NULL
);

-- The newest commit in any journal of one subject in one grade: the version of its pages. Its
-- change stands here too, so that a stamp is asked for without the log.
CREATE TABLE stream (
    school_id BIGINT NOT NULL REFERENCES school (school_id),
    stream_id BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    change_id UUID   NOT NULL,
    PRIMARY KEY (school_id, stream_id)
);

-- The register, as its amendments have left it. body: the record in JSON; seq: of its last
-- amendment, 0 if it was imported.
CREATE TABLE record (
    school_id BIGINT NOT NULL REFERENCES school (school_id),
    kind      TEXT   NOT NULL,
    record_id BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (school_id, kind, record_id)
);

-- That there is a record of a person, or was one: what rows that name one refer to.
CREATE TABLE person (
    school_id BIGINT NOT NULL REFERENCES school (school_id),
    person_id BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id)
);

-- login_key: the sign-in name in lower case, made by the program (databases disagree on Cyrillic).
-- opens: for how much trust the password was given or chosen (1 families, 2 staff, 3 administrator).
-- admin_own: its person has chosen a password as an administrator.
CREATE TABLE account (
    school_id     BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    login         TEXT   NOT NULL,
    login_key     TEXT   NOT NULL,
    password_hash TEXT   NOT NULL,
    must_change   BIGINT NOT NULL,
    opens         BIGINT NOT NULL,
    admin_own     BIGINT NOT NULL,
    access_n      BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id),
    UNIQUE (school_id, login_key),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, person_id)
);

-- address, device_id: where whoever signed in sat. by_id: who gave the password of a
-- password-issued; null: the technician at the server. journal_id: the journal of a journal-read
-- or history-read, which is not the person's, of a read-refused (null and no what: the role opens none,
-- or there were more besides those that have a row), or of a write-refused. what: kind of the records of
-- a cards-read or read-refused, or of the cell or record of a write-refused, or the permission that
-- lacks, with the clause; null: writes that were refused
-- besides those that have a row. record_id: the record; without a kind, the person who was to be
-- given a start password. times: since at, within ten minutes; of an event of the account without a
-- device_id within a day, besides those that have a row.
CREATE TABLE access_log (
    school_id    BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    n            BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    event        TEXT   NOT NULL,
    failures     BIGINT,
    locked_until BIGINT,
    address      TEXT,
    device_id    UUID,
    by_id        BIGINT,
    journal_id   BIGINT,
    what         TEXT,
    record_kind  TEXT,
    record_id    BIGINT,
    clause_id    TEXT,
    clause_cite  TEXT,
    times        BIGINT NOT NULL,
    PRIMARY KEY (school_id, person_id, n),
    FOREIGN KEY (school_id, person_id) REFERENCES account (school_id, person_id)
);

-- Reports that somebody's sign-in data got known. by_id: who reported it, the same person or an
-- administrator. renewed_at: when the account was given new ones; null: not yet.
CREATE TABLE breach (
    school_id   BIGINT NOT NULL,
    breach_id   BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    by_id       BIGINT NOT NULL,
    learned_at  BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    note        TEXT   NOT NULL,
    renewed_at  BIGINT,
    PRIMARY KEY (school_id, breach_id),
    FOREIGN KEY (school_id, person_id) REFERENCES account (school_id, person_id)
);

-- Since when what was written under the account is void, where it is not when the report was
-- received, append-only; the last counts.
CREATE TABLE breach_since (
    school_id BIGINT NOT NULL,
    breach_id BIGINT NOT NULL,
    n         BIGINT NOT NULL,
    by_id     BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    since     BIGINT NOT NULL,
    ground    TEXT   NOT NULL,
    PRIMARY KEY (school_id, breach_id, n),
    FOREIGN KEY (school_id, breach_id) REFERENCES breach (school_id, breach_id)
);

-- What an administrator has decided of a row of change_log or amendment_log, append-only. fate:
-- confirmed; or it is void: void, overwritten (another has written there since), stays (it could not
-- be taken back).
CREATE TABLE breach_write (
    school_id BIGINT NOT NULL,
    seq       BIGINT NOT NULL,
    breach_id BIGINT NOT NULL,
    fate      TEXT   NOT NULL,
    by_id     BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (school_id, seq),
    FOREIGN KEY (school_id, breach_id) REFERENCES breach (school_id, breach_id)
);

-- lock_key: 2 bytes, a bucket of sign-in names; 16 bytes, a device. failures: wrong passwords in a
-- row. refused 1: the access log knows that somebody was refused under this lock.
CREATE TABLE sign_in_lock (
    school_id    BIGINT NOT NULL REFERENCES school (school_id),
    lock_key     BYTEA  NOT NULL,
    failures     BIGINT NOT NULL,
    locked_until BIGINT,
    refused      BIGINT NOT NULL,
    PRIMARY KEY (school_id, lock_key)
);

-- Of the record of a journal what lessons are read with. without_marks 1: first grades and some
-- courses are taught without marks.
CREATE TABLE journal (
    school_id     BIGINT NOT NULL REFERENCES school (school_id),
    journal_id    BIGINT NOT NULL,
    without_marks BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (school_id, journal_id)
);

CREATE TABLE plan_item (
    school_id    BIGINT NOT NULL,
    journal_id   BIGINT NOT NULL,
    number       BIGINT NOT NULL,
    plan_item_id BIGINT NOT NULL,
    section      TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    homework     TEXT,
    work_kind_id BIGINT,
    PRIMARY KEY (school_id, journal_id, number),
    FOREIGN KEY (school_id, journal_id) REFERENCES journal (school_id, journal_id)
);

CREATE TABLE lesson (
    school_id  BIGINT NOT NULL,
    lesson_id  BIGINT NOT NULL,
    journal_id BIGINT NOT NULL,
    date       BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    starts     BIGINT NOT NULL,
    ends       BIGINT NOT NULL,
    room       TEXT,
    teacher_id BIGINT NOT NULL,
    form       TEXT   NOT NULL,
    roll_by    BIGINT,
    roll_at    BIGINT,
    topic      TEXT,
    topic_item BIGINT,
    excuse TEXT,
    PRIMARY KEY (school_id, lesson_id),
    FOREIGN KEY (school_id, journal_id) REFERENCES journal (school_id, journal_id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES person (school_id, person_id)
);

-- What the teacher saw; no row: present. The reason is a fact of its own.
CREATE TABLE attendance (
    school_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    pupil_id  BIGINT NOT NULL,
    state     TEXT   NOT NULL,
    PRIMARY KEY (school_id, lesson_id, pupil_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
);

CREATE TABLE absence_reason (
    school_id         BIGINT NOT NULL,
    lesson_id         BIGINT NOT NULL,
    pupil_id          BIGINT NOT NULL,
    kind              TEXT   NOT NULL,
    standing          TEXT   NOT NULL,
    document          TEXT,
    document_received BIGINT,
    PRIMARY KEY (school_id, lesson_id, pupil_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
);

CREATE TABLE mark (
    school_id    BIGINT NOT NULL,
    lesson_id    BIGINT NOT NULL,
    pupil_id     BIGINT NOT NULL,
    work_kind_id BIGINT NOT NULL,
    nth          BIGINT NOT NULL,
    value        TEXT   NOT NULL,
    weight       BIGINT NOT NULL,
    comment      TEXT,
    PRIMARY KEY (school_id, lesson_id, pupil_id, work_kind_id, nth),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
);

-- for_all 0: only for the pupils of homework_pupil. none_set 1: «не задано». links: one a line; null: none.
CREATE TABLE homework (
    school_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    slot      BIGINT NOT NULL,
    text      TEXT   NOT NULL,
    for_all   BIGINT NOT NULL,
    none_set  BIGINT NOT NULL,
    due       BIGINT,
    nature    TEXT,
    links     TEXT,
    PRIMARY KEY (school_id, lesson_id, slot),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
);

CREATE TABLE homework_pupil (
    school_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    slot      BIGINT NOT NULL,
    pupil_id  BIGINT NOT NULL,
    PRIMARY KEY (school_id, lesson_id, slot, pupil_id),
    FOREIGN KEY (school_id, lesson_id, slot) REFERENCES homework (school_id, lesson_id, slot)
);

-- Who stands by what is in the cells of a lesson, as the log says: a line for each batch,
-- `1 1794810600000000 d9f…e1 #17 a101+1 m101.7.0+2`. Kept beside the cells so that neither a
-- conflict nor an undo reads a log. `written` counts how often it was: by it a process knows
-- whether another has been here since.
CREATE TABLE lesson_writers (
    school_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    writers   TEXT   NOT NULL,
    written   BIGINT NOT NULL,
    PRIMARY KEY (school_id, lesson_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
);

-- What stands in the sheet of a journal's period: cell as p101, content in JSON, writers as in
-- lesson_writers. A cell that was emptied keeps its row.
CREATE TABLE term_cell (
    school_id   BIGINT NOT NULL,
    journal_id  BIGINT NOT NULL,
    period_id   BIGINT NOT NULL,
    cell        TEXT   NOT NULL,
    content     TEXT   NOT NULL,
    writers     TEXT   NOT NULL,
    PRIMARY KEY (school_id, journal_id, period_id, cell),
    FOREIGN KEY (school_id, journal_id) REFERENCES journal (school_id, journal_id)
);

-- seen_at: the last contact; since_at: the first contact after the last silence; before_at: the
-- last contact before that silence.
CREATE TABLE device (
    school_id BIGINT NOT NULL,
    device_id UUID   NOT NULL,
    person_id BIGINT NOT NULL,
    last_n    BIGINT NOT NULL,
    seen_at   BIGINT NOT NULL,
    since_at  BIGINT NOT NULL,
    before_at BIGINT NOT NULL,
    PRIMARY KEY (school_id, device_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, person_id)
);

CREATE TABLE session (
    school_id  BIGINT NOT NULL,
    token_hash BYTEA  NOT NULL,
    person_id  BIGINT NOT NULL,
    device_id  UUID   NOT NULL,
    opened_at  BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    address    TEXT,
    PRIMARY KEY (school_id, token_hash),
    FOREIGN KEY (school_id, person_id) REFERENCES account (school_id, person_id),
    FOREIGN KEY (school_id, device_id) REFERENCES device (school_id, device_id)
);

-- Accepted changes, append-only: the audit and the feed. device_id null: imported. lesson_id: of a
-- lesson's sheet; period_id: of a term's, with journal_id. due and clause:
-- of a change that came late. in_time_by_device 1: on time, or in time at all, only if the device's
-- clock is believed.
CREATE TABLE change_log (
    school_id         BIGINT NOT NULL REFERENCES school (school_id),
    seq               BIGINT NOT NULL,
    change_id         UUID   NOT NULL,
    gesture_id        UUID   NOT NULL,
    device_id         UUID,
    n                 BIGINT NOT NULL,
    person_id         BIGINT NOT NULL,
    journal_id        BIGINT NOT NULL,
    lesson_id         BIGINT,
    period_id         BIGINT,
    kind              TEXT   NOT NULL,
    pupil_id          BIGINT,
    edit              TEXT   NOT NULL,
    ground            TEXT,
    hash              BYTEA  NOT NULL,
    due               BIGINT,
    clause_id         TEXT,
    clause_cite       TEXT,
    made_at           BIGINT NOT NULL,
    received_at       BIGINT NOT NULL,
    in_time_by_device BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (school_id, seq)
);

-- Amendments of the register, append-only, in one order with the changes. before, after: the
-- record in JSON; null: there was none, there is none any more.
CREATE TABLE amendment_log (
    school_id    BIGINT NOT NULL REFERENCES school (school_id),
    seq          BIGINT NOT NULL,
    amendment_id UUID   NOT NULL,
    gesture_id   UUID   NOT NULL,
    device_id    UUID   NOT NULL,
    person_id    BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    record_id    BIGINT NOT NULL,
    before       TEXT,
    after        TEXT,
    ground       TEXT,
    made_at      BIGINT NOT NULL,
    received_at  BIGINT NOT NULL,
    PRIMARY KEY (school_id, seq)
);

-- Gestures that were taken as one: their rows of amendment_log are those from first_seq to last_seq.
-- hash: SHA-256 of its amendments as they came.
CREATE TABLE gesture (
    school_id  BIGINT NOT NULL REFERENCES school (school_id),
    gesture_id UUID   NOT NULL,
    first_seq  BIGINT NOT NULL,
    last_seq   BIGINT NOT NULL,
    hash       BYTEA  NOT NULL,
    PRIMARY KEY (school_id, gesture_id)
);

-- Changes that were refused, held or in conflict, append-only. They are in no feed. sheet: lesson/5,
-- term/3/2.
CREATE TABLE set_aside (
    school_id   BIGINT NOT NULL REFERENCES school (school_id),
    change_id   UUID   NOT NULL,
    gesture_id  UUID   NOT NULL,
    device_id   UUID   NOT NULL,
    n           BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    sheet       TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    pupil_id    BIGINT,
    edit        TEXT   NOT NULL,
    ground      TEXT,
    hash        BYTEA  NOT NULL,
    outcome     TEXT   NOT NULL,
    clause_id   TEXT,
    details     TEXT   NOT NULL,
    made_at     BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (school_id, change_id)
);

CREATE UNIQUE INDEX plan_item_by_id ON plan_item (school_id, plan_item_id);
CREATE INDEX lesson_by_journal ON lesson (school_id, journal_id, date, number);
CREATE INDEX lesson_by_teacher ON lesson (school_id, teacher_id, date);
CREATE INDEX session_by_person ON session (school_id, person_id);
CREATE UNIQUE INDEX amendment_log_by_id ON amendment_log (school_id, amendment_id);
CREATE INDEX amendment_log_by_record ON amendment_log (school_id, kind, record_id, seq);
CREATE UNIQUE INDEX change_log_by_id ON change_log (school_id, change_id);
CREATE INDEX change_log_by_lesson ON change_log (school_id, lesson_id, seq);
CREATE INDEX change_log_by_term ON change_log (school_id, journal_id, period_id, seq) WHERE period_id IS NOT NULL;
-- What came late is counted by journal.
CREATE INDEX change_log_late ON change_log (school_id, journal_id, lesson_id) WHERE due IS NOT NULL;
CREATE INDEX device_by_person ON device (school_id, person_id);
CREATE INDEX access_log_by_time ON access_log (school_id, at);
CREATE INDEX access_log_of_a_day ON access_log (school_id, person_id, event, at);
