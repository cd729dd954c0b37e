"""Honest people and boards, who notice what is done to the daemon: they measure."""

import asyncio
import contextlib
import json
import time

from daemon import TOKENS
from wire import BINARY, TEXT, Link, jpeg, request, stamp_of

FRAME_BYTES = 25_000
FRAMES_PER_SECOND = 10
DASHBOARDS = 3
JSON = ['Content-Type: application/json']


def board(name):
    return [f'Authorization: Bearer {TOKENS[name]}', f'X-Device-ID: {name}']


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float('nan')


class Honest:
    """A camera with a viewer, a Pico, three dashboards, and photos that somebody wants to keep."""

    def __init__(self, daemon):
        self.port = daemon.port
        self.ages = []  # seconds, of each picture when the viewer had the last byte
        self.lost = []  # what ended that should have stayed
        self.dashboard_bytes = 0
        self.tasks = []

    async def begin(self):
        camera = await Link.open(self.port, '/ws/esp32cam', board('honest-cam'))
        pico = await Link.open(self.port, '/ws/pico', board('honest-pico'))
        await pico.send(TEXT, json.dumps({'type': 'connect', 'device': 'pico', 'version': '2.0', 'servo1_angle': 90,
                                          'servo2_angle': 90}).encode())
        self.keep('the camera sends', self.send_pictures(camera))
        self.keep('the camera reads', self.swallow(camera))
        self.keep('the Pico', self.swallow(pico))
        self.keep('the viewer', self.watch(await Link.open(self.port, '/ws/video?camera=honest-cam')))
        for number in range(DASHBOARDS):
            self.keep(f'dashboard {number}', self.look(await Link.open(self.port, '/ws')))
        while not self.ages:
            await asyncio.sleep(0.05)
        for _ in range(3):
            await self.upload_photo()

    def keep(self, name, work):
        async def run():
            try:
                await work
            except (OSError, asyncio.IncompleteReadError) as error:
                self.lost.append(f'{name}: {error!r}')
        self.tasks.append(asyncio.create_task(run()))

    async def end(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def send_pictures(self, link):
        due = time.monotonic()
        while True:
            await link.send(BINARY, jpeg(FRAME_BYTES, str(time.monotonic_ns()).encode()))
            due += 1 / FRAMES_PER_SECOND
            await asyncio.sleep(max(0, due - time.monotonic()))

    async def swallow(self, link):
        while True:
            opcode, payload = await link.receive()
            if opcode == TEXT and json.loads(payload).get('type') == 'ping':
                await link.send(TEXT, b'{"type":"pong"}')

    async def watch(self, link):
        while True:
            opcode, payload = await link.receive()
            if opcode == BINARY:
                self.ages.append((time.monotonic_ns() - int(stamp_of(payload))) / 1e9)

    async def look(self, link):
        while True:
            _, payload = await link.receive()
            self.dashboard_bytes += len(payload)

    async def upload_photo(self):
        body = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' \
            + jpeg(FRAME_BYTES) + b'\r\n--b--\r\n'
        status, _, _ = await request(self.port, 'POST', '/upload_photo',
                                     board('honest-cam') + ['Content-Type: multipart/form-data; boundary=b'], body)
        assert status == 200, f'an honest photo: {status}'

    async def photos(self):
        _, _, body = await request(self.port, 'GET', '/api/v1/photos?camera=honest-cam')
        return json.loads(body)['total']

    async def boards(self):
        """Those of the honest that are online."""
        _, _, body = await request(self.port, 'GET', '/api/v1/devices')
        return [device['id'] for device in json.loads(body)['devices'] if device['online'] and device['id'].startswith('honest')]

    async def measure(self, seconds, daemon, busy=lambda: True):
        """What the honest saw within so many seconds, as a dictionary."""
        self.ages.clear()
        self.dashboard_bytes = 0
        begun, cpu, highest = time.monotonic(), daemon.cpu(), 0
        while time.monotonic() - begun < seconds and busy():
            highest = max(highest, daemon.resident())
            await asyncio.sleep(0.5)
            if daemon.process.poll() is not None:
                self.lost.append(f'the daemon ended with {daemon.process.returncode}')
                break
        took = time.monotonic() - begun
        return {'seconds': took, 'frames': len(self.ages), 'p50': percentile(self.ages, 0.5), 'p99': percentile(self.ages, 0.99),
                'max': max(self.ages, default=float('nan')), 'rss': highest, 'cpu': (daemon.cpu() - cpu) / took,
                'dashboard': self.dashboard_bytes / took / DASHBOARDS}


class Visitors:
    """Who asks for a snapshot ten times a second, and who logs in now and then, from an address of his own."""

    def __init__(self, daemon, password):
        self.port, self.password = daemon.port, password
        self.snapshots, self.logins, self.failures = [], [], []

    async def snapshot(self):
        begun = time.monotonic()
        status, _, _ = await request(self.port, 'GET', '/api/v1/cameras/honest-cam/frame.jpeg', self.who())
        self.snapshots.append(time.monotonic() - begun)
        if status != 200:
            self.failures.append(f'snapshot {status}')

    async def login(self):
        begun = time.monotonic()
        status, fields, _ = await request(self.port, 'POST', '/api/v1/session', self.who() + JSON + [
            f'Origin: http://127.0.0.1:{self.port}'], json.dumps({'name': 'anna', 'password': self.password}).encode())
        self.logins.append(time.monotonic() - begun)
        if status != 200:
            self.failures.append(f'login {status}')
        return next((value.split(';')[0] for name, value in fields if name.lower() == 'set-cookie'), '')

    def who(self):
        return ['X-Forwarded-For: 192.0.2.77'] + ([f'Cookie: {self.cookie}'] if getattr(self, 'cookie', '') else [])

    async def visit(self, seconds):
        async def again(work, pause, until):
            while time.monotonic() < until:
                with contextlib.suppress(TimeoutError):
                    await work()
                await asyncio.sleep(pause)
        self.cookie = await self.login()
        self.snapshots.clear()
        self.logins.clear()
        until = time.monotonic() + seconds
        await asyncio.gather(again(self.snapshot, 0.1, until), again(self.login, 3, until))
