// One command queue for each Pico, whichever panels steer it.

import { give, on_state, on_stop } from './daemon.js';
import { CommandQueue } from './command_queue.js';

export const kClock = {
  now: () => performance.now(),
  set_timer: (f, ms) => setTimeout(f, ms),
  clear_timer: (id) => clearTimeout(id),
};

const queues = new Map();

export function queue_of(pico) {
  if (!queues.has(pico)) {
    queues.set(pico, new CommandQueue({ give: (command, on_answer) => give(pico, command, on_answer), env: kClock }));
  }
  return queues.get(pico);
}

on_state((state) => {
  if (state) for (const queue of queues.values()) queue.told();
});

on_stop((pico) => queues.get(pico)?.stopped());
