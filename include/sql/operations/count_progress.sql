-- Purpose:    how far reading, publishing and making pages are, for a person who waits for the pipeline.
-- Grain:      one row.
-- Reads:      core.dossier, mart.publication, audit.pending_publication, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    (SELECT count(*) FROM core.dossier) AS dossiers,
    (SELECT count(*) FROM mart.publication) AS published,
    (SELECT count(*) FROM audit.pending_publication) AS pending,
    (SELECT count(DISTINCT publication_id) FROM audit.rendered_page) AS pages
