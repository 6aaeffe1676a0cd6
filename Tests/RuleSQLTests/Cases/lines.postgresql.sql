-- Rules about `orders` for PostgreSQL 15, written by sheriff from rule files. Change those, not this.
-- Reads sales.header, where
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
    row_number() over (order by s."orderdate", s."orderid") as "order_in_table",
    nullif(s."orderid"::text, '') collate "C" as "id",
    (extract(epoch from s."orderdate") * 1000000)::bigint as "at",
    case when s."subtotal"::numeric * 10000 <> trunc(s."subtotal"::numeric * 10000) or abs(s."subtotal"::numeric * 10000) > 9007199254740992 then cast('an amount has more than four places or is out of bounds: ' || coalesce((s."subtotal")::text, '?') || '' as bigint) else (s."subtotal"::numeric * 10000)::bigint end as "charged",
    s."orderid"::text as "lines_key"
  from "sales"."header" as s
  where s."orderdate" is not null
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
"lines" as materialized (
  select
    r."order_in_table" as "sequence",
    row_number() over (partition by r."order_in_table" order by r."order_in_table") as "position",
    case when e."price"::numeric * 10000 <> trunc(e."price"::numeric * 10000) or abs(e."price"::numeric * 10000) > 9007199254740992 then cast('an amount has more than four places or is out of bounds: ' || coalesce((e."price")::text, '?') || '' as bigint) else (e."price"::numeric * 10000)::bigint end as "line_price",
    e."orderqty"::bigint as "line_quantity",
    e."discount"::float8 as "line_discount",
    nullif(e."productid"::text, '') collate "C" as "line_product"
  from "source" as r join "sales"."detail" as e on e."orderid"::text = r."lines_key"
),
"lines_and_lines" as materialized (
  select
    r."sequence" as "sequence",
    r."position" as "position",
    row_number() over (partition by r."sequence", r."position" order by r."sequence", r."position") as "position_2",
    nullif(e."productid"::text, '') collate "C" as "line_product_2",
    case when e."price"::numeric * 10000 <> trunc(e."price"::numeric * 10000) or abs(e."price"::numeric * 10000) > 9007199254740992 then cast('an amount has more than four places or is out of bounds: ' || coalesce((e."price")::text, '?') || '' as bigint) else (e."price"::numeric * 10000)::bigint end as "line_price_2"
  from (select p."sequence", p."position", q."lines_key" from "lines" as p join "source" as q on q."order_in_table" = p."sequence") as r join "sales"."detail" as e on e."orderid"::text = r."lines_key"
),
"lines_and_lines_1" as materialized (
  select
    r.*,
    p1."line_price",
    p1."line_product",
    ("line_product" = "line_product_2") and ("line_price" <> "line_price_2") as "value_31"
  from "lines_and_lines" as r
  join (select "sequence" as "sequence_of_lines", "position" as "position_of_lines", "line_price", "line_product" from "lines") as p1 on p1."sequence_of_lines" = r."sequence" and p1."position_of_lines" = r."position"
),
"lines_1" as materialized (
  select
    r.*,
    p1."charged",
    case when abs("line_price"::numeric * "line_quantity") <= 9007199254740992 then "line_price" * "line_quantity" end as "value_2",
    (1.0::float8 - "line_discount") as "value_5",
    "line_price" > case when abs(round(("charged"::float8 / 2.0::float8))) <= 9007199254740992.0::float8 then round(("charged"::float8 / 2.0::float8))::bigint end as "value_12",
    case when abs("line_discount") < 9.223372036854776e+18::float8 then round("line_discount" * 1000000000.0::float8) end as "line_discount_rounded"
  from "lines" as r
  join (select "sequence" as "sequence_of_records", "charged" from "records") as p1 on p1."sequence_of_records" = r."sequence"
),
"lines_together_1" as materialized (
  select
    "sequence" as "sequence_of_lines_2",
    count("line_discount") as "mean_discount_values",
    count(*) filter (where abs("line_discount") >= 9.223372036854776e+18::float8) as "mean_discount_unbounded"
  from "lines"
  group by "sequence"
),
"records_1" as materialized (
  select
    r.*,
    coalesce(g1."mean_discount_values", 0) as "mean_discount_values",
    coalesce(g1."mean_discount_unbounded", 0) as "mean_discount_unbounded",
    (("at" - (((("at") % 86400000000) + 86400000000) % 86400000000)) / 86400000000) as "day"
  from "records" as r
  left join "lines_together_1" as g1 on g1."sequence_of_lines_2" = r."sequence"
),
"lines_and_lines_together_2" as materialized (
  select
    "sequence" as "sequence_of_lines_and_lines",
    "position" as "position_of_lines_and_lines",
    count(*) filter (where "value_31") as "value_32_trues",
    count(*) filter (where "value_31" is null) as "value_32_unknowns"
  from "lines_and_lines_1"
  group by "sequence", "position"
),
"lines_2" as materialized (
  select
    r.*,
    coalesce(g1."value_32_trues", 0) as "value_32_trues",
    coalesce(g1."value_32_unknowns", 0) as "value_32_unknowns",
    case when greatest(abs("value_2"::float8), 1) * 7.458340731200207e-155::float8 * (greatest(abs("value_5"), 1) * 7.458340731200207e-155::float8) < 1 then "value_2"::float8 * "value_5" end as "unrounded",
    case when abs("line_discount_rounded") < 9e18::float8 then "line_discount_rounded"::bigint::numeric else trunc("line_discount_rounded" / 1099511627776::float8)::bigint * 1099511627776::numeric + ("line_discount_rounded" - trunc("line_discount_rounded" / 1099511627776::float8) * 1099511627776::float8)::bigint end as "line_discount_whole"
  from "lines_1" as r
  left join "lines_and_lines_together_2" as g1 on g1."sequence_of_lines_and_lines" = r."sequence" and g1."position_of_lines_and_lines" = r."position"
),
"lines_together_2" as materialized (
  select
    "sequence" as "sequence_of_lines_3",
    count(*) filter (where "value_12") as "dear_rows"
  from "lines_1"
  group by "sequence"
),
"records_2" as materialized (
  select
    r.*,
    coalesce(g1."dear_rows", 0) as "dear_rows",
    (((date_trunc('year', ((date '1970-01-01' + "day"::int) + interval '-6 months')::date::timestamp)::date + interval '6 months')::date - date '1970-01-01')::bigint * 86400000000) as "year_begin"
  from "records_1" as r
  left join "lines_together_2" as g1 on g1."sequence_of_lines_3" = r."sequence"
),
"lines_3" as materialized (
  select
    r.*,
    case when abs(round("unrounded")) <= 9007199254740992.0::float8 then round("unrounded")::bigint end as "value_6",
    case when "value_32_trues" > 0 then true when "value_32_unknowns" = 0 then false end as "value_32"
  from "lines_2" as r
),
"lines_together_3" as materialized (
  select
    "sequence" as "sequence_of_lines_4",
    sum("line_discount_whole") as "mean_discount_total"
  from "lines_2"
  group by "sequence"
),
"records_3" as materialized (
  select
    r.*,
    g1."mean_discount_total" as "mean_discount_total",
    "dear_rows" as "dear"
  from "records_2" as r
  left join "lines_together_3" as g1 on g1."sequence_of_lines_4" = r."sequence"
),
"lines_together_4" as materialized (
  select
    "sequence" as "sequence_of_lines_5",
    sum("value_6") as "goods_total",
    count(*) filter (where "value_32") as "value_33_trues",
    count(*) filter (where "value_32" is null) as "value_33_unknowns"
  from "lines_3"
  group by "sequence"
),
"records_4" as materialized (
  select
    r.*,
    g1."goods_total" as "goods_total",
    coalesce(g1."value_33_trues", 0) as "value_33_trues",
    coalesce(g1."value_33_unknowns", 0) as "value_33_unknowns",
    coalesce("mean_discount_total", 0)::numeric as "mean_discount_total_exact",
    -- count by dear over this fiscal year
    count(*) over w1 as "seen_before_rows_seen"
  from "records_3" as r
  left join "lines_together_4" as g1 on g1."sequence_of_lines_5" = r."sequence"
  window
    w1 as (partition by "dear", "year_begin" order by "sequence" rows between unbounded preceding and 1 preceding)
),
"records_5" as materialized (
  select
    r.*,
    coalesce("goods_total", 0)::numeric as "goods_total_exact",
    case when "mean_discount_unbounded" = 0 then case when "mean_discount_values" > 0 then (round("mean_discount_total_exact", 70) / ("mean_discount_values" * 1000000000))::float8 end end as "mean_discount",
    case when "dear" is not null then "seen_before_rows_seen" end as "seen_before"
  from "records_4" as r
),
"records_6" as materialized (
  select
    r.*,
    case when "goods_total_exact" between -9007199254740992 and 9007199254740992 then "goods_total_exact"::bigint end as "goods"
  from "records_5" as r
),
"records_7" as materialized (
  select
    r.*,
    case when abs("charged" - "goods") <= 9007199254740992 then "charged" - "goods" end as "value_19"
  from "records_6" as r
),
"records_8" as materialized (
  select
    r.*,
    abs("value_19") as "value_21"
  from "records_7" as r
),
"records_9" as materialized (
  select
    r.*,
    "value_21" > 100 as "value_24"
  from "records_8" as r
)
select
  "sequence" as "sequence",
  "id" as "id",
  -- lines.subtotal: A subtotal that is not the sum of the lines
  "value_24" as "lines_subtotal",
  case when "value_24" then ("value_21" * 0.0001)::numeric(16,4) end as "lines_subtotal_loss",
  -- lines.repeated: A product that stands on two lines
  case when "value_33_trues" > 0 then true when "value_33_unknowns" = 0 then false end as "lines_repeated",
  "dear" as "feature_lines_dear",
  case when "mean_discount" = 0 then 0.0::float8 else "mean_discount" end as "feature_lines_mean_discount",
  "seen_before" as "feature_lines_seen_before"
from "records_9"
order by "sequence"
