"""What somebody may try who holds nothing: stalls of TLS, and passwords that are guessed from twelve addresses."""

import asyncio
import contextlib
import itertools
import json
import time

from wire import request

STALLING_ADDRESSES = 5
STALLED_EACH = 150
GUESSERS = 12


async def stall(tls_port, number):
    """Connections that say the first half of a TLS record, and nothing more."""
    address = f'127.0.0.{20 + number}'
    writers = []
    try:
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection('127.0.0.1', tls_port, local_addr=(address, 0))
                writer.write(b'\x16\x03\x01\x02\x00\x01\x00')
                writers.append(writer)
            if len(writers) > STALLED_EACH:
                writers.pop(0).close()
            await asyncio.sleep(0.02)
    finally:
        for writer in writers:
            writer.close()


async def guess(port, number):
    for attempt in itertools.count():
        with contextlib.suppress(OSError, IndexError, TimeoutError):
            await request(port, 'POST', '/api/v1/session',
                          [f'X-Forwarded-For: 198.51.100.{number}', f'Origin: http://127.0.0.1:{port}',
                           'Content-Type: application/json'],
                          json.dumps({'name': f'anna{attempt % 3 or ""}', 'password': f'guess {attempt}'}).encode())
        await asyncio.sleep(0.01)


async def attack(port, tls_port, seconds):
    tasks = [asyncio.create_task(stall(tls_port, number)) for number in range(STALLING_ADDRESSES)] \
        + [asyncio.create_task(guess(port, number)) for number in range(GUESSERS)]
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(0.5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
