-- Purpose:    in which sectors estimates of late dossiers are shown, and why.
-- Grain:      one sector; all of them (*) first.
-- Reads:      mart.late_estimate_switch, mart.sector.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    late_estimate_switch.sector_code,
    sector.name AS sector_name,
    late_estimate_switch.estimates,
    late_estimate_switch.brier_score,
    late_estimate_switch.simple_brier_score,
    late_estimate_switch.is_shown,
    late_estimate_switch.reason
FROM mart.late_estimate_switch
LEFT JOIN mart.sector ON late_estimate_switch.sector_code = sector.sector_code
ORDER BY late_estimate_switch.sector_code <> '*', late_estimate_switch.sector_code
