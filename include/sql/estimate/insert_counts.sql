-- Purpose:    of cases that were due in the year before a day, how many were late of those open at each tenth of their limit.
-- Grain:      one group of cases and one tenth.
-- Reads:      core.case_pace, core.dossier, core.case, core.case_fact.
-- Writes:     core.late_count.
-- Parameters: day.
-- Rerun:      after clear_counts.
--
-- On the day itself it is known of each case that was due before whether it was late. Chosen by the day of the end, slow
-- cases would come in later than fast ones, and a rising number of cases would look like punctuality.
INSERT INTO core.late_count (level, holding_unit_id, sector_code, procedure_code, tenth, cases, late_cases)
WITH known AS (
    SELECT holding_unit_id, sector_code, procedure_code, last_tenth, is_late
    FROM core.case_pace
    WHERE due_on >= %(day)s::date - 365 AND due_on < %(day)s::date
    UNION ALL
    -- Overdue and not resolved yet.
    SELECT fact.last_holder_id, fact.sector_code, fact.procedure_code, 9::smallint, TRUE
    FROM core.dossier
    INNER JOIN core."case"
        ON
            dossier.case_id = "case".case_id
            AND dossier.source_id = "case".source_id
            AND dossier.dossier_code = "case".dossier_code
    INNER JOIN core.case_fact AS fact ON dossier.case_id = fact.case_id AND fact.ended_on IS NULL
    WHERE
        dossier.status NOT IN (3, 7, 8, 9, 10)
        AND dossier.status NOT IN (5, 6)
        AND dossier.due_at::date >= %(day)s::date - 365
        AND dossier.due_at::date < %(day)s::date
        AND NOT dossier.is_deleted
        AND NOT dossier.is_test
),

-- One pass over the cases; what follows is a few rows for each group.
grouped AS (
    SELECT
        grouping(holding_unit_id, sector_code, procedure_code) AS together,
        coalesce(holding_unit_id, 0) AS holding_unit_id,
        coalesce(sector_code, '*') AS sector_code,
        coalesce(procedure_code, '*') AS procedure_code,
        last_tenth,
        count(*) AS cases,
        count(*) FILTER (WHERE is_late) AS late_cases
    FROM known
    GROUP BY
        GROUPING SETS (
            (holding_unit_id, procedure_code, last_tenth),
            (holding_unit_id, sector_code, last_tenth),
            (holding_unit_id, last_tenth),
            (procedure_code, last_tenth),
            (sector_code, last_tenth),
            (last_tenth)
        )
)

SELECT
    level.level,
    grouped.holding_unit_id,
    grouped.sector_code,
    grouped.procedure_code,
    tenth.tenth,
    sum(grouped.cases),
    sum(grouped.late_cases)
FROM grouped
INNER JOIN (VALUES (2, 1), (1, 2), (3, 3), (6, 4), (5, 5), (7, 6)) AS level (together, level)
    ON grouped.together = level.together
INNER JOIN generate_series(0, 9) AS tenth (tenth) ON grouped.last_tenth >= tenth.tenth
GROUP BY level.level, grouped.holding_unit_id, grouped.sector_code, grouped.procedure_code, tenth.tenth
