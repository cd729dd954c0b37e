"""HTTP and WebSocket as far as boards, dashboards and attackers need them: raw, so that rules can be broken."""

import asyncio
import struct

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PATIENCE = 20  # seconds for an answer


class Refused(Exception):
    """The handshake was not answered with 101."""


def frame(opcode, payload, fin=True):
    """A client's frame whose mask is zero, as many boards send it."""
    size = len(payload)
    first = opcode | (0x80 if fin else 0)
    if size < 126:
        header = struct.pack('!BB', first, 0x80 | size)
    elif size < 65536:
        header = struct.pack('!BBH', first, 0x80 | 126, size)
    else:
        header = struct.pack('!BBQ', first, 0x80 | 127, size)
    return header + bytes(4) + payload


def jpeg(size, stamp=b''):
    """About `size` bytes that are a sane JPEG by its markers: 8 by 8 pixels; `stamp` is its comment."""
    def segment(marker, content):
        return bytes([0xFF, marker]) + struct.pack('!H', len(content) + 2) + content
    tables = segment(0xDB, bytes([0]) + bytes([1] * 64)) + segment(0xC4, bytes([0]) + bytes(16)) \
        + segment(0xC4, bytes([0x10]) + bytes(16))
    head = b'\xff\xd8' + segment(0xFE, stamp) + tables + segment(0xC0, bytes([8, 0, 8, 0, 8, 1, 1, 0x11, 0])) \
        + segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
    return head + bytes([0x55]) * max(1, size - len(head) - 2) + b'\xff\xd9'


def stamp_of(picture):
    """The comment of a picture that `jpeg` made."""
    return picture[6:4 + struct.unpack('!H', picture[4:6])[0]]


class Link:
    """A WebSocket."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port, path, headers=()):
        reader, writer = await asyncio.open_connection('127.0.0.1', port)
        lines = [f'GET {path} HTTP/1.1', f'Host: 127.0.0.1:{port}', 'Connection: Upgrade', 'Upgrade: websocket',
                 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', *headers]
        try:
            writer.write(('\r\n'.join(lines) + '\r\n\r\n').encode())
            async with asyncio.timeout(PATIENCE):
                answer = await reader.readuntil(b'\r\n\r\n')
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            writer.close()
            raise Refused(str(error)) from error
        if b' 101 ' not in answer.split(b'\r\n')[0]:
            writer.close()
            raise Refused(answer.split(b'\r\n')[0].decode())
        return cls(reader, writer)

    async def send(self, opcode, payload, fin=True):
        self.writer.write(frame(opcode, payload, fin))
        await self.writer.drain()

    async def receive(self):
        """(opcode, payload) of one frame of the daemon, which sends none in pieces; its pings are answered."""
        while True:
            first, length = await self.reader.readexactly(2)
            if length == 126:
                length, = struct.unpack('!H', await self.reader.readexactly(2))
            elif length == 127:
                length, = struct.unpack('!Q', await self.reader.readexactly(8))
            payload = await self.reader.readexactly(length)
            if first & 0x0F == PING:
                await self.send(PONG, payload)
            else:
                return first & 0x0F, payload

    def drop(self):
        self.writer.close()


async def request(port, method, path, headers=(), body=b''):
    """(status, headers, body) over a connection of its own."""
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    try:
        lines = [f'{method} {path} HTTP/1.1', f'Host: 127.0.0.1:{port}', 'Connection: close', *headers]
        if body:
            lines.append(f'Content-Length: {len(body)}')
        writer.write(('\r\n'.join(lines) + '\r\n\r\n').encode() + body)
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
    finally:
        writer.close()
    head, _, rest = answer.partition(b'\r\n\r\n')
    first, *fields = head.decode('latin-1').split('\r\n')
    return int(first.split()[1]), [field.split(': ', 1) for field in fields], rest
