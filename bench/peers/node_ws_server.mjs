// node_ws_server.mjs PORT [MAX_BUFFERED]: node with the package ws, which sends every frame to everyone. With
// MAX_BUFFERED a viewer that has more bytes waiting is left out, the usual cure for slow viewers. The rules for cameras
// and viewers are limit_server's.
import http from 'node:http';
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2]);
const max_buffered = Number(process.argv[3] ?? 0);
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 16 << 20 });
const viewers_of = new Map();

function viewers(camera) {
  if (!viewers_of.has(camera)) viewers_of.set(camera, new Set());
  return viewers_of.get(camera);
}

function on_camera(socket, id) {
  const own = viewers(id);
  socket.send('{"type":"connection_ack"}');
  socket.on('message', (data, is_binary) => {
    if (!is_binary) return;
    for (const viewer of own) {
      if (viewer.readyState !== 1 || (max_buffered && viewer.bufferedAmount >= max_buffered)) continue;
      viewer.send(data, { binary: true });
    }
  });
}

function on_viewer(socket, camera) {
  const all = viewers(camera);
  all.add(socket);
  socket.on('close', () => all.delete(socket));
}

const server = http.createServer((_request, response) => { response.statusCode = 404; response.end(); });
server.on('upgrade', (request, tcp, head) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname !== '/ws/esp32cam' && url.pathname !== '/ws/video') return tcp.destroy();
  sockets.handleUpgrade(request, tcp, head, (socket) => {
    socket.on('error', () => {});
    if (url.pathname === '/ws/esp32cam') on_camera(socket, request.headers['x-device-id'] ?? 'cam0');
    else on_viewer(socket, url.searchParams.get('camera') ?? 'cam0');
  });
});
server.listen(port, '127.0.0.1', 4096);
