-- Dates are integers YYYYMMDD, times of day HHMMSS, instants microseconds since 1970 UTC,
-- uuids 16 bytes. Every key begins with the school; only meta and migration are the server's.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('server_id', randomblob(16));

CREATE TABLE school (
    school_id      INTEGER NOT NULL PRIMARY KEY,
    title          TEXT    NOT NULL,
    offset_minutes INTEGER NOT NULL,
    regulation     TEXT    NOT NULL,
    year_starts    INTEGER NOT NULL,
    year_ends      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The counter of commits: raised inside the writing transaction, so that the order of numbers is
-- the order of commits. admin_seq is raised by every edit of what the timetable and lists say.
CREATE TABLE school_seq (
    school_id INTEGER NOT NULL PRIMARY KEY REFERENCES school (school_id),
    seq       INTEGER NOT NULL,
    admin_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest commit in any journal of one subject in one grade: the version of its pages.
CREATE TABLE stream (
    school_id INTEGER NOT NULL REFERENCES school (school_id),
    stream_id INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    PRIMARY KEY (school_id, stream_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE period (
    school_id INTEGER NOT NULL REFERENCES school (school_id),
    period_id INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    title     TEXT    NOT NULL,
    starts    INTEGER NOT NULL,
    ends      INTEGER NOT NULL,
    PRIMARY KEY (school_id, period_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE holiday (
    school_id INTEGER NOT NULL REFERENCES school (school_id),
    position  INTEGER NOT NULL,
    title     TEXT    NOT NULL,
    starts    INTEGER NOT NULL,
    ends      INTEGER NOT NULL,
    PRIMARY KEY (school_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE bell_schedule (
    school_id INTEGER NOT NULL REFERENCES school (school_id),
    position  INTEGER NOT NULL,
    title     TEXT    NOT NULL,
    PRIMARY KEY (school_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE bell (
    school_id INTEGER NOT NULL,
    schedule  INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    starts    INTEGER NOT NULL,
    ends      INTEGER NOT NULL,
    PRIMARY KEY (school_id, schedule, number),
    FOREIGN KEY (school_id, schedule) REFERENCES bell_schedule (school_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE work_kind (
    school_id    INTEGER NOT NULL REFERENCES school (school_id),
    work_kind_id INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    short        TEXT    NOT NULL,
    weight       INTEGER NOT NULL,
    term_days    INTEGER,
    PRIMARY KEY (school_id, work_kind_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE subject (
    school_id  INTEGER NOT NULL REFERENCES school (school_id),
    subject_id INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    PRIMARY KEY (school_id, subject_id)
) STRICT, WITHOUT ROWID;

-- roles: names divided by spaces, in the account's order.
CREATE TABLE person (
    school_id   INTEGER NOT NULL REFERENCES school (school_id),
    person_id   INTEGER NOT NULL,
    last_name   TEXT    NOT NULL,
    first_name  TEXT    NOT NULL,
    middle_name TEXT    NOT NULL,
    roles       TEXT    NOT NULL,
    PRIMARY KEY (school_id, person_id)
) STRICT, WITHOUT ROWID;

-- login_key: the sign-in name in lower case, made by the program (SQLite cannot for Cyrillic).
CREATE TABLE account (
    school_id     INTEGER NOT NULL,
    person_id     INTEGER NOT NULL,
    login         TEXT    NOT NULL,
    login_key     TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    must_change   INTEGER NOT NULL,
    failures      INTEGER NOT NULL,
    locked_until  INTEGER,
    access_n      INTEGER NOT NULL,
    PRIMARY KEY (school_id, person_id),
    UNIQUE (school_id, login_key),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_log (
    school_id    INTEGER NOT NULL,
    person_id    INTEGER NOT NULL,
    n            INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    event        TEXT    NOT NULL,
    failures     INTEGER,
    locked_until INTEGER,
    PRIMARY KEY (school_id, person_id, n),
    FOREIGN KEY (school_id, person_id) REFERENCES account (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE class (
    school_id        INTEGER NOT NULL REFERENCES school (school_id),
    class_id         INTEGER NOT NULL,
    grade            INTEGER NOT NULL,
    title            TEXT    NOT NULL,
    class_teacher_id INTEGER,
    PRIMARY KEY (school_id, class_id),
    FOREIGN KEY (school_id, class_teacher_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

-- starts 0: from the year's start; until null: to the year's end. So in membership.
CREATE TABLE enrolment (
    school_id INTEGER NOT NULL,
    class_id  INTEGER NOT NULL,
    pupil_id  INTEGER NOT NULL,
    starts    INTEGER NOT NULL,
    until     INTEGER,
    PRIMARY KEY (school_id, class_id, pupil_id, starts),
    FOREIGN KEY (school_id, class_id) REFERENCES class (school_id, class_id),
    FOREIGN KEY (school_id, pupil_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_group (
    school_id INTEGER NOT NULL REFERENCES school (school_id),
    group_id  INTEGER NOT NULL,
    title     TEXT    NOT NULL,
    class_id  INTEGER,
    PRIMARY KEY (school_id, group_id),
    FOREIGN KEY (school_id, class_id) REFERENCES class (school_id, class_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    school_id INTEGER NOT NULL,
    group_id  INTEGER NOT NULL,
    pupil_id  INTEGER NOT NULL,
    starts    INTEGER NOT NULL,
    until     INTEGER,
    PRIMARY KEY (school_id, group_id, pupil_id, starts),
    FOREIGN KEY (school_id, group_id) REFERENCES study_group (school_id, group_id),
    FOREIGN KEY (school_id, pupil_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE guardian (
    school_id INTEGER NOT NULL,
    parent_id INTEGER NOT NULL,
    pupil_id  INTEGER NOT NULL,
    PRIMARY KEY (school_id, parent_id, pupil_id),
    FOREIGN KEY (school_id, parent_id) REFERENCES person (school_id, person_id),
    FOREIGN KEY (school_id, pupil_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    school_id  INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    group_id   INTEGER NOT NULL,
    PRIMARY KEY (school_id, journal_id),
    FOREIGN KEY (school_id, subject_id) REFERENCES subject (school_id, subject_id),
    FOREIGN KEY (school_id, group_id) REFERENCES study_group (school_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_teacher (
    school_id  INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    person_id  INTEGER NOT NULL,
    PRIMARY KEY (school_id, journal_id, position),
    FOREIGN KEY (school_id, journal_id) REFERENCES journal (school_id, journal_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_item (
    school_id    INTEGER NOT NULL,
    journal_id   INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    plan_item_id INTEGER NOT NULL,
    section      TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    homework     TEXT,
    work_kind_id INTEGER,
    PRIMARY KEY (school_id, journal_id, number),
    FOREIGN KEY (school_id, journal_id) REFERENCES journal (school_id, journal_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lesson (
    school_id  INTEGER NOT NULL,
    lesson_id  INTEGER NOT NULL,
    journal_id INTEGER NOT NULL,
    date       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    starts     INTEGER NOT NULL,
    ends       INTEGER NOT NULL,
    room       TEXT,
    teacher_id INTEGER NOT NULL,
    form       TEXT    NOT NULL,
    roll_by    INTEGER,
    roll_at    INTEGER,
    topic      TEXT,
    topic_item INTEGER,
    PRIMARY KEY (school_id, lesson_id),
    FOREIGN KEY (school_id, journal_id) REFERENCES journal (school_id, journal_id),
    FOREIGN KEY (school_id, teacher_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

-- What the teacher saw; no row: present. The reason is a fact of its own.
CREATE TABLE attendance (
    school_id INTEGER NOT NULL,
    lesson_id INTEGER NOT NULL,
    pupil_id  INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    PRIMARY KEY (school_id, lesson_id, pupil_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE absence_reason (
    school_id         INTEGER NOT NULL,
    lesson_id         INTEGER NOT NULL,
    pupil_id          INTEGER NOT NULL,
    kind              TEXT    NOT NULL,
    standing          TEXT    NOT NULL,
    document          TEXT,
    document_received INTEGER,
    PRIMARY KEY (school_id, lesson_id, pupil_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mark (
    school_id    INTEGER NOT NULL,
    lesson_id    INTEGER NOT NULL,
    pupil_id     INTEGER NOT NULL,
    work_kind_id INTEGER NOT NULL,
    nth          INTEGER NOT NULL,
    value        TEXT    NOT NULL,
    weight       INTEGER NOT NULL,
    comment      TEXT,
    PRIMARY KEY (school_id, lesson_id, pupil_id, work_kind_id, nth),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
) STRICT, WITHOUT ROWID;

-- for_all 0: only for the pupils of homework_pupil. none_set 1: «не задано». links: one a line; null: none.
CREATE TABLE homework (
    school_id INTEGER NOT NULL,
    lesson_id INTEGER NOT NULL,
    slot      INTEGER NOT NULL,
    text      TEXT    NOT NULL,
    for_all   INTEGER NOT NULL,
    none_set  INTEGER NOT NULL,
    due       INTEGER,
    nature    TEXT,
    links     TEXT,
    PRIMARY KEY (school_id, lesson_id, slot),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE homework_pupil (
    school_id INTEGER NOT NULL,
    lesson_id INTEGER NOT NULL,
    slot      INTEGER NOT NULL,
    pupil_id  INTEGER NOT NULL,
    PRIMARY KEY (school_id, lesson_id, slot, pupil_id),
    FOREIGN KEY (school_id, lesson_id, slot) REFERENCES homework (school_id, lesson_id, slot)
) STRICT, WITHOUT ROWID;

-- seen_at: the last contact; since_at: the first contact after the last silence; before_at: the
-- last contact before that silence.
CREATE TABLE device (
    school_id INTEGER NOT NULL,
    device_id BLOB    NOT NULL,
    person_id INTEGER NOT NULL,
    last_n    INTEGER NOT NULL,
    seen_at   INTEGER NOT NULL,
    since_at  INTEGER NOT NULL,
    before_at INTEGER NOT NULL,
    PRIMARY KEY (school_id, device_id),
    FOREIGN KEY (school_id, person_id) REFERENCES person (school_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    school_id  INTEGER NOT NULL,
    token_hash BLOB    NOT NULL,
    person_id  INTEGER NOT NULL,
    device_id  BLOB    NOT NULL,
    opened_at  INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    PRIMARY KEY (school_id, token_hash),
    FOREIGN KEY (school_id, person_id) REFERENCES account (school_id, person_id),
    FOREIGN KEY (school_id, device_id) REFERENCES device (school_id, device_id)
) STRICT, WITHOUT ROWID;

-- Accepted changes, append-only: the audit and the feed. device_id null: imported. due and clause:
-- of a change that came late.
CREATE TABLE change_log (
    school_id   INTEGER NOT NULL REFERENCES school (school_id),
    seq         INTEGER NOT NULL,
    change_id   BLOB    NOT NULL,
    gesture_id  BLOB    NOT NULL,
    device_id   BLOB,
    n           INTEGER NOT NULL,
    person_id   INTEGER NOT NULL,
    lesson_id   INTEGER NOT NULL,
    journal_id  INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    pupil_id    INTEGER,
    edit        TEXT    NOT NULL,
    ground      TEXT,
    hash        BLOB    NOT NULL,
    due         INTEGER,
    clause_id   TEXT,
    clause_cite TEXT,
    made_at     INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (school_id, seq)
) STRICT, WITHOUT ROWID;

-- Changes that were refused, held or in conflict, append-only. They are in no feed.
CREATE TABLE set_aside (
    school_id   INTEGER NOT NULL REFERENCES school (school_id),
    change_id   BLOB    NOT NULL,
    gesture_id  BLOB    NOT NULL,
    device_id   BLOB    NOT NULL,
    n           INTEGER NOT NULL,
    person_id   INTEGER NOT NULL,
    lesson_id   INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    pupil_id    INTEGER,
    edit        TEXT    NOT NULL,
    ground      TEXT,
    hash        BLOB    NOT NULL,
    outcome     TEXT    NOT NULL,
    clause_id   TEXT,
    details     TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (school_id, change_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX plan_item_by_id ON plan_item (school_id, plan_item_id);
CREATE INDEX lesson_by_journal ON lesson (school_id, journal_id, date, number);
CREATE INDEX lesson_by_teacher ON lesson (school_id, teacher_id, date);
CREATE INDEX session_by_person ON session (school_id, person_id);
CREATE UNIQUE INDEX change_log_by_id ON change_log (school_id, change_id);
CREATE INDEX change_log_by_lesson ON change_log (school_id, lesson_id, seq);
