"""The Pico has SHA-1, MicroPython's WebAssembly build has not."""

import binascii

import host


class sha1:
    def __init__(self, data):
        self._data = data

    def digest(self):
        return binascii.unhexlify(host.sha1(self._data.hex()))
