-- Purpose:    whether the drain under way counts everything again: its parts store facts only, and all are counted at its end.
-- Grain:      one boolean.
-- Reads:      audit.measure_state.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT measure_state.is_rebuilding AND measure_state.draining_to IS NOT NULL AS is_rebuilding
FROM audit.measure_state
