-- The order tables of the AdventureWorks sample. Amounts have no fixed number of places, so that each stays as it was written.
create schema if not exists production;
create schema if not exists sales;

create table production.product (
  productid int primary key,
  name text not null,
  productnumber text,
  makeflag boolean,
  finishedgoodsflag boolean,
  color text,
  safetystocklevel int,
  reorderpoint int,
  standardcost numeric,
  listprice numeric,
  size text,
  sizeunitmeasurecode text,
  weightunitmeasurecode text,
  weight numeric,
  daystomanufacture int,
  productline text,
  class text,
  style text,
  productsubcategoryid int,
  productmodelid int,
  sellstartdate timestamp,
  sellenddate timestamp,
  discontinueddate timestamp,
  rowguid uuid,
  modifieddate timestamp
);

create table sales.salesperson (
  businessentityid int primary key,
  territoryid int,
  salesquota numeric,
  bonus numeric,
  commissionpct numeric,
  salesytd numeric,
  saleslastyear numeric,
  rowguid uuid,
  modifieddate timestamp
);

create table sales.specialoffer (
  specialofferid int primary key,
  description text,
  discountpct numeric,
  type text,
  category text,
  startdate timestamp,
  enddate timestamp,
  minqty int,
  maxqty int,
  rowguid uuid,
  modifieddate timestamp
);

create table sales.salesorderheader (
  salesorderid int primary key,
  revisionnumber smallint,
  orderdate timestamp not null,
  duedate timestamp,
  shipdate timestamp,
  status smallint,
  onlineorderflag boolean,
  salesordernumber text,
  purchaseordernumber text,
  accountnumber text,
  customerid int not null,
  salespersonid int,
  territoryid int,
  billtoaddressid int,
  shiptoaddressid int,
  shipmethodid int,
  creditcardid int,
  creditcardapprovalcode text,
  currencyrateid int,
  subtotal numeric not null,
  taxamt numeric,
  freight numeric,
  totaldue numeric,
  comment text,
  rowguid uuid,
  modifieddate timestamp
);

create table sales.salesorderdetail (
  salesorderid int not null,
  salesorderdetailid int not null,
  carriertrackingnumber text,
  orderqty smallint not null,
  productid int not null,
  specialofferid int,
  unitprice numeric not null,
  unitpricediscount numeric,
  linetotal numeric,
  productstandardcost numeric,
  rowguid uuid,
  modifieddate timestamp,
  primary key (salesorderid, salesorderdetailid)
);
