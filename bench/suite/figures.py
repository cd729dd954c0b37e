"""From runs to figures: what is compared, and how a ratio is made of runs that belong together."""
import statistics
from dataclasses import dataclass

from scenarios import SCENARIOS

_PER = {scenario.key: scenario.per for scenario in SCENARIOS}


def _cpu(run):
    per_sent = _PER[run["scenario"]] == "sent"
    return run["server_cpu_us_per_sent_frame" if per_sent else "server_cpu_us_per_frame"]


FIGURES = {
    "cpu": _cpu,                                                   # µs for a frame
    "p50": lambda run: run["lat_us"]["p50"] / 1000,                # ms
    "p99": lambda run: run["lat_us"]["p99"] / 1000,                # ms
    "delivered": lambda run: run["delivered_ratio"],               # of the frames that fast viewers should get
    "slow_p50": lambda run: run["slow_lat_us"]["p50"] / 1e6,       # s
    "slow_p99": lambda run: run["slow_lat_us"]["p99"] / 1e6,       # s
    "memory_per_slow": lambda run: max(0, run["rss_kb"]["max"] - run["rss_kb"]["connected"]) / run["slow"] / 1024,  # MB
    "queue_per_slow": lambda run: run["slow_queue_kb_per_viewer"] / 1024,                                          # MB
    "foreign": lambda run: max(0.0, run["machine_busy_s"] - run["server_cpu_s"] - run["self_cpu_s"]) / run["wall_s"],
}


@dataclass(frozen=True)
class Spread:
    median: float
    least: float
    most: float
    count: int


def _spread(values):
    return Spread(statistics.median(values), min(values), max(values), len(values)) if values else None


class Results:
    def __init__(self, runs):
        self._runs = {(run["scenario"], run["server"], run["repeat"]): run for run in runs if "error" not in run}
        self.failed = [run for run in runs if "error" in run]

    def has(self, scenario, server=None):
        return any(key[0] == scenario and server in (None, key[1]) for key in self._runs)

    def values(self, scenario, server, figure):
        """By repeat. A time of 0 was not measured (no frame of the measured time came) and is left out."""
        found = {}
        for (its_scenario, its_server, repeat), run in self._runs.items():
            if its_scenario != scenario or its_server != server:
                continue
            value = FIGURES[figure](run)
            if value > 0 or figure not in ("cpu", "p50", "p99", "slow_p50", "slow_p99"):
                found[repeat] = value
        return found

    def absolute(self, scenario, server, figure):
        return _spread(list(self.values(scenario, server, figure).values()))

    def ratio(self, scenario, server, against, figure):
        """Of runs of the same repeat."""
        ours, theirs = self.values(scenario, server, figure), self.values(scenario, against, figure)
        return _spread([ours[repeat] / theirs[repeat] for repeat in ours if repeat in theirs])

    def foreign_load(self):
        """How many cores others kept busy, the median over all runs."""
        return statistics.median(FIGURES["foreign"](run) for run in self._runs.values())
