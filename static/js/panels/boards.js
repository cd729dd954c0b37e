// The cards of all boards.

import { on_state } from '../daemon.js';
import { every_second } from '../clock.js';
import { reconcile, set_shown } from '../dom.js';
import { on_language } from '../i18n.js';
import { BoardCard } from './board_card.js';

const cards = new Map();
let sure = false;

function show(state) {
  sure = state !== null;
  if (!sure) {
    redraw();
    return;
  }
  reconcile(document.getElementById('board-grid'), cards, state.devices, (d) => d.id, (d) => new BoardCard(d));
  for (const d of state.devices) cards.get(d.id).tell(d);
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
