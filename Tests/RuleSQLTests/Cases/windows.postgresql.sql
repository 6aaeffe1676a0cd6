-- Rules about `payments` for PostgreSQL 15, written by sheriff from rule files. Change those, not this.
-- Reads payments, where
-- - a time is a timestamptz, or a timestamp in UTC
-- - an amount is a numeric with at most four places
-- - a duration is a bigint of microseconds
-- - a text is in NFC, and an empty one is missing
-- - a list is a json or jsonb array of objects, and a time in it a text that ends in Z
-- Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query
-- fails where a record comes after a later one, or an id comes twice.
with
"source" as materialized (
  select
    row_number() over (order by s."at", s."id") as "order_in_table",
    nullif(s."id"::text, '') collate "C" as "id",
    (extract(epoch from s."at") * 1000000)::bigint as "at",
    case when s."amount"::numeric * 10000 <> trunc(s."amount"::numeric * 10000) or abs(s."amount"::numeric * 10000) > 9007199254740992 then cast('an amount has more than four places or is out of bounds: ' || coalesce((s."amount")::text, '?') || '' as bigint) else (s."amount"::numeric * 10000)::bigint end as "amount",
    nullif(s."customer"::text, '') collate "C" as "customer",
    nullif(s."terminal"::text, '') collate "C" as "terminal",
    s."units"::float8 as "units",
    s."fraud"::boolean as "fraud"
  from "payments" as s
  where s."at" is not null
),
-- The same, if their order is sound.
"records" as materialized (
  select
    s.*,
    case
      when "id" is null and count(*) over (partition by "at", "id") > 1
        then cast('sheriff: ' || coalesce((coalesce("id", "order_in_table"::text))::text, '?') || ' has the time of another record and no id to tell which came first' as bigint)
      when "id" is not null and count(*) over (partition by "id") > 1
        then cast('sheriff: ' || coalesce((coalesce("id", "order_in_table"::text))::text, '?') || ' comes twice, and only an engine tells versions apart' as bigint)
      else "order_in_table"
    end as "sequence"
  from "source" as s
),
"records_1" as materialized (
  select
    r.*,
    -- count by customer, terminal over 30d
    count(*) over w1 as "value_41_rows_before",
    count(*) over w2 as "value_41_rows_now",
    ((extract(epoch from (timestamp '1970-01-01' + (greatest("at", -62135596800000000) / 86400000000) * interval '1 day' + (greatest("at", -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + ("at" - greatest("at", -62135596800000000))) as "wall_clock",
    -- count by customer over 1d including current
    count(*) over w3 as "customer_1d_rows_before",
    count(*) over w4 as "customer_1d_rows_now",
    "units" > 1.5::float8 as "value_7",
    -- share of fraud by terminal over 30d delayed 7d requires 5
    count(*) filter (where "fraud") over w5 as "risk_trues_seen",
    count("fraud") over w5 as "risk_values_seen",
    -- median of amount by customer over last 100 requires 10
    array_agg("amount") filter (where "amount" is not null) over w6 as "usual_list_seen",
    case when abs("units") < 9.223372036854776e+18::float8 then round("units" * 1000000000.0::float8) end as "units_rounded",
    -- stddev of units over all before
    count("units") over w7 as "spread_values_seen",
    count(*) filter (where abs("units") >= 9.223372036854776e+18::float8) over w7 as "spread_unbounded_seen",
    -- zscore of amount by customer over 1y
    sum("amount") over w8 as "far_total_all_seen",
    sum("amount"::numeric * "amount") over w8 as "far_squares_all_seen",
    count("amount") over w8 as "far_values_all_seen",
    -- previous of amount by customer over all before
    max("sequence") over w8 as "before_lastRowAt_seen",
    "amount" > 1000000 as "value_33",
    -- distinct of terminal by customer over 30d
    array_agg("terminal") filter (where "terminal" is not null) over w9 as "terminals_list_before",
    array_agg("terminal") filter (where "terminal" is not null) over w10 as "terminals_list_now"
  from "records" as r
  window
    w1 as (partition by "customer", "terminal" order by "at" range between 2591999999999 preceding and 1 preceding),
    w2 as (partition by "customer", "terminal", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w3 as (partition by "customer" order by "at" range between 86399999999 preceding and 1 preceding),
    w4 as (partition by "customer", "at" order by "sequence" rows between unbounded preceding and current row),
    w5 as (partition by "terminal" order by "at" range between 3196799999999 preceding and 604800000000 preceding),
    w6 as (partition by "customer" order by "sequence" rows between 100 preceding and 1 preceding),
    w7 as (order by "sequence" rows between unbounded preceding and 1 preceding),
    w8 as (partition by "customer" order by "sequence" rows between unbounded preceding and 1 preceding),
    w9 as (partition by "customer" order by "at" range between 2591999999999 preceding and 1 preceding),
    w10 as (partition by "customer", "at" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_2" as materialized (
  select
    r.*,
    l1."before_value",
    "value_41_rows_before" + "value_41_rows_now" as "value_41_rows",
    (("wall_clock" - (((("wall_clock") % 86400000000) + 86400000000) % 86400000000)) / 86400000000) as "day",
    "customer_1d_rows_before" + "customer_1d_rows_now" as "customer_1d_rows",
    -- sum of amount by customer where … over 7d
    sum("amount") filter (where "value_7") over w1 as "amount_7d_total_before",
    sum("amount") filter (where "value_7") over w2 as "amount_7d_total_now",
    case when "terminal" is not null and "risk_values_seen" >= 5 then case when "risk_values_seen" > 0 then "risk_trues_seen"::float8 / "risk_values_seen"::float8 end end as "risk",
    case when "customer" is not null and coalesce(cardinality("usual_list_seen"), 0) >= 10 then case when coalesce(cardinality("usual_list_seen"), 0) > 0 then (array(select v from unnest("usual_list_seen") as u(v) order by v))[(greatest(1, ((coalesce(cardinality("usual_list_seen"), 0) * 500000000::bigint + 999999999) / 1000000000)))::int] end end as "usual",
    case when abs("units_rounded") < 9e18::float8 then "units_rounded"::bigint::numeric else trunc("units_rounded" / 1099511627776::float8)::bigint * 1099511627776::numeric + ("units_rounded" - trunc("units_rounded" / 1099511627776::float8) * 1099511627776::float8)::bigint end as "units_whole",
    coalesce("far_total_all_seen", 0)::numeric as "far_total_all",
    coalesce("far_squares_all_seen", 0)::numeric as "far_squares_all",
    -- last of terminal by customer where … over last 3
    max("sequence") filter (where "value_33") over w3 as "last_big_lastAt_last_at",
    max("sequence") filter (where "value_33" and "terminal" is not null) over w4 as "last_big_lastAt_passing",
    ("terminals_list_before" || "terminals_list_now") as "terminals_list"
  from "records_1" as r
  left join (select "sequence" as "sequence_there", "amount" as "before_value" from "records_1") as l1 on l1."sequence_there" = r."before_lastRowAt_seen"
  window
    w1 as (partition by "customer" order by "at" range between 604799999999 preceding and 1 preceding),
    w2 as (partition by "customer", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w3 as (partition by "customer" order by "sequence" rows between unbounded preceding and 1 preceding),
    w4 as (partition by "customer", "value_33" order by "sequence" rows between 2 preceding and current row)
),
"records_3" as materialized (
  select
    r.*,
    l1."last_big_lastAt_found",
    ("amount" > 2200000) and (case when "customer" is not null and "terminal" is not null then "value_41_rows" end = 0) and ((("wall_clock" - "day" * 86400000000) / 3600000000) <= 6) as "value_52",
    case when "customer" is not null then "customer_1d_rows" end as "customer_1d",
    coalesce("amount_7d_total_before", 0)::numeric + coalesce("amount_7d_total_now", 0)::numeric as "amount_7d_total",
    -- stddev of units over all before
    sum("units_whole") over w1 as "spread_total_seen",
    sum("units_whole"::numeric * "units_whole") over w1 as "spread_squares_seen",
    ((((date '1970-01-01' + "day"::int) + interval '-12 months')::date - date '1970-01-01')::bigint * 86400000000 + ("wall_clock" - "day" * 86400000000)) as "midnight",
    ((date_trunc('month', (date '1970-01-01' + "day"::int)::timestamp)::date - date '1970-01-01')::bigint * 86400000000) as "month_begin",
    case when "customer" is not null then "before_value" end as "before",
    case when "customer" is not null then (select count(distinct v) from unnest("terminals_list") as u(v)) end as "terminals"
  from "records_2" as r
  left join (select "sequence" as "sequence_there_2", "last_big_lastAt_passing" as "last_big_lastAt_found" from "records_2") as l1 on l1."sequence_there_2" = r."last_big_lastAt_last_at"
  window
    w1 as (order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_4" as materialized (
  select
    r.*,
    l1."last_big_value",
    case when "customer" is not null then case when "amount_7d_total" between -9007199254740992 and 9007199254740992 then "amount_7d_total"::bigint end end as "amount_7d",
    coalesce("spread_total_seen", 0)::numeric as "spread_total",
    coalesce("spread_squares_seen", 0)::numeric as "spread_squares",
    (((extract(epoch from (timestamp '1970-01-01' + (greatest(("midnight" - 86400000000), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("midnight" - 86400000000), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("midnight" - 86400000000) - greatest(("midnight" - 86400000000), -62135596800000000))) - ("midnight" - 86400000000)) as "offset_before",
    (((extract(epoch from (timestamp '1970-01-01' + (greatest(("midnight" + 86400000000), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("midnight" + 86400000000), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("midnight" + 86400000000) - greatest(("midnight" + 86400000000), -62135596800000000))) - ("midnight" + 86400000000)) as "offset_after",
    (((extract(epoch from (timestamp '1970-01-01' + (greatest(("month_begin" - 86400000000), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("month_begin" - 86400000000), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("month_begin" - 86400000000) - greatest(("month_begin" - 86400000000), -62135596800000000))) - ("month_begin" - 86400000000)) as "offset_before_2",
    (((extract(epoch from (timestamp '1970-01-01' + (greatest(("month_begin" + 86400000000), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("month_begin" + 86400000000), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("month_begin" + 86400000000) - greatest(("month_begin" + 86400000000), -62135596800000000))) - ("month_begin" + 86400000000)) as "offset_after_2"
  from "records_3" as r
  left join (select "sequence" as "sequence_there_3", "terminal" as "last_big_value" from "records_3") as l1 on l1."sequence_there_3" = r."last_big_lastAt_found"
),
"records_5" as materialized (
  select
    r.*,
    case when "spread_unbounded_seen" = 0 then case when "spread_values_seen" >= 2 then sqrt(("spread_values_seen" * "spread_squares" - "spread_total" * "spread_total")::float8) / ("spread_values_seen"::float8 * 1000000000.0::float8) end end as "spread",
    case when "offset_before" = "offset_after" or (((extract(epoch from (timestamp '1970-01-01' + (greatest(("midnight" - "offset_before"), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("midnight" - "offset_before"), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("midnight" - "offset_before") - greatest(("midnight" - "offset_before"), -62135596800000000))) - ("midnight" - "offset_before")) = "offset_before" then ("midnight" - "offset_before") when (((extract(epoch from (timestamp '1970-01-01' + (greatest(("midnight" - "offset_after"), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("midnight" - "offset_after"), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("midnight" - "offset_after") - greatest(("midnight" - "offset_after"), -62135596800000000))) - ("midnight" - "offset_after")) = "offset_after" then ("midnight" - "offset_after") else ("midnight" - "offset_before") end as "moment_2",
    case when "offset_before_2" = "offset_after_2" or (((extract(epoch from (timestamp '1970-01-01' + (greatest(("month_begin" - "offset_before_2"), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("month_begin" - "offset_before_2"), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("month_begin" - "offset_before_2") - greatest(("month_begin" - "offset_before_2"), -62135596800000000))) - ("month_begin" - "offset_before_2")) = "offset_before_2" then ("month_begin" - "offset_before_2") when (((extract(epoch from (timestamp '1970-01-01' + (greatest(("month_begin" - "offset_after_2"), -62135596800000000) / 86400000000) * interval '1 day' + (greatest(("month_begin" - "offset_after_2"), -62135596800000000) % 86400000000) * interval '1 microsecond') at time zone 'UTC' at time zone 'Europe/Paris') * 1000000)::bigint + (("month_begin" - "offset_after_2") - greatest(("month_begin" - "offset_after_2"), -62135596800000000))) - ("month_begin" - "offset_after_2")) = "offset_after_2" then ("month_begin" - "offset_after_2") else ("month_begin" - "offset_before_2") end as "moment_3",
    case when "customer" is not null then "last_big_value" end as "last_big"
  from "records_4" as r
),
-- zscore of amount by customer over 1y
"records_until_6" as materialized (
  select
    "sequence" as "sequence_until",
    "is_record",
    sum("amount") filter (where "is_record") over w1 as "far_total_until",
    sum("amount"::numeric * "amount") filter (where "is_record") over w1 as "far_squares_until",
    count("amount") filter (where "is_record") over w1 as "far_values_until"
  from (
    select "sequence", "at", "amount", "customer", "moment_2", "at" as "moment", true as "is_record" from "records_5"
    union all
    select "sequence", "at", "amount", "customer", "moment_2", "moment_2" as "moment", false as "is_record" from "records_5"
  ) as u
  window
    w1 as (partition by "customer" order by "moment", "is_record" desc rows between unbounded preceding and current row)
),
"records_6" as materialized (
  select
    r.*,
    u1."far_total_until",
    u1."far_squares_until",
    u1."far_values_until",
    case when lag("moment_3") over (order by "sequence") > "moment_3" or "moment_3" > "at" or lag("moment_3") over (order by "sequence") < "moment_3" and lag("at") over (order by "sequence") >= "moment_3" then cast('the clock of Europe/Paris is put back over the beginning of a month, at record ' || coalesce(("sequence")::text, '?') || '' as bigint) else "moment_3" end as "month_since"
  from "records_5" as r
  left join "records_until_6" as u1 on u1."sequence_until" = r."sequence" and not u1."is_record"
),
"records_7" as materialized (
  select
    r.*,
    "far_total_all" - coalesce("far_total_until", 0)::numeric as "far_total",
    "far_squares_all" - coalesce("far_squares_until", 0)::numeric as "far_squares",
    "far_values_all_seen" - coalesce("far_values_until", 0) as "far_values",
    -- sum of units by customer over this month in Europe/Paris
    sum("units_whole") over w1 as "this_month_total_seen",
    count(*) filter (where abs("units") >= 9.223372036854776e+18::float8) over w1 as "this_month_unbounded_seen"
  from "records_6" as r
  window
    w1 as (partition by "customer", "month_since" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_8" as materialized (
  select
    r.*,
    case when "customer" is not null then case when "far_values" >= 2 and ("far_values" * "far_squares" - "far_total" * "far_total")::float8 > 0 then ("far_values"::numeric * "amount" - "far_total")::float8 / sqrt(("far_values" * "far_squares" - "far_total" * "far_total")::float8) end end as "far",
    coalesce("this_month_total_seen", 0)::numeric as "this_month_total"
  from "records_7" as r
),
"records_9" as materialized (
  select
    r.*,
    case when "customer" is not null and "this_month_unbounded_seen" = 0 then ("this_month_total" * 0.000000001)::float8 end as "this_month"
  from "records_8" as r
)
select
  "sequence" as "sequence",
  "id" as "id",
  -- windows.new_terminal: A terminal that the customer never saw
  "value_52" as "windows_new_terminal",
  "customer_1d" as "feature_windows_customer_1d",
  ("amount_7d" * 0.0001)::numeric(16,4) as "feature_windows_amount_7d",
  case when "risk" = 0 then 0.0::float8 else "risk" end as "feature_windows_risk",
  ("usual" * 0.0001)::numeric(16,4) as "feature_windows_usual",
  case when "spread" = 0 then 0.0::float8 else "spread" end as "feature_windows_spread",
  case when "far" = 0 then 0.0::float8 else "far" end as "feature_windows_far",
  case when "this_month" = 0 then 0.0::float8 else "this_month" end as "feature_windows_this_month",
  ("before" * 0.0001)::numeric(16,4) as "feature_windows_before",
  "last_big" as "feature_windows_last_big",
  "terminals" as "feature_windows_terminals"
from "records_9"
order by "sequence"
