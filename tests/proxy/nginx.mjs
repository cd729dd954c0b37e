// Real nginx in front of the daemon, with everything of its own in a temporary folder, and requests as a visitor makes them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../firmware/daemon.mjs';

/** Debian puts it where users without root do not look. */
const kProgram = process.env.NGINX ?? '/usr/sbin/nginx';

/** What people add to `proxy_pass` so that WebSockets go through, as nginx documents it (nginx.org, "WebSocket proxying"). */
export const kWebSockets = `
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";`;

/** What people add so that the server behind knows who asks. */
export const kForwards = `
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;`;

/** Answered by our nginx and by nobody else. */
const kSign = `/nginx-of-${process.pid}`;

async function free_port() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function configuration(folder, port, upstream, more) {
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join('\n  ');
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${own}
  server {
    listen 127.0.0.1:${port};
    location = ${kSign} { return 204; }
    location / {
      proxy_pass ${upstream};${more}
    }
  }
}
`;
}

/** Until it answers, or has ended. */
function is_up(child, port) {
  return until('nginx to listen', async () => {
    if (child.exitCode !== null) return 'ended';
    const { status } = await ask(port, kSign).catch(() => ({ status: 0 }));
    return status === 204 && 'up';
  });
}

/**
 * nginx with `proxy_pass` to `daemon` and the lines `more` below it. The caller ends it.
 * @returns {Promise<{port: number, end: () => Promise<void>}>}
 */
export async function start_nginx(daemon, more = '') {
  const folder = mkdtempSync(join(tmpdir(), 'watchpost-nginx-'));
  const config = join(folder, 'nginx.conf');
  const upstream = daemon.url.replace('0.0.0.0', '127.0.0.1');
  for (let attempt = 1; ; ++attempt) { // nginx takes no port 0, and somebody may be faster than we are
    const port = await free_port();
    writeFileSync(config, configuration(folder, port, upstream, more));
    const child = spawn(kProgram, ['-p', folder, '-e', join(folder, 'error.log'), '-c', config], { stdio: 'ignore' });
    const gone = once(child, 'exit');
    if (await is_up(child, port) === 'up') {
      return {
        port,
        async end() {
          child.kill('SIGTERM');
          await gone;
          rmSync(folder, { recursive: true, force: true });
        },
      };
    }
    assert.ok(attempt < 5, `nginx does not start:\n${readFileSync(join(folder, 'error.log'), 'utf8')}`);
  }
}

/** @returns {Promise<{status: number, headers: object, body: string}>} `body` up to its end, or its first bytes for a stream */
export function ask(port, path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      let text = '';
      const done = () => resolve({ status: answer.statusCode, headers: answer.headers, body: text });
      answer.setEncoding('latin1');
      answer.on('data', (data) => {
        text += data;
        if (!/multipart/.test(answer.headers['content-type'] ?? '')) return;
        done();
        request.destroy();
      });
      answer.on('end', done);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** @returns {Promise<number>} 101 when the WebSocket was opened (it is dropped at once), else the status of the refusal */
export function dial(port, path, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1', port, path, agent: false,
      headers: {
        connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers,
      },
    });
    request.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode);
    });
    request.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
}
