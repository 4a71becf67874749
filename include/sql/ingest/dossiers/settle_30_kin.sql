-- Purpose:    find the case of every changed dossier that has kin, or had, and of its kin: all that are linked, by the
--             least of them.
-- Grain:      one dossier.
-- Reads:      core.dossier, core.dossier_kin, decision.
-- Writes:     temporary table kin.
-- Parameters: source_id.
-- Rerun:      gone at the end of the transaction.
-- OFFSET 0 makes each step a look-up by the indexes: the planner cannot know how few have kin.
CREATE TEMPORARY TABLE kin ON COMMIT DROP AS
WITH RECURSIVE changed AS (
    SELECT dossier.*
    FROM core.dossier
    INNER JOIN decision ON dossier.dossier_code = decision.record_key
    WHERE dossier.source_id = %(source_id)s AND decision.outcome IN ('inserted', 'updated')
),

reached AS (
    SELECT changed.source_id, changed.dossier_code
    FROM changed
    WHERE
        changed.other_code IS NOT NULL
        OR EXISTS (SELECT 1 FROM core.dossier AS twin WHERE twin.other_code = changed.dossier_code)
        OR EXISTS (
            SELECT 1
            FROM core.dossier AS twin
            WHERE twin.dossier_code = changed.dossier_code AND twin.source_id <> changed.source_id
        )
        OR EXISTS (
            SELECT 1
            FROM core.dossier AS twin
            WHERE twin.case_id = changed.case_id AND twin.dossier_code <> changed.dossier_code
        )
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
