// The cards of all boards.

import { on_state } from '../daemon.js';
import { every_second } from '../clock.js';
import { reconcile, set_shown } from '../dom.js';
import { on_language } from '../i18n.js';
import { BoardCard } from './board_card.js';

const cards = new Map();
let sure = false;

/** A camera and the Pico that moves it may well share a name. */
const key_of = (d) => `${d.kind}/${d.id}`;

function show(state) {
  sure = state !== null;
  if (!sure) {
    redraw();
    return;
  }
  reconcile(document.getElementById('board-grid'), cards, state.devices, key_of, (d) => new BoardCard(d));
  for (const d of state.devices) cards.get(key_of(d)).tell(d);
  set_shown(document.getElementById('boards-none'), state.devices.length === 0);
}

function redraw() {
  for (const card of cards.values()) card.draw(sure);
}

export function mount() {
  on_state(show);
  on_language(redraw);
  every_second(redraw);
}
