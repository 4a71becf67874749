-- Purpose:    what a column holds, said once for all columns of that name, so that every column has its COMMENT.
-- Grain:      one name of a column; one with schema and relation before it holds for that column only, and first.
-- Reads:      the catalogue of the database.
-- Writes:     view audit.column_meaning, comments of columns and of the relations of staging.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs; audit/drop_objects.sql takes the comments away again.
--
-- A column that needs more to be said has a COMMENT beside its table or view, and keeps it. A name stands here by itself
-- only if it means the same wherever it is: a column of that name that means something else gets a line of its own.

CREATE VIEW audit.column_meaning AS
SELECT told.name, told.meaning
FROM (
    VALUES
    ('accept_by', 'Of an online dossier that was not accepted yet: until when it must be.'),
    ('acceptance_working_hours', 'Working hours within which an online dossier is to be accepted.'),
    (
        'accepted_at',
        'When the dossier was accepted as complete; where no dossier is known, when the request was received.'
    ),
    ('acknowledged_at', 'When the portal acknowledged what was handed in online (NgayCongXacNhan), as sent; null: not told.'),
    ('address', 'Mail box of an office; of a webhook the name of its connection.'),
    ('advice', 'What to do, for people who run the pipeline.'),
    ('afternoon_close', 'When offices close.'),
    ('afternoon_close_second', 'When offices close, in seconds after local midnight.'),
    ('afternoon_open', 'When offices open again at noon.'),
    ('afternoon_open_second', 'When offices open again at noon, in seconds after local midnight.'),
    (
        'agency',
        'Kind of agency: commune, police, insurance, health or home_affairs; null: its name has none of the known words.'
    ),
    ('agency_code', 'Code of the unit under which the source knows it (MaDonVi).'),
    ('alert_id', 'Our number of the alert.'),
    ('all_indicators', 'Every indicator has values for this kind; false: the main ones only.'),
    ('amount_here_vnd', 'Amount of the attempt as the one-stop tells it, in VND; null where only the platform knows it.'),
    ('amount_there_vnd', 'Amount of the attempt as the platform tells it, in VND; null where it does not list it.'),
    ('amount_vnd', 'Amount in VND; null where nothing readable was sent.'),
    ('answered_at', 'When it was answered; null: not yet.'),
    ('answers', 'How many valid answers there are.'),
    ('applied_seq', 'Publish sequence up to which the measures follow the facts.'),
    ('area_code', 'Code of the area: of a province its agency code, of a former district D and the old code.'),
    ('area_id', 'Our number of the area.'),
    ('announce', 'Its rankings are sent to the recipients of rankings; others stand on the pages only.'),
    ('is_announced', 'It is sent to the recipients of rankings.'),
    ('is_overview', 'It freezes every indicator and form II.06a; otherwise only the indicators of its scheme.'),
    ('plan_is_overview', 'The next version is an overview.'),
    ('groups_left_out', 'Groups that are not in the score, because figures that have to be entered were missing.'),
    ('period_ordinal', 'Place of the kind of period among others.'),
    ('area_kind', 'Kind of area for which it is published: province, former_district, cluster or unit_type.'),
    (
        'as_of',
        'The clock at which it was so: of a page and batch the source''s own, of a list, look or clock the business '
        || 'clock.'
    ),
    ('area_name', 'What the area is called.'),
    ('asked_on', 'Day of the business clock on which it was asked for last.'),
    ('asked_vnd', 'What the payment asks for altogether, in VND.'),
    ('asks_identity_card', 'Whether an identity card was asked for with the birth; null: not told.'),
    ('asks_later_rule', 'Whether the filer asked for the rules that hold from 1 September 2026; null: not told.'),
    (
        'attempts',
        'Attempts to pay: [{merchant_ref, transaction_code, bank_code, amount_vnd, tried_at, status, error_code}]; null '
        || 'when none.'
    ),
    ('bank_code', 'Bank through which it was paid, as sent.'),
    ('bases', 'Roles for which figures of this kind are made: receiving, responsible, holding.'),
    (
        'basis',
        'For which unit a dossier is counted: receiving (it accepted the dossier), responsible (competent for it), '
        || 'holding (has it at that moment).'
    ),
    ('batch_id', 'Our number of the batch.'),
    ('before_period_id', 'The earlier period; null where there is none.'),
    ('before_start', 'First day of the earlier period.'),
    ('before_value', 'Value of the earlier period; null where it has none.'),
    ('began_at', 'When the attempt was made, else when the payment was asked for.'),
    ('begun_as_of', 'as_of of the source''s pages when the window was last begun to be read again.'),
    ('blocker', 'held_batch, pending_batch or not_read_past_the_end; the first that applies.'),
    ('by_sector', 'Figures of this kind are made by sector too; false: for all sectors together only.'),
    ('bytes', 'Length of the answer in bytes, after decompression.'),
    ('calendar_code', 'Working calendar: VN for the country, a province''s agency code (H57) where it has exceptions.'),
    ('carried_over', 'Form II.06a, column (6): dossiers open when the period began (từ kỳ trước).'),
    (
        'case_id',
        'Our id of the case: MD5 of the least source and code of its dossiers, as a UUID. Of a record that counts on '
        || 'its own the id under which it does.'
    ),
    ('catalogue_digest', 'Digest of the measures, successions and memberships that the figures follow.'),
    ('cause_code', 'Why the figure should be another, as a code.'),
    ('cause_vi', 'The same in Vietnamese (nguyên nhân).'),
    ('channel', 'How it was handed in: 1 at the counter, 2 online, 3 by post; null where nobody told.'),
    (
        'check_code',
        'Which check: quarantined_share, unknown_unit_share, unknown_procedure_share, no_due_date_share, '
        || 'unreadable_field_share, removed_fields, volume_fall.'
    ),
    ('child_sector_code', 'Sector of the dossier that the request is about; null: none is known.'),
    ('clause', 'Place in the document; empty where it has none.'),
    ('closed_on', 'Day of the business clock on which it was settled or gone; null: it is still open.'),
    ('code', 'A code by which sources name a unit.'),
    ('code_id', 'Our number of the code, so that its spans can be kept apart by a constraint.'),
    ('code_prefix', 'What stands before the first dash of the dossier''s code: the agency code of its unit, if all is well.'),
    ('collect_rule', 'Rule by which the fee is collected, as sent (HinhThucThu).'),
    ('comparator', 'How the value has to stand to the target: >=, <= or =.'),
    (
        'component_count',
        'Submitted papers (thành phần hồ sơ) that were not taken back; null for dossiers read before this was kept.'
    ),
    (
        'competent_got_at',
        'When the competent agency got what was received outside the home area (NgayCoQuanNhan), as sent; null: not told.'
    ),
    ('confirmed_at', 'Business clock when the confirmed form was read.'),
    ('confirmed_by_post', 'Post (chức danh) of who confirmed, never a name.'),
    ('connection_name', 'Name of the source''s connection: what stands behind AIRFLOW_CONN_ONESTOP_, in lower case.'),
    ('corrected_for', 'How long after the end of its period a publication is corrected.'),
    ('correction_days', 'Working days over which changes are collected before it is looked whether a correction is due.'),
    ('correction_points', 'A correction goes out if a rank changed, or points by at least so many.'),
    ('counted_as', 'The id under which the record is touched and counted, as a case is under its own.'),
    ('counted_as_name', 'Name of the unit as which it counts.'),
    ('counted_as_unit_code', 'Code of the unit as which it counts.'),
    ('counted_as_unit_id', 'The unit as which it counts: its successor if it moved whole, else itself.'),
    ('counted_received_at', 'When the dossier counts as received; null: not yet.'),
    ('counted_to', 'Last day that the figures of this period include.'),
    ('counts_for_unit_id', 'The unit in whose figures its dossiers are.'),
    ('criterion', 'What was rated: 0 overall, 1 the place, 2 attitude, 3 time to the result, 4 waiting, 5 what was asked for.'),
    ('currency', 'Currency as sent.'),
    ('cursor', 'The source''s own mark of where to read on; null at the beginning of a walk.'),
    (
        'data_as_of',
        'Earliest moment up to which every configured source had been read when the figures last caught up with the '
        || 'facts.'
    ),
    ('day', 'The local day (+07:00).'),
    ('decided_at', 'Machine''s clock when it was decided.'),
    ('decided_by_post', 'Post (chức danh) of who decided, never a name; null: nobody did yet.'),
    ('decided_on', 'Local day that decides which unit a code means.'),
    ('decision', 'What was decided: of a batch release or reject, of a quarantined record replayed or dismissed.'),
    ('decision_sheet_id', 'The sheet by which it was decided; null: not yet.'),
    ('definition', 'What is counted.'),
    ('definition_vi', 'How it is computed (cách tính), in Vietnamese.'),
    (
        'delay_cause',
        'Why it is late, as the source tells: synchronisation, not_closed, other_agency, citizen, software or unit; '
        || 'null: not told.'
    ),
    ('delivery_id', 'Our number of the delivery.'),
    ('denominator', 'What it is a part of; null for a number that is no part of anything.'),
    ('department', 'Department that did the step, as sent.'),
    ('detail', 'What exactly it is, for people who run the pipeline.'),
    ('difference', 'Dossiers that the form begins with less those that the one before ended with; 0: it goes on.'),
    ('differing', 'How many of the pairs differ.'),
    ('digest', 'SHA-256 of the text of the files.'),
    ('digitized_count', 'Of the submitted papers, the digitized ones; null for dossiers read before this was kept.'),
    ('direction', 'higher_is_better, lower_is_better or none.'),
    ('dislikes', 'How many people disliked the answer; null where not told.'),
    ('disposition', 'What becomes of a record that breaks the rule: repaired, flagged or quarantined.'),
    ('document', 'Number and name of the document that it comes from.'),
    ('document_date', 'Date of the signed document; null: not signed.'),
    ('document_number', 'Number and sign of the signed document; null: not signed.'),
    ('done_at', 'When it was done; null: not yet.'),
    ('dossier_code', 'Code of the dossier (MaHoSo).'),
    ('dossier_source_id', 'Source of the dossier.'),
    ('due_at', 'When the result was promised (ngày hẹn trả), as it stands now; null: no date was given.'),
    ('due_soon_share', 'Share of its working time used from which a dossier is due soon.'),
    ('due_soon_working_days', 'Working days before the due date from which it is due soon, whatever the share.'),
    ('ended_at', 'When it ended; null: it has not.'),
    ('ended_because', 'resolved, passed_on or waiting; null: it has not ended.'),
    ('ended_before', 'First day on which the code officially means the unit no more.'),
    ('ends_feed', 'The last page of the batch was the last of the feed.'),
    ('entered_by_post', 'Post (chức danh) of who entered it, never a name.'),
    ('error_code', 'The platform''s error code; 00 is none.'),
    ('error_offset', 'Byte at which the answer stopped being JSON; null where it is no page for another reason.'),
    ('escalate_after_working_days', 'Working days after which an alert that stays open is told to the area.'),
    ('escalated', 'How many alerts were told to an area.'),
    ('escalated_at', 'When the area was told that it stays open; null: it was not.'),
    ('event_key', 'The event''s own code, else dossier, moment and status.'),
    ('every_days', 'After how many days of the source''s clock the window is read again.'),
    ('evidence', 'Document that proves it (minh chứng).'),
    ('excluded_count', 'Cases that neither numerator nor denominator counts because a fact is missing.'),
    ('executing_levels', 'Levels of government that carry it out, as sent; xa is the commune.'),
    ('extensions', 'Apologies with a new due date: [{apologised_at, due_before, due_after}], null when none.'),
    ('feed', 'units, procedures, dossiers, events, payments, surveys, feedback or interlinked.'),
    ('feedback_code', 'The source''s code of the feedback (MaPAKN).'),
    ('fees', 'Fees that it is made of: [{kind, fee_code, amount_vnd}], null when none.'),
    ('fetched_at', 'Machine''s clock when the answer came.'),
    ('field', 'Name of the field, as sources send it.'),
    ('figure_code', 'What is counted: a row of core.figure.'),
    ('figures', 'Every measure that is not nothing, by name: {"received_new": 12, ...}.'),
    ('file_hash', 'SHA-256 of the sheet of overrides.'),
    ('filed_by_post', 'Post (chức danh) of who objects, never a name.'),
    ('finished_at', 'When processing ended, as sent (NgayKetThucXuLy); null: not told.'),
    ('first_day', 'First day compared.'),
    ('first_seen_at', 'as_of of the first page that had it.'),
    ('first_seen_on', 'Day of the business clock on which it was found first.'),
    ('flag', 'What is wrong, as a code.'),
    ('flagged', 'Records that are used although a rule doubts them.'),
    ('form_code', 'The form on which the answer stands (MaDanhGia).'),
    ('form_id', 'Our number of the confirmed form.'),
    ('found_by', 'own: by its own code; platform: by the code of the platform''s row; null: not found.'),
    ('full_score_at', 'Share (of a count: number) from which on all points are given.'),
    ('generation', 'How often the position moved; a move succeeds only from the generation that was read.'),
    ('grade', 'Grade (xếp loại) of the score; null where the scheme has none, or there is no score.'),
    ('group_code', 'Group of the scheme''s indicators.'),
    ('group_vi', 'Vietnamese name of the group under which it is listed.'),
    ('gso_code', '5-digit statistical code of a commune, as sent (MaXaGSO).'),
    ('happened_at', 'When the step was done.'),
    ('has_copied_result', 'The result is a submitted paper; hint of the allow-list.'),
    ('has_digitized_component', 'The source says that a paper was digitized; null: not told.'),
    ('has_dummy_identity', 'The applicant''s identity number is a dummy; hint of the allow-list, the number is never kept.'),
    ('has_e_certified_copy', 'An electronic certified copy was made (chứng thực bản sao điện tử); null: not told.'),
    ('has_electronic_result', 'A result with a file and a code (kết quả điện tử); null for dossiers read before this was kept.'),
    ('has_fee', 'The procedure has a fee.'),
    ('has_form', 'Form II.06a is made for this kind.'),
    ('has_online_payment', 'Its fees can be paid online.'),
    ('has_result', 'The procedure yields a result.'),
    ('has_result_file', 'A result with a file; null for dossiers read before this was kept.'),
    (
        'has_split_predecessor',
        'The unit that is counted took part of a split commune, whose figures of before cannot be told apart.'
    ),
    ('has_truncated_text', 'A text was cut off by the source; hint of the allow-list, the text is never kept.'),
    ('held', 'Batches that are held for a person.'),
    (
        'held_elsewhere_working_days',
        'Working days before the due date from which both sides are told that another agency has the dossier.'
    ),
    ('held_reason', 'Why the gate holds the batch; null: it does not.'),
    ('here', 'Records that the warehouse counts.'),
    ('here_vnd', 'Sum of amounts in the warehouse, in VND; null where it keeps none for this feed.'),
    ('high_water', 'Latest CapNhatLuc seen, at most as_of of the page; null: nothing was read yet.'),
    ('holding_code', 'Code of the unit that has the dossier, as sent.'),
    ('holding_since', 'Since when that unit has the dossier; null: not told.'),
    ('holding_unit_id', 'The unit that has the dossier (cơ quan đang giữ hồ sơ); null: not told.'),
    ('http_status', 'HTTP status of the answer.'),
    ('in_progress_no_due_date', 'In progress at the end of the period, without a due date; beside the form''s columns.'),
    ('in_progress_overdue', 'Form II.06a, column (13): in progress and overdue (quá hạn) at the end of the period.'),
    (
        'in_progress_total',
        'In progress (đang giải quyết) at the end of the period in any way; column (11) of the printed form is in '
        || 'mart.printed_form.'
    ),
    (
        'in_progress_within',
        'Form II.06a, column (12): in progress and within the due date (trong hạn) at the end of the period.'
    ),
    ('indicator_code', 'Indicator of mart.indicator.'),
    ('indicator_version', 'Version of the indicator; another definition is another version.'),
    ('inserted', 'Records that were new.'),
    ('installed_at', 'Machine''s clock when the version was installed.'),
    ('interlinked_group', 'birth or death: what the interlinked procedure is about; null: it is none.'),
    ('is_active', 'False: receives nothing any more.'),
    ('is_comparable', 'Figures of before and after the change compare: nothing was split.'),
    ('is_configured', 'The connection is in the environment now.'),
    ('is_copy', 'True: an earlier record about the same comes from another source; null: there is no earlier one.'),
    ('is_deleted', 'The source deleted the record; it stays as a tombstone and counts nowhere.'),
    ('is_excused', 'It waits for a person or a source, and not for the pipeline.'),
    ('is_final', 'The period is closed.'),
    ('is_free', 'Every fee of a list that is not empty is zero; null for dossiers read before this was kept.'),
    ('is_from_national_store', 'A paper came from the national personal store; null for dossiers read before this was kept.'),
    ('is_gone', 'The trouble is gone; false: it is new.'),
    ('is_late', 'It was done after its limit.'),
    ('is_name_not_listed', 'The country''s list has another name for the latest of the units that the row can mean.'),
    ('is_national_copy', 'Told by the national portal under its own code: the local record of the same case decides.'),
    ('is_on_request', 'Carried out only where it was asked for, outside the whole.'),
    ('is_only_row', 'Always true, so that there is one row at most.'),
    ('is_outside', 'Another commune is competent; by the law of the day its clock begins when it gets the dossier.'),
    ('is_population_linked', 'The national population database was looked into; null for dossiers read before this was kept.'),
    ('is_ranked', 'The unit has a rank; false with a reason.'),
    ('is_reception_missing', 'Its status says received and it has no reception day: the day of submission counts.'),
    ('is_refunded', 'It was paid and given back.'),
    ('is_repeated', 'An earlier record is about the same, so this one is not received again.'),
    ('is_reused', 'A paper was reused; null for dossiers read before this was kept.'),
    ('is_same_day', 'Its procedure counts hours, or ends on the day of the reception.'),
    ('is_settled', 'The last word is spoken: nobody has to act.'),
    ('is_standing', 'No later version of the same ranking was published.'),
    ('is_test', 'Applicant, e-mail or abstract say that it is a test: counts nowhere.'),
    ('is_unit_ended', 'Its unit had ended by the day that decides; an agency code that nobody took over still means it.'),
    ('is_unit_from_code', 'Its unit follows from the prefix of its code, not from the field for it.'),
    ('is_valid', 'The source counts the answer as valid; null: not told.'),
    ('is_verified', 'Whether facts must be verified (xác minh), for which limits are longer; null: not told.'),
    ('is_vneid_verified', 'The citizen''s account is verified with VNeID; null: not told.'),
    ('is_working', 'Offices work on that day.'),
    ('justice_status', 'State on the side of Justice, as sent (TrangThaiTP); null: not told.'),
    ('kin_code', 'Code of the other dossier about the same request.'),
    ('kin_source_id', 'Source of the other dossier.'),
    ('kind_code', 'The platform''s kind of transaction, as sent.'),
    ('last_attempt_at', 'Machine''s clock when the source was last tried.'),
    ('last_day', 'Last day compared, inclusive.'),
    ('last_error', 'Why the last try failed; null: it succeeded.'),
    ('last_published_at', 'Machine''s clock when a batch of the feed was last published; null: never.'),
    ('last_seen_at', 'as_of of the last page that had it.'),
    ('last_seen_on', 'Day of the business clock on which it was found last.'),
    ('last_success_at', 'Machine''s clock when the source was last read without an error; null: never.'),
    ('late_after_second', 'What is received later passes on with the next working day, in seconds after local midnight.'),
    ('level', 'Level of attention (mức cảnh báo): a row of mart.alert_level.'),
    ('likes', 'How many people liked the answer; null where not told.'),
    ('limit_count', 'Hours or working days; null: the law has no limit.'),
    ('limit_unit', 'Unit of the limits of a procedure: working_day, day or hour; null: not told.'),
    ('line_no', 'Line of the sheet, its heading being line 1.'),
    ('list', 'Which list of codes it is of: status.'),
    ('list_id', 'Our number of the list.'),
    ('listed', 'Rows that the platform listed; null: the day was not closed yet.'),
    ('listed_lives', 'Units of the country''s list that have its code one after the other in the span that the row tells.'),
    ('lists', 'How many lists were made.'),
    ('loaded_at', 'Machine''s clock when the sheet was read.'),
    ('max_points', 'The most points that the indicator can give (điểm tối đa).'),
    ('max_value', 'What still passes; null: not checked.'),
    ('meaning', 'What the code means in the contract: of a status 1 to 10.'),
    ('measure', 'Name of the measure: a row of mart.measure, or an edge of a stock (_enter, _leave).'),
    ('member_in', 'Span in which the unit is of the area.'),
    ('merchant_ref', 'Reference that the one-stop gave the attempt to pay (MaThamChieu).'),
    ('method', 'How it was paid: online, cash or transfer; null: not told.'),
    ('min_records', 'The check looks at batches of so many new records.'),
    ('minutes', 'Working minutes from reception to end, waits for the citizen left out.'),
    ('morning_close', 'When offices close at noon.'),
    ('morning_close_second', 'When offices close at noon, in seconds after local midnight.'),
    ('morning_open', 'When offices open.'),
    ('n', 'How many.'),
    ('name', 'Name, as people write it.'),
    ('name_sort', 'Key that sorts names in Vietnamese order.'),
    ('name_vi', 'Vietnamese name.'),
    ('noticed', 'Kinds of repair and doubt that reading noticed, named as the rules that tell of them.'),
    (
        'null_reason',
        'Why there is no value: zero_denominator (không phát sinh), no_feed, external (chưa có số liệu); null: there is '
        || 'one.'
    ),
    ('numerator', 'What is counted: the sum of the indicator''s measures, less those that it takes off; null: unknown.'),
    ('online_level', '2 information only, 3 partly online (một phần), 4 wholly online (toàn trình); null: not told.'),
    (
        'online_payment_code',
        'How the national contract says that it was paid online (DuocThanhToanTrucTuyen), 0 to 3; 1 and 2 count as paid '
        || 'online.'
    ),
    ('opened_on', 'Day of the business clock on which it was found, the last time that it came back.'),
    ('ordinal', 'Place in the order.'),
    ('origin', 'assigned: set from above; own: the unit''s own.'),
    ('other_code', 'Code of a twin of the dossier, interlinked or national (MaHoSoKhac); null: it has none.'),
    (
        'outcome',
        'matched, amount_mismatch, local_only, platform_only, status_mismatch, duplicate_success, orphan, date_shift or '
        || 'refunded.'
    ),
    ('overdue_long_working_days', 'Working days after the due date from which it is overdue for long.'),
    ('page_hash', 'SHA-256 of the page, hexadecimal.'),
    ('page_no', 'Number of the page in its batch.'),
    ('pages', 'How many pages had it.'),
    ('paid_at', 'When it was paid; null: it was not.'),
    ('parent_code', 'Code of the unit above it; null: none told.'),
    ('partner_status', 'State on the interlinking side, as sent (TrangThaiLT); null: not told.'),
    ('path', 'Where the file is, below the folder of landed pages or of the public site.'),
    (
        'paused',
        'In progress at the end of the period and waiting for the citizen''s supplement or payment; beside the form''s '
        || 'columns.'
    ),
    ('pending', 'Batches that are neither settled nor held.'),
    ('pending_kind', 'What is not done yet: batch, source, measure, publication or page.'),
    ('period_end', 'Last day of the period, inclusive.'),
    ('period_id', 'The period: kind:first day:last day, as month:2026-09-01:2026-09-30.'),
    ('period_kind', 'Kind of the period: a row of mart.period_kind.'),
    ('period_kind_vi', 'Vietnamese name of the kind of period.'),
    ('period_no', 'Short number of the period (mart.period), for tables that have many rows of it.'),
    ('period_start', 'First day of the period.'),
    ('place', 'Its place in the order in which it was told, from 1 on.'),
    ('points', 'Points that the indicator gives (điểm), two decimals; null: there is no value.'),
    ('points_before', 'Points of the publication that the previous rank is from; null: none then.'),
    ('points_gone', 'Of the lost points, those that are lost for the period (không khắc phục được trong kỳ).'),
    ('points_lost', 'Maximum less points: points_recoverable + points_gone + points_not_ours; null without points.'),
    ('points_not_ours', 'Of the lost points, those that another office answers for (do cơ quan khác, do đồng bộ).'),
    ('points_recoverable', 'Of the lost points, those that can still be won back in the period (còn khắc phục được).'),
    ('predecessor_id', 'The unit that ended.'),
    ('previous_publication_id', 'The publication that the previous ranks are from; null: there is none.'),
    ('previous_rank', 'Rank in the publication before; null: it had none there.'),
    ('procedure_code', 'National code of the procedure (MaTTHC) without its suffix. In figures ? is unknown.'),
    ('procedure_code_raw', 'Code of the procedure as sent.'),
    ('procedure_forms', 'Forms of the procedure''s code that the catalogue of the source has; null: the procedure is unknown.'),
    ('procedure_last_day', 'Last day on which the catalogue has the procedure; null: the procedure is unknown.'),
    ('promised_limit', 'Time within which the office promises the result, in limit_unit; null: not told.'),
    ('publication_id', 'Our number of the publication.'),
    ('publish_seq', 'Number of the change of the facts that brought it, in the order of commits.'),
    ('published_at', 'Machine''s clock when it was published.'),
    ('published_on', 'Local day on which it was published.'),
    ('quarantined', 'Records that could not be used.'),
    ('queued_at', 'Machine''s clock when it was put into the outbox.'),
    ('raised', 'How many alerts were told first.'),
    ('raised_at', 'Business clock of the list that told it first.'),
    ('rank', 'Rank (thứ hạng), 1-2-2-4; null: not ranked.'),
    ('rated_at', 'When the answer was given.'),
    ('raw', 'The code as the source sends it.'),
    ('read_as_of', 'as_of of the page with which the record came: the source''s own clock.'),
    ('read_to_end_as_of', 'The source''s clock up to which the feed was read to its end without a gap; null: never.'),
    ('reason', 'Why.'),
    ('reason_en', 'Why, for engineers.'),
    ('reason_vi', 'Why, for officials, in Vietnamese.'),
    ('received', 'Records of the batch: inserted + updated + unchanged + stale + quarantined.'),
    ('received_at', 'When the dossier, feedback or request was received (ngày tiếp nhận); null: not yet, or not told.'),
    ('received_direct_postal', 'Form II.06a, column (5): received in the period at the counter or by post, or nobody told how.'),
    ('received_on', 'Local day of the reception; null: not received yet.'),
    ('received_online', 'Form II.06a, column (4): received in the period, handed in online.'),
    ('received_total', 'Form II.06a, column (3): received, those carried over included.'),
    ('receiving_code', 'Code of the receiving unit, as sent.'),
    ('receiving_scheme', 'Scheme of the code that named the receiving unit: gso, agency or mirrored; null: it named none.'),
    ('receiving_unit_id', 'The unit that accepted the dossier (cơ quan tiếp nhận).'),
    ('record_hash', 'SHA-256 of what was kept of the record.'),
    ('record_key', 'What the source knows the record by: its code, or the fields that stand for one; null where it has none.'),
    ('recorded_at', 'Machine''s clock when the change was committed.'),
    ('records', 'How many records there are.'),
    ('refund_vnd', 'What was given back, in VND; null: nothing.'),
    ('refunded_at', 'When it was given back; null: it was not.'),
    ('refused', 'Ended in the period: refused (từ chối tiếp nhận); beside the form''s columns.'),
    ('refused_at', 'When it was refused, withdrawn or stopped, as sent (NgayTuChoi); null: not told.'),
    ('rendered_at', 'Machine''s clock when the page was made.'),
    ('repaired', 'Records of which a value was read in another form than the contract''s.'),
    ('request_code', 'The source''s code of the request.'),
    ('requested_at', 'When the payment was asked for; null: not told.'),
    ('resolved', 'How many alerts were told as resolved.'),
    ('resolved_early', 'Form II.06a, column (8): resolved in the period before the due date (trước hạn).'),
    ('resolved_no_due_date', 'Resolved in the period without a due date; beside the form''s columns.'),
    ('resolved_on_time', 'Form II.06a, column (9): resolved in the period on the due date (đúng hạn).'),
    ('resolved_overdue', 'Form II.06a, column (10): resolved in the period after the due date (quá hạn).'),
    (
        'resolved_total',
        'Resolved (đã giải quyết) in the period, those without due date too; column (7) of the printed form is in '
        || 'mart.printed_form.'
    ),
    ('responsible_code', 'Code of the unit competent for the dossier, as sent; null: none named.'),
    (
        'responsible_unit_id',
        'The unit competent for the dossier (cơ quan có thẩm quyền giải quyết); null: none named, the receiving one is.'
    ),
    ('return_method', 'How the result goes back: 1 by post, 0 otherwise; null: not told.'),
    ('returned_at', 'When the result was handed over (NgayTra); null: not yet.'),
    ('role', 'Role of the official who was rated, never a name; null: not told.'),
    ('row_no', 'Row of the sheet, its heading being row 1.'),
    ('rule_id', 'The rule: a row of audit.rule.'),
    ('rule_ids', 'The rules that it broke.'),
    (
        'rule_on',
        'The day by which its rules are chosen: that of the reception, or the first of the later rules where the filer asked.'
    ),
    ('run_on', 'Local day of the look.'),
    (
        'same_day_due_share',
        'Of a procedure that ends on the day of its reception: share of its time from which it is due today.'
    ),
    (
        'same_day_soon_share',
        'Of a procedure that ends on the day of its reception: share of its time from which it is due soon.'
    ),
    ('scale', 'The scale of the answer: ABC, 3, 5 or diem.'),
    ('schema_version', 'Version of the contract that the source spoke; in a list of codes * for any.'),
    ('schema_versions', 'Versions of the contract in which it was seen.'),
    ('scheme', 'Scheme of the code: gso (5-digit statistical code), agency (as the catalogue names it) or mirrored.'),
    ('scheme_code', 'Score scheme (bộ chỉ số): a row of mart.scheme.'),
    ('scheme_name', 'What the score scheme is called, in Vietnamese.'),
    ('scheme_note', 'What readers of the scheme must know, in Vietnamese; null where there is nothing.'),
    ('scheme_version', 'Version of the scheme; one that was published by stays as it is.'),
    ('scope_code', 'Code of the unit or area, the kind of unit, * for all.'),
    ('scope_id', 'unit_id or area_id that the code meant; null where it names neither.'),
    ('scope_kind', 'Whom it is for: unit, unit_kind, area or all.'),
    ('score', 'Score of the unit (tổng điểm), the sum of its points; null: it has none.'),
    ('sector_code', 'Sector (lĩnh vực). In figures * is all together, ? unknown.'),
    ('sector_name', 'Name of the sector.'),
    ('sector_vi', 'What the form calls the sector; Tổng cộng for all together.'),
    ('sent_at', 'Machine''s clock when it was sent; null: it was not.'),
    ('severity', 'How much it matters: low, medium or high.'),
    ('share', 'Share of the dossiers that stayed within the value: 0.5 is the median; null: no distribution.'),
    ('sheet_id', 'The sheet that said so: a row of audit.sheet.'),
    ('signed_by_post', 'Post (chức danh) of who signed, never a name; null: not signed.'),
    ('since', 'From when.'),
    ('since_on', 'Local day since when this is so.'),
    ('slot', 'Part of the day: morning (7:00), early_afternoon (14:00) or late_afternoon (16:00).'),
    ('software_version', 'The version of onestop that froze the figures; null for publications of before 1.0.0.'),
    ('source', 'Document that it comes from, or that it is the system''s own.'),
    ('source_id', 'The source''s own id, as its pages say (source_system).'),
    ('source_updated_at', 'When the source last changed the record, as it says (CapNhatLuc).'),
    ('stale', 'Records of which a later version was known, or that wait in a held batch.'),
    ('started_at', 'Machine''s clock when the batch was registered.'),
    ('state', 'open, closed, or restated: closed, and its figures moved after something of it had been published.'),
    ('status_here', 'State of the attempt as the one-stop tells it; null where only the platform knows it.'),
    ('status_raw', 'The state as the source words it.'),
    ('status_there', 'State of the attempt as the platform tells it; null where it does not list it.'),
    ('statutory_limit', 'Time within which the law wants the result, in limit_unit; null: not told.'),
    (
        'step',
        'Where in its office the dossier is: reception, with_official, awaiting_signature or signed_not_returned; null: '
        || 'not told.'
    ),
    ('step_code', 'Which step it is; null: the source does not say.'),
    ('step_due_at', 'When the step should end; null: not told.'),
    ('step_started_at', 'When the step began; null: not told.'),
    ('steps', 'Its steps, one after the other.'),
    ('stopped', 'Ended in the period: stopped (dừng giải quyết); beside the form''s columns.'),
    ('subject_id', 'unit_id or area_id, by subject_kind.'),
    ('subject_kind', 'Whose it is: unit or area.'),
    ('submitted_at', 'When it was handed in (NgayNopHoSo); null: not told.'),
    ('successor_id', 'The unit that it went into.'),
    ('supplements', 'Supplement rounds: [{requested_at, answered_at, due_before, due_after}], null when none.'),
    ('system', 'The system that is out.'),
    ('taken_at', 'When the office saw it at the portal.'),
    ('there', 'Records that the source counts.'),
    ('there_vnd', 'Sum of amounts at the source, in VND; null where it tells none.'),
    ('times_opened', 'How often it began, the first time included.'),
    ('times_seen', 'How often it was found.'),
    ('told_as_of', 'The source''s clock when it told this; null: the day was not closed yet.'),
    ('took_effect', 'First day on which it was so.'),
    ('transaction_code', 'The platform''s code of the transaction.'),
    ('transferred_in', 'Taken over from another unit in the period; counted for the holding unit only.'),
    ('transferred_out', 'Handed over to another unit in the period; counted for the holding unit only.'),
    ('tried_at', 'When the attempt to pay was made.'),
    ('tries', 'How often it was tried.'),
    ('trouble_id', 'Our number of the trouble.'),
    ('unanswered_since', 'When the supplement was asked for that was not answered; null: none is open.'),
    ('unchanged', 'Records whose content was known; until the batch is published, those of them that were not staged.'),
    ('undecodable_page_id', 'Our number of the answer.'),
    ('unit_code', 'Code of the unit: the 5-digit code of a commune, the agency code of others; null for an area.'),
    ('unit_id', 'Our number of the unit.'),
    ('unit_name', 'Name of the unit.'),
    ('unit_vi', 'Unit of the value, in Vietnamese: hồ sơ, %, đồng, ngày làm việc; of % the value is stored as a part of one.'),
    ('unknown_fields', 'Fields that the contract does not know, by name and type; their values are not kept.'),
    ('unplaced', 'Records without their own unit or day that may be of this unit and day.'),
    ('unranked_reason', 'Why the unit has no rank, in Vietnamese; null: it has one.'),
    ('unreadable', 'Columns whose values could not be read and were left empty.'),
    ('until', 'Until when; null: it goes on.'),
    ('updated', 'Records of which a later version came.'),
    ('updated_on', 'Local day of CapNhatLuc.'),
    ('updated_since', 'From which CapNhatLuc on the walk under way asks; null: from the beginning.'),
    ('valid', 'Days on which it holds; its upper bound is exclusive, and none means until further notice.'),
    ('valid_before', 'First day on which it does not hold any more.'),
    ('valid_from', 'First day on which it holds; null: since ever.'),
    ('valid_to', 'Last day on which it holds, inclusive; null: until further notice.'),
    ('value', 'Numerator by denominator, by the indicator''s scale: 0.9728 is 97,28%; null with a reason.'),
    ('value_kind', 'count, ratio, mean or median; of what 1.0.0 published also external: a ratio of figures that offices enter.'),
    ('value_type', 'Type of its values, as JSON names it.'),
    ('value_unit', 'percent, count, points or rank.'),
    ('version', 'Version, from 1; the highest counts.'),
    ('waited', 'Spans in which the dossier waited for the citizen.'),
    ('waits', 'Waits for the citizen, each with reason, since and until; null: none was told.'),
    ('waived_at', 'Machine''s clock when it was waived.'),
    ('waived_by_post', 'Post (chức danh) of who waived it, never a name.'),
    ('wants', 'What is delivered: rankings, alerts or operations.'),
    ('what', 'Why it is on the list: new, resolved, escalated or worst.'),
    ('window_days', 'How far back is read again, in days of the source''s clock.'),
    ('withdrawn', 'Ended in the period: withdrawn by the citizen (công dân rút hồ sơ); beside the form''s columns.'),
    (
        'working_days_before',
        'Working days from the first day of the calendar to the day before; of a working day also its index, from 0.'
    ),
    ('worst_cases', 'How many dossiers the digest of an area names.'),

    -- Names that mean something else in each relation.
    ('mart.source_status.as_of', 'The source''s clock up to which it was read to its end without a gap; null: never.'),
    ('audit.change.batch_id', 'The batch that was published; null for other kinds.'),
    ('quarantine.decision.batch_id', 'The batch in which it was put through again; null: it was set aside.'),
    ('audit.delivery.channel', 'mail or webhook.'),
    ('audit.delivery_due.channel', 'mail or webhook.'),
    ('core.survey.channel', 'How the answer was given: counter, online or paper.'),
    ('core.valid_recipient.channel', 'mail or webhook.'),
    ('staging.resolved_survey.channel', 'How the answer was given: counter, online or paper.'),
    ('staging.survey.channel', 'How the answer was given: counter, online or paper.'),
    ('audit.payment_judgement.day', 'The platform''s day; the one-stop''s where the platform does not list the attempt.'),
    ('mart.payment_reconciliation.day', 'The platform''s day; the one-stop''s where the platform does not list the attempt.'),
    ('quarantine.placed_record.day', 'The day for which a source would count it; null where the record does not tell.'),
    ('core.valid_portal_figure.denominator', 'As the portal shows it; null where it shows none.'),
    ('mart.payment_flag.dossier_code', 'Code of the dossier; null where none is known.'),
    ('mart.payment_reconciliation.dossier_code', 'Code of the dossier; null where none is known.'),
    ('audit.gate_limit.feed', 'The feed, or * for any.'),
    ('mart.measure.feed', 'Feed that it is counted from; without it the measure is unknown, not nothing.'),
    ('audit.batch.finished_at', 'Machine''s clock when the batch was published or rejected; null: under way.'),
    (
        'mart.printed_form.form_id',
        'The confirmed form; null: the figures as they are now or, with a publication, as it froze '
        || 'them.'
    ),
    (
        'mart.printed_form.publication_id',
        'The publication that froze them; null: the figures as they are now or as they were '
        || 'confirmed.'
    ),
    ('core.applied_count.holding_unit_id', 'The unit that had the dossier on that day; null: the role has no part in the row.'),
    ('audit.alert_list.kind', 'morning or update for a unit, digest for an area.'),
    ('audit.change.kind', 'batch: one was published; rebuild: all is counted again; calendar: working days changed.'),
    ('audit.latest_publication.kind', 'What is published: ranking.'),
    ('audit.pending_publication.kind', 'What is published: ranking.'),
    ('audit.publishable_period.kind', 'Kind of period.'),
    ('core.area.kind', 'province, former_district, cluster or unit_type.'),
    ('core.feedback.kind', 'regulation or conduct; null: not told.'),
    ('core.unit.kind', 'province, district, department, commune or agency.'),
    ('core.unit_succession.kind', 'whole: the unit moved as it was; split: over several.'),
    ('mart.area.kind', 'province, former_district, cluster or unit_type.'),
    ('mart.measure.kind', 'flow, stock, opening, sum, distinct or distribution.'),
    ('mart.period.kind', 'Kind of period: a row of mart.period_kind.'),
    ('mart.period_kind.kind', 'Code of the kind, the first part of a period''s id.'),
    ('mart.publication.kind', 'What is published: ranking.'),
    ('mart.publication_plan.kind', 'What is published: ranking.'),
    ('mart.unit.kind', 'province, district, department, commune or agency.'),
    ('mart.unit_history.kind', 'province, district, department, commune or agency.'),
    ('staging.feedback.kind', 'regulation or conduct; null: not told.'),
    ('staging.resolved_feedback.kind', 'regulation or conduct; null: not told.'),
    ('staging.resolved_unit.kind', 'province, department, commune or agency.'),
    ('staging.unit.kind', 'province, department, commune or agency.'),
    ('core.survey.level', 'The answer on the scale, as sent.'),
    ('staging.resolved_survey.level', 'The answer on the scale, as sent.'),
    ('staging.survey.level', 'The answer on the scale, as sent.'),
    (
        'audit.count_difference.name',
        'What the difference is called: unit_unknown, quarantined, held, not_yet_read, unplaced, missing_here, '
        || 'missing_there or sum_differs.'
    ),
    ('mart.count_difference.name', 'What the difference is called, as a code.'),
    ('core.objection_cause.name_vi', 'What the cause is called, in Vietnamese.'),
    ('mart.count_difference.name_vi', 'What the difference is called, in Vietnamese.'),
    ('mart.form_continuity.name_vi', 'What the difference is called, in Vietnamese.'),
    ('mart.indicator.name_vi', 'Vietnamese name, as officials write it; no two indicators have the same.'),
    ('mart.indicator_by_name.name_vi', 'Vietnamese name of the indicator.'),
    ('mart.payment_flag.name_vi', 'What is wrong, in Vietnamese.'),
    ('mart.payment_reconciliation.name_vi', 'What the outcome is called, in Vietnamese.'),
    ('mart.published_item.name_vi', 'Vietnamese name of the indicator.'),
    ('core.valid_manual_figure.null_reason', 'Why there is no data, in the office''s words; null: there is a figure.'),
    ('core.valid_portal_figure.numerator', 'As the portal shows it; null where it shows none.'),
    ('quarantine.broken_rule.ordinal', 'Place of the record in its page.'),
    ('quarantine.decision.ordinal', 'Place of the record in its page.'),
    ('quarantine.listing.ordinal', 'Place of the record in its page.'),
    ('quarantine.override.ordinal', 'Place of the record in its page.'),
    ('quarantine.record.ordinal', 'Place of the record in its page.'),
    ('core.valid_target.period_kind', 'Kind of period whose value is measured against it; * for any.'),
    ('audit.batch.publish_seq', 'Number of the change by which it was published; null: it was not.'),
    (
        'core.dossier.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.dossier_version.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.event.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.feedback.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.flag.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.interlinked.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.payment.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.superseded_dossier.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    (
        'core.survey.publish_seq',
        'The latest change of the facts that was published when this was decided on; before 1.1.0 the one that brought it.'
    ),
    ('audit.latest_publication.publish_seq', 'The highest publish sequence that its figures count.'),
    ('mart.publication.publish_seq', 'The highest publish sequence that its figures count.'),
    ('core.feedback.published_at', 'When the answer was made public; null: not yet.'),
    ('staging.feedback.published_at', 'When the answer was made public; null: not yet.'),
    ('staging.resolved_feedback.published_at', 'When the answer was made public; null: not yet.'),
    ('mart.count_difference.quarantined', 'Records in quarantine that are, or may be, of this unit and day.'),
    ('audit.latest_publication.reason', 'Why this version came, in Vietnamese.'),
    ('core.calendar_exception.reason', 'Why offices work, or do not, on that day.'),
    ('mart.publication.reason', 'Why this version came, in Vietnamese.'),
    ('quarantine.listing.reason', 'Why it could not be used, in Vietnamese.'),
    ('quarantine.record.reason', 'Why it could not be used, in Vietnamese.'),
    ('core.applied_count.receiving_unit_id', 'The unit that accepted the dossier; null: the role has no part in the row.'),
    ('core.applied_count.responsible_unit_id', 'The unit competent for the dossier; null: the role has no part in the row.'),
    ('core.alert_concern.severity', 'Step of the level on the way to the due date and beyond; null: beside it.'),
    ('audit.gate_limit.source_id', 'The source, or * for any.'),
    ('audit.source.source_id', 'The source''s own id, as its pages say; null: it was never read.'),
    ('core.code_map.source_id', 'The source, or * for any.'),
    ('audit.batch.status', 'fetched, staged, passed, published; held for a person, rejected by one.'),
    ('audit.count_difference.status', 'open or closed.'),
    ('audit.delivery.status', 'waiting, sent, or dead: not tried any more.'),
    ('audit.latest_publication.status', 'preliminary (dự kiến), official (chính thức) or correction (đính chính).'),
    (
        'core.dossier.status',
        'Status by the national contract: 1 handed in, 2 received, 3 refused, 4 in progress, 5 waits for a supplement, '
        || '6 waits for a payment, 7 withdrawn, 8 stopped, 9 resolved, 10 result handed over.'
    ),
    ('core.dossier_version.status', 'Status by the national contract, 1 to 10, as in core.dossier.'),
    ('core.superseded_dossier.status', 'Status by the national contract, 1 to 10, as in core.dossier.'),
    ('core.event.status', 'Status of the dossier after the step, 1 to 10, as in core.dossier.'),
    ('core.payment.status', 'paid, waiting, unpaid, cancelled or refunded.'),
    ('core.payment_attempt.status', 'success, pending or failed; null: not told.'),
    ('core.platform_transaction.status', 'success, pending or failed.'),
    ('mart.count_difference.status', 'open or closed.'),
    ('mart.latest_ranking.status', 'preliminary (dự kiến), official (chính thức) or correction (đính chính).'),
    ('mart.publication.status', 'preliminary (dự kiến), official (chính thức) or correction (đính chính).'),
    ('mart.publication_head.status', 'preliminary (dự kiến), official (chính thức) or correction (đính chính).'),
    ('quarantine.listing.status', 'open; superseded by a good version; replayed or dismissed by a person.'),
    ('quarantine.record.status', 'open; superseded by a good version; replayed or dismissed by a person.'),
    ('staging.payment.status', 'paid, waiting, unpaid, cancelled or refunded.'),
    ('staging.resolved_dossier.status', 'Status by the national contract, 1 to 10; null: the source''s code is unknown.'),
    (
        'staging.resolved_event.status',
        'Status after the step by the national contract, 1 to 10; null: the source''s code is unknown.'
    ),
    ('staging.resolved_payment.status', 'paid, waiting, unpaid, cancelled or refunded.'),
    ('audit.delivery_due.subject_id', 'Number of the publication, alert list or list of troubles.'),
    ('audit.delivery.subject_kind', 'What is delivered: publication, alert_list or trouble_list.'),
    ('audit.delivery_due.subject_kind', 'What is delivered: publication, alert_list or trouble_list.'),
    ('staging.feedback.unit_code', 'Code of the unit, as sent.'),
    ('staging.interlinked.unit_code', 'Code of the unit, as sent.'),
    ('staging.payment.unit_code', 'Code of the unit, as sent.'),
    ('staging.resolved_feedback.unit_code', 'Code of the unit, as sent.'),
    ('staging.resolved_interlinked.unit_code', 'Code of the unit, as sent.'),
    ('staging.resolved_payment.unit_code', 'Code of the unit, as sent.'),
    ('staging.resolved_survey.unit_code', 'Code of the unit, as sent.'),
    ('staging.survey.unit_code', 'Code of the unit, as sent.'),
    ('core.entered_figure.value', 'The figure; null: the office says that there is no data.'),
    ('core.valid_manual_figure.value', 'The figure; null: the office says that there is no data.'),
    ('core.valid_target.value', 'The target in value_unit: 98 for 98 percent.'),
    ('quarantine.override.value', 'What stands in the field instead.')
) AS told (name, meaning);
COMMENT ON VIEW audit.column_meaning IS 'What columns hold, by their name, or by schema, relation and name: the comments of all columns that have none of their own.';

COMMENT ON TABLE staging.unit IS 'Staged units (đơn vị), as read from the landed pages.';
COMMENT ON TABLE staging.procedure IS 'Staged procedures (thủ tục hành chính), as read from the landed pages.';
COMMENT ON TABLE staging.dossier IS 'Staged dossiers (hồ sơ), as read from the landed pages.';
COMMENT ON TABLE staging.event IS 'Staged events (tiến độ xử lý), as read from the landed pages.';
COMMENT ON TABLE staging.payment IS 'Staged payments (yêu cầu thanh toán), as read from the landed pages.';
COMMENT ON TABLE staging.survey IS 'Staged answers (phiếu đánh giá), as read from the landed pages.';
COMMENT ON TABLE staging.feedback IS 'Staged feedback (phản ánh, kiến nghị), as read from the landed pages.';
COMMENT ON TABLE staging.interlinked IS 'Staged interlinked requests (liên thông), as read from the landed pages.';
COMMENT ON TABLE staging.resolved_unit IS 'Staged units, as rules see them.';
COMMENT ON TABLE staging.resolved_procedure IS 'Staged procedures, as rules see them.';
COMMENT ON TABLE staging.resolved_dossier IS 'Staged dossiers with status, units and end, as rules see them.';
COMMENT ON TABLE staging.resolved_event IS 'Staged events with status and unit, as rules see them.';
COMMENT ON TABLE staging.resolved_payment IS 'Staged payments with their unit, as rules see them.';
COMMENT ON TABLE staging.resolved_survey IS 'Staged answers with their unit, as rules see them.';
COMMENT ON TABLE staging.resolved_feedback IS 'Staged feedback with its unit, as rules see it.';
COMMENT ON TABLE staging.resolved_interlinked IS 'Staged interlinked requests with their unit, as rules see them.';
COMMENT ON TABLE audit.trouble IS 'Each trouble from the moment at which it was seen first until it was gone; audit.troubles tells what there is now.';
COMMENT ON COLUMN audit.column_meaning.name IS 'Name of the column; where it is not the same everywhere, schema and relation before it.';
COMMENT ON COLUMN audit.column_meaning.meaning IS 'What it holds.';

DO $$
DECLARE
    bare record;
BEGIN
    FOR bare IN
        SELECT
            format('%I.%I.%I', space.nspname, relation.relname, field.attname) AS name,
            coalesce(exact.meaning, general.meaning) AS meaning
        FROM pg_catalog.pg_attribute AS field
        INNER JOIN pg_catalog.pg_class AS relation ON field.attrelid = relation.oid AND relation.relkind IN ('r', 'v')
        INNER JOIN pg_catalog.pg_namespace AS space ON relation.relnamespace = space.oid
        LEFT JOIN audit.column_meaning AS exact
            ON concat_ws('.', space.nspname, relation.relname, field.attname) = exact.name
        LEFT JOIN audit.column_meaning AS general ON field.attname = general.name
        WHERE
            space.nspname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
            AND field.attnum > 0
            AND NOT field.attisdropped
            AND col_description(field.attrelid, field.attnum) IS NULL
            AND coalesce(exact.meaning, general.meaning) IS NOT NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s IS %L', bare.name, bare.meaning);
    END LOOP;
END $$;
