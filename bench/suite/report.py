"""The tables, in Markdown."""
from scenarios import SCENARIOS, TARGETS
from servers import NAMES

PEERS = [server for server in NAMES if server != "limit"]
BY_KEY = {scenario.key: scenario for scenario in SCENARIOS}


def _row(cells):
    return "| " + " | ".join(cells) + " |"


def _table(head, rows):
    return "\n".join([_row(head), _row(["---"] * len(head)), *map(_row, rows)])


def _number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _with_spread(spread, write=_number):
    if spread is None:
        return "–"
    return f"**{write(spread.median)}** ({write(spread.least)}–{write(spread.most)})"


def _share(value):
    return f"{value:.4f}"


def _measured(results):
    return [scenario for scenario in SCENARIOS if results.has(scenario.key)]


def _ratios(results, figure, scenarios, servers=None):
    servers = servers or PEERS
    rows = [[scenario.name] + [_with_spread(results.ratio(scenario.key, server, "limit", figure)) for server in servers]
            for scenario in scenarios]
    return _table([f"÷ {NAMES['limit']}"] + [NAMES[server] for server in servers], rows)


def cpu_table(results):
    return _ratios(results, "cpu", _measured(results))


def age_table(results):
    return _ratios(results, "p99", [s for s in _measured(results) if s.key not in ("idle", "saturated-8", "saturated-60")])


def age_in_ms_table(results):
    rows = []
    for scenario in _measured(results):
        if scenario.key == "idle":
            continue
        cells = [scenario.name]
        for server in NAMES:
            p50, p99 = (results.absolute(scenario.key, server, figure) for figure in ("p50", "p99"))
            cells.append(f"{_number(p50.median)} / {_number(p99.median)}" if p50 and p99 else "–")
        rows.append(cells)
    return _table(["p50 / p99 in ms"] + list(NAMES.values()), rows)


def delivered_table(results):
    rows = []
    for scenario in _measured(results):
        if scenario.key == "idle":
            continue
        cells = [scenario.name]
        for server in NAMES:
            spread = results.absolute(scenario.key, server, "delivered")
            cells.append(f"{100 * spread.median:.2f} % ({100 * spread.least:.2f})" if spread else "–")
        rows.append(cells)
    return _table(["share of the frames, median (worst)"] + list(NAMES.values()), rows)


def slow_table(results):
    figures = (("age of a slow viewer's picture, p50, s", "slow_p50"), ("the same, p99, s", "slow_p99"),
               ("kernel's send queue per slow viewer, MB", "queue_per_slow"),
               ("server's memory grown since they connected, per slow viewer, MB", "memory_per_slow"),
               ("share of frames that fast viewers got", "delivered"))
    servers = [server for server in NAMES if results.has("slow", server)]
    rows = [[what] + [_with_spread(results.absolute("slow", server, figure), _share if figure == "delivered" else _number)
                      for server in servers]
            for what, figure in figures]
    return _table(["absolute"] + [NAMES[server] for server in servers], rows)


def verdict(target, results):
    """(the spread, whether it was met: True, False, or None when not measured)"""
    if target.against:
        spread = results.ratio(target.scenario, "watchpost", target.against, target.figure)
    elif results.has(target.scenario, "watchpost"):
        spread = results.absolute(target.scenario, "watchpost", target.figure)
    else:
        spread = None
    if spread is None:
        return None, None
    return spread, spread.median <= target.bound if target.at_most else spread.median >= target.bound


def target_table(results):
    rows = []
    for target in TARGETS:
        spread, is_met = verdict(target, results)
        if is_met is None:
            continue
        sign = "≤" if target.at_most else "≥"
        digits = 3 if target.figure == "delivered" else 2
        rows.append([BY_KEY[target.scenario].name, target.what, f"{sign} {target.bound:.{digits}f}",
                     _with_spread(spread, _share if target.figure == "delivered" else _number), "met" if is_met else "**not met**"])
    table = _table(["scenario", "watchpost's", "target", "measured", ""], rows)
    left_out = len(TARGETS) - len(rows)
    return table + (f"\n\n{left_out} more targets are not measured in this mode or without its peer." if left_out else "")


def headline(about):
    lines = [f"{about['mode']} mode, {about['repeats']}, on {about['date']}; commit `{about['commit']}`; "
             f"Linux {about['kernel']}; {about['cpu']}, {about['cores']} cores{about['note']}. "
             f"Others kept {about['foreign']:.1f} cores busy meanwhile."]
    if about["versions"]:
        lines.append("Peers: " + "; ".join(about["versions"]) + ".")
    lines += [f"Missing: {NAMES[server]} ({why})." for server, why in about["missing"].items()]
    if about["failed"]:
        lines.append(f"{about['failed']} runs failed and are not in the tables.")
    return "\n".join(lines)


RATIO_NOTE = ("Server's CPU time for one delivered frame (in the idle row: one frame that came in), divided by that of a raw "
              "epoll loop with one `send()` per viewer, in the same repeat: median (least–most). Lower is better; 1 is the "
              "floor.")


def for_readme(results, about):
    shown = [s for s in _measured(results) if s.key in ("saturated-25", "paced-1", "paced-100", "paced-500", "paced-1000",
                                                        "cameras", "idle")]
    return "\n\n".join([RATIO_NOTE, _ratios(results, "cpu", shown), headline(about),
                        "![CPU per frame and age of pictures, by server](docs/performance.svg)"])


def full(results, about, plot):
    parts = [
        headline(about),
        "### CPU per frame", RATIO_NOTE, cpu_table(results), f"![CPU per frame and age of pictures, by server]({plot})",
        "### Age of a picture",
        "From the moment a camera begins to send a frame until a viewer has its last byte. The slowest of a hundred "
        "(p99), divided by the floor's in the same repeat: median (least–most).",
        age_table(results),
        "The same in milliseconds, medians. They are of this machine and its load, and no claim.",
        age_in_ms_table(results),
        "### What arrived",
        "Of the frames that were sent, the share that each viewer who keeps up should have got and got.",
        delivered_table(results),
    ]
    if results.has("slow"):
        parts += ["### Slow viewers",
                  f"{BY_KEY['slow'].name}, at 50 KB/s each. Absolute figures: median (least–most). A run is short, and an age "
                  "that grows without end is no older than the run; – where no frame of the measured time came before its end.",
                  slow_table(results)]
    parts += ["### Against the targets", target_table(results)]
    return "\n\n".join(parts)
