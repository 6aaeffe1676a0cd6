INSERT INTO orders (rep, customer, region, count, list, cost, charged)
SELECT 'R' || (random() * 50)::int, 'C' || (random() * 5000)::int, 'G' || (random() * 8)::int, 3, 100, 60,
  CASE WHEN random() < 0.1 THEN 50 ELSE 95 END;
