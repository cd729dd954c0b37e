"""python3 bench/suite: the measuring behind bench/run, which installs and builds first."""
import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

import measure
import plot
import report
from figures import Results
from scenarios import SCENARIOS
from servers import NAMES, ROOT, version_of, why_missing

RESULTS = ROOT / "bench/results"


def _arguments():
    parser = argparse.ArgumentParser(
        prog="bench/run", description="Measures watchpost against the floor and against other servers, interleaved.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--short", dest="mode", action="store_const", const="short", help="under five minutes (default)")
    mode.add_argument("--full", dest="mode", action="store_const", const="full", help="every row, more and longer runs")
    parser.add_argument("--only", default="", help="scenarios, by comma: " + ", ".join(s.key for s in SCENARIOS))
    parser.add_argument("--repeats", type=int, default=0, help="instead of the mode's")
    parser.add_argument("--note", default="", help="about the machine, stands in the result: 'shared with others'")
    parser.add_argument("--publish", action="store_true",
                        help="also write the tables into README.md and docs/performance.md, and docs/performance.svg")
    parser.add_argument("--report", action="store_true", help="measure nothing: make the tables of the newest run again")
    parser.add_argument("--no-install", action="store_true", help="install nothing")
    parser.add_argument("--micro", action="store_true", help="only the micro-benchmarks")
    parser.set_defaults(mode="short")
    return parser.parse_args()


def _commit():
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT)]
    commit = subprocess.run(git + ["rev-parse", "--short=10", "HEAD"], capture_output=True, text=True).stdout.strip()
    # What the results themselves change does not change what was measured.
    code = ["--", "src", "include", "bench", "cmake", "CMakeLists.txt", "CMakePresets.json"]
    changed = subprocess.run(git + ["status", "--porcelain"] + code, capture_output=True, text=True).stdout.strip()
    return (commit or "unknown") + (" with changes" if changed else "")


def _cpu_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _about(options, servers, missing, repeats):
    return {
        "mode": options.mode, "repeats": repeats, "date": datetime.date.today().isoformat(), "commit": _commit(),
        "kernel": platform.release(), "cpu": _cpu_name(), "cores": os.cpu_count(),
        "note": f" ({options.note})" if options.note else "", "missing": missing,
        "versions": [f"{NAMES[server]} {version}" for server in servers if (version := version_of(server))],
    }


def _measure(options):
    missing = {server: why for server in NAMES if (why := why_missing(server))}
    for server, why in missing.items():
        print(f"== missing: {NAMES[server]}: {why}", file=sys.stderr)
    if "limit" in missing or "watchpost" in missing:
        sys.exit(1)
    servers = [server for server in NAMES if server not in missing]
    todo = list(measure.plan(options.mode, servers, set(filter(None, options.only.split(","))), options.repeats))
    if not todo:
        sys.exit("bench/run: no such scenario")
    print(f"== {options.mode}: about {measure.estimate(todo) / 60:.1f} minutes, load {os.getloadavg()[0]:.1f}", flush=True)
    times = sorted({times for *_, times in todo})
    about = _about(options, servers, missing, f"{times[0]} repeats" if len(times) == 1 else
                   f"{times[0]} to {times[-1]} repeats")
    runs = measure.run_all(todo, RESULTS / "latest.jsonl")
    (RESULTS / "about.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
    return runs, about


def _publish(results, about):
    (ROOT / "docs/performance.svg").write_text(plot.draw(results, about), encoding="utf-8")
    for page, text in (("README.md", report.for_readme(results, about)),
                       ("docs/performance.md", report.full(results, about, "performance.svg"))):
        path = ROOT / page
        begin, end = "<!-- bench/run --publish writes from here -->", "<!-- to here -->"
        before, rest = path.read_text(encoding="utf-8").split(begin, 1)
        _, after = rest.split(end, 1)
        path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")


def main():
    options = _arguments()
    RESULTS.mkdir(exist_ok=True)
    if options.report:
        lines = (RESULTS / "latest.jsonl").read_text(encoding="utf-8").splitlines()
        runs, about = [json.loads(line) for line in lines], json.loads((RESULTS / "about.json").read_text(encoding="utf-8"))
    else:
        runs, about = _measure(options)
    results = Results(runs)
    about.update(foreign=results.foreign_load(), failed=len(results.failed))
    (RESULTS / "latest.svg").write_text(plot.draw(results, about), encoding="utf-8")
    text = "## How fast it is\n\n" + report.full(results, about, "latest.svg") + "\n"
    (RESULTS / "latest.md").write_text(text, encoding="utf-8")
    if options.publish:
        _publish(results, about)
    print("\n" + report.target_table(results) + f"\n\n== {(RESULTS / 'latest.md').relative_to(ROOT)}, and the plot beside it")


main()
