-- Purpose:    the figures of each unit that were entered after a ranking of their period was published, with their documents.
-- Grain:      one unit, period and figure.
-- Reads:      mart.late_entry, mart.unit, mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT
    unit.unit_code,
    unit.name AS unit_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    late_entry.name_vi,
    late_entry.value_unit,
    late_entry.value,
    late_entry.null_reason,
    late_entry.document
FROM mart.late_entry
INNER JOIN mart.unit ON late_entry.unit_id = unit.unit_id
INNER JOIN mart.period ON late_entry.period_id = period.period_id
ORDER BY unit.unit_code, period.period_end DESC, period.kind, late_entry.name_vi
