-- Rules about `orders` for PostgreSQL 15, written by sheriff from rule files. Change those, not this.
-- Reads orders, where
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
    case when s."list"::numeric * 10000 <> trunc(s."list"::numeric * 10000) or abs(s."list"::numeric * 10000) > 9007199254740992 then cast('an amount has more than four places or is out of bounds: ' || coalesce((s."list")::text, '?') || '' as bigint) else (s."list"::numeric * 10000)::bigint end as "list",
    case when s."charged"::numeric * 10000 <> trunc(s."charged"::numeric * 10000) or abs(s."charged"::numeric * 10000) > 9007199254740992 then cast('an amount has more than four places or is out of bounds: ' || coalesce((s."charged")::text, '?') || '' as bigint) else (s."charged"::numeric * 10000)::bigint end as "charged",
    nullif(s."region"::text, '') collate "C" as "region",
    nullif(s."rep"::text, '') collate "C" as "rep",
    s."online"::boolean as "online"
  from "orders" as s
  where s."at" is not null
    and nullif(s."rep"::text, '') collate "C" is not null
    and s."charged" is not null
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
    case when abs("list" - "charged") <= 9007199254740992 then "list" - "charged" end as "gap",
    case when abs(round((0.2::float8 * "list"::float8))) <= 9007199254740992.0::float8 then round((0.2::float8 * "list"::float8))::bigint end as "value_19"
  from "records" as r
),
"records_2" as materialized (
  select
    r.*,
    ("gap"::float8 / nullif("list"::float8, 0)) as "rate",
    case when abs("gap" - "value_19") <= 9007199254740992 then "gap" - "value_19" end as "value_20"
  from "records_1" as r
),
"records_3" as materialized (
  select
    r.*,
    ("rate" > 0.2::float8) and ("gap" > 50000) as "value_18",
    round("rate" * 1000000000.0::float8) as "rate_rounded",
    -- avg of rate by rep over 90d requires 20
    count("rate") over w1 as "rep_rate_90d_values_before",
    count("rate") over w2 as "rep_rate_90d_values_now",
    -- avg of rate by region over 90d excluding same rep requires 50
    count("rate") filter (where "rep" is not null) over w3 as "peers_rate_90d_values_before",
    count("rate") filter (where "rep" is not null) over w4 as "peers_rate_90d_values_now",
    count("rate") filter (where "rep" is not null) over w5 as "peers_rate_90d_same_values_before",
    count("rate") filter (where "rep" is not null) over w6 as "peers_rate_90d_same_values_now"
  from "records_2" as r
  window
    w1 as (partition by "rep" order by "at" range between 7775999999999 preceding and 1 preceding),
    w2 as (partition by "rep", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w3 as (partition by "region" order by "at" range between 7775999999999 preceding and 1 preceding),
    w4 as (partition by "region", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w5 as (partition by "region", "rep" order by "at" range between 7775999999999 preceding and 1 preceding),
    w6 as (partition by "region", "rep", "at" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_4" as materialized (
  select
    r.*,
    case when abs("rate_rounded") < 9e18::float8 then "rate_rounded"::bigint::numeric else trunc("rate_rounded" / 1099511627776::float8)::bigint * 1099511627776::numeric + ("rate_rounded" - trunc("rate_rounded" / 1099511627776::float8) * 1099511627776::float8)::bigint end as "rate_whole",
    "rep_rate_90d_values_before" + "rep_rate_90d_values_now" as "rep_rate_90d_values",
    "peers_rate_90d_values_before" + "peers_rate_90d_values_now" as "peers_rate_90d_values",
    "peers_rate_90d_same_values_before" + "peers_rate_90d_same_values_now" as "peers_rate_90d_same_values"
  from "records_3" as r
),
"records_5" as materialized (
  select
    r.*,
    -- avg of rate by rep over 90d requires 20
    sum("rate_whole") over w1 as "rep_rate_90d_total_before",
    sum("rate_whole") over w2 as "rep_rate_90d_total_now",
    -- avg of rate by region over 90d excluding same rep requires 50
    sum("rate_whole") filter (where "rep" is not null) over w3 as "peers_rate_90d_total_before",
    sum("rate_whole") filter (where "rep" is not null) over w4 as "peers_rate_90d_total_now",
    sum("rate_whole") filter (where "rep" is not null) over w5 as "peers_rate_90d_same_total_before",
    sum("rate_whole") filter (where "rep" is not null) over w6 as "peers_rate_90d_same_total_now",
    "peers_rate_90d_values" - "peers_rate_90d_same_values" as "peers_rate_90d_other_values"
  from "records_4" as r
  window
    w1 as (partition by "rep" order by "at" range between 7775999999999 preceding and 1 preceding),
    w2 as (partition by "rep", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w3 as (partition by "region" order by "at" range between 7775999999999 preceding and 1 preceding),
    w4 as (partition by "region", "at" order by "sequence" rows between unbounded preceding and 1 preceding),
    w5 as (partition by "region", "rep" order by "at" range between 7775999999999 preceding and 1 preceding),
    w6 as (partition by "region", "rep", "at" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_6" as materialized (
  select
    r.*,
    coalesce("rep_rate_90d_total_before", 0)::numeric + coalesce("rep_rate_90d_total_now", 0)::numeric as "rep_rate_90d_total",
    coalesce("peers_rate_90d_total_before", 0)::numeric + coalesce("peers_rate_90d_total_now", 0)::numeric as "peers_rate_90d_total",
    coalesce("peers_rate_90d_same_total_before", 0)::numeric + coalesce("peers_rate_90d_same_total_now", 0)::numeric as "peers_rate_90d_same_total"
  from "records_5" as r
),
"records_7" as materialized (
  select
    r.*,
    case when "rep" is not null and "rep_rate_90d_values" >= 20 then case when "rep_rate_90d_values" > 0 then (round("rep_rate_90d_total", 70) / ("rep_rate_90d_values" * 1000000000))::float8 end end as "rep_rate_90d",
    "peers_rate_90d_total" - "peers_rate_90d_same_total" as "peers_rate_90d_other_total"
  from "records_6" as r
),
"records_8" as materialized (
  select
    r.*,
    case when "region" is not null and "rep" is not null and "peers_rate_90d_other_values" >= 50 then case when "peers_rate_90d_other_values" > 0 then (round("peers_rate_90d_other_total", 70) / ("peers_rate_90d_other_values" * 1000000000))::float8 end end as "peers_rate_90d"
  from "records_7" as r
)
select
  "sequence" as "sequence",
  "id" as "id",
  -- discounts.deep_discount: Discount deeper than any rep may give
  "value_18" as "discounts_deep_discount",
  coalesce("value_18" and ((("region" = 'North') and "at" < 1772323200000000)), false) as "discounts_deep_discount_suppressed",
  case when "rate" = 0 then 0.0::float8 else "rate" end as "discounts_deep_discount_score",
  case when "value_18" then ("value_20" * 0.0001)::numeric(16,4) end as "discounts_deep_discount_loss",
  -- discounts.quiet_rep: A rep no different from the others
  ("rep_rate_90d" <= "peers_rate_90d") and ("gap" <= 1000000) and "online" as "discounts_quiet_rep",
  case when "rep_rate_90d" = 0 then 0.0::float8 else "rep_rate_90d" end as "feature_discounts_rep_rate_90d",
  case when "peers_rate_90d" = 0 then 0.0::float8 else "peers_rate_90d" end as "feature_discounts_peers_rate_90d"
from "records_8"
order by "sequence"
