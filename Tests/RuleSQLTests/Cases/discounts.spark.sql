-- Rules about `orders` for Spark SQL, written by sheriff from rule files. Change those, not this.
-- Reads orders, where
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
    row_number() over (order by s.`at`, s.`id`) as `order_in_table`,
    nullif(cast(s.`id` as string), '') as `id`,
    unix_micros(s.`at`) as `at`,
    case when cast(s.`list` as decimal(38, 10)) <> cast(s.`list` as decimal(20, 4)) or abs(cast(s.`list` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`list` as string), '?'), '')) as bigint) else cast(cast(s.`list` as decimal(20, 4)) * 10000BD as bigint) end as `list`,
    case when cast(s.`charged` as decimal(38, 10)) <> cast(s.`charged` as decimal(20, 4)) or abs(cast(s.`charged` as decimal(20, 4))) > 900719925474.0992BD then cast(raise_error(concat('an amount has more than four places or is out of bounds: ', coalesce(cast(s.`charged` as string), '?'), '')) as bigint) else cast(cast(s.`charged` as decimal(20, 4)) * 10000BD as bigint) end as `charged`,
    nullif(cast(s.`region` as string), '') as `region`,
    nullif(cast(s.`rep` as string), '') as `rep`,
    cast(s.`online` as boolean) as `online`
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
    case when abs(`list` - `charged`) <= 9007199254740992 then `list` - `charged` end as `gap`,
    case when abs(rint((0.2D * cast(`list` as double)))) <= 9007199254740992.0D then cast(rint((0.2D * cast(`list` as double))) as bigint) end as `value_19`
  from `records` as r
),
`records_2` as (
  select
    r.*,
    (cast(`gap` as double) / nullif(cast(`list` as double), 0D)) as `rate`,
    case when abs(`gap` - `value_19`) <= 9007199254740992 then `gap` - `value_19` end as `value_20`
  from `records_1` as r
),
`records_3` as (
  select
    r.*,
    (`rate` > 0.2D) and (`gap` > 50000) as `value_18`,
    rint(`rate` * 1000000000.0D) as `rate_rounded`,
    -- avg of rate by rep over 90d requires 20
    count(`rate`) over w1 as `rep_rate_90d_values_before`,
    count(`rate`) over w2 as `rep_rate_90d_values_now`,
    -- avg of rate by region over 90d excluding same rep requires 50
    count(case when `rep` is not null then `rate` end) over w3 as `peers_rate_90d_values_before`,
    count(case when `rep` is not null then `rate` end) over w4 as `peers_rate_90d_values_now`,
    count(case when `rep` is not null then `rate` end) over w5 as `peers_rate_90d_same_values_before`,
    count(case when `rep` is not null then `rate` end) over w6 as `peers_rate_90d_same_values_now`
  from `records_2` as r
  window
    w1 as (partition by `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w2 as (partition by `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `region` order by `at` range between 7775999999999 preceding and 1 preceding),
    w4 as (partition by `region`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w5 as (partition by `region`, `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w6 as (partition by `region`, `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_4` as (
  select
    r.*,
    cast(cast(`rate_rounded` / 1099511627776D as bigint) * 1099511627776BD + cast(`rate_rounded` - cast(`rate_rounded` / 1099511627776D as bigint) * 1099511627776D as bigint) as decimal(28, 0)) as `rate_whole`,
    `rep_rate_90d_values_before` + `rep_rate_90d_values_now` as `rep_rate_90d_values`,
    `peers_rate_90d_values_before` + `peers_rate_90d_values_now` as `peers_rate_90d_values`,
    `peers_rate_90d_same_values_before` + `peers_rate_90d_same_values_now` as `peers_rate_90d_same_values`
  from `records_3` as r
),
`records_5` as (
  select
    r.*,
    -- avg of rate by rep over 90d requires 20
    sum(`rate_whole`) over w1 as `rep_rate_90d_total_before`,
    sum(`rate_whole`) over w2 as `rep_rate_90d_total_now`,
    -- avg of rate by region over 90d excluding same rep requires 50
    sum(case when `rep` is not null then `rate_whole` end) over w3 as `peers_rate_90d_total_before`,
    sum(case when `rep` is not null then `rate_whole` end) over w4 as `peers_rate_90d_total_now`,
    sum(case when `rep` is not null then `rate_whole` end) over w5 as `peers_rate_90d_same_total_before`,
    sum(case when `rep` is not null then `rate_whole` end) over w6 as `peers_rate_90d_same_total_now`,
    `peers_rate_90d_values` - `peers_rate_90d_same_values` as `peers_rate_90d_other_values`
  from `records_4` as r
  window
    w1 as (partition by `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w2 as (partition by `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w3 as (partition by `region` order by `at` range between 7775999999999 preceding and 1 preceding),
    w4 as (partition by `region`, `at` order by `sequence` rows between unbounded preceding and 1 preceding),
    w5 as (partition by `region`, `rep` order by `at` range between 7775999999999 preceding and 1 preceding),
    w6 as (partition by `region`, `rep`, `at` order by `sequence` rows between unbounded preceding and 1 preceding)
),
`records_6` as (
  select
    r.*,
    cast(coalesce(`rep_rate_90d_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`rep_rate_90d_total_now`, 0) as decimal(38, 0)) as `rep_rate_90d_total`,
    cast(coalesce(`peers_rate_90d_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`peers_rate_90d_total_now`, 0) as decimal(38, 0)) as `peers_rate_90d_total`,
    cast(coalesce(`peers_rate_90d_same_total_before`, 0) as decimal(38, 0)) + cast(coalesce(`peers_rate_90d_same_total_now`, 0) as decimal(38, 0)) as `peers_rate_90d_same_total`
  from `records_5` as r
),
`records_7` as (
  select
    r.*,
    case when `rep` is not null and `rep_rate_90d_values` >= 20 then case when `rep_rate_90d_values` > 0 then case when abs(`rep_rate_90d_total`) <= 9007199254740992 and cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) <= 9007199254740992 then cast(`rep_rate_90d_total` as double) / cast(cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as double) when abs(`rep_rate_90d_total`) / cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) > 9223372036854775807 then cast(cast(raise_error(concat('a mean is too large to be exact: ', coalesce(cast(`rep_rate_90d_total` as string), '?'), '')) as bigint) as double) else cast(concat(case when `rep_rate_90d_total` < 0 then '-' else '' end, cast(abs(`rep_rate_90d_total`) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), '.', lpad(cast(cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((cast((abs(`rep_rate_90d_total`) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`rep_rate_90d_values` * 1000000000L as decimal(19, 0)) as string), 18, '0')) as double) end end end as `rep_rate_90d`,
    `peers_rate_90d_total` - `peers_rate_90d_same_total` as `peers_rate_90d_other_total`
  from `records_6` as r
),
`records_8` as (
  select
    r.*,
    case when `region` is not null and `rep` is not null and `peers_rate_90d_other_values` >= 50 then case when `peers_rate_90d_other_values` > 0 then case when abs(`peers_rate_90d_other_total`) <= 9007199254740992 and cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) <= 9007199254740992 then cast(`peers_rate_90d_other_total` as double) / cast(cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as double) when abs(`peers_rate_90d_other_total`) / cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) > 9223372036854775807 then cast(cast(raise_error(concat('a mean is too large to be exact: ', coalesce(cast(`peers_rate_90d_other_total` as string), '?'), '')) as bigint) as double) else cast(concat(case when `peers_rate_90d_other_total` < 0 then '-' else '' end, cast(abs(`peers_rate_90d_other_total`) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), '.', lpad(cast(cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0'), lpad(cast(cast((cast((cast((cast((abs(`peers_rate_90d_other_total`) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) % cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0))) as decimal(19, 0)) * cast(1000000000000000000 as decimal(19, 0)) div cast(`peers_rate_90d_other_values` * 1000000000L as decimal(19, 0)) as string), 18, '0')) as double) end end end as `peers_rate_90d`
  from `records_7` as r
)
select
  `sequence` as `sequence`,
  `id` as `id`,
  -- discounts.deep_discount: Discount deeper than any rep may give
  `value_18` as `discounts_deep_discount`,
  coalesce(`value_18` and (((`region` = 'North') and `at` < 1772323200000000)), false) as `discounts_deep_discount_suppressed`,
  case when `rate` = 0 then 0.0D else `rate` end as `discounts_deep_discount_score`,
  case when `value_18` then cast(cast(`value_20` as decimal(20, 0)) * 0.0001BD as decimal(20, 4)) end as `discounts_deep_discount_loss`,
  -- discounts.quiet_rep: A rep no different from the others
  (`rep_rate_90d` <= `peers_rate_90d`) and (`gap` <= 1000000) and `online` as `discounts_quiet_rep`,
  case when `rep_rate_90d` = 0 then 0.0D else `rep_rate_90d` end as `feature_discounts_rep_rate_90d`,
  case when `peers_rate_90d` = 0 then 0.0D else `peers_rate_90d` end as `feature_discounts_peers_rate_90d`
from `records_8`
order by `sequence`
