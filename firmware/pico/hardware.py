"""The pins, the WiFi and the sockets of a Pico W. Everything that decides anything is in the package watchpost."""

import errno
import gc
import hashlib
import os
import socket
import time

import machine
import network

# Power saving of the WiFi chip off. With it, what the server sends waits for the next beacon or longer.
_PM_NONE = 0xA11140
_NOT_YET = (errno.EAGAIN, errno.EINPROGRESS, errno.ENOTCONN)
_TCP_NODELAY = 1


class Servos:
    def __init__(self, pins, pulse_us):
        self._pwms = []
        for pin in pins:
            pwm = machine.PWM(machine.Pin(pin))
            pwm.freq(50)
            self._pwms.append(pwm)
        self._pulse_us = pulse_us
        self._widths = [0] * len(pins)

    def show(self, *degrees):
        shortest, longest = self._pulse_us
        for i, angle in enumerate(degrees):
            self._set(i, int(1000 * (shortest + (longest - shortest) * angle / 180)))

    def release(self):
        for i in range(len(self._pwms)):
            self._set(i, 0)

    def _set(self, i, nanoseconds):
        if nanoseconds != self._widths[i]:
            self._pwms[i].duty_ns(nanoseconds)
            self._widths[i] = nanoseconds


class Led:
    def __init__(self):
        self._pin = machine.Pin("LED", machine.Pin.OUT)
        self._lit = None

    def light(self, lit):
        # The LED hangs on the WiFi chip, so a write costs time.
        if lit != self._lit:
            self._pin.value(1 if lit else 0)
            self._lit = lit


class Wifi:
    def __init__(self, ssid, password, country):
        network.country(country)
        self._ssid = ssid
        self._password = password
        self._wlan = network.WLAN(network.STA_IF)

    def join(self):
        self._wlan.active(True)
        self._wlan.config(pm=_PM_NONE)
        self._wlan.connect(self._ssid, self._password)

    def leave(self):
        """Switches the chip's radio off, which also mends one that is stuck."""
        self._wlan.disconnect()
        self._wlan.active(False)

    def is_up(self):
        return self._wlan.isconnected()

    def rssi(self):
        try:
            return self._wlan.status("rssi")
        except (OSError, ValueError):
            return None


class Wire:
    """One TCP connection that never waits, except for a name server when `host` is a name."""

    def __init__(self, host, port):
        where = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0][-1]
        self._socket = socket.socket()
        self._socket.setblocking(False)
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, _TCP_NODELAY, 1)
        except (AttributeError, OSError, ValueError):
            pass  # older MicroPython; short messages may then wait for a quarter of a second
        try:
            self._socket.connect(where)
        except OSError as error:
            if error.errno not in _NOT_YET:
                self._socket.close()
                raise

    def read(self):
        try:
            data = self._socket.recv(512)
        except OSError as error:
            if error.errno in _NOT_YET:
                return b""
            raise
        return data or None

    def write(self, data):
        try:
            return self._socket.send(data)
        except OSError as error:
            if error.errno in _NOT_YET:
                return 0
            raise

    def close(self):
        self._socket.close()


class Hardware:
    """What `watchpost.board.Board` asks for."""

    def __init__(self, config, secrets):
        self.wifi = Wifi(secrets.WIFI_SSID, secrets.WIFI_PASSWORD, secrets.WIFI_COUNTRY)
        self.servos = Servos(config.SERVO_PINS, config.PULSE_US)
        self.led = Led()
        self.dial = Wire
        digest = getattr(hashlib, "sha1", None)
        self.sha1 = None if digest is None else lambda data: digest(data).digest()

    def facts(self):
        return {"memory_free": gc.mem_free()}

    def reset_reason(self):
        # The RP2040 keeps no more: a brown-out and the run pin are a power-on to it as well (datasheet 2.12, CHIP_RESET),
        # and machine.reset() is done by the watchdog.
        return "watchdog or reboot" if machine.reset_cause() == machine.WDT_RESET else "power-on"

    def wall(self):
        return time.time()

    def random(self):
        return int.from_bytes(os.urandom(3), "big") / 0x1000000

    def random_bytes(self, count):
        return os.urandom(count)
