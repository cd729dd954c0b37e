"""Attacks the daemon while honest people use it, and says how they fared before and meanwhile. See --help."""

import argparse
import asyncio
import multiprocessing
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import credentials  # noqa: E402
import strangers  # noqa: E402
from daemon import ROOT, Daemon  # noqa: E402
from honest import Honest, Visitors, board, percentile  # noqa: E402
from wire import Link  # noqa: E402

MEBIBYTE = 1 << 20
PASSWORD = 'a password of this bench'


def in_the_background(attack, *arguments):
    """Another process, which yields to the daemon and to the honest: here they share one machine."""
    def run():
        os.nice(15)
        asyncio.run(attack(*arguments))
    process = multiprocessing.get_context('fork').Process(target=run, daemon=True)
    process.start()
    return process


def judge(promises):
    for text, kept in promises:
        print(f'  {"kept  " if kept else "BROKEN"}  {text}')
    return all(kept for _, kept in promises)


def say(name, seen):
    print(f'{name}: {seen["frames"]} pictures in {seen["seconds"]:.0f} s, age p50 {seen["p50"] * 1000:.1f} ms, '
          f'p99 {seen["p99"] * 1000:.1f} ms, at most {seen["max"] * 1000:.0f} ms; RSS {seen["rss"] / MEBIBYTE:.1f} MiB; '
          f'{seen["cpu"] * 100:.0f} % of a core; {seen["dashboard"] / 1024:.1f} KiB/s to each dashboard')


async def with_credentials(options):
    daemon = Daemon(options.watchpost)
    honest = Honest(daemon)
    await honest.begin()
    before = await honest.measure(options.quiet, daemon)
    say('before', before)
    attackers = in_the_background(credentials.attack, daemon.port, options.seconds)
    during = await honest.measure(options.seconds + 30, daemon, attackers.is_alive)
    attackers.kill()
    say('attacked', during)
    lost, photos, boards = list(honest.lost), await honest.photos(), await honest.boards()
    after = await honest.measure(options.quiet / 2, daemon)
    say('afterwards', after)
    await honest.end()
    status, took = daemon.end()
    grown = (during['rss'] - before['rss']) / MEBIBYTE
    return judge([
        (f'memory grew by {grown:.1f} MiB (at most 16)', grown <= 16),
        (f'the age of pictures, p99: {during["p99"] / before["p99"]:.2f} × of before (at most 1.5)',
         during['p99'] <= 1.5 * before['p99']),
        (f'links of honest boards and people that ended: {lost or "none"}', not lost),
        (f'honest boards that are online: {boards}', len(boards) == 2),
        (f'photos of the honest camera: {photos} of 3', photos == 3),
        (f'ended with {status} {took:.1f} s after SIGTERM', status == 0 and took < 5),
    ])


async def with_strangers(options):
    deaf_reader, deaf = os.pipe()  # nobody ever reads it
    daemon = Daemon(options.watchpost, {'behind_proxy': True, 'trusted_proxies': ['127.0.0.1'], 'log_level': 'trace'}, deaf, True)
    os.close(deaf)
    daemon.give_password('anna', PASSWORD)
    await asyncio.sleep(2)  # the daemon looks at its secrets once a second
    camera = Honest(daemon)
    link = await Link.open(daemon.port, '/ws/esp32cam', board('honest-cam'))
    camera.keep('the camera sends', camera.send_pictures(link))
    camera.keep('the camera reads', camera.swallow(link))
    await asyncio.sleep(1)
    visitors = Visitors(daemon, PASSWORD)
    await visitors.visit(options.quiet)
    print(f'before: snapshot p99 {percentile(visitors.snapshots, 0.99) * 1000:.0f} ms, log-in at most '
          f'{max(visitors.logins) * 1000:.0f} ms')
    attackers = in_the_background(strangers.attack, daemon.port, daemon.tls_port, options.seconds)
    try:
        await visitors.visit(options.seconds)
    except (TimeoutError, OSError, IndexError) as error:
        visitors.failures.append(repr(error))
    attackers.kill()
    await camera.end()
    status, took = daemon.end()
    os.close(deaf_reader)
    snapshot = percentile(visitors.snapshots, 0.99)
    login = max(visitors.logins, default=float('nan'))
    return judge([
        (f'snapshot p99 {snapshot * 1000:.0f} ms of {len(visitors.snapshots)} (below 300)', snapshot < 0.3),
        (f'log-in at most {login * 1000:.0f} ms of {len(visitors.logins)} (below 3000)', login < 3),
        (f'refused: {visitors.failures[:5] or "none"}', not visitors.failures),
        (f'the camera: {camera.lost or "stayed"}', not camera.lost),
        (f'ended with {status} {took:.1f} s after SIGTERM', status == 0 and took < 5),
    ])


def main():
    parser = argparse.ArgumentParser(prog='bench/attack', description=__doc__)
    parser.add_argument('--seconds', type=float, default=600, help='of each of the two attacks (600)')
    parser.add_argument('--quiet', type=float, default=30, help='seconds before it, to compare with (30)')
    parser.add_argument('--only', choices=['credentials', 'strangers'])
    parser.add_argument('--watchpost', default=str(ROOT / 'build/release/bin/watchpost'), help='the program that is attacked')
    options = parser.parse_args()
    kept = True
    for name, run in (('credentials', with_credentials), ('strangers', with_strangers)):
        if options.only in (None, name):
            print(f'== {name}')
            kept = asyncio.run(run(options)) and kept
    return 0 if kept else 1


if __name__ == '__main__':
    sys.exit(main())
