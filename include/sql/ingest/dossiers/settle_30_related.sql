-- Purpose:    find the case of every changed dossier that has related dossiers, or had some, and of these: all that are linked
--             are one case, numbered by the least of them.
-- Grain:      one dossier.
-- Reads:      staging.resolved_dossier, core.dossier, core.dossier_kin, decision.
-- Writes:     temporary table related.
-- Parameters: batch_id, source_id.
-- Rerun:      gone at the end of the transaction.
-- OFFSET 0 makes each step a look-up by the indexes: the planner cannot know how few dossiers have related ones.
CREATE TEMPORARY TABLE related ON COMMIT DROP AS
WITH RECURSIVE changed AS (
    SELECT
        decision.record_key AS dossier_code,
        decision.outcome,
        staged.other_code
    FROM decision
    INNER JOIN staging.resolved_dossier AS staged
        ON decision.page_no = staged.page_no AND decision.ordinal = staged.ordinal
    WHERE staged.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
),

-- Nobody can share the case of a dossier that was not there.
related AS (
    SELECT changed.dossier_code
    FROM changed
    WHERE changed.other_code IS NOT NULL
    UNION
    SELECT changed.dossier_code
    FROM changed
    CROSS JOIN LATERAL (
        SELECT twin.source_id
        FROM core.dossier AS twin
        WHERE twin.other_code = changed.dossier_code
        UNION ALL
        SELECT twin.source_id
        FROM core.dossier AS twin
        WHERE twin.dossier_code = changed.dossier_code AND twin.source_id <> %(source_id)s
        LIMIT ALL OFFSET 0
    ) AS twin
    UNION
    SELECT changed.dossier_code
    FROM changed
    CROSS JOIN LATERAL (
        SELECT former.source_id
        FROM core.dossier
        INNER JOIN core.dossier AS former ON dossier.case_id = former.case_id
        WHERE
            dossier.source_id = %(source_id)s
            AND dossier.dossier_code = changed.dossier_code
            AND former.dossier_code <> dossier.dossier_code
        LIMIT ALL OFFSET 0
    ) AS former
    WHERE changed.outcome = 'updated'
),

reached (source_id, dossier_code) AS (
    SELECT %(source_id)s, related.dossier_code
    FROM related
    UNION
    SELECT near.source_id, near.dossier_code
    FROM reached
    CROSS JOIN LATERAL (
        SELECT dossier_kin.kin_source_id AS source_id, dossier_kin.kin_code AS dossier_code
        FROM core.dossier_kin
        WHERE dossier_kin.source_id = reached.source_id AND dossier_kin.dossier_code = reached.dossier_code
        UNION ALL
        SELECT former.source_id, former.dossier_code
        FROM core.dossier
        INNER JOIN core.dossier AS former ON dossier.case_id = former.case_id
        WHERE dossier.source_id = reached.source_id AND dossier.dossier_code = reached.dossier_code
        LIMIT ALL OFFSET 0
    ) AS near
),

linked AS (
    SELECT
        reached.source_id, reached.dossier_code, reached.source_id AS least_source_id, reached.dossier_code AS least_code
    FROM reached
    UNION
    SELECT near.source_id, near.dossier_code, linked.least_source_id, linked.least_code
    FROM linked
    CROSS JOIN LATERAL (
        SELECT dossier_kin.kin_source_id AS source_id, dossier_kin.kin_code AS dossier_code
        FROM core.dossier_kin
        WHERE dossier_kin.source_id = linked.source_id AND dossier_kin.dossier_code = linked.dossier_code
        OFFSET 0
    ) AS near
)

SELECT DISTINCT ON (linked.source_id, linked.dossier_code)
    linked.source_id,
    linked.dossier_code,
    dossier.case_id AS former_case_id,
    md5(linked.least_source_id || chr(31) || linked.least_code)::uuid AS case_id
FROM linked
INNER JOIN core.dossier
    ON linked.source_id = dossier.source_id AND linked.dossier_code = dossier.dossier_code
ORDER BY linked.source_id, linked.dossier_code, linked.least_source_id, linked.least_code
