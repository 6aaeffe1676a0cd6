-- Rules about `orders` for Spark SQL, written by sheriff from rule files. Change those, not this.
-- Reads sales.header, where
-- - a time is a TIMESTAMP
-- - an amount is a DECIMAL with at most four places
-- - a duration is a BIGINT of microseconds
-- - a text is in NFC, and an empty one is missing
-- - a list is a STRING of JSON, an array of objects, and a time in it a text that ends in Z
-- Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query
-- fails where a record comes after a later one, or an id comes twice.
with
`source` as (
  select
    row_number() over (order by s.`orderdate`, s.`orderid`) as `order_in_table`,
    nullif(cast(s.`orderid` as string), '') as `id`,
    unix_micros(s.`orderdate`) as `at`,
    case when cast(s.`subtotal` as decimal(38, 10)) <> cast(s.`subtotal` as decimal(20, 4)) or abs(cast(s.`subtotal` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`subtotal` as string), '?'), '')) as bigint) else cast(cast(s.`subtotal` as decimal(20, 4)) * 10000BD as bigint) end as `charged`,
    cast(s.`orderid` as string) as `lines_key`
  from `sales`.`header` as s
  where s.`orderdate` is not null
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
`lines` as (
  select
    r.`order_in_table` as `sequence`,
    row_number() over (partition by r.`order_in_table` order by r.`order_in_table`) as `position`,
    case when cast(e.`price` as decimal(38, 10)) <> cast(e.`price` as decimal(20, 4)) or abs(cast(e.`price` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(e.`price` as string), '?'), '')) as bigint) else cast(cast(e.`price` as decimal(20, 4)) * 10000BD as bigint) end as `line_price`,
    cast(e.`orderqty` as bigint) as `line_quantity`,
    cast(e.`discount` as double) as `line_discount`,
    nullif(cast(e.`productid` as string), '') as `line_product`
  from `source` as r join `sales`.`detail` as e on cast(e.`orderid` as string) = r.`lines_key`
),
`lines_and_lines` as (
  select
    r.`sequence` as `sequence`,
    r.`position` as `position`,
    row_number() over (partition by r.`sequence`, r.`position` order by r.`sequence`, r.`position`) as `position_2`,
    nullif(cast(e.`productid` as string), '') as `line_product_2`,
    case when cast(e.`price` as decimal(38, 10)) <> cast(e.`price` as decimal(20, 4)) or abs(cast(e.`price` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(e.`price` as string), '?'), '')) as bigint) else cast(cast(e.`price` as decimal(20, 4)) * 10000BD as bigint) end as `line_price_2`
  from (select p.`sequence`, p.`position`, q.`lines_key` from `lines` as p join `source` as q on q.`order_in_table` = p.`sequence`) as r join `sales`.`detail` as e on cast(e.`orderid` as string) = r.`lines_key`
),
`lines_and_lines_1` as (
  select
    r.*,
    p1.`line_price`,
    p1.`line_product`,
    (`line_product` = `line_product_2`) and (`line_price` <> `line_price_2`) as `value_31`
  from `lines_and_lines` as r
  join (select `sequence` as `sequence_of_lines`, `position` as `position_of_lines`, `line_price`, `line_product` from `lines`) as p1 on p1.`sequence_of_lines` = r.`sequence` and p1.`position_of_lines` = r.`position`
),
`lines_1` as (
  select
    r.*,
    p1.`charged`,
    case when try_multiply(`line_price`, `line_quantity`) between -9007199254740992 and 9007199254740992 then try_multiply(`line_price`, `line_quantity`) end as `value_2`,
    (1.0D - `line_discount`) as `value_5`,
    `line_price` > case when abs(rint((cast(`charged` as double) / 2.0D))) <= 9007199254740992.0D then cast(rint((cast(`charged` as double) / 2.0D)) as bigint) end as `value_12`,
    case when abs(`line_discount`) < 9.223372036854776e+18D then rint(`line_discount` * 1000000000.0D) end as `line_discount_rounded`
  from `lines` as r
  join (select `sequence` as `sequence_of_records`, `charged` from `records`) as p1 on p1.`sequence_of_records` = r.`sequence`
),
`lines_together_1` as (
  select
    `sequence` as `sequence_of_lines_2`,
    count(`line_discount`) as `mean_discount_values`,
    count(case when abs(`line_discount`) >= 9.223372036854776e+18D then 1 end) as `mean_discount_unbounded`
  from `lines`
  group by `sequence`
),
`records_1` as (
  select
    r.*,
    coalesce(g1.`mean_discount_values`, 0) as `mean_discount_values`,
    coalesce(g1.`mean_discount_unbounded`, 0) as `mean_discount_unbounded`,
    ((`at` - ((((`at`) % 86400000000) + 86400000000) % 86400000000)) div 86400000000) as `day`
  from `records` as r
  left join `lines_together_1` as g1 on g1.`sequence_of_lines_2` = r.`sequence`
),
`lines_and_lines_together_2` as (
  select
    `sequence` as `sequence_of_lines_and_lines`,
    `position` as `position_of_lines_and_lines`,
    count(case when `value_31` then 1 end) as `value_32_trues`,
    count(case when `value_31` is null then 1 end) as `value_32_unknowns`
  from `lines_and_lines_1`
  group by `sequence`, `position`
),
`lines_2` as (
  select
    r.*,
    coalesce(g1.`value_32_trues`, 0) as `value_32_trues`,
    coalesce(g1.`value_32_unknowns`, 0) as `value_32_unknowns`,
    case when abs(cast(`value_2` as double) * `value_5`) <= 1.7976931348623157E308D then cast(`value_2` as double) * `value_5` end as `unrounded`,
    cast(cast(`line_discount_rounded` / 1099511627776D as bigint) * 1099511627776BD + cast(`line_discount_rounded` - cast(`line_discount_rounded` / 1099511627776D as bigint) * 1099511627776D as bigint) as decimal(28, 0)) as `line_discount_whole`
  from `lines_1` as r
  left join `lines_and_lines_together_2` as g1 on g1.`sequence_of_lines_and_lines` = r.`sequence` and g1.`position_of_lines_and_lines` = r.`position`
),
`lines_together_2` as (
  select
    `sequence` as `sequence_of_lines_3`,
    count(case when `value_12` then 1 end) as `dear_rows`
  from `lines_1`
  group by `sequence`
),
`records_2` as (
  select
    r.*,
    coalesce(g1.`dear_rows`, 0) as `dear_rows`,
    (cast(datediff(add_months(trunc(add_months(date_add(date'1970-01-01', cast(`day` as int)), -6), 'year'), 6), date'1970-01-01') as bigint) * 86400000000) as `year_begin`
  from `records_1` as r
  left join `lines_together_2` as g1 on g1.`sequence_of_lines_3` = r.`sequence`
),
`lines_3` as (
  select
    r.*,
    case when abs(rint(`unrounded`)) <= 9007199254740992.0D then cast(rint(`unrounded`) as bigint) end as `value_6`,
    case when `value_32_trues` > 0 then true when `value_32_unknowns` = 0 then false end as `value_32`
  from `lines_2` as r
),
`lines_together_3` as (
  select
    `sequence` as `sequence_of_lines_4`,
    sum(`line_discount_whole`) as `mean_discount_total`
  from `lines_2`
  group by `sequence`
),
`records_3` as (
  select
    r.*,
    g1.`mean_discount_total` as `mean_discount_total`,
    `dear_rows` as `dear`
  from `records_2` as r
  left join `lines_together_3` as g1 on g1.`sequence_of_lines_4` = r.`sequence`
),
`lines_together_4` as (
  select
    `sequence` as `sequence_of_lines_5`,
    sum(cast(`value_6` as decimal(19, 0))) as `goods_total`,
    count(case when `value_32` then 1 end) as `value_33_trues`,
    count(case when `value_32` is null then 1 end) as `value_33_unknowns`
  from `lines_3`
  group by `sequence`
),
`records_4` as (
  select
    r.*,
    g1.`goods_total` as `goods_total`,
    coalesce(g1.`value_33_trues`, 0) as `value_33_trues`,
    coalesce(g1.`value_33_unknowns`, 0) as `value_33_unknowns`,
    cast(coalesce(`mean_discount_total`, 0) as decimal(38, 0)) as `mean_discount_total_exact`,
    -- count by dear over this fiscal year
    count(*) over w1 as `seen_before_rows_seen`
  from `records_3` as r
  left join `lines_together_4` as g1 on g1.`sequence_of_lines_5` = r.`sequence`
  window
    w1 as (partition by `dear`, `year_begin` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_5` as (
  select
    r.*,
    cast(coalesce(`goods_total`, 0) as decimal(38, 0)) as `goods_total_exact`,
    case when `mean_discount_unbounded` = 0 then case when `mean_discount_values` > 0 then case when abs(`mean_discount_total_exact`) <= 9007199254740992 and cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) <= 9007199254740992 then cast(`mean_discount_total_exact` as double) / cast(cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) as double) when abs(`mean_discount_total_exact`) / cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) > 9223372036854775807 then cast(cast(raise_error(concat('a mean is too large to be exact: ', coalesce(cast(`mean_discount_total_exact` as string), '?'), '')) as bigint) as double) else cast(concat(case when `mean_discount_total_exact` < 0 then '-' else '' end, cast(abs(`mean_discount_total_exact`) div cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) as string), '.', lpad(cast(cast((abs(`mean_discount_total_exact`) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((abs(`mean_discount_total_exact`) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((abs(`mean_discount_total_exact`) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((cast((abs(`mean_discount_total_exact`) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`mean_discount_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`mean_discount_values` * 1000000000L as decimal(19, 0)) as string), 18, '0')) as double) end end end as `mean_discount`,
    case when `dear` is not null then `seen_before_rows_seen` end as `seen_before`
  from `records_4` as r
),
`records_6` as (
  select
    r.*,
    case when `goods_total_exact` between -9007199254740992 and 9007199254740992 then cast(`goods_total_exact` as bigint) end as `goods`
  from `records_5` as r
),
`records_7` as (
  select
    r.*,
    case when abs(`charged` - `goods`) <= 9007199254740992 then `charged` - `goods` end as `value_19`
  from `records_6` as r
),
`records_8` as (
  select
    r.*,
    abs(`value_19`) as `value_21`
  from `records_7` as r
),
`records_9` as (
  select
    r.*,
    `value_21` > 100 as `value_24`
  from `records_8` as r
)
select
  `sequence` as `sequence`,
  `id` as `id`,
  -- lines.subtotal: A subtotal that is not the sum of the lines
  `value_24` as `lines_subtotal`,
  case when `value_24` then cast(cast(`value_21` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `lines_subtotal_loss`,
  -- lines.repeated: A product that stands on two lines
  case when `value_33_trues` > 0 then true when `value_33_unknowns` = 0 then false end as `lines_repeated`,
  `dear` as `feature_lines_dear`,
  case when `mean_discount` = 0 then 0.0D else `mean_discount` end as `feature_lines_mean_discount`,
  `seen_before` as `feature_lines_seen_before`
from `records_9`
order by `sequence`
