// The grid of live pictures.

import { on_beat } from '../beat.js';
import { on_phase, on_state } from '../daemon.js';
import { every_second } from '../clock.js';
import { reconcile, set_shown } from '../dom.js';
import { on_language } from '../i18n.js';
import { on_identity } from '../identity.js';
import { on_presence, presence } from '../presence.js';
import { CameraTile } from './camera_tile.js';

/** Tiles up to half a window away take pictures already. */
const kMargin = '50% 0px';

const tiles = new Map();
const near = new Set(); // tiles in the window, or almost
let daemon_there = false;

const by_node = new Map();
const eyes = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    const tile = by_node.get(target);
    if (!tile) continue;
    if (isIntersecting) near.add(tile);
    else near.delete(tile);
  }
  watch();
}, { rootMargin: kMargin });
const rulers = new ResizeObserver((seen) => {
  for (const { target } of seen) by_node.get(target)?.size(target.clientWidth, near.size);
});

/** Who is near takes pictures, while somebody looks; the others keep their last one. */
function watch() {
  const is_seen = presence() === 'visible';
  for (const { tile } of tiles.values()) {
    tile.size(tile.node.clientWidth, near.size);
    tile.watch(is_seen && near.has(tile));
  }
}

function make(device) {
  const tile = new CameraTile(device.id);
  tile.hold(!daemon_there);
  by_node.set(tile.node, tile);
  eyes.observe(tile.node);
  rulers.observe(tile.node);
  return {
    tile,
    node: tile.node,
    remove() {
      eyes.unobserve(tile.node);
      rulers.unobserve(tile.node);
      by_node.delete(tile.node);
      near.delete(tile);
      tile.remove();
    },
  };
}

/** The station that a camera is in, when its Pico is known. A daemon without stations tells of none. */
function place_of(camera, { stations, devices }) {
  const station = Array.isArray(stations) ? stations.find((s) => s.camera === camera) : undefined;
  const pico = station && devices.find((d) => d.kind === 'pico' && d.id === station.pico);
  return pico ? { station, pico } : null;
}

function show(state) {
  if (!state) {
    // The tiles stay, with their last pictures.
    for (const { tile } of tiles.values()) {
      tile.tell(null);
      tile.steer(undefined);
    }
    return;
  }
  const cameras = state.devices.filter((d) => d.kind === 'esp32cam');
  reconcile(document.getElementById('camera-grid'), tiles, cameras, (d) => d.id, make);
  for (const d of cameras) {
    tiles.get(d.id).tile.tell(d);
    tiles.get(d.id).tile.steer(place_of(d.id, state));
  }
  set_shown(document.getElementById('cameras-none'), cameras.length === 0);
}

const redraw = () => {
  for (const { tile } of tiles.values()) tile.draw();
};

export function mount() {
  on_phase(({ phase }) => {
    daemon_there = phase === 'open';
    for (const { tile } of tiles.values()) tile.hold(!daemon_there);
  });
  on_state(show);
  on_presence(watch);
  on_beat(() => {
    for (const { tile } of tiles.values()) tile.beat();
  });
  on_language(redraw);
  on_identity(redraw);
  every_second(redraw);
}
