"""Non-blocking TCP as lwIP on the board does it, over node's sockets. Bytes cross as hexadecimal text."""

import binascii
import errno

import host

SOCK_STREAM = 1
IPPROTO_TCP = 6


def getaddrinfo(name, port, family, kind):
    return [(2, 1, 0, "", (name, port))]


class socket:
    def __init__(self):
        self._id = None

    def setblocking(self, waits):
        assert not waits

    def setsockopt(self, level, option, value):
        assert (level, option, value) == (IPPROTO_TCP, 1, 1)

    def connect(self, where):
        self._id = host.connect(where[0], where[1])
        raise OSError(errno.EINPROGRESS)

    def recv(self, most):
        return self._result(host.recv(self._id, most))

    def send(self, data):
        taken = host.send(self._id, data.hex())
        if taken < 0:
            raise OSError(-taken)
        return taken

    def close(self):
        if self._id is not None:
            host.close(self._id)

    def _result(self, answer):
        # "12ab" is data, "" the end, "!11" an error number.
        if answer.startswith("!"):
            raise OSError(int(answer[1:]))
        return binascii.unhexlify(answer)
