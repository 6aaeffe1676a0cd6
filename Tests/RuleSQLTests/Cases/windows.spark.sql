-- Rules about `payments` for Spark SQL, written by sheriff from rule files. Change those, not this.
-- Reads payments, where
-- - a time is a TIMESTAMP
-- - an amount is a DECIMAL with at most four places
-- - a duration is a BIGINT of microseconds
-- - a text is in NFC, and an empty one is missing
-- - a list is a STRING of JSON, an array of objects, and a time in it a text that ends in Z
-- Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query
-- fails where a record comes after a later one, or an id comes twice.
-- Not here: feature windows.spread. `stddev` needs whole numbers of 256 bits, and Spark SQL has 128 at most.
-- Instead: run this rule on PostgreSQL, or compare with an average.
-- Not here: feature windows.far. `zscore` needs whole numbers of 256 bits, and Spark SQL has 128 at most. Instead:
-- run this rule on PostgreSQL, or compare with an average.
with
`source` as (
  select
    row_number() over (order by s.`at`, s.`id`) as `order_in_table`,
    nullif(cast(s.`id` as string), '') as `id`,
    unix_micros(s.`at`) as `at`,
    case when cast(s.`amount` as decimal(38, 10)) <> cast(s.`amount` as decimal(20, 4)) or abs(cast(s.`amount` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`amount` as string), '?'), '')) as bigint) else cast(cast(s.`amount` as decimal(20, 4)) * 10000BD as bigint) end as `amount`,
    nullif(cast(s.`customer` as string), '') as `customer`,
    nullif(cast(s.`terminal` as string), '') as `terminal`,
    cast(s.`units` as double) as `units`,
    cast(s.`fraud` as boolean) as `fraud`
  from `payments` as s
  where s.`at` is not null
),
-- The same, if their order is sound.
`records` as (
  select
    s.*,
    case
      when `id` is null and count(*) over (partition by `at`, `id`) > 1
        then cast(raise_error(concat('sheriff: ', coalesce(cast(coalesce(`id`, cast(`order_in_table` as string)) as string), '?'), ' has the time of another record and no id to tell which came first')) as bigint)
      when `id` is not null and count(*) over (partition by `id`) > 1
        then cast(raise_error(concat('sheriff: ', coalesce(cast(coalesce(`id`, cast(`order_in_table` as string)) as string), '?'), ' comes twice, and only an engine tells versions apart')) as bigint)
      else `order_in_table`
    end as `sequence`
  from `source` as s
),
`records_1` as (
  select
    r.*,
    -- count by customer, terminal over 30d
    count(*) over w1 as `value_41_rows_before`,
    count(*) over w2 as `value_41_rows_now`,
    unix_micros(from_utc_timestamp(timestamp_micros(`at`), 'Europe/Paris')) as `wall_clock`,
    -- count by customer over 1d including current
    count(*) over w3 as `customer_1d_rows_before`,
    count(*) over w4 as `customer_1d_rows_now`,
    `units` > 1.5D as `value_7`,
    -- share of fraud by terminal over 30d delayed 7d requires 5
    count(case when `fraud` then 1 end) over w5 as `risk_trues_seen`,
    count(`fraud`) over w5 as `risk_values_seen`,
    -- median of amount by customer over last 100 requires 10
    collect_list(`amount`) over w6 as `usual_list_seen`,
    case when abs(`units`) < 9.223372036854776e+18D then rint(`units` * 1000000000.0D) end as `units_rounded`,
    -- previous of amount by customer over all before
    max_by(`amount`, `sequence`) over w7 as `before_lastRowValue_seen`,
    `amount` > 1000000 as `value_33`,
    -- distinct of terminal by customer over 30d
    collect_list(`terminal`) over w8 as `terminals_list_before`,
    collect_list(`terminal`) over w9 as `terminals_list_now`
  from `records` as r
  window
    w1 as (partition by `customer`, `terminal` order by `at` range between 2591999999999 preceding and 1 preceding),
    w2 as (partition by `customer`, `terminal`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `customer` order by `at` range between 86399999999 preceding and 1 preceding),
    w4 as (partition by `customer`, `at` order by `sequence` rows between unbounded preceding and current row),
    w5 as (partition by `terminal` order by `at` range between 3196799999999 preceding and 604800000000 preceding),
    w6 as (partition by `customer` order by `sequence` rows between 100 preceding and 1 preceding),
    w7 as (partition by `customer` order by `sequence` rows between unbounded preceding and 1 preceding),
    w8 as (partition by `customer` order by `at` range between 2591999999999 preceding and 1 preceding),
    w9 as (partition by `customer`, `at` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_2` as (
  select
    r.*,
    `value_41_rows_before` + `value_41_rows_now` as `value_41_rows`,
    ((`wall_clock` - ((((`wall_clock`) % 86400000000) + 86400000000) % 86400000000)) div 86400000000) as `day`,
    `customer_1d_rows_before` + `customer_1d_rows_now` as `customer_1d_rows`,
    -- sum of amount by customer where … over 7d
    sum(case when `value_7` then cast(`amount` as decimal(19, 0)) end) over w1 as `amount_7d_total_before`,
    sum(case when `value_7` then cast(`amount` as decimal(19, 0)) end) over w2 as `amount_7d_total_now`,
    case when `terminal` is not null and `risk_values_seen` >= 5 then case when `risk_values_seen` > 0 then cast(`risk_trues_seen` as double) / cast(`risk_values_seen` as double) end end as `risk`,
    case when `customer` is not null and cast(coalesce(size(`usual_list_seen`), 0) as bigint) >= 10 then case when cast(coalesce(size(`usual_list_seen`), 0) as bigint) > 0 then get(sort_array(`usual_list_seen`), cast(greatest(1, ((cast(coalesce(size(`usual_list_seen`), 0) as bigint) * 500000000L + 999999999) div 1000000000)) as int) - 1) end end as `usual`,
    cast(cast(`units_rounded` / 1099511627776D as bigint) * 1099511627776BD + cast(`units_rounded` - cast(`units_rounded` / 1099511627776D as bigint) * 1099511627776D as bigint) as decimal(28, 0)) as `units_whole`,
    case when `customer` is not null then `before_lastRowValue_seen` end as `before`,
    -- last of terminal by customer where … over last 3
    max_by(`terminal`, case when `value_33` and `terminal` is not null then `sequence` end) over w3 as `last_big_lastValue_passing`,
    concat(`terminals_list_before`, `terminals_list_now`) as `terminals_list`
  from `records_1` as r
  window
    w1 as (partition by `customer` order by `at` range between 604799999999 preceding and 1 preceding),
    w2 as (partition by `customer`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `customer`, `value_33` order by `sequence` rows between 2 preceding and current row)
),
`records_3` as (
  select
    r.*,
    (`amount` > 2200000) and (case when `customer` is not null and `terminal` is not null then `value_41_rows` end = 0) and (((`wall_clock` - `day` * 86400000000) div 3600000000) <= 6) as `value_52`,
    case when `customer` is not null then `customer_1d_rows` end as `customer_1d`,
    cast(coalesce(`amount_7d_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`amount_7d_total_now`, 0) as decimal(38, 0)) as `amount_7d_total`,
    (cast(datediff(trunc(date_add(date'1970-01-01', cast(`day` as int)), 'month'), date'1970-01-01') as bigint) * 86400000000) as `month_begin`,
    -- last of terminal by customer where … over last 3
    max_by(`last_big_lastValue_passing`, case when `value_33` then `sequence` end) over w1 as `last_big_lastValue_found`,
    case when `customer` is not null then cast(coalesce(size(array_distinct(`terminals_list`)), 0) as bigint) end as `terminals`
  from `records_2` as r
  window
    w1 as (partition by `customer` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_4` as (
  select
    r.*,
    case when `customer` is not null then case when `amount_7d_total` between -9007199254740992 and 9007199254740992 then cast(`amount_7d_total` as bigint) end end as `amount_7d`,
    (unix_micros(from_utc_timestamp(timestamp_micros((`month_begin` - 86400000000)), 'Europe/Paris')) - (`month_begin` - 86400000000)) as `offset_before`,
    (unix_micros(from_utc_timestamp(timestamp_micros((`month_begin` + 86400000000)), 'Europe/Paris')) - (`month_begin` + 86400000000)) as `offset_after`,
    case when `customer` is not null then `last_big_lastValue_found` end as `last_big`
  from `records_3` as r
),
`records_5` as (
  select
    r.*,
    case when `offset_before` = `offset_after` or (unix_micros(from_utc_timestamp(timestamp_micros((`month_begin` - `offset_before`)), 'Europe/Paris')) - (`month_begin` - `offset_before`)) = `offset_before` then (`month_begin` - `offset_before`) when (unix_micros(from_utc_timestamp(timestamp_micros((`month_begin` - `offset_after`)), 'Europe/Paris')) - (`month_begin` - `offset_after`)) = `offset_after` then (`month_begin` - `offset_after`) else (`month_begin` - `offset_before`) end as `moment_2`
  from `records_4` as r
),
`records_6` as (
  select
    r.*,
    case when lag(`moment_2`) over (order by `sequence`) > `moment_2` or `moment_2` > `at` or lag(`moment_2`) over (order by `sequence`) < `moment_2` and lag(`at`) over (order by `sequence`) >= `moment_2` then cast(raise_error(concat('the clock of Europe/Paris is put back over the beginning of a month, at record ', coalesce(cast(`sequence` as string), '?'), '')) as bigint) else `moment_2` end as `month_since`
  from `records_5` as r
),
`records_7` as (
  select
    r.*,
    -- sum of units by customer over this month in Europe/Paris
    sum(`units_whole`) over w1 as `this_month_total_seen`,
    count(case when abs(`units`) >= 9.223372036854776e+18D then 1 end) over w1 as `this_month_unbounded_seen`
  from `records_6` as r
  window
    w1 as (partition by `customer`, `month_since` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_8` as (
  select
    r.*,
    cast(coalesce(`this_month_total_seen`, 0) as decimal(38, 0)) as `this_month_total`
  from `records_7` as r
),
`records_9` as (
  select
    r.*,
    case when `customer` is not null and `this_month_unbounded_seen` = 0 then cast(concat(cast(`this_month_total` as string), 'e-9') as double) end as `this_month`
  from `records_8` as r
)
select
  `sequence` as `sequence`,
  `id` as `id`,
  -- windows.new_terminal: A terminal that the customer never saw
  `value_52` as `windows_new_terminal`,
  `customer_1d` as `feature_windows_customer_1d`,
  cast(cast(`amount_7d` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_windows_amount_7d`,
  case when `risk` = 0 then 0.0D else `risk` end as `feature_windows_risk`,
  cast(cast(`usual` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_windows_usual`,
  case when `this_month` = 0 then 0.0D else `this_month` end as `feature_windows_this_month`,
  cast(cast(`before` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_windows_before`,
  `last_big` as `feature_windows_last_big`,
  `terminals` as `feature_windows_terminals`
from `records_9`
order by `sequence`
