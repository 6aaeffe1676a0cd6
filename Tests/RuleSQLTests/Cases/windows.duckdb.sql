-- Rules about `payments` for DuckDB, written by sheriff from rule files. Change those, not this.
-- Reads payments, where
-- - a time is a TIMESTAMP in UTC, or a TIMESTAMPTZ
-- - an amount is a DECIMAL with at most four places
-- - a duration is a BIGINT of microseconds
-- - a text is in NFC, and an empty one is missing
-- - a list is JSON, an array of objects, where an amount of more than 15 digits is a text, and so is a time, which
-- ends in Z
-- Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query
-- fails where a record comes after a later one, or an id comes twice.
-- Not here: feature windows.spread. `stddev` needs whole numbers of 256 bits, and DuckDB has 128 at most. Instead:
-- run this rule on PostgreSQL, or compare with an average.
-- Not here: feature windows.far. `zscore` needs whole numbers of 256 bits, and DuckDB has 128 at most. Instead: run
-- this rule on PostgreSQL, or compare with an average.
with
"source" as materialized (
  select
    row_number() over (order by s."at", s."id") as "order_in_table",
    nullif(s."id"::varchar, '') as "id",
    epoch_us(s."at") as "at",
    case when s."amount"::decimal(38, 10) <> s."amount"::decimal(18, 4) or abs(s."amount"::decimal(38, 10)) > 900719925474.0992 then error('an amount has more than four places or is out of bounds: ' || coalesce((s."amount")::varchar, '?') || '') else (s."amount"::decimal(23, 4) * 10000)::bigint end as "amount",
    nullif(s."customer"::varchar, '') as "customer",
    nullif(s."terminal"::varchar, '') as "terminal",
    s."units"::double as "units",
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
        then error('sheriff: ' || coalesce((coalesce("id", "order_in_table"::varchar))::varchar, '?') || ' has the time of another record and no id to tell which came first')
      when "id" is not null and count(*) over (partition by "id") > 1
        then error('sheriff: ' || coalesce((coalesce("id", "order_in_table"::varchar))::varchar, '?') || ' comes twice, and only an engine tells versions apart')
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
    epoch_us(timezone('Europe/Paris', timezone('UTC', make_timestamp("at")))) as "wall_clock",
    -- count by customer over 1d including current
    count(*) over w3 as "customer_1d_rows_before",
    count(*) over w4 as "customer_1d_rows_now",
    "units" > 1.5e0 as "value_7",
    -- share of fraud by terminal over 30d delayed 7d requires 5
    count(*) filter (where "fraud") over w5 as "risk_trues_seen",
    count("fraud") over w5 as "risk_values_seen",
    -- median of amount by customer over last 100 requires 10
    list("amount") filter (where "amount" is not null) over w6 as "usual_list_seen",
    case when abs("units") < 9.223372036854776e+18 then round_even("units" * 1000000000.0e0, 0) end as "units_rounded",
    -- previous of amount by customer over all before
    max("sequence") over w7 as "before_lastRowAt_seen",
    "amount" > 1000000 as "value_33",
    -- distinct of terminal by customer over 30d
    list("terminal") filter (where "terminal" is not null) over w8 as "terminals_list_before",
    list("terminal") filter (where "terminal" is not null) over w9 as "terminals_list_now"
  from "records" as r
  window
    w1 as (partition by "customer", "terminal" order by "at" range between 2591999999999 preceding and 1 preceding),
    w2 as (partition by "customer", "terminal", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w3 as (partition by "customer" order by "at" range between 86399999999 preceding and 1 preceding),
    w4 as (partition by "customer", "at" order by "sequence" rows between unbounded preceding and current row),
    w5 as (partition by "terminal" order by "at" range between 3196799999999 preceding and 604800000000 preceding),
    w6 as (partition by "customer" order by "sequence" rows between 100 preceding and 1 preceding),
    w7 as (partition by "customer" order by "sequence" rows between unbounded preceding and 1 preceding),
    w8 as (partition by "customer" order by "at" range between 2591999999999 preceding and 1 preceding),
    w9 as (partition by "customer", "at" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_2" as materialized (
  select
    r.*,
    l1."before_value",
    "value_41_rows_before" + "value_41_rows_now" as "value_41_rows",
    (("wall_clock" - (((("wall_clock") % 86400000000) + 86400000000) % 86400000000)) // 86400000000) as "day",
    "customer_1d_rows_before" + "customer_1d_rows_now" as "customer_1d_rows",
    -- sum of amount by customer where … over 7d
    sum("amount") filter (where "value_7") over w1 as "amount_7d_total_before",
    sum("amount") filter (where "value_7") over w2 as "amount_7d_total_now",
    case when "terminal" is not null and "risk_values_seen" >= 5 then case when "risk_values_seen" > 0 then "risk_trues_seen"::double / "risk_values_seen"::double end end as "risk",
    case when "customer" is not null and coalesce(len("usual_list_seen"), 0) >= 10 then case when coalesce(len("usual_list_seen"), 0) > 0 then list_sort("usual_list_seen", 'ASC', 'NULLS LAST')[greatest(1, ((coalesce(len("usual_list_seen"), 0) * 500000000::bigint + 999999999) // 1000000000))] end end as "usual",
    "units_rounded"::hugeint as "units_whole",
    -- last of terminal by customer where … over last 3
    max("sequence") filter (where "value_33") over w3 as "last_big_lastAt_last_at",
    max("sequence") filter (where "value_33" and "terminal" is not null) over w4 as "last_big_lastAt_passing",
    list_concat("terminals_list_before", "terminals_list_now") as "terminals_list"
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
    ("amount" > 2200000) and (case when "customer" is not null and "terminal" is not null then "value_41_rows" end = 0) and ((("wall_clock" - "day" * 86400000000) // 3600000000) <= 6) as "value_52",
    case when "customer" is not null then "customer_1d_rows" end as "customer_1d",
    coalesce("amount_7d_total_before", 0)::hugeint + coalesce("amount_7d_total_now", 0)::hugeint as "amount_7d_total",
    ((date_trunc('month', (date '1970-01-01' + "day"::int))::date - date '1970-01-01')::bigint * 86400000000) as "month_begin",
    case when "customer" is not null then "before_value" end as "before",
    case when "customer" is not null then coalesce(len(list_distinct("terminals_list")), 0) end as "terminals"
  from "records_2" as r
  left join (select "sequence" as "sequence_there_2", "last_big_lastAt_passing" as "last_big_lastAt_found" from "records_2") as l1 on l1."sequence_there_2" = r."last_big_lastAt_last_at"
),
"records_4" as materialized (
  select
    r.*,
    l1."last_big_value",
    case when "customer" is not null then case when "amount_7d_total" between -9007199254740992 and 9007199254740992 then "amount_7d_total"::bigint end end as "amount_7d",
    (epoch_us(timezone('Europe/Paris', timezone('UTC', make_timestamp(("month_begin" - 86400000000))))) - ("month_begin" - 86400000000)) as "offset_before",
    (epoch_us(timezone('Europe/Paris', timezone('UTC', make_timestamp(("month_begin" + 86400000000))))) - ("month_begin" + 86400000000)) as "offset_after"
  from "records_3" as r
  left join (select "sequence" as "sequence_there_3", "terminal" as "last_big_value" from "records_3") as l1 on l1."sequence_there_3" = r."last_big_lastAt_found"
),
"records_5" as materialized (
  select
    r.*,
    case when "offset_before" = "offset_after" or (epoch_us(timezone('Europe/Paris', timezone('UTC', make_timestamp(("month_begin" - "offset_before"))))) - ("month_begin" - "offset_before")) = "offset_before" then ("month_begin" - "offset_before") when (epoch_us(timezone('Europe/Paris', timezone('UTC', make_timestamp(("month_begin" - "offset_after"))))) - ("month_begin" - "offset_after")) = "offset_after" then ("month_begin" - "offset_after") else ("month_begin" - "offset_before") end as "moment_2",
    case when "customer" is not null then "last_big_value" end as "last_big"
  from "records_4" as r
),
"records_6" as materialized (
  select
    r.*,
    case when lag("moment_2") over (order by "sequence") > "moment_2" or "moment_2" > "at" or lag("moment_2") over (order by "sequence") < "moment_2" and lag("at") over (order by "sequence") >= "moment_2" then error('the clock of Europe/Paris is put back over the beginning of a month, at record ' || coalesce(("sequence")::varchar, '?') || '') else "moment_2" end as "month_since"
  from "records_5" as r
),
"records_7" as materialized (
  select
    r.*,
    -- sum of units by customer over this month in Europe/Paris
    sum("units_whole") over w1 as "this_month_total_seen",
    count(*) filter (where abs("units") >= 9.223372036854776e+18) over w1 as "this_month_unbounded_seen"
  from "records_6" as r
  window
    w1 as (partition by "customer", "month_since" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_8" as materialized (
  select
    r.*,
    coalesce("this_month_total_seen", 0)::hugeint as "this_month_total"
  from "records_7" as r
),
"records_9" as materialized (
  select
    r.*,
    case when "customer" is not null and "this_month_unbounded_seen" = 0 then (("this_month_total")::varchar || 'e-9')::double end as "this_month"
  from "records_8" as r
)
select
  "sequence" as "sequence",
  "id" as "id",
  -- windows.new_terminal: A terminal that the customer never saw
  "value_52" as "windows_new_terminal",
  "customer_1d" as "feature_windows_customer_1d",
  ("amount_7d"::decimal(18, 0) * 0.0001::decimal(4, 4))::decimal(18, 4) as "feature_windows_amount_7d",
  case when "risk" = 0 then 0.0e0 else "risk" end as "feature_windows_risk",
  ("usual"::decimal(18, 0) * 0.0001::decimal(4, 4))::decimal(18, 4) as "feature_windows_usual",
  case when "this_month" = 0 then 0.0e0 else "this_month" end as "feature_windows_this_month",
  ("before"::decimal(18, 0) * 0.0001::decimal(4, 4))::decimal(18, 4) as "feature_windows_before",
  "last_big" as "feature_windows_last_big",
  "terminals" as "feature_windows_terminals"
from "records_9"
order by "sequence"
