-- Purpose:    triggers that keep status machines and clocks moving forward, and what was published unchanged; what may be
--             removed, and when.
-- Grain:      one trigger a guarded table.
-- Reads:      audit.alert_list, audit.alert_run, audit.batch, audit.clock, audit.measure_state, audit.touched,
--             audit.trouble_list, core.figure, mart.indicator, mart.measure, mart.publication, mart.published_form,
--             mart.published_score, mart.published_value, mart.ranking.
-- Writes:     triggers and their functions.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION audit.refuse_backward_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed jsonb := '{
        "fetched": ["staged"],
        "staged": ["passed", "held"],
        "held": ["passed", "rejected"],
        "passed": ["published"],
        "published": [],
        "rejected": []
    }';
BEGIN
    IF NEW.status <> OLD.status AND NOT (allowed -> OLD.status) ? NEW.status THEN
        RAISE EXCEPTION 'batch % cannot go from % to %: statuses move forward only', OLD.batch_id, OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER batch_status_forward BEFORE UPDATE ON audit.batch
FOR EACH ROW EXECUTE FUNCTION audit.refuse_backward_status();

CREATE OR REPLACE FUNCTION audit.refuse_backward_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.as_of < OLD.as_of THEN
        RAISE EXCEPTION 'the business clock stands at % and cannot go back to %: set ONESTOP_AS_OF to a later moment',
            OLD.as_of, NEW.as_of USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER clock_forward BEFORE UPDATE ON audit.clock
FOR EACH ROW EXECUTE FUNCTION audit.refuse_backward_clock();

CREATE OR REPLACE FUNCTION mart.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% %', TG_TABLE_SCHEMA, TG_TABLE_NAME,
        coalesce(TG_ARGV[0], 'is immutable: publish a correction instead') USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER publication_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.publication
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();
CREATE OR REPLACE TRIGGER ranking_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.ranking
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();
CREATE OR REPLACE TRIGGER published_value_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.published_value
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();
CREATE OR REPLACE TRIGGER published_score_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.published_score
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();
CREATE OR REPLACE TRIGGER published_form_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.published_form
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();

CREATE OR REPLACE TRIGGER touched_unchanged BEFORE UPDATE OR TRUNCATE ON audit.touched
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('is only added to, and cleared of what the figures follow');

CREATE OR REPLACE FUNCTION audit.refuse_uncounted_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM removed
        CROSS JOIN audit.measure_state
        WHERE removed.publish_seq >= measure_state.applied_seq
    ) THEN
        RAISE EXCEPTION 'touched cases stay until the figures follow them, and those of the last change that they follow'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER touched_until_counted AFTER DELETE ON audit.touched REFERENCING OLD TABLE AS removed
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_uncounted_removal();

-- What was sent to people stays for five weeks, whatever is configured: until then they may dispute it.
CREATE OR REPLACE FUNCTION audit.is_disputable(p_as_of timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT
        p_as_of > greatest(
            p_as_of,
            (SELECT max(alert_run.as_of) FROM audit.alert_run),
            (SELECT max(trouble_list.as_of) FROM audit.trouble_list)
        ) - interval '35 days'
$$;
COMMENT ON FUNCTION audit.is_disputable IS 'Whether something was told within 35 days of the last that was told.';

CREATE OR REPLACE FUNCTION audit.refuse_recent_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF audit.is_disputable(OLD.as_of) THEN
        RAISE EXCEPTION '%.% keeps what was told in the last 35 days', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION audit.refuse_removal_from_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        CASE TG_TABLE_NAME
            WHEN 'trouble_list_item' THEN EXISTS (SELECT 1 FROM audit.trouble_list WHERE trouble_list.list_id = OLD.list_id)
            ELSE EXISTS (SELECT 1 FROM audit.alert_list WHERE alert_list.list_id = OLD.list_id)
        END
    )
    THEN
        RAISE EXCEPTION '%.% keeps what was told: it goes with its list only', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION mart.refuse_unknown_measure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unknown text := (
        SELECT string_agg(term.measure, ', ')
        FROM unnest(NEW.numerator || NEW.less || coalesce(NEW.denominator, '{}')) AS term (measure)
        WHERE
            term.measure NOT IN (SELECT measure.measure FROM mart.measure)
            AND term.measure NOT IN (SELECT figure.figure_code FROM core.figure WHERE figure.value_unit = 'count')
    );
    spread text := (
        SELECT string_agg(measure.measure, ', ')
        FROM mart.measure
        WHERE
            measure.measure = ANY(NEW.numerator || NEW.less || coalesce(NEW.denominator, '{}'))
            AND measure.kind = 'distribution'
            AND (NEW.value_kind <> 'median' OR cardinality(NEW.numerator) > 1)
    );
BEGIN
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'indicator % names what is neither a measure nor a count that offices enter: %; see mart.measure and core.figure',
            NEW.indicator_code, unknown
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'indicator_names_measures';
    END IF;
    IF spread IS NOT NULL THEN
        RAISE EXCEPTION 'indicator % of kind % cannot be made of %: a percentile does not add up, only kind median takes it, alone',
            NEW.indicator_code, NEW.value_kind, spread
            USING ERRCODE = 'check_violation', CONSTRAINT = 'percentiles_do_not_add_up';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER indicator_names_measures BEFORE INSERT OR UPDATE ON mart.indicator
FOR EACH ROW EXECUTE FUNCTION mart.refuse_unknown_measure();

-- An indicator names measures and entered figures in one list, so that a name must mean one of them.
CREATE OR REPLACE FUNCTION mart.refuse_shared_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shared text := (
        SELECT min(figure.figure_code)
        FROM core.figure
        INNER JOIN mart.measure ON figure.figure_code = measure.measure
    );
    unknown text := (
        SELECT min(figure.figure_code)
        FROM core.figure
        WHERE
            figure.instead_of IS NOT NULL
            AND (
                figure.is_of_province
                OR figure.value_unit <> 'count'
                OR NOT EXISTS (
                    SELECT 1
                    FROM mart.measure
                    WHERE measure.measure = figure.instead_of AND measure.kind = 'flow'
                )
            )
    );
BEGIN
    IF shared IS NOT NULL THEN
        RAISE EXCEPTION '% is the name of a measure and of a figure that offices enter: call one of them otherwise', shared
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'measure_or_figure';
    END IF;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'figure % cannot stand instead of a measure: it must be a count of the unit itself, and the measure one that is added up by day',
            unknown USING ERRCODE = 'check_violation', CONSTRAINT = 'instead_of_a_flow';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER measure_or_figure AFTER INSERT OR UPDATE ON core.figure
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_shared_name();
CREATE OR REPLACE TRIGGER measure_or_figure AFTER INSERT OR UPDATE ON mart.measure
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_shared_name();
