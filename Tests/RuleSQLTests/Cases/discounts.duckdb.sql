-- Rules about `orders` for DuckDB, written by sheriff from rule files. Change those, not this.
-- Reads orders, where
-- - a time is a TIMESTAMP in UTC, or a TIMESTAMPTZ
-- - an amount is a DECIMAL with at most four places
-- - a duration is a BIGINT of microseconds
-- - a text is in NFC, and an empty one is missing
-- - a list is JSON, an array of objects, where an amount of more than 15 digits is a text, and so is a time, which
-- ends in Z
-- Amounts are computed in ten-thousandths, times and durations in microseconds, all as whole numbers. The query
-- fails where a record comes after a later one, or an id comes twice.
with
"source" as materialized (
  select
    row_number() over (order by s."at", s."id") as "order_in_table",
    nullif(s."id"::varchar, '') as "id",
    epoch_us(s."at") as "at",
    case when s."list"::decimal(38, 10) <> s."list"::decimal(18, 4) or abs(s."list"::decimal(38, 10)) > 900719925474.0992 then error('an amount has more than four places or is out of bounds: ' || coalesce((s."list")::varchar, '?') || '') else (s."list"::decimal(23, 4) * 10000)::bigint end as "list",
    case when s."charged"::decimal(38, 10) <> s."charged"::decimal(18, 4) or abs(s."charged"::decimal(38, 10)) > 900719925474.0992 then error('an amount has more than four places or is out of bounds: ' || coalesce((s."charged")::varchar, '?') || '') else (s."charged"::decimal(23, 4) * 10000)::bigint end as "charged",
    nullif(s."region"::varchar, '') as "region",
    nullif(s."rep"::varchar, '') as "rep",
    s."online"::boolean as "online"
  from "orders" as s
  where s."at" is not null
    and nullif(s."rep"::varchar, '') is not null
    and s."charged" is not null
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
    case when abs("list" - "charged") <= 9007199254740992 then "list" - "charged" end as "gap",
    case when abs(round_even((0.2e0 * "list"::double), 0)) <= 9007199254740992.0e0 then round_even((0.2e0 * "list"::double), 0)::bigint end as "value_19"
  from "records" as r
),
"records_2" as materialized (
  select
    r.*,
    ("gap"::double / nullif("list"::double, 0)) as "rate",
    case when abs("gap" - "value_19") <= 9007199254740992 then "gap" - "value_19" end as "value_20"
  from "records_1" as r
),
"records_3" as materialized (
  select
    r.*,
    ("rate" > 0.2e0) and ("gap" > 50000) as "value_18",
    round_even("rate" * 1000000000.0e0, 0) as "rate_rounded",
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
    "rate_rounded"::hugeint as "rate_whole",
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
    coalesce("rep_rate_90d_total_before", 0)::hugeint + coalesce("rep_rate_90d_total_now", 0)::hugeint as "rep_rate_90d_total",
    coalesce("peers_rate_90d_total_before", 0)::hugeint + coalesce("peers_rate_90d_total_now", 0)::hugeint as "peers_rate_90d_total",
    coalesce("peers_rate_90d_same_total_before", 0)::hugeint + coalesce("peers_rate_90d_same_total_now", 0)::hugeint as "peers_rate_90d_same_total"
  from "records_5" as r
),
"records_7" as materialized (
  select
    r.*,
    case when "rep" is not null and "rep_rate_90d_values" >= 20 then case when "rep_rate_90d_values" > 0 then case when abs("rep_rate_90d_total") <= 9007199254740992 and ("rep_rate_90d_values"::hugeint * 1000000000) <= 9007199254740992 then "rep_rate_90d_total"::double / (("rep_rate_90d_values"::hugeint * 1000000000))::double else (case when "rep_rate_90d_total" < 0 then '-' else '' end || (abs("rep_rate_90d_total") // ("rep_rate_90d_values"::hugeint * 1000000000))::varchar || '.' || lpad(((abs("rep_rate_90d_total") % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("rep_rate_90d_values"::hugeint * 1000000000))::varchar, 18, '0') || lpad((((abs("rep_rate_90d_total") % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("rep_rate_90d_values"::hugeint * 1000000000))::varchar, 18, '0') || lpad(((((abs("rep_rate_90d_total") % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("rep_rate_90d_values"::hugeint * 1000000000))::varchar, 18, '0') || lpad((((((abs("rep_rate_90d_total") % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("rep_rate_90d_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("rep_rate_90d_values"::hugeint * 1000000000))::varchar, 18, '0'))::double end end end as "rep_rate_90d",
    "peers_rate_90d_total" - "peers_rate_90d_same_total" as "peers_rate_90d_other_total"
  from "records_6" as r
),
"records_8" as materialized (
  select
    r.*,
    case when "region" is not null and "rep" is not null and "peers_rate_90d_other_values" >= 50 then case when "peers_rate_90d_other_values" > 0 then case when abs("peers_rate_90d_other_total") <= 9007199254740992 and ("peers_rate_90d_other_values"::hugeint * 1000000000) <= 9007199254740992 then "peers_rate_90d_other_total"::double / (("peers_rate_90d_other_values"::hugeint * 1000000000))::double else (case when "peers_rate_90d_other_total" < 0 then '-' else '' end || (abs("peers_rate_90d_other_total") // ("peers_rate_90d_other_values"::hugeint * 1000000000))::varchar || '.' || lpad(((abs("peers_rate_90d_other_total") % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("peers_rate_90d_other_values"::hugeint * 1000000000))::varchar, 18, '0') || lpad((((abs("peers_rate_90d_other_total") % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("peers_rate_90d_other_values"::hugeint * 1000000000))::varchar, 18, '0') || lpad(((((abs("peers_rate_90d_other_total") % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("peers_rate_90d_other_values"::hugeint * 1000000000))::varchar, 18, '0') || lpad((((((abs("peers_rate_90d_other_total") % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint % ("peers_rate_90d_other_values"::hugeint * 1000000000)) * 1000000000000000000::hugeint // ("peers_rate_90d_other_values"::hugeint * 1000000000))::varchar, 18, '0'))::double end end end as "peers_rate_90d"
  from "records_7" as r
)
select
  "sequence" as "sequence",
  "id" as "id",
  -- discounts.deep_discount: Discount deeper than any rep may give
  "value_18" as "discounts_deep_discount",
  coalesce("value_18" and ((("region" = 'North') and "at" < 1772323200000000)), false) as "discounts_deep_discount_suppressed",
  case when "rate" = 0 then 0.0e0 else "rate" end as "discounts_deep_discount_score",
  case when "value_18" then ("value_20"::decimal(18, 0) * 0.0001::decimal(4, 4))::decimal(18, 4) end as "discounts_deep_discount_loss",
  -- discounts.quiet_rep: A rep no different from the others
  ("rep_rate_90d" <= "peers_rate_90d") and ("gap" <= 1000000) and "online" as "discounts_quiet_rep",
  case when "rep_rate_90d" = 0 then 0.0e0 else "rep_rate_90d" end as "feature_discounts_rep_rate_90d",
  case when "peers_rate_90d" = 0 then 0.0e0 else "peers_rate_90d" end as "feature_discounts_peers_rate_90d"
from "records_8"
order by "sequence"
