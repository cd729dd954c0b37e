"""What somebody may try who holds one camera's token and one Pico's. Each attack goes on until it is cancelled."""

import asyncio
import contextlib
import itertools
import os
import random
import time

from daemon import TOKENS
from wire import BINARY, TEXT, Link, Refused, jpeg, request

MEGABYTE = 1 << 20
ROUND = 10  # seconds for which a set of attacks goes on
AT_ONCE = 3


def token(kind, device_id=None):
    name = 'bad-cam' if kind == 'esp32cam' else 'bad-pico'
    return [f'Authorization: Bearer {TOKENS[name]}'] + ([f'X-Device-ID: {device_id}'] if device_id else [])


async def flood(port, kind, messages, device_id=None):
    """Sends `messages` over and over on one link, and dials in again when it ends."""
    link = await Link.open(port, f'/ws/{kind}', token(kind, device_id))
    reads = asyncio.create_task(link.reader.read(-1))
    try:
        for opcode, payload in itertools.cycle(messages):
            await link.send(opcode, payload)
            await asyncio.sleep(0)
    finally:
        reads.cancel()
        link.drop()


async def fragments(port):
    link = await Link.open(port, '/ws/esp32cam', token('esp32cam'))
    link.writer.write(bytes([BINARY, 0x81, 0, 0, 0, 0, 0xFF]))
    for _ in range(2 * MEGABYTE // 4096):
        link.writer.write(bytes([0, 0x81, 0, 0, 0, 0, 0x55]) * 4096)
        await link.writer.drain()
    link.drop()


async def unfinished(port, kind='esp32cam'):
    """As many links as there may be, each in a message that never ends."""
    links = []
    size = MEGABYTE if kind == 'esp32cam' else 16 * 1024
    try:
        for number in range(250):
            link = await Link.open(port, f'/ws/{kind}', token(kind, f'unfinished-{number}'))
            links.append(link)
            link.writer.write(bytes([BINARY if kind == 'esp32cam' else TEXT, 0x80 | 127]) + size.to_bytes(8, 'big') + bytes(4)
                              + b'a' * (size - 1))
            async with asyncio.timeout(5):
                await link.writer.drain()
        await asyncio.sleep(ROUND)
    finally:
        for link in links:
            link.drop()


async def nested_json(port):
    await flood(port, 'esp32cam', [(TEXT, b'[' + b'[],' * (size // 3) + b'[]]') for size in (16_000, MEGABYTE - 100)])


async def many_ids(port, kind):
    for number in itertools.count():
        with contextlib.suppress(Refused):
            link = await Link.open(port, f'/ws/{kind}', token(kind, f'{os.getpid() % 1000}-{number}'))
            await link.send(TEXT, b'{"type":"log","message":"' + b'x' * 900 + b'","level":"error"}')
            link.drop()


async def reconnects(port, kind):
    while True:
        with contextlib.suppress(Refused):
            (await Link.open(port, f'/ws/{kind}', token(kind))).drop()


async def photos(port):
    body = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n' + jpeg(400_000) + b'\r\n--b--\r\n'
    for number in itertools.count():
        await request(port, 'POST', '/upload_photo', token('esp32cam', f'photos-{number % 50}') + [
            'Content-Type: multipart/form-data; boundary=b'], body)


async def unasked_photos(port):
    await flood(port, 'esp32cam', [
        (TEXT, b'{"type":"photo_data","size":300000,"format":"jpeg","timestamp":"1","quality":80}'), (BINARY, jpeg(300_000))])


async def logs(port, kind):
    await flood(port, kind, [(TEXT, b'{"type":"log","level":"error","message":"' + b'"\\u0007' * 800 + b'"}')])


async def complaints(port):
    await flood(port, 'esp32cam', [(TEXT, b'{"type":"system_error","message":"' + b'\\u202e' * 1500 + b'"}'),
                                   (TEXT, b'{"type":"heartbeat","fps":1,"memory":1,"version":"' + b'v' * 9000 + b'"}')])


async def pictures(port):
    await flood(port, 'esp32cam', [(BINARY, jpeg(60_000)), (BINARY, jpeg(1_000_000))])


async def garbage(port):
    await flood(port, 'esp32cam', [(BINARY, os.urandom(20_000)), (TEXT, b'{"type":'), (BINARY, jpeg(9_000)[:-500])])


async def acks(port):
    await flood(port, 'pico', [
        (TEXT, b'{"type":"ack","command_type":"servo","status":"error","detail":"' + b'y' * 10_000 + b'"}'),
        (TEXT, b'{"type":"sensor_data","sensor_type":"' + b'z' * 9_000 + b'","data":{"sequence":1}}'), (TEXT, b'[]')])


async def endless_uploads(port):
    writers = []
    try:
        for _ in range(100):
            _, writer = await asyncio.open_connection('127.0.0.1', port)
            writers.append(writer)
            head = ['POST /upload_frame HTTP/1.1', f'Host: 127.0.0.1:{port}', 'Content-Type: multipart/form-data; boundary=b',
                    f'Content-Length: {2 * MEGABYTE}', *token('esp32cam')]
            writer.write('\r\n'.join(head).encode() + b'\r\n\r\n' + b'a' * (2 * MEGABYTE - 1))
            async with asyncio.timeout(5):
                await writer.drain()
        await asyncio.sleep(ROUND)
    finally:
        for writer in writers:
            writer.close()


async def large_headers(port):
    fields = token('esp32cam') + [f'X-Field-{number}: {"v" * 50}' for number in range(900)]
    while True:
        with contextlib.suppress(Refused):
            (await Link.open(port, '/ws/esp32cam', fields)).drop()


ATTACKS = {
    'one-byte fragments': fragments,
    'messages that never end': unfinished,
    'the same of a Pico': lambda port: unfinished(port, 'pico'),
    'nested JSON': nested_json,
    'ids of cameras': lambda port: many_ids(port, 'esp32cam'),
    'ids of Picos': lambda port: many_ids(port, 'pico'),
    'a camera that dials without end': lambda port: reconnects(port, 'esp32cam'),
    'a Pico that dials without end': lambda port: reconnects(port, 'pico'),
    'photos': photos,
    'photos that nobody asked for': unasked_photos,
    'log lines of a camera': lambda port: logs(port, 'esp32cam'),
    'log lines of a Pico': lambda port: logs(port, 'pico'),
    'complaints': complaints,
    'pictures as fast as they go': pictures,
    'garbage': garbage,
    'answers to nothing': acks,
    'uploads that never end': endless_uploads,
    'large headers': large_headers,
}


async def again(attack, port):
    while True:
        with contextlib.suppress(OSError, Refused, asyncio.IncompleteReadError, TimeoutError):
            await attack(port)
        await asyncio.sleep(0.05)


async def attack(port, seconds):
    """Three at a time, in an order that is the same each time, until the time is over."""
    order = list(ATTACKS)
    random.Random(12).shuffle(order)
    until = time.monotonic() + seconds
    for first in itertools.count(0, AT_ONCE):
        if time.monotonic() >= until:
            return
        names = [order[(first + i) % len(order)] for i in range(AT_ONCE)]
        tasks = [asyncio.create_task(again(ATTACKS[name], port)) for name in names]
        print(f'  {", ".join(names)}', flush=True)
        await asyncio.sleep(min(ROUND, max(0.1, until - time.monotonic())))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
