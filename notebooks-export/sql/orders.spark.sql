-- Rules about `orders` for Spark SQL, written by sheriff from rule files. Change those, not this.
-- Reads orders, where
-- - a time is a TIMESTAMP
-- - an amount is a DECIMAL with at most four places
-- - a duration is a BIGINT of microseconds
-- - a text is in NFC, and an empty one is missing
-- - a list is a STRING of JSON, an array of objects, and a time in it a text that ends in Z
-- Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query
-- fails where a record comes after a later one, or an id comes twice.
-- Not here: rule integrity.made_up_customer. the baseline is not in the database. Instead: give the value as a
-- column of the table, and as a field of the schema.
-- Not here: rule integrity.odd_cents. the baseline is not in the database. Instead: give the value as a column of
-- the table, and as a field of the schema.
-- Not here: rule integrity.skimmed_cents. the baseline is not in the database. Instead: give the value as a column
-- of the table, and as a field of the schema.
-- Not here: rule integrity.backdated. the baseline is not in the database. Instead: give the value as a column of
-- the table, and as a field of the schema.
-- Not here: rule integrity.closed_day. the baseline is not in the database. Instead: give the value as a column of
-- the table, and as a field of the schema.
-- Not here: rule integrity.lowered_afterwards. versions of a record are told apart as they come, and the query
-- fails where an id comes twice. Instead: let the engine decide it.
-- Not here: rule integrity.stray_rep. the baseline is not in the database. Instead: give the value as a column of
-- the table, and as a field of the schema.
-- Not here: rule padding.unexplained_gap. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: rule padding.same_customer_again. a native function computes it, which no database has. Instead: let
-- the engine decide it.
-- Not here: rule padding.quarter_end_again. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: rule padding.out_of_habit. `zscore` needs whole numbers of 256 bits, and Spark SQL has 128 at most.
-- Instead: run this rule on PostgreSQL, or compare with an average.
-- Not here: feature integrity.skimming_so_far. `log` is inexact: another machine computes other last digits.
-- Instead: compare without it, such as x > 100 for log(x) > ….
-- Not here: feature integrity.is_of_known_customer. the baseline is not in the database. Instead: give the value as
-- a column of the table, and as a field of the schema.
-- Not here: feature integrity.short_likely. the baseline is not in the database. Instead: give the value as a
-- column of the table, and as a field of the schema.
-- Not here: feature integrity.short_by. the baseline is not in the database. Instead: give the value as a column of
-- the table, and as a field of the schema.
-- Not here: feature integrity.charge_lowered. versions of a record are told apart as they come, and the query fails
-- where an id comes twice. Instead: let the engine decide it.
-- Not here: feature integrity.trade_at_that_time. the baseline is not in the database. Instead: give the value as a
-- column of the table, and as a field of the schema.
-- Not here: feature padding.rate_against_self. `zscore` needs whole numbers of 256 bits, and Spark SQL has 128 at
-- most. Instead: run this rule on PostgreSQL, or compare with an average.
-- Not here: feature padding.rate_against_peers. `zscore` needs whole numbers of 256 bits, and Spark SQL has 128 at
-- most. Instead: run this rule on PostgreSQL, or compare with an average.
-- Not here: feature padding.hiding_chance. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: feature padding.hiding_loss. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: feature padding.odd_chance. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: feature padding.rep_hiding_1y. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: feature padding.pair_hiding_1y. a native function computes it, which no database has. Instead: let the
-- engine decide it.
-- Not here: feature padding.hidden_with_customer_1y. a native function computes it, which no database has. Instead:
-- let the engine decide it.
-- Not here: feature padding.hidden_at_quarter_end_1y. a native function computes it, which no database has.
-- Instead: let the engine decide it.
with
`source` as (
  select
    cast(s.`row` as bigint) as `order_in_table`,
    nullif(cast(s.`id` as string), '') as `id`,
    unix_micros(s.`at`) as `at`,
    s.`lines` as `lines`,
    case when cast(s.`list` as decimal(38, 10)) <> cast(s.`list` as decimal(20, 4)) or abs(cast(s.`list` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`list` as string), '?'), '')) as bigint) else cast(cast(s.`list` as decimal(20, 4)) * 10000BD as bigint) end as `list`,
    case when cast(s.`cost` as decimal(38, 10)) <> cast(s.`cost` as decimal(20, 4)) or abs(cast(s.`cost` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`cost` as string), '?'), '')) as bigint) else cast(cast(s.`cost` as decimal(20, 4)) * 10000BD as bigint) end as `cost`,
    cast(s.`count` as bigint) as `count`,
    case when cast(s.`charged` as decimal(38, 10)) <> cast(s.`charged` as decimal(20, 4)) or abs(cast(s.`charged` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`charged` as string), '?'), '')) as bigint) else cast(cast(s.`charged` as decimal(20, 4)) * 10000BD as bigint) end as `charged`,
    nullif(cast(s.`name` as string), '') as `name`,
    nullif(cast(s.`customer` as string), '') as `customer`,
    cast(s.`age` as double) as `age`,
    nullif(cast(s.`state` as string), '') as `state`,
    nullif(cast(s.`rep` as string), '') as `rep`,
    nullif(cast(s.`region` as string), '') as `region`
  from `orders` as s
  where s.`at` is not null
    and nullif(cast(s.`rep` as string), '') is not null
    and s.`charged` is not null
),
-- The same, if their order is sound.
`records` as (
  select
    s.*,
    case
      when `order_in_table` is null
        then cast(raise_error(concat('sheriff: ', coalesce(cast(coalesce(`id`, cast(`order_in_table` as string)) as string), '?'), ' has no place in their order')) as bigint)
      when count(*) over (partition by `order_in_table`) > 1
        then cast(raise_error(concat('sheriff: ', coalesce(cast(coalesce(`id`, cast(`order_in_table` as string)) as string), '?'), ' has the place of another record in their order')) as bigint)
      when `at` < lag(`at`) over (order by `order_in_table`)
        then cast(raise_error(concat('sheriff: ', coalesce(cast(coalesce(`id`, cast(`order_in_table` as string)) as string), '?'), ' comes after a record of a later time, which only an engine decides')) as bigint)
      when `id` is not null and count(*) over (partition by `id`) > 1
        then cast(raise_error(concat('sheriff: ', coalesce(cast(coalesce(`id`, cast(`order_in_table` as string)) as string), '?'), ' comes twice, and only an engine tells versions apart')) as bigint)
      else `order_in_table`
    end as `sequence`
  from `source` as s
),
`lines` as (
  select
    r.`order_in_table` as `sequence`,
    cast(e.ordinal as bigint) as `position`,
    case when cast(e.element.`price` as decimal(38, 10)) <> cast(e.element.`price` as decimal(20, 4)) or abs(cast(e.element.`price` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(e.element.`price` as string), '?'), '')) as bigint) else cast(cast(e.element.`price` as decimal(20, 4)) * 10000BD as bigint) end as `line_price`,
    cast(e.element.`quantity` as bigint) as `line_quantity`,
    case when cast(e.element.`usual` as decimal(38, 10)) <> cast(e.element.`usual` as decimal(20, 4)) or abs(cast(e.element.`usual` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(e.element.`usual` as string), '?'), '')) as bigint) else cast(cast(e.element.`usual` as decimal(20, 4)) * 10000BD as bigint) end as `line_usual`,
    case when cast(e.element.`cost` as decimal(38, 10)) <> cast(e.element.`cost` as decimal(20, 4)) or abs(cast(e.element.`cost` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(e.element.`cost` as string), '?'), '')) as bigint) else cast(cast(e.element.`cost` as decimal(20, 4)) * 10000BD as bigint) end as `line_cost`,
    nullif(cast(e.element.`product` as string), '') as `line_product`
  from `source` as r lateral view posexplode(from_json(r.`lines`, 'array<struct<`product`:string,`quantity`:bigint,`price`:decimal(38,10),`cost`:decimal(38,10),`usual`:decimal(38,10)>>', map('mode', 'FAILFAST'))) e as ordinal, element
),
`lines_1` as (
  select
    r.*,
    `line_price` is null as `value_17`,
    case when try_multiply(`line_price`, `line_quantity`) between -9007199254740992 and 9007199254740992 then try_multiply(`line_price`, `line_quantity`) end as `value_14`,
    case when abs(`line_usual` - `line_price`) <= 9007199254740992 then `line_usual` - `line_price` end as `value_125`,
    `line_cost` is null as `value_255`,
    case when try_multiply(`line_cost`, `line_quantity`) between -9007199254740992 and 9007199254740992 then try_multiply(`line_cost`, `line_quantity`) end as `value_39`
  from `lines` as r
),
`lines_together_1` as (
  select
    `sequence` as `sequence_of_lines`,
    sum(cast(`line_quantity` as decimal(19, 0))) as `pieces_total`,
    count(*) as `lines_of_order_rows`,
    collect_list(`line_product`) as `different_products_list`
  from `lines`
  group by `sequence`
),
`records_1` as (
  select
    r.*,
    g1.`pieces_total` as `pieces_total`,
    coalesce(g1.`lines_of_order_rows`, 0) as `lines_of_order_rows`,
    g1.`different_products_list` as `different_products_list`,
    -- first of name by customer over all before
    min_by(`name`, case when `name` is not null then `sequence` end) over w1 as `first_name_firstValue_seen`,
    -- first of age by customer over all before
    min_by(`age`, case when `age` is not null then `sequence` end) over w1 as `first_age_firstValue_seen`,
    -- first of state by customer over all before
    min_by(`state`, case when `state` is not null then `sequence` end) over w1 as `first_state_firstValue_seen`,
    cast(`list` as double) / 10000.0D as `value_23`,
    cast(`cost` as double) / 10000.0D as `value_30`,
    ((`at` - ((((`at`) % 86400000000) + 86400000000) % 86400000000)) div 86400000000) as `day`,
    -- clock
    max(`at`) over w2 as `clock`,
    `charged` > case when abs(`list` + 100L) <= 9007199254740992 then `list` + 100L end as `value_307`,
    case when abs(`charged` - `list`) <= 9007199254740992 then `charged` - `list` end as `charged_more`,
    (`age` < 0.0D) or (`age` > 115.0D) as `value_321`,
    case when abs(`list` - `charged`) <= 9007199254740992 then `list` - `charged` end as `gap`,
    case when abs(rint((0.2D * cast(`list` as double)))) <= 9007199254740992.0D then cast(rint((0.2D * cast(`list` as double))) as bigint) end as `value_325`,
    (cast(`charged` as double) / nullif(cast(`list` as double), 0D)) as `charged_share`,
    -- count by rep, customer over 1y
    count(*) over w3 as `pair_orders_1y_rows_all_seen`,
    -- count by customer over 1y
    count(*) over w1 as `customer_orders_1y_rows_all_seen`,
    -- count by rep over 30d
    count(*) over w4 as `rep_orders_30d_rows_before`,
    count(*) over w5 as `rep_orders_30d_rows_now`
  from `records` as r
  left join `lines_together_1` as g1 on g1.`sequence_of_lines` = r.`sequence`
  window
    w1 as (partition by `customer` order by `sequence` rows between unbounded preceding and 1 preceding),
    w2 as (order by `sequence` rows between unbounded preceding and current row),
    w3 as (partition by `rep`, `customer` order by `sequence` rows between unbounded preceding and 1 preceding),
    w4 as (partition by `rep` order by `at` range between 2591999999999 preceding and 1 preceding),
    w5 as (partition by `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`lines_2` as (
  select
    r.*,
    case when try_multiply(`value_125`, `line_quantity`) between -9007199254740992 and 9007199254740992 then try_multiply(`value_125`, `line_quantity`) end as `value_247`,
    not `value_17` as `value_311`,
    (cast(`value_125` as double) / nullif(cast(`line_usual` as double), 0D)) as `value_126`
  from `lines_1` as r
),
`lines_together_2` as (
  select
    `sequence` as `sequence_of_lines_2`,
    count(case when `value_17` then 1 end) as `value_18_trues`,
    count(case when `value_17` is null then 1 end) as `value_18_unknowns`,
    sum(cast(`value_14` as decimal(19, 0))) as `goods_total`,
    count(case when `value_255` then 1 end) as `value_256_trues`,
    count(case when `value_255` is null then 1 end) as `value_256_unknowns`,
    sum(cast(`value_39` as decimal(19, 0))) as `goods_cost_total`,
    max(`value_14`) as `dearest_line_greatest`
  from `lines_1`
  group by `sequence`
),
`records_2` as (
  select
    r.*,
    coalesce(g1.`value_18_trues`, 0) as `value_18_trues`,
    coalesce(g1.`value_18_unknowns`, 0) as `value_18_unknowns`,
    g1.`goods_total` as `goods_total`,
    coalesce(g1.`value_256_trues`, 0) as `value_256_trues`,
    coalesce(g1.`value_256_unknowns`, 0) as `value_256_unknowns`,
    g1.`goods_cost_total` as `goods_cost_total`,
    g1.`dearest_line_greatest` as `dearest_line_greatest`,
    cast(coalesce(`pieces_total`, 0) as decimal(38, 0)) as `pieces_total_exact`,
    `lines_of_order_rows` as `lines_of_order`,
    case when `customer` is not null then `first_name_firstValue_seen` end as `first_name`,
    case when `customer` is not null then `first_age_firstValue_seen` end as `first_age`,
    case when `customer` is not null then `first_state_firstValue_seen` end as `first_state`,
    (`value_23` * 10000.0D) as `value_25`,
    (`value_30` * 10000.0D) as `value_31`,
    `clock` - `at` as `came_late`,
    (cast(`gap` as double) / nullif(cast(`list` as double), 0D)) as `rate`,
    `gap` > 50000 as `value_323`,
    case when abs(`gap` - `value_325`) <= 9007199254740992 then `gap` - `value_325` end as `value_326`,
    (cast(datediff(add_months(trunc(date_add(date'1970-01-01', cast(`day` as int)), 'quarter'), 3), date'1970-01-01') as bigint) - 1 - `day`) as `days_left_of_quarter`,
    (cast(datediff(add_months(date_add(date'1970-01-01', cast(`day` as int)), -12), date'1970-01-01') as bigint) * 86400000000 + (`at` - `day` * 86400000000)) as `begin`,
    (cast(datediff(trunc(date_add(date'1970-01-01', cast(`day` as int)), 'quarter'), date'1970-01-01') as bigint) * 86400000000) as `quarter_begin`,
    cast(coalesce(size(array_distinct(`different_products_list`)), 0) as bigint) as `different_products`,
    ((`at` - `day` * 86400000000) div 3600000000) as `sold_at_hour`,
    (((((`day` + 3) % 7) + 7) % 7) + 1) as `sold_on_weekday`,
    `rep_orders_30d_rows_before` + `rep_orders_30d_rows_now` as `rep_orders_30d_rows`
  from `records_1` as r
  left join `lines_together_2` as g1 on g1.`sequence_of_lines_2` = r.`sequence`
),
`lines_together_3` as (
  select
    `sequence` as `sequence_of_lines_3`,
    sum(cast(`value_247` as decimal(19, 0))) as `lost_total`,
    count(case when `value_311` then 1 end) as `value_312_trues`,
    count(case when `value_311` is null then 1 end) as `value_312_unknowns`,
    max(`value_126`) as `price_fell_greatest`
  from `lines_2`
  group by `sequence`
),
-- count by rep, customer over 1y
`records_until_3` as (
  select
    `sequence` as `sequence_until`,
    `is_record`,
    count(case when `is_record` then 1 end) over w1 as `pair_orders_1y_rows_until`
  from (
    select `sequence`, `at`, `customer`, `rep`, `begin`, `at` as `moment`, true as `is_record` from `records_2`
    union all
    select `sequence`, `at`, `customer`, `rep`, `begin`, `begin` as `moment`, false as `is_record` from `records_2`
  ) as u
  window
    w1 as (partition by `rep`, `customer` order by `moment`, `is_record` desc rows between unbounded preceding and current row)
),
-- count by customer over 1y
`records_until_3_2` as (
  select
    `sequence` as `sequence_until_2`,
    `is_record`,
    count(case when `is_record` then 1 end) over w1 as `customer_orders_1y_rows_until`,
    count(case when `is_record` then `rate` end) over w1 as `customer_rate_1y_values_until`
  from (
    select `sequence`, `at`, `customer`, `rate`, `begin`, `at` as `moment`, true as `is_record` from `records_2`
    union all
    select `sequence`, `at`, `customer`, `rate`, `begin`, `begin` as `moment`, false as `is_record` from `records_2`
  ) as u
  window
    w1 as (partition by `customer` order by `moment`, `is_record` desc rows between unbounded preceding and current row)
),
`records_3` as (
  select
    r.*,
    g1.`lost_total` as `lost_total`,
    coalesce(g1.`value_312_trues`, 0) as `value_312_trues`,
    coalesce(g1.`value_312_unknowns`, 0) as `value_312_unknowns`,
    g1.`price_fell_greatest` as `price_fell_greatest`,
    u1.`pair_orders_1y_rows_until`,
    u2.`customer_orders_1y_rows_until`,
    u2.`customer_rate_1y_values_until`,
    case when `value_18_trues` > 0 then true when `value_18_unknowns` = 0 then false end as `value_18`,
    cast(coalesce(`goods_total`, 0) as decimal(38, 0)) as `goods_total_exact`,
    cast(coalesce(`goods_cost_total`, 0) as decimal(38, 0)) as `goods_cost_total_exact`,
    case when `pieces_total_exact` between -9223372036854775808 and 9223372036854775807 then cast(`pieces_total_exact` as bigint) end as `pieces`,
    (`lines_of_order` = 0) and (`charged` > 0) as `value_267`,
    `name` <> `first_name` as `is_other_name`,
    `age` <> `first_age` as `is_other_age`,
    `state` <> `first_state` as `is_other_state`,
    case when `value_25` >= -9.223372036854776e+18D and `value_25` < 9.223372036854776e+18D then cast(floor(`value_25`) as bigint) end as `list_digits`,
    case when `value_31` >= -9.223372036854776e+18D and `value_31` < 9.223372036854776e+18D then cast(floor(`value_31`) as bigint) end as `cost_digits`,
    `lines_of_order` >= 3 as `is_much`,
    (`rate` > 0.2D) and `value_323` as `value_324`,
    `days_left_of_quarter` < 10 as `is_quarter_end`,
    rint(`rate` * 1000000000.0D) as `rate_rounded`,
    -- avg of rate by rep over 90d requires 20
    count(`rate`) over w1 as `rep_rate_90d_values_before`,
    count(`rate`) over w2 as `rep_rate_90d_values_now`,
    -- avg of rate by region over 90d excluding same rep requires 50
    count(case when `rep` is not null then `rate` end) over w3 as `peers_rate_90d_values_before`,
    count(case when `rep` is not null then `rate` end) over w4 as `peers_rate_90d_values_now`,
    count(case when `rep` is not null then `rate` end) over w5 as `peers_rate_90d_same_values_before`,
    count(case when `rep` is not null then `rate` end) over w6 as `peers_rate_90d_same_values_now`,
    -- sum of gap by rep over this quarter
    sum(cast(`gap` as decimal(19, 0))) over w7 as `rep_gap_quarter_total_seen`,
    `dearest_line_greatest` as `dearest_line`,
    -- avg of rate by customer over 1y
    count(`rate`) over w8 as `customer_rate_1y_values_all_seen`,
    case when `rep` is not null then `rep_orders_30d_rows` end as `rep_orders_30d`
  from `records_2` as r
  left join `lines_together_3` as g1 on g1.`sequence_of_lines_3` = r.`sequence`
  left join `records_until_3` as u1 on u1.`sequence_until` = r.`sequence` and not u1.`is_record`
  left join `records_until_3_2` as u2 on u2.`sequence_until_2` = r.`sequence` and not u2.`is_record`
  window
    w1 as (partition by `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w2 as (partition by `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `region` order by `at` range between 7775999999999 preceding and 1 preceding),
    w4 as (partition by `region`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w5 as (partition by `region`, `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w6 as (partition by `region`, `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w7 as (partition by `rep`, `quarter_begin` order by `sequence` rows between unbounded preceding and 1 preceding),
    w8 as (partition by `customer` order by `sequence` rows between unbounded preceding and 1 preceding)
),
-- count by rep where is_quarter_end over 1y
`records_until_4` as (
  select
    `sequence` as `sequence_until_3`,
    `is_record`,
    count(case when `is_quarter_end` and `is_record` then 1 end) over w1 as `orders_at_quarter_end_1y_rows_until`
  from (
    select `sequence`, `at`, `rep`, `is_quarter_end`, `begin`, `at` as `moment`, true as `is_record` from `records_3`
    union all
    select `sequence`, `at`, `rep`, `is_quarter_end`, `begin`, `begin` as `moment`, false as `is_record` from `records_3`
  ) as u
  window
    w1 as (partition by `rep` order by `moment`, `is_record` desc rows between unbounded preceding and current row)
),
`records_4` as (
  select
    r.*,
    u1.`orders_at_quarter_end_1y_rows_until`,
    not `value_18` as `is_priced`,
    case when `goods_total_exact` between -9007199254740992 and 9007199254740992 then cast(`goods_total_exact` as bigint) end as `goods`,
    cast(coalesce(`lost_total`, 0) as decimal(38, 0)) as `lost_total_exact`,
    case when `goods_cost_total_exact` between -9007199254740992 and 9007199254740992 then cast(`goods_cost_total_exact` as bigint) end as `goods_cost`,
    `count` <> `pieces` as `value_263`,
    `is_other_name` and `is_other_age` and `is_other_state` as `value_270`,
    -- last of at by customer, rep, list_digits, cost_digits, pieces over 7d
    max_by(`at`, case when `at` is not null then `sequence` end) over w1 as `twin_at_lastValue_before`,
    max_by(`at`, case when `at` is not null then `sequence` end) over w2 as `twin_at_lastValue_now`,
    max(case when `at` is not null then `sequence` end) over w2 as `twin_at_lastValue_at`,
    -- count by customer, list_digits, cost_digits, pieces over 90d delayed 7d
    count(*) over w3 as `same_goods_before_rows_seen`,
    -- last of charged by customer, rep, list_digits, cost_digits, pieces over 7d
    max_by(`charged`, case when `charged` is not null then `sequence` end) over w1 as `twin_charged_lastValue_before`,
    max_by(`charged`, case when `charged` is not null then `sequence` end) over w2 as `twin_charged_lastValue_now`,
    max(case when `charged` is not null then `sequence` end) over w2 as `twin_charged_lastValue_at`,
    `value_18` and case when `value_312_trues` > 0 then true when `value_312_unknowns` = 0 then false end as `value_313`,
    cast(cast(`rate_rounded` / 1099511627776D as bigint) * 1099511627776BD + cast(`rate_rounded` - cast(`rate_rounded` / 1099511627776D as bigint) * 1099511627776D as bigint) as decimal(28, 0)) as `rate_whole`,
    `rep_rate_90d_values_before` + `rep_rate_90d_values_now` as `rep_rate_90d_values`,
    `peers_rate_90d_values_before` + `peers_rate_90d_values_now` as `peers_rate_90d_values`,
    `peers_rate_90d_same_values_before` + `peers_rate_90d_same_values_now` as `peers_rate_90d_same_values`,
    try_subtract(`count`, `pieces`) as `value_115`,
    `price_fell_greatest` as `price_fell`,
    `pair_orders_1y_rows_all_seen` - coalesce(`pair_orders_1y_rows_until`, 0) as `pair_orders_1y_rows`,
    cast(coalesce(`rep_gap_quarter_total_seen`, 0) as decimal(38, 0)) as `rep_gap_quarter_total`,
    `customer_orders_1y_rows_all_seen` - coalesce(`customer_orders_1y_rows_until`, 0) as `customer_orders_1y_rows`,
    `customer_rate_1y_values_all_seen` - coalesce(`customer_rate_1y_values_until`, 0) as `customer_rate_1y_values`,
    -- count by rep where is_quarter_end over 1y
    count(case when `is_quarter_end` then 1 end) over w4 as `orders_at_quarter_end_1y_rows_all_seen`
  from `records_3` as r
  left join `records_until_4` as u1 on u1.`sequence_until_3` = r.`sequence` and not u1.`is_record`
  window
    w1 as (partition by `customer`, `rep`, `list_digits`, `cost_digits`, `pieces` order by `at` range between 604799999999 preceding and 1 preceding),
    w2 as (partition by `customer`, `rep`, `list_digits`, `cost_digits`, `pieces`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `customer`, `list_digits`, `cost_digits`, `pieces` order by `at` range between 8380799999999 preceding and 604800000000 preceding),
    w4 as (partition by `rep` order by `sequence` rows between unbounded preceding and 1 preceding)
),
-- avg of rate by customer over 1y
`records_until_5` as (
  select
    `sequence` as `sequence_until_4`,
    `is_record`,
    sum(case when `is_record` then `rate_whole` end) over w1 as `customer_rate_1y_total_until`
  from (
    select `sequence`, `at`, `customer`, `rate`, `rate_whole`, `begin`, `at` as `moment`, true as `is_record` from `records_4`
    union all
    select `sequence`, `at`, `customer`, `rate`, `rate_whole`, `begin`, `begin` as `moment`, false as `is_record` from `records_4`
  ) as u
  window
    w1 as (partition by `customer` order by `moment`, `is_record` desc rows between unbounded preceding and current row)
),
`records_5` as (
  select
    r.*,
    u1.`customer_rate_1y_total_until`,
    case when abs(`list` - `goods`) <= 9007199254740992 then `list` - `goods` end as `value_34`,
    case when `lost_total_exact` between -9007199254740992 and 9007199254740992 then cast(`lost_total_exact` as bigint) end as `lost`,
    case when abs(`cost` - `goods_cost`) <= 9007199254740992 then `cost` - `goods_cost` end as `value_41`,
    case when `customer` is not null and `rep` is not null and `list_digits` is not null and `cost_digits` is not null and `pieces` is not null then case when `twin_at_lastValue_at` is not null then `twin_at_lastValue_now` else `twin_at_lastValue_before` end end as `twin_at`,
    case when `customer` is not null and `list_digits` is not null and `cost_digits` is not null and `pieces` is not null then `same_goods_before_rows_seen` end as `same_goods_before`,
    case when `customer` is not null and `rep` is not null and `list_digits` is not null and `cost_digits` is not null and `pieces` is not null then case when `twin_charged_lastValue_at` is not null then `twin_charged_lastValue_now` else `twin_charged_lastValue_before` end end as `twin_charged`,
    -- avg of rate by rep over 90d requires 20
    sum(`rate_whole`) over w1 as `rep_rate_90d_total_before`,
    sum(`rate_whole`) over w2 as `rep_rate_90d_total_now`,
    -- avg of rate by region over 90d excluding same rep requires 50
    sum(case when `rep` is not null then `rate_whole` end) over w3 as `peers_rate_90d_total_before`,
    sum(case when `rep` is not null then `rate_whole` end) over w4 as `peers_rate_90d_total_now`,
    sum(case when `rep` is not null then `rate_whole` end) over w5 as `peers_rate_90d_same_total_before`,
    sum(case when `rep` is not null then `rate_whole` end) over w6 as `peers_rate_90d_same_total_now`,
    `peers_rate_90d_values` - `peers_rate_90d_same_values` as `peers_rate_90d_other_values`,
    case when `value_115` > (-9223372036854775808L) then abs(`value_115`) end as `count_error`,
    case when `rep` is not null and `customer` is not null then `pair_orders_1y_rows` end as `pair_orders_1y`,
    case when `rep` is not null then case when `rep_gap_quarter_total` between -9007199254740992 and 9007199254740992 then cast(`rep_gap_quarter_total` as bigint) end end as `rep_gap_quarter`,
    (cast(`dearest_line` as double) / nullif(cast(`goods` as double), 0D)) as `dearest_share`,
    case when `customer` is not null then `customer_orders_1y_rows` end as `customer_orders_1y`,
    -- avg of rate by customer over 1y
    sum(`rate_whole`) over w7 as `customer_rate_1y_total_all_seen`,
    `orders_at_quarter_end_1y_rows_all_seen` - coalesce(`orders_at_quarter_end_1y_rows_until`, 0) as `orders_at_quarter_end_1y_rows`
  from `records_4` as r
  left join `records_until_5` as u1 on u1.`sequence_until_4` = r.`sequence` and not u1.`is_record`
  window
    w1 as (partition by `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w2 as (partition by `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `region` order by `at` range between 7775999999999 preceding and 1 preceding),
    w4 as (partition by `region`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w5 as (partition by `region`, `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w6 as (partition by `region`, `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w7 as (partition by `customer` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_6` as (
  select
    r.*,
    abs(`value_34`) as `list_error`,
    `lost` > 100 as `value_254`,
    abs(`value_41`) as `cost_error`,
    ((`twin_at` - ((((`twin_at`) % 86400000000) + 86400000000) % 86400000000)) div 86400000000) as `day_2`,
    `charged` = `twin_charged` as `value_288`,
    case when abs(`twin_charged` - `charged`) <= 9007199254740992 then `twin_charged` - `charged` end as `value_289`,
    cast(coalesce(`rep_rate_90d_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`rep_rate_90d_total_now`, 0) as decimal(38, 0)) as `rep_rate_90d_total`,
    cast(coalesce(`peers_rate_90d_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`peers_rate_90d_total_now`, 0) as decimal(38, 0)) as `peers_rate_90d_total`,
    cast(coalesce(`peers_rate_90d_same_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`peers_rate_90d_same_total_now`, 0) as decimal(38, 0)) as `peers_rate_90d_same_total`,
    try_subtract(`at`, `twin_at`) as `since_twin`,
    case when abs(`charged` - `twin_charged`) <= 9007199254740992 then `charged` - `twin_charged` end as `value_140`,
    cast(coalesce(`customer_rate_1y_total_all_seen`, 0) as decimal(38, 0)) as `customer_rate_1y_total_all`,
    case when `rep` is not null then `orders_at_quarter_end_1y_rows` end as `orders_at_quarter_end_1y`
  from `records_5` as r
),
`records_7` as (
  select
    r.*,
    `list_error` > 100 as `value_88`,
    `cost_error` > 100 as `value_91`,
    (`day` * 86400000000) = (`day_2` * 86400000000) as `is_same_day`,
    case when `value_288` then `charged` when not `value_288` then abs(`value_289`) end as `value_292`,
    case when `rep` is not null and `rep_rate_90d_values` >= 20 then case when `rep_rate_90d_values` > 0 then case when abs(`rep_rate_90d_total`) <= 9007199254740992 and cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) <= 9007199254740992 then cast(`rep_rate_90d_total` as double) / cast(cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as double) when abs(`rep_rate_90d_total`) / cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) > 9223372036854775807 then cast(cast(raise_error(concat('a mean is too large to be exact: ', coalesce(cast(`rep_rate_90d_total` as string), '?'), '')) as bigint) as double) else cast(concat(case when `rep_rate_90d_total` < 0 then '-' else '' end, cast(abs(`rep_rate_90d_total`) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), '.', lpad(cast(cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0')) as double) end end end as `rep_rate_90d`,
    `peers_rate_90d_total` - `peers_rate_90d_same_total` as `peers_rate_90d_other_total`,
    abs(`value_140`) as `twin_difference`,
    `customer_rate_1y_total_all` - cast(coalesce(`customer_rate_1y_total_until`, 0) as decimal(38, 0)) as `customer_rate_1y_total`
  from `records_6` as r
),
`records_8` as (
  select
    r.*,
    -- share of … over last 100 requires 20
    count(case when `value_88` then 1 end) over w1 as `other_lists_lately_trues_seen`,
    count(`value_88`) over w1 as `other_lists_lately_values_seen`,
    count(case when `value_91` then 1 end) over w1 as `other_costs_lately_trues_seen`,
    count(`value_91`) over w1 as `other_costs_lately_values_seen`,
    (not (`twin_at` is null)) and (`same_goods_before` = 0) and (`is_same_day` or `is_much`) and ((`pieces` > 1) or (`charged` <> `twin_charged`)) as `value_287`,
    case when `region` is not null and `rep` is not null and `peers_rate_90d_other_values` >= 50 then case when `peers_rate_90d_other_values` > 0 then case when abs(`peers_rate_90d_other_total`) <= 9007199254740992 and cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) <= 9007199254740992 then cast(`peers_rate_90d_other_total` as double) / cast(cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as double) when abs(`peers_rate_90d_other_total`) / cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) > 9223372036854775807 then cast(cast(raise_error(concat('a mean is too large to be exact: ', coalesce(cast(`peers_rate_90d_other_total` as string), '?'), '')) as bigint) as double) else cast(concat(case when `peers_rate_90d_other_total` < 0 then '-' else '' end, cast(abs(`peers_rate_90d_other_total`) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), '.', lpad(cast(cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0')) as double) end end end as `peers_rate_90d`,
    case when `customer` is not null then case when `customer_rate_1y_values` > 0 then case when abs(`customer_rate_1y_total`) <= 9007199254740992 and cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) <= 9007199254740992 then cast(`customer_rate_1y_total` as double) / cast(cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) as double) when abs(`customer_rate_1y_total`) / cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) > 9223372036854775807 then cast(cast(raise_error(concat('a mean is too large to be exact: ', coalesce(cast(`customer_rate_1y_total` as string), '?'), '')) as bigint) as double) else cast(concat(case when `customer_rate_1y_total` < 0 then '-' else '' end, cast(abs(`customer_rate_1y_total`) div cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) as string), '.', lpad(cast(cast((abs(`customer_rate_1y_total`) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((abs(`customer_rate_1y_total`) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((abs(`customer_rate_1y_total`) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((cast((abs(`customer_rate_1y_total`) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`customer_rate_1y_values` * 1000000000L as decimal(19, 0)) as string), 18, '0')) as double) end end end as `customer_rate_1y`
  from `records_7` as r
  window
    w1 as (order by `sequence` rows between 100 preceding and 1 preceding)
),
`records_9` as (
  select
    r.*,
    case when `other_lists_lately_values_seen` >= 20 then case when `other_lists_lately_values_seen` > 0 then cast(`other_lists_lately_trues_seen` as double) / cast(`other_lists_lately_values_seen` as double) end end as `other_lists_lately`,
    case when `other_costs_lately_values_seen` >= 20 then case when `other_costs_lately_values_seen` > 0 then cast(`other_costs_lately_trues_seen` as double) / cast(`other_costs_lately_values_seen` as double) end end as `other_costs_lately`
  from `records_8` as r
),
`records_10` as (
  select
    r.*,
    `is_priced` and (`list_error` > 100) and (coalesce(`other_lists_lately`, 0.0D) < 0.15D) as `value_246`,
    (not case when `value_256_trues` > 0 then true when `value_256_unknowns` = 0 then false end) and (`cost_error` > 100) and (coalesce(`other_costs_lately`, 0.0D) < 0.15D) as `value_262`
  from `records_9` as r
)
select
  `sequence` as `sequence`,
  `id` as `id`,
  -- integrity.list_contradicts_lines: The list total is not what the lines make
  `value_246` as `integrity_list_contradicts_lines`,
  case when `value_246` then cast(cast(`list_error` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_list_contradicts_lines_loss`,
  -- integrity.altered_price: A price that fell while its cost did not
  `value_254` as `integrity_altered_price`,
  case when `value_254` then cast(cast(`lost` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_altered_price_loss`,
  -- integrity.cost_contradicts_lines: The cost total is not what the lines make
  `value_262` as `integrity_cost_contradicts_lines`,
  case when `value_262` then cast(cast(`cost_error` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_cost_contradicts_lines_loss`,
  -- integrity.count_contradicts_lines: The number of items is not that of the lines
  `value_263` as `integrity_count_contradicts_lines`,
  case when `value_263` then cast(cast(`charged` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_count_contradicts_lines_loss`,
  -- integrity.empty_order: A charge for an order without goods
  `value_267` as `integrity_empty_order`,
  case when `value_267` then cast(cast(`charged` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_empty_order_loss`,
  -- integrity.other_person: A customer number with another person's name
  `value_270` as `integrity_other_person`,
  case when `value_270` then cast(cast(`charged` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_other_person_loss`,
  -- integrity.order_once_more: The same order once more
  `value_287` as `integrity_order_once_more`,
  case when `value_287` then cast(cast(`value_292` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_order_once_more_loss`,
  -- integrity.charged_above_list: Charged more than the goods list at
  `value_307` as `integrity_charged_above_list`,
  case when `value_307` then cast(cast(`charged_more` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_charged_above_list_loss`,
  -- integrity.unknown_product: A product without a price
  `value_313` as `integrity_unknown_product`,
  case when `value_313` then cast(cast(0L as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_unknown_product_loss`,
  -- integrity.impossible_age: An age that nobody has
  `value_321` as `integrity_impossible_age`,
  case when `value_321` then cast(cast(0L as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `integrity_impossible_age_loss`,
  -- padding.deep_discount: Discount deeper than any rep may give (shadow)
  `value_324` as `padding_deep_discount`,
  case when `value_324` then cast(cast(`value_326` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `padding_deep_discount_loss`,
  -- padding.quiet_rep: A rep no different from the others
  (`rep_rate_90d` <= `peers_rate_90d`) and (`list` > 0) and (`rate` <= 0.02D) as `padding_quiet_rep`,
  cast(cast(`list_error` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_integrity_list_error`,
  cast(cast(`cost_error` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_integrity_cost_error`,
  case when `other_lists_lately` = 0 then 0.0D else `other_lists_lately` end as `feature_integrity_other_lists_lately`,
  case when `other_costs_lately` = 0 then 0.0D else `other_costs_lately` end as `feature_integrity_other_costs_lately`,
  `first_name` as `feature_integrity_first_name`,
  case when `first_age` = 0 then 0.0D else `first_age` end as `feature_integrity_first_age`,
  `first_state` as `feature_integrity_first_state`,
  timestamp_micros(`twin_at`) as `feature_integrity_twin_at`,
  cast(cast(`twin_charged` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_integrity_twin_charged`,
  `same_goods_before` as `feature_integrity_same_goods_before`,
  `lines_of_order` as `feature_integrity_lines_of_order`,
  `count_error` as `feature_integrity_count_error`,
  case when `charged_share` = 0 then 0.0D else `charged_share` end as `feature_integrity_charged_share`,
  case when `price_fell` = 0 then 0.0D else `price_fell` end as `feature_integrity_price_fell`,
  `came_late` as `feature_integrity_came_late`,
  `since_twin` as `feature_integrity_since_twin`,
  cast(cast(`twin_difference` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_integrity_twin_difference`,
  `is_other_name` as `feature_integrity_is_other_name`,
  `is_other_age` as `feature_integrity_is_other_age`,
  `is_other_state` as `feature_integrity_is_other_state`,
  cast(cast(`charged_more` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_integrity_charged_more`,
  case when `rep_rate_90d` = 0 then 0.0D else `rep_rate_90d` end as `feature_padding_rep_rate_90d`,
  case when `peers_rate_90d` = 0 then 0.0D else `peers_rate_90d` end as `feature_padding_peers_rate_90d`,
  `pair_orders_1y` as `feature_padding_pair_orders_1y`,
  cast(cast(`rep_gap_quarter` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_padding_rep_gap_quarter`,
  cast(cast(`dearest_line` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_padding_dearest_line`,
  `different_products` as `feature_padding_different_products`,
  `pieces` as `feature_padding_pieces_of_order`,
  cast(cast(`gap` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_padding_gap_amount`,
  case when `rate` = 0 then 0.0D else `rate` end as `feature_padding_gap_share`,
  case when `dearest_share` = 0 then 0.0D else `dearest_share` end as `feature_padding_dearest_share`,
  `sold_at_hour` as `feature_padding_sold_at_hour`,
  `sold_on_weekday` as `feature_padding_sold_on_weekday`,
  `days_left_of_quarter` as `feature_padding_days_left_of_quarter`,
  `customer_orders_1y` as `feature_padding_customer_orders_1y`,
  case when `customer_rate_1y` = 0 then 0.0D else `customer_rate_1y` end as `feature_padding_customer_rate_1y`,
  `rep_orders_30d` as `feature_padding_rep_orders_30d`,
  cast(cast(`twin_charged` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) as `feature_padding_twin_charged`,
  `orders_at_quarter_end_1y` as `feature_padding_orders_at_quarter_end_1y`
from `records_10`
order by `sequence`
;
