"""A WiFi that a test switches: `wlan.reachable`."""

STA_IF = 0
wlan = None
countries = []


def country(code):
    countries.append(code)


class WLAN:
    def __init__(self, interface):
        global wlan
        wlan = self
        self.reachable = True
        self.is_active = False
        self.joined = None
        self.joins = 0
        self.settings = {}

    def active(self, on):
        self.is_active = on
        if not on:
            self.joined = None

    def config(self, **settings):
        assert self.is_active
        self.settings.update(settings)

    def connect(self, ssid, password):
        assert self.is_active
        self.joins += 1
        self.joined = (ssid, password)

    def disconnect(self):
        self.joined = None

    def isconnected(self):
        return self.reachable and self.joined is not None

    def status(self, what):
        assert what == "rssi"
        return -61
