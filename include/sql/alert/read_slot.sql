-- Purpose:    read which slot a look tells: the first of a day is the morning's, whenever it comes; none where nobody works
--             on the day, the slot was told, or a source was never read.
-- Grain:      one row, or none.
-- Reads:      core.working_day, audit.alert_run, audit.source.
-- Writes:     nothing.
-- Parameters: run_on, slot, as_of.
-- Rerun:      no row once the slot was told.
WITH told AS (
    SELECT alert_run.slot
    FROM audit.alert_run
    WHERE alert_run.run_on = %(run_on)s
),

wanted AS (
    SELECT CASE WHEN EXISTS (SELECT 1 FROM told) THEN %(slot)s ELSE 'morning' END AS slot
)

SELECT wanted.slot
FROM wanted
WHERE
    NOT EXISTS (SELECT 1 FROM told WHERE told.slot = wanted.slot)
    -- With a fixed clock the next look is at the same moment, of which everything was told.
    AND NOT EXISTS (SELECT 1 FROM audit.alert_run WHERE alert_run.as_of >= %(as_of)s)
    -- Of a new warehouse nothing is known yet: a morning told now would be over when its facts come.
    AND NOT EXISTS (SELECT 1 FROM audit.source WHERE source.is_configured AND source.last_success_at IS NULL)
    AND EXISTS (SELECT 1 FROM audit.source WHERE source.is_configured)
    AND EXISTS (
        SELECT 1
        FROM core.working_day
        WHERE working_day.is_in_force AND working_day.day = %(run_on)s AND working_day.is_working
    )
