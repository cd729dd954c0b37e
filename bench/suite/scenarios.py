"""What is measured: the rows of the table, and the targets that the project has set itself for them."""
from dataclasses import dataclass, field

KB = 1024


@dataclass(frozen=True)
class Scenario:
    name: str                  # stands in the tables
    key: str                   # for --only and for the targets
    fan: tuple                 # arguments of fanbench
    servers: tuple
    seconds: dict = field(default_factory=lambda: {"short": 1.5, "full": 5.0})
    modes: tuple = ("short", "full")
    per: str = "delivered"     # CPU time is divided by the frames delivered, or by those sent
    repeats_in_full: int = 5


FAST = ("limit", "watchpost", "libwebsockets", "node")
FEW = FAST[:3]
ALL = FAST + ("fastapi",)


def paced(viewers, kilobytes=25, **more):
    return Scenario(f"25 fps, {kilobytes} KB × {viewers}", f"paced-{viewers}",
                    ("--viewers", str(viewers), "--fps", "25", "--frame-bytes", str(kilobytes * KB)), ALL, **more)


def saturated(kilobytes, **more):
    return Scenario(f"saturated, {kilobytes} KB × 100", f"saturated-{kilobytes}",
                    ("--viewers", "100", "--saturate", "--frame-bytes", str(kilobytes * KB)), FAST, **more)


SCENARIOS = (
    saturated(8, modes=("full",)),
    saturated(25),
    saturated(60, modes=("full",)),
    paced(1, seconds={"short": 2.0, "full": 8.0}),
    paced(100),
    paced(500),
    paced(1000, modes=("full",)),
    # Slow viewers take 50 KB/s: two frames of 25 KB each second.
    Scenario("10 % of 100 viewers slow", "slow",
             ("--viewers", "100", "--slow", "10", "--slow-kbps", "50", "--fps", "25", "--frame-bytes", str(25 * KB)),
             FAST, seconds={"short": 3.5, "full": 15.0}),
    Scenario("100 cameras × 10 fps × 1 viewer", "cameras",
             ("--publishers", "100", "--viewers", "100", "--view-path", "/ws/video?camera=cam{p}", "--fps", "10",
              "--frame-bytes", str(25 * KB)),
             FEW, seconds={"short": 2.0, "full": 5.0}),
    Scenario("idle: 10 cameras × 25 fps, no viewer", "idle",
             ("--publishers", "10", "--viewers", "0", "--fps", "25", "--frame-bytes", str(25 * KB)),
             FEW, seconds={"short": 2.0, "full": 5.0}, per="sent"),
)


@dataclass(frozen=True)
class Target:
    """`figure` of watchpost, divided by that of `against` in the same repeat unless that is None."""
    what: str
    scenario: str
    figure: str
    against: str | None
    bound: float
    at_most: bool = True


def _cpu(scenario, against, bound):
    return Target(f"CPU per frame ÷ {against}", scenario, "cpu", against, bound)


TARGETS = (
    _cpu("saturated-8", "limit", 1.10), _cpu("saturated-25", "limit", 1.10), _cpu("saturated-60", "limit", 1.10),
    _cpu("paced-1", "limit", 1.35),
    _cpu("paced-100", "limit", 1.20), _cpu("paced-500", "limit", 1.20), _cpu("paced-1000", "limit", 1.20),
    *(_cpu(key, "libwebsockets", 1.00) for key in
      ("saturated-8", "saturated-25", "saturated-60", "paced-1", "paced-100", "paced-500", "paced-1000")),
    *(_cpu(key, "node", 0.85) for key in ("saturated-8", "saturated-25", "saturated-60")),
    _cpu("paced-100", "node", 0.50),
    *(_cpu(key, "fastapi", 0.35) for key in ("paced-1", "paced-100", "paced-500", "paced-1000")),
    Target("p99 of picture age ÷ limit", "paced-500", "p99", "limit", 1.25),
    Target("p99 of picture age ÷ node", "paced-500", "p99", "node", 1.00),
    Target("share of frames that fast viewers got", "slow", "delivered", None, 0.999, at_most=False),
    Target("of our memory per slow viewer, MB", "slow", "memory_per_slow", None, 0.2),
    Target("of the kernel's send queue per slow viewer, MB", "slow", "queue_per_slow", None, 0.5),
    Target("age of a slow viewer's picture, p99 in s", "slow", "slow_p99", None, 2.0),
    _cpu("cameras", "limit", 1.35),
    Target("share of frames that arrived", "cameras", "delivered", None, 1.0, at_most=False),
    _cpu("idle", "limit", 1.35),
)
