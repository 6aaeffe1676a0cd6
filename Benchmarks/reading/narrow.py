"""A narrow table of orders: nine columns of every type."""
import random
import sys

random.seed(5)
regions = ["West", "South", "Midwest", "Northeast"]
with open(sys.argv[1], "w") as out:
    out.write("id,at,rep,customer,region,count,list,cost,charged\n")
    for row in range(int(sys.argv[2])):
        cents = random.randrange(100, 500_000)
        out.write(
            f"{row + 1},2016-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d} {random.randrange(24):02d}:00:00,"
            f"Rep {random.randrange(30)},{random.randrange(144_000)},{random.choice(regions)},{random.randrange(2, 9)},"
            f"{cents / 100:.2f},{cents * 0.6 / 100:.4f},{cents * 0.98 / 100:.4f}\n")
