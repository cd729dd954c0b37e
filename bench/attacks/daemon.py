"""The daemon that is attacked, with everything of its own in a temporary folder."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf('SC_CLK_TCK')
TOKENS = {name: f'{name}-token-of-this-bench' for name in ('honest-cam', 'honest-pico', 'bad-cam', 'bad-pico')}


def is_understood(binary, config):
    return subprocess.run([binary, 'check-config', '--config', config], capture_output=True, check=False).returncode == 0


class Daemon:
    """`stderr` is where its log goes: a file descriptor, or None for a file that is read at the end."""

    def __init__(self, binary, more=None, stderr=None, tls=False):
        self.folder = tempfile.TemporaryDirectory(prefix='watchpost-attack-')
        folder = Path(self.folder.name)
        config = {
            'listen': {'address': '127.0.0.1', 'port': 0},
            'data_dir': str(folder / 'data'),
            'static_dir': str(ROOT / 'static'),
            'photos': {'max_bytes': 16 << 20},
            'local_access': 'operator',
            'boards': [{'id': name, 'kind': 'pico' if 'pico' in name else 'esp32cam', 'token': token}
                       for name, token in TOKENS.items()],
            **(more or {}),
        }
        (folder / 'data').mkdir()
        self.config = str(folder / 'watchpost.json')
        if tls:
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                            '-keyout', folder / 'key.pem', '-out', folder / 'cert.pem', '-days', '2', '-subj', '/CN=localhost'],
                           check=True, capture_output=True)
            config['tls'] = {'address': '127.0.0.1', 'port': 0, 'certificate': str(folder / 'cert.pem'),
                             'key': str(folder / 'key.pem')}
        self.write(config)
        if not is_understood(binary, self.config):
            config.pop('local_access')  # an older daemon
            self.write(config)
        self.binary = binary
        self.log = folder / 'log'
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen([binary, 'serve', '--config', self.config], stdout=subprocess.PIPE,
                                            stderr=log if stderr is None else stderr)
        self.port = self.port_in_next_line()
        self.tls_port = self.port_in_next_line() if tls else None

    def write(self, config):
        Path(self.config).write_text(json.dumps(config), encoding='utf-8')
        os.chmod(self.config, 0o600)

    def port_in_next_line(self):
        line = self.process.stdout.readline().decode()
        if not line.startswith('listening on '):
            sys.exit(f'the daemon did not start: {line}{self.log.read_text(encoding="utf-8")}')
        return int(line.rsplit(':', 1)[1])

    def give_password(self, name, password):
        subprocess.run([self.binary, 'passwd', name, '--role', 'operator', '--config', self.config], input=f'{password}\n'.encode(),
                       check=True, capture_output=True)

    def resident(self):
        """Bytes."""
        for line in Path(f'/proc/{self.process.pid}/status').read_text(encoding='utf-8').splitlines():
            if line.startswith('VmRSS:'):
                return int(line.split()[1]) * 1024
        return 0

    def cpu(self):
        """Seconds of user and system time."""
        fields = Path(f'/proc/{self.process.pid}/stat').read_text(encoding='utf-8').rsplit(') ', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def end(self):
        """The exit status and how long it took, in seconds; None when it had to be killed."""
        begun = time.monotonic()
        self.process.terminate()
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            status = None
        self.folder.cleanup()
        return status, time.monotonic() - begun
