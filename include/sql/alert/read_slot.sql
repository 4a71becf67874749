-- Purpose:    read which slot a look tells: the first of a day is the morning's, whenever it comes; none where nobody works
--             on the day, the slot has its lists, or a source was never read.
-- Grain:      one row, or none.
-- Reads:      core.working_day, audit.alert_run, audit.source.
-- Writes:     nothing.
-- Parameters: run_on, slot, as_of.
-- Rerun:      no row once the slot has its lists.
WITH sent_list AS (
    SELECT alert_run.slot
    FROM audit.alert_run
    WHERE alert_run.run_on = %(run_on)s
),

wanted AS (
    SELECT CASE WHEN EXISTS (SELECT 1 FROM sent_list) THEN %(slot)s ELSE 'morning' END AS slot
)

SELECT wanted.slot
FROM wanted
WHERE
    NOT EXISTS (SELECT 1 FROM sent_list WHERE sent_list.slot = wanted.slot)
    -- With a fixed clock the next run is at the same moment, which has its lists already.
    AND NOT EXISTS (SELECT 1 FROM audit.alert_run WHERE alert_run.as_of >= %(as_of)s)
    -- Of a new warehouse nothing is known yet: a morning reported now would be over when its facts come.
    AND NOT EXISTS (SELECT 1 FROM audit.source WHERE source.is_configured AND source.last_success_at IS NULL)
    AND EXISTS (SELECT 1 FROM audit.source WHERE source.is_configured)
    AND EXISTS (
        SELECT 1
        FROM core.working_day
        WHERE working_day.is_in_force AND working_day.day = %(run_on)s AND working_day.is_working
    )
