-- What stands in one table stands in the other too. Checked once all rows are there, which is faster than row by row.
alter table sales.salesorderheader
  add foreign key (salespersonid) references sales.salesperson (businessentityid);
alter table sales.salesorderdetail
  add foreign key (salesorderid) references sales.salesorderheader (salesorderid) on delete cascade,
  add foreign key (productid) references production.product (productid),
  add foreign key (specialofferid) references sales.specialoffer (specialofferid);

-- The order in which sheriff reads them.
create index on sales.salesorderheader (orderdate, salesorderid);
analyze production.product, sales.salesperson, sales.specialoffer, sales.salesorderheader, sales.salesorderdetail;
