// The grid of live pictures.

import { on_phase, on_state } from '../daemon.js';
import { every_second } from '../clock.js';
import { reconcile, set_shown } from '../dom.js';
import { on_language } from '../i18n.js';
import { on_identity } from '../identity.js';
import { on_presence, presence } from '../presence.js';
import { CameraTile } from './camera_tile.js';

const tiles = new Map();
let daemon_there = false;

function make(device) {
  const tile = new CameraTile(device.id);
  tile.hold(!daemon_there);
  tile.watch(presence() === 'visible');
  return tile;
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
    for (const tile of tiles.values()) {
      tile.tell(null);
      tile.steer(undefined);
    }
    return;
  }
  const cameras = state.devices.filter((d) => d.kind === 'esp32cam');
  reconcile(document.getElementById('camera-grid'), tiles, cameras, (d) => d.id, make);
  for (const d of cameras) {
    tiles.get(d.id).tell(d);
    tiles.get(d.id).steer(place_of(d.id, state));
  }
  set_shown(document.getElementById('cameras-none'), cameras.length === 0);
}

const redraw = () => {
  for (const tile of tiles.values()) tile.draw();
};

export function mount() {
  on_phase(({ phase }) => {
    daemon_there = phase === 'open';
    for (const tile of tiles.values()) tile.hold(!daemon_there);
  });
  on_state(show);
  on_presence((now) => {
    for (const tile of tiles.values()) tile.watch(now === 'visible');
  });
  on_language(redraw);
  on_identity(redraw);
  every_second(redraw);
}
