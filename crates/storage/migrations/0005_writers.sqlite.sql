-- Who wrote the cells of a lesson last, as the log says: a line for each person and moment,
-- `1 1794810600000000 a101 m101.7.0 h3 t`. Kept beside the cells so that no conflict reads a log.
CREATE TABLE lesson_writers (
    school_id INTEGER NOT NULL,
    lesson_id INTEGER NOT NULL,
    writers   TEXT    NOT NULL,
    PRIMARY KEY (school_id, lesson_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
) STRICT, WITHOUT ROWID;

INSERT INTO lesson_writers (school_id, lesson_id, writers)
SELECT school_id, lesson_id, group_concat(line, char(10)) FROM (
    SELECT school_id, lesson_id,
        person_id || ' ' || received_at || ' ' || group_concat(cell, ' ') AS line
    FROM (
        SELECT school_id, lesson_id, person_id, received_at, max(seq),
            CASE kind
                WHEN 'attendance' THEN 'a' || pupil_id
                WHEN 'reason' THEN 'r' || pupil_id
                WHEN 'mark' THEN 'm' || pupil_id || '.' || json_extract(edit, '$.work.kind')
                    || '.' || coalesce(json_extract(edit, '$.work.nth'), 0)
                WHEN 'roll-call' THEN 'c'
                WHEN 'topic' THEN 't'
                WHEN 'homework' THEN 'h' || json_extract(edit, '$.slot')
                ELSE 'f'
            END AS cell
        FROM change_log GROUP BY school_id, lesson_id, cell
    )
    GROUP BY school_id, lesson_id, person_id, received_at
)
GROUP BY school_id, lesson_id;
