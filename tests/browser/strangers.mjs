// Web servers of somebody else, on this machine: their pages are what a visitor's browser may have open beside ours. The
// pages come over real connections: Chromium keeps those that a test hands it away from this machine by a rule of its own
// (Local Network Access), and then nothing would be asked of the daemon.

import { once } from 'node:events';
import { createServer } from 'node:http';
import net from 'node:net';

const kPage = '<!DOCTYPE html><title>a page</title><link rel="icon" href="data:,"><body></body>';
const kAnswer = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${kPage.length}\r\nConnection: close\r\n\r\n${kPage}`;

/** For Chromium. Any name can be made to lead to this machine, by whoever owns it. */
export const kNames = '--host-resolver-rules=MAP attack.example 127.0.0.1, MAP rebound.example 127.0.0.2';

/** A server with a page on a port of its own. */
export async function start_other_server() {
  const server = createServer((request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(kPage));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    end() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * DNS rebinding: the name rebound.example, with the daemon's port, leads to a page of the attacker's; after `turn(true)` it
 * leads to the daemon, which sees connections from this machine.
 */
export async function start_rebinding(port) {
  let turned = false;
  const open = new Set();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {}); // the browser lets go as it likes
    if (!turned) {
      socket.once('data', () => socket.end(kAnswer));
      return;
    }
    const daemon = net.connect(port, '127.0.0.1');
    daemon.on('error', () => socket.destroy());
    socket.on('close', () => daemon.destroy());
    socket.pipe(daemon).pipe(socket);
  });
  server.listen(port, '127.0.0.2');
  await once(server, 'listening');
  return {
    turn(to_the_daemon) { turned = to_the_daemon; },
    end() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
