-- Who wrote the cells of a lesson last, as the log says: a line for each person and moment,
-- `1 1794810600000000 a101 m101.7.0 h3 t`. Kept beside the cells so that no conflict reads a log.
CREATE TABLE lesson_writers (
    school_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    writers   TEXT   NOT NULL,
    PRIMARY KEY (school_id, lesson_id),
    FOREIGN KEY (school_id, lesson_id) REFERENCES lesson (school_id, lesson_id)
);

INSERT INTO lesson_writers (school_id, lesson_id, writers)
SELECT school_id, lesson_id, string_agg(line, E'\n') FROM (
    SELECT school_id, lesson_id,
        person_id || ' ' || received_at || ' ' || string_agg(cell, ' ') AS line
    FROM (
        SELECT DISTINCT ON (school_id, lesson_id, cell)
            school_id, lesson_id, cell, person_id, received_at
        FROM (
            SELECT school_id, lesson_id, person_id, received_at, seq,
                CASE kind
                    WHEN 'attendance' THEN 'a' || pupil_id
                    WHEN 'reason' THEN 'r' || pupil_id
                    WHEN 'mark' THEN 'm' || pupil_id || '.' || (edit::json -> 'work' ->> 'kind')
                        || '.' || coalesce(edit::json -> 'work' ->> 'nth', '0')
                    WHEN 'roll-call' THEN 'c'
                    WHEN 'topic' THEN 't'
                    WHEN 'homework' THEN 'h' || (edit::json ->> 'slot')
                    ELSE 'f'
                END AS cell
            FROM change_log
        ) every
        ORDER BY school_id, lesson_id, cell, seq DESC
    ) last
    GROUP BY school_id, lesson_id, person_id, received_at
) lines
GROUP BY school_id, lesson_id;
