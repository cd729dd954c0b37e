// Watches a page from within: each picture that comes, each word of it, and what each tile says at every frame and timer.

/** Runs in the page before anything else of it. `window.watched` is what was seen. */
function watch() {
  const seen = { sockets: [], looks: [] };
  window.watched = seen;
  const newest = new Map(); // camera → its newest socket
  const Plain = WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url, ...more) {
      super(url, ...more);
      const { pathname, searchParams } = new URL(url);
      if (pathname !== '/ws/video') return;
      const socket = { camera: searchParams.get('camera'), came: 0, painted: 0, most_unpainted: 0, told_at: {}, words: [] };
      this.watched = socket;
      seen.sockets.push(socket);
      newest.set(socket.camera, socket);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') {
          socket.came += 1;
          socket.most_unpainted = Math.max(socket.most_unpainted, socket.came - socket.painted);
          return;
        }
        const { type, frame, age_ms } = JSON.parse(data);
        // When that picture had reached the daemon, on the clock of this page.
        if (type === 'age') socket.words.push({ frame, age_ms, fresh_at: socket.told_at[frame] - age_ms });
      });
    }

    send(text) {
      const message = this.watched ? JSON.parse(text) : {};
      if (message.type === 'painted') {
        this.watched.painted = message.frame;
        this.watched.told_at[message.frame] ??= performance.now();
      }
      super.send(text);
    }
  };
  const look = () => {
    const now = performance.now();
    for (const tile of document.querySelectorAll('.tile[data-state="live"]')) {
      const socket = newest.get(tile.dataset.camera);
      seen.looks.push({ now, socket: seen.sockets.indexOf(socket), painted: socket.painted });
    }
  };
  const each_frame = () => {
    look();
    requestAnimationFrame(each_frame);
  };
  requestAnimationFrame(each_frame);
  setInterval(look, 37);
}

export const watched = (page) => page.addInitScript(watch);

/**
 * Every look at a tile that said Live, with the `age` that its picture had at least, by the daemon's word of that picture
 * or of the next one that it told of; null when it told of none.
 */
export function when_live({ sockets, looks }) {
  return looks.map(({ now, socket, painted }) => {
    const word = sockets[socket].words.find(({ frame }) => frame >= painted);
    return { camera: sockets[socket].camera, painted, age: word ? now - word.fresh_at : null };
  });
}
