-- Purpose:    when the whole of each touched interlinked request was done, and whether that was late.
-- Grain:      one request.
-- Reads:      request, request_step, core.interlinked_total_ends_on, core.outage_times.
-- Writes:     temporary table request_whole.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
--
-- What is carried out on request only lies outside the whole. The limit of the law counts, else the date that was sent
-- (Decree 63/2024 as amended by Decree 301/2026).
CREATE TEMPORARY TABLE request_whole ON COMMIT DROP AS
WITH of_steps AS (
    SELECT
        step.counted_as,
        range_agg(piece.times) AS paused,
        max(step.done_at) FILTER (WHERE NOT step.is_on_request) AS done_at,
        bool_or(step.is_on_request) AS has_more
    FROM request_step AS step
    LEFT JOIN LATERAL unnest(step.paused) AS piece (times) ON TRUE
    GROUP BY step.counted_as
),

whole AS (
    SELECT
        request.*,
        CASE
            WHEN request.partner_status <> 5 OR request.ended_at IS NULL THEN NULL
            WHEN of_steps.has_more THEN coalesce(of_steps.done_at, request.ended_at)
            ELSE request.ended_at
        END AS done_at,
        coalesce(
            of_steps.paused,
            (request.waited + core.outage_times(NULL, request.rule_on))
            * tstzmultirange(tstzrange(request.accepted_at, greatest(request.accepted_at, request.ended_at)))
        ) AS paused
    FROM request
    LEFT JOIN of_steps ON request.counted_as = of_steps.counted_as
)

SELECT
    whole.counted_as,
    whole.done_at::date AS done_on,
    coalesce(
        whole.done_at::date > coalesce(
            core.interlinked_total_ends_on(
                whole.interlinked_group, whole.calendar_code, whole.rule_on, whole.accepted_at, whole.is_verified,
                whole.paused
            ),
            whole.due_at::date
        ), FALSE
    ) AS is_late
FROM whole
