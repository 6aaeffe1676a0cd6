"""Feeds `sheriff watch` with a history that goes on for ever, and keeps what it takes of the machine."""

import datetime
import os
import signal
import subprocess
import sys
import time
import urllib.request

sheriff, history, seconds, out = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
CHUNK = 20_000
AHEAD = 60_000
PORT = "18471"
ROTATED_AT = 200_000_000

with open(history) as file:
    header, *lines = file.read().splitlines()
# The date is the last column: what comes before it stays as it is.
rows = []
for line in lines:
    head, _, date = line.rpartition(",")
    rows.append((head, datetime.date.fromisoformat(date[:10]), date[10:]))
# Whole weeks: a day on which nothing is sold stays one.
lap_days = -(-((max(row[1] for row in rows) - min(row[1] for row in rows)).days + 1) // 7) * 7

stream = "stream.csv"
written = open(stream, "w")
written.write(header + "\n")
written.flush()
log = open("watch.log", "w")
monitor = subprocess.Popen(
    [sheriff, "watch", stream, "--baseline", "winter", "--model", "trees", "--home", "home", "--source-name", "soak",
     "--drift", "off", "--listen", "127.0.0.1:" + PORT],
    stderr=log, stdout=log)


def taken():
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=5) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith("sheriff_records_total"):
                    return int(float(line.rsplit(" ", 1)[1]))
    except OSError:
        pass
    return 0


def resident():
    with open(f"/proc/{monitor.pid}/status") as file:
        for line in file:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0


def processor():
    with open(f"/proc/{monitor.pid}/stat") as file:
        parts = file.read().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def size(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names) / 1e6


start = time.monotonic()
sampled = start
sent, done, lap, place = 0, 0, 0, 0
shift = {}
samples = []
with open(out, "w") as table:
    table.write("seconds,records,resident_mb,processor_seconds,home_mb\n")
    while time.monotonic() - start < seconds and monitor.poll() is None:
        if sent - done < AHEAD:
            part = rows[place:place + CHUNK]
            text = []
            for head, day, rest in part:
                moved = shift.get(day)
                if moved is None:
                    moved = shift[day] = (day + datetime.timedelta(days=lap * lap_days)).isoformat()
                text.append(f"{head},{moved}{rest}\n")
            written.write("".join(text))
            written.flush()
            sent += len(part)
            place += CHUNK
            if place >= len(rows):
                place, lap, shift = 0, lap + 1, {}
                # Dates have four digits for the year.
                if (rows[-1][1].year + (lap + 1) * lap_days / 365) > 9_000:
                    break
            if written.tell() > ROTATED_AT:
                written.close()
                os.rename(stream, stream + ".1")
                written = open(stream, "w")
                written.write(header + "\n")
                written.flush()
        else:
            time.sleep(0.05)
        done = taken()
        now = time.monotonic()
        if now - sampled >= 10:
            sampled = now
            sample = (now - start, done, resident(), processor(), size("home"))
            samples.append(sample)
            table.write("%.0f,%d,%.1f,%.1f,%.1f\n" % sample)
            table.flush()

monitor.send_signal(signal.SIGTERM)
code = monitor.wait(timeout=120)
if not samples:
    sys.exit("no sample was taken: " + open("watch.log").read()[-2_000:])
later = [sample[2] for sample in samples[len(samples) // 4:]]
last = samples[-1]
print(f"{last[1]} records in {last[0]:.0f} s with {last[3]:.0f} processor seconds; resident {min(later):.0f} to {max(later):.0f} MB"
      f" over the last three quarters; the home has {last[4]:.0f} MB; it ended with {code}")

# The curve, as a picture that needs nothing to draw it.
WIDTH, HEIGHT = 800, 300
most = max(sample[2] for sample in samples) * 1.15
points = " ".join(f"{60 + (WIDTH - 80) * sample[0] / last[0]:.1f},{HEIGHT - 40 - (HEIGHT - 70) * sample[2] / most:.1f}" for sample in samples)
with open(out.removesuffix(".csv") + ".svg", "w") as picture:
    picture.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        f'<text x="60" y="18">Resident memory of the monitor, MB, over {last[0] / 60:.0f} minutes and {last[1]:,} orders</text>'
        f'<line x1="60" y1="{HEIGHT - 40}" x2="{WIDTH - 20}" y2="{HEIGHT - 40}" stroke="black"/>'
        f'<text x="52" y="{HEIGHT - 36}" text-anchor="end">0</text><text x="52" y="40" text-anchor="end">{most:.0f}</text>'
        f'<text x="{WIDTH - 20}" y="{HEIGHT - 20}" text-anchor="end">{last[0] / 60:.0f} min</text>'
        f'<polyline points="{points}" fill="none" stroke="#1f5fa8" stroke-width="2"/></svg>\n')
