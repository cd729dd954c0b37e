"""The client's side of a WebSocket (RFC 6455) as bytes in, bytes out. It opens no socket and never waits."""

import binascii

OPENING, OPEN, CLOSING, CLOSED = range(4)

_ACCEPT_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 section 1.3
_LONGEST_ANSWER = 2048  # of the HTTP answer to the handshake
_LONGEST_MESSAGE = 4096  # the daemon's are below 1000

_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0, 1, 2, 8, 9, 10


class Broken(Exception):
    """The server broke the protocol; `code` is what our close frame says."""

    def __init__(self, code, why):
        super().__init__(why)
        self.code = code


class Refused(Exception):
    """The server answered the handshake with another status than 101; `status` is 0 when it was no HTTP at all."""

    def __init__(self, status):
        super().__init__("the server answered %d" % status)
        self.status = status


def _visible(name, value):
    if not value or any(not 33 <= ord(c) <= 126 for c in value):
        raise ValueError("%s: only visible ASCII without spaces" % name)
    return value


class WebSocket:
    """`out` holds the bytes that wait to be written; take them off with `written(count)`."""

    def __init__(self, host, port, path, headers, random_bytes, sha1=None):
        """`headers` is a list of names and values. The server's proof that it speaks WebSocket is checked when `sha1`, a
        function from bytes to the digest, is given."""
        self._random_bytes = random_bytes
        key = binascii.b2a_base64(random_bytes(16)).strip()
        self._accept = binascii.b2a_base64(sha1(key + _ACCEPT_GUID)).strip().decode() if sha1 else None
        lines = ["GET %s HTTP/1.1" % path, "Host: %s%s" % (_visible("HOST", host), "" if port == 80 else ":%d" % port),
                 "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: " + key.decode()]
        for name, value in headers:
            if any(ord(c) < 32 or ord(c) > 126 for c in value):
                raise ValueError("%s: only visible ASCII" % name)
            lines.append("%s: %s" % (name, value))
        self.out = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.state = OPENING
        self.close_code = None
        self._in = b""
        self._message = None  # the fragments so far

    def written(self, count):
        self.out = self.out[count:]

    def send_text(self, text):
        if self.state == OPEN:
            self._frame(_TEXT, text.encode())

    def close(self, code, reason=""):
        """Says so once; the server's answer, or the end of TCP, ends the link."""
        if self.state == OPEN:
            self._frame(_CLOSE, bytes((code >> 8, code & 255)) + reason.encode())
            self.state = CLOSING

    def feed(self, data):
        """Takes what arrived and answers the whole texts in it. Pings and close frames are answered into `out`. Raises
        Refused or Broken; then nothing more may be fed."""
        self._in += data
        if self.state == OPENING and not self._read_answer():
            return []
        texts = []
        while self.state != CLOSED:
            frame = self._next_frame()
            if frame is None:
                break
            self._take(frame, texts)
        return texts

    def _read_answer(self):
        end = self._in.find(b"\r\n\r\n")
        if end < 0:
            if len(self._in) > _LONGEST_ANSWER:
                raise Refused(0)
            return False
        # Bytes of any kind may stand in a header; only ASCII is looked at.
        lines = "".join(chr(b) for b in self._in[:end]).split("\r\n")
        self._in = self._in[end + 4:]
        words = lines[0].split(" ")
        if not words[0].startswith("HTTP/1.") or len(words) < 2 or not words[1].isdigit():
            raise Refused(0)
        if words[1] != "101":
            raise Refused(int(words[1]))
        said = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            said[name.strip().lower()] = value.strip()
        if said.get("upgrade", "").lower() != "websocket" or "upgrade" not in said.get("connection", "").lower():
            raise Refused(0)
        if self._accept is not None and said.get("sec-websocket-accept") != self._accept:
            raise Refused(0)
        self.state = OPEN
        return True

    def _next_frame(self):
        """Takes a whole frame off the input and answers (opcode, is the last, payload); None when more must come."""
        data = self._in
        if len(data) < 2:
            return None
        opcode, length, head = data[0] & 15, data[1] & 127, 2
        last = bool(data[0] & 128)
        if data[0] & 0x70 or data[1] & 0x80:
            raise Broken(1002, "reserved bits or a mask from the server")
        if opcode not in (_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG):
            raise Broken(1002, "unknown opcode")
        if opcode >= _CLOSE and (length > 125 or not last):
            raise Broken(1002, "a control frame must be short and whole")
        if length >= 126:
            head = 4 if length == 126 else 10
            if len(data) < head:
                return None
            length = int.from_bytes(data[2:head], "big")
        if length > _LONGEST_MESSAGE:
            raise Broken(1009, "a message of %d bytes" % length)
        if len(data) < head + length:
            return None
        self._in = data[head + length:]
        return opcode, last, data[head:head + length]

    def _take(self, frame, texts):
        opcode, last, payload = frame
        if opcode == _PING:
            if self.state == OPEN:
                self._frame(_PONG, payload)
        elif opcode == _CLOSE:
            self._take_close(payload)
        elif opcode != _PONG and self.state == OPEN:
            self._take_data(opcode, last, payload, texts)

    def _take_close(self, payload):
        if len(payload) == 1:
            raise Broken(1002, "half a close code")
        self.close_code = payload[0] << 8 | payload[1] if payload else 1005
        if self.state == OPEN:
            self._frame(_CLOSE, payload[:2])
        self.state = CLOSED

    def _take_data(self, opcode, last, payload, texts):
        if opcode == _CONTINUATION:
            if self._message is None:
                raise Broken(1002, "a continuation of nothing")
            kind, so_far = self._message
            payload = so_far + payload
        elif self._message is not None:
            raise Broken(1002, "a new message inside another")
        else:
            kind = opcode
        if len(payload) > _LONGEST_MESSAGE:
            raise Broken(1009, "a message of %d bytes" % len(payload))
        if not last:
            self._message = (kind, payload)
            return
        self._message = None
        if kind == _BINARY:
            return  # a Pico is never sent any
        try:
            texts.append(payload.decode())
        except UnicodeError:
            raise Broken(1007, "text that is not UTF-8")

    def _frame(self, opcode, payload):
        length = len(payload)
        if length < 126:
            head = bytes((0x80 | opcode, 0x80 | length))
        else:
            head = bytes((0x80 | opcode, 0x80 | 126, length >> 8, length & 255))
        mask = self._random_bytes(4)
        self.out += head + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload))
