"""Runs the servers in turn under fanbench: A B C, B C A, C A B, so that whatever disturbs the machine disturbs all."""
import json
import os
import shutil
import socket
import subprocess
import sys
import time

from scenarios import SCENARIOS
from servers import BIN, NAMES, command_of

OVERHEAD_SECONDS = 1.3  # of one run: the server's start, the handshakes, the warm-up, the last frames
WARM_UP_SECONDS = 0.5


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_up(port, process):
    for _ in range(400):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return True
        except OSError:
            time.sleep(0.025)
    return False


def _pinned(core):
    """The server has one core and the load another, where there are two."""
    return ["taskset", "-c", str(core)] if os.cpu_count() > 1 and shutil.which("taskset") else []


def run_once(scenario, server, seconds):
    """What fanbench says, or {"error": …}."""
    port = _free_port()
    command, environment, folder = command_of(server, port)
    process = subprocess.Popen(_pinned(0) + command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not _is_up(port, process):
            return {"error": "did not start"}
        time.sleep(0.15)
        fan = _pinned(1) + [str(BIN / "fanbench"), "--port", str(port), "--name", server, "--server-pid",
                            str(process.pid), "--seconds", str(seconds), "--warmup", str(WARM_UP_SECONDS),
                            *scenario.fan]
        done = subprocess.run(fan, capture_output=True, text=True, timeout=seconds + 60)
        return json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr.strip()[-200:]}
    except (subprocess.TimeoutExpired, ValueError) as error:
        return {"error": type(error).__name__}
    finally:
        process.kill()  # uvicorn does not go on SIGTERM while viewers are connected
        process.wait()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def plan(mode, available, only, repeats):
    """(scenario, its servers, its seconds, its repeats) for each that is measured."""
    for scenario in SCENARIOS:
        if only and scenario.key not in only or not only and mode not in scenario.modes:
            continue
        servers = [server for server in scenario.servers if server in available]
        times = repeats or (3 if mode == "short" else scenario.repeats_in_full)
        yield scenario, servers, scenario.seconds[mode], times


def estimate(todo):
    return sum(len(servers) * times * (seconds + OVERHEAD_SECONDS) for _, servers, seconds, times in todo)


def run_all(todo, raw_path):
    """All runs, each with `scenario` and `repeat`. One JSON line each goes to `raw_path`."""
    runs = []
    with open(raw_path, "w", encoding="utf-8") as raw:
        for repeat in range(max(times for _, _, _, times in todo)):
            for scenario, servers, seconds, times in todo:
                if repeat >= times:
                    continue
                turn = repeat % len(servers)
                for server in servers[turn:] + servers[:turn]:
                    result = run_once(scenario, server, seconds)
                    result.update(scenario=scenario.key, server=server, repeat=repeat, load=os.getloadavg()[0])
                    runs.append(result)
                    raw.write(json.dumps(result) + "\n")
                    raw.flush()
                    _tell(scenario, result)
    return runs


def _tell(scenario, result):
    name = f"{result['repeat'] + 1}  {scenario.name:<38} {NAMES[result['server']]:<30}"
    if "error" in result:
        print(name, result["error"], file=sys.stderr, flush=True)
        return
    key = "server_cpu_us_per_frame" if scenario.per == "delivered" else "server_cpu_us_per_sent_frame"
    print(f"{name} {result[key]:8.2f} µs a frame, p99 {result['lat_us']['p99'] / 1000:8.2f} ms, "
          f"delivered {result['delivered_ratio']:.4f}", flush=True)
