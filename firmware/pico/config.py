"""How this board is built and how it behaves. Nothing in here is secret; WiFi, server and token are in secrets.py."""

# GPIO numbers (not pin numbers) of the signal wires: pan first, then tilt.
SERVO_PINS = (17, 16)

# Width of the pulse at 0 and at 180 degrees, in microseconds. Most small servos keep within 500 and 2500.
PULSE_US = (500, 2500)

# What the mechanics allow, in degrees, for pan and for tilt. A command beyond is carried out as far as this.
LIMITS = ((20, 160), (20, 160))

# Where the head stands after power-up, and where "reset_position" brings it.
START = (90, 90)

# Degrees per second of a move, and of a smooth one. A whole turn must end within the 20 s that the daemon waits for an
# answer, so less than 10 is refused.
SPEED = 120
SMOOTH_SPEED = 40

# What the servos do when nothing was heard for 3 s: "hold" keeps them powered where they stand, "detach" takes their
# signal away, so that they neither hum nor hold a load.
WHEN_LINK_LOST = "hold"
