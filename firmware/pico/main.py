"""Starts by itself when the board gets power. Stop it with Ctrl-C within WATCHDOG_MS, or the board restarts."""

import sys
import time

import machine

import config
import secrets
from hardware import Hardware
from watchpost.board import Board
from watchpost.motion import Head
from watchpost.ticks import Ticks

# The longest that the RP2040 can is 8388 ms.
WATCHDOG_MS = 8000
# Time to press Ctrl-C or to copy files after power-up, before the watchdog cannot be stopped any more.
GRACE_MS = 2000


def make(now):
    head = Head(config.LIMITS, config.START, config.SPEED, config.SMOOTH_SPEED)
    return Board(Hardware(config, secrets), config, secrets, head, now)


def run():
    ticks = Ticks(time.ticks_ms, time.ticks_diff)
    board = make(ticks())
    time.sleep_ms(GRACE_MS)
    watchdog = machine.WDT(timeout=WATCHDOG_MS)
    while board.step(ticks()):
        watchdog.feed()
        time.sleep_ms(5)
    machine.reset()


def start():
    try:
        run()
    except ValueError as error:
        print("watchpost: the board is not set up right:", error)
    except Exception as error:
        # A fault of this program or no memory left: whatever it was, a fresh start is better than a board that is silent.
        sys.print_exception(error)
        time.sleep_ms(1000)
        machine.reset()


if __name__ == "__main__":
    start()
