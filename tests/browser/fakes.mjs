// Between one page and the real daemon: what the page sends is noted, what the daemon says can be changed, lost or made up.
// And a gallery that a test can fill, for what the demo does not do by itself.

import { open_dashboard, start_daemon } from './support.mjs';

/**
 * Takes over the page's /ws. `sent` are the page's messages, `log` is both directions in order; `change` gives what the
 * page is told in place of the daemon's message (null: it is lost); what it `swallow`s never reaches the daemon.
 */
export async function between(page, scene = {}) {
  Object.assign(scene, { sent: [], log: [], change: (message) => message, swallow: () => false, sockets: [] });
  await page.routeWebSocket(/\/ws$/, (ws) => {
    const daemon = ws.connectToServer();
    scene.sockets.push(ws);
    const tell = (message) => {
      scene.log.push(message);
      ws.send(JSON.stringify(message));
    };
    scene.tell = tell;
    ws.onMessage((text) => {
      const message = JSON.parse(text);
      scene.sent.push(message);
      scene.log.push(message);
      if (!scene.swallow(message)) daemon.send(text);
    });
    daemon.onMessage((text) => {
      const message = scene.change(JSON.parse(text));
      if (message !== null) tell(message);
    });
  });
  scene.commands = () => scene.sent.filter((m) => m.type === 'command');
  /** The daemon's word on the newest command of the page. */
  scene.answer = (state, more = {}) => scene.tell({
    type: 'command_state', id: scene.commands().at(-1).id, command: 1, state, detail: '', rtt_ms: null, ...more,
  });
  return scene;
}

/** A status in which the Pico is changed. */
export const with_pico = (change) => (message) => {
  if (message.type !== 'status') return message;
  return { ...message, devices: message.devices.map((d) => (d.kind === 'pico' ? { ...d, ...change } : d)) };
};

/** A gallery of `photos`, in place of the daemon's. `fail` makes every change fail with that status. */
export async function fake_gallery(page, picture, photos) {
  const gallery = { photos: [...photos], asked: [], fail: 0 };
  await page.route(/\/api\/v1\/photos/, (route) => {
    const url = new URL(route.request().url());
    const method = route.request().method();
    gallery.asked.push(`${method} ${url.pathname}${url.search}`);
    const id = url.pathname.split('/')[4];
    if (id === undefined) {
      const offset = Number(url.searchParams.get('offset'));
      const limit = Number(url.searchParams.get('limit'));
      const newest = [...gallery.photos].sort((a, b) => Date.parse(b.taken) - Date.parse(a.taken));
      return route.fulfill({ json: { photos: newest.slice(offset, offset + limit), total: newest.length } });
    }
    if (method === 'GET') return route.fulfill({ contentType: 'image/jpeg', body: picture });
    if (gallery.fail) {
      const json = { type: 'about:blank', title: 'No', status: gallery.fail, detail: 'the disk says no' };
      return route.fulfill({ status: gallery.fail, contentType: 'application/problem+json', json });
    }
    gallery.photos = gallery.photos.filter((p) => p.id !== id);
    return route.fulfill({ status: 204 });
  });
  return gallery;
}

/** Photo number `n`; the greater, the newer. */
export function photo(n, camera = 'sim-cam-1') {
  return {
    id: `photo-${n}`, filename: `photo-${n}.jpg`, camera, taken: new Date(1795000000000 + n * 60000).toISOString(),
    size: 40000 + n, width: 800, height: 600, quality: 80, flash: false, intensity: null, url: `/api/v1/photos/photo-${n}`,
  };
}

/** The event that tells of it. */
export const captured = ({ id, filename, url, camera, taken, size, quality }) => ({
  type: 'photo_captured', id, filename, url, size, quality, flash_used: false, intensity: null, device: camera, kind: 'esp32cam',
  timestamp: taken,
});

/** Runs `body` with a daemon of its own, and a page behind `between`. `before` is there for more fakes. */
export async function with_scene(browser, { daemon: wanted = {}, page: options = {}, before = () => {} }, body) {
  const daemon = await start_daemon({ cameras: 1, picos: 1, ...wanted });
  const opened = { close: () => {} };
  try {
    const scene = {};
    Object.assign(opened, await open_dashboard(browser, daemon, options, async (page) => {
      await between(page, scene);
      await before(page, daemon, scene);
    }));
    Object.assign(scene, { daemon, page: opened.page, complaints: opened.complaints });
    await body(scene);
  } catch (error) {
    console.error(`the daemon said:\n${daemon.said().slice(-4000)}`);
    throw error;
  } finally {
    await opened.close();
    await daemon.end();
  }
}
