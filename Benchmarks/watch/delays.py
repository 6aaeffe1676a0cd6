"""Watches the store's file, and says how old each alert's order was when the alert was first seen there."""
import sqlite3
import sys
import time

path, seconds = sys.argv[1], float(sys.argv[2])
store = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
last, version, delays = 0, None, []
end = time.time() + seconds
while time.time() < end:
    now = store.execute("PRAGMA data_version").fetchone()[0]
    if now != version:
        version = now
        rows = store.execute("SELECT id, at FROM alert WHERE id > ? ORDER BY id", (last,)).fetchall()
        seen = time.time() * 1e6
        for number, at in rows:
            last = number
            delays.append((seen - at) / 1000)
    time.sleep(0.0005)
delays.sort()
if not delays:
    sys.exit("no alert was seen")
print(
    f"{len(delays)} alerts; milliseconds from row to stored alert: median {delays[len(delays) // 2]:.1f}, "
    f"90th percentile {delays[len(delays) * 9 // 10]:.1f}, 99th percentile {delays[len(delays) * 99 // 100]:.1f}, most {delays[-1]:.1f}"
)
