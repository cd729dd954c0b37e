// What a web page can try against a daemon that it can reach. Each of these runs inside a page, is given the daemon's
// address as `base`, and says in one word what became of it: `open`, `read` and `sent` are what the page wants.

/** Installs `window.attack` in a page or frame. Self-contained: it is turned into text on its way there. */
export function install() {
  const pixels_of = (source, width, height) => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    context.drawImage(source, 0, 0);
    const { data } = context.getImageData(0, 0, width, height); // throws when the picture is another origin's
    return data.some((value, i) => i % 4 !== 3 && value !== 0);
  };
  const word = (promise) => promise.then((read) => (read ? 'read' : 'empty'), (error) => `refused: ${error.name}`);

  const image = (url, cross_origin) => word(new Promise((resolve, reject) => {
    const node = new Image();
    if (cross_origin) node.crossOrigin = cross_origin;
    node.onload = () => {
      try {
        resolve(pixels_of(node, node.naturalWidth, node.naturalHeight));
      } catch (error) {
        reject(error);
      }
      node.src = '';
    };
    node.onerror = () => reject(new Error('no picture'));
    node.src = url;
  }));

  const fetched = (url, mode) => word((async () => {
    const bitmap = await createImageBitmap(await (await fetch(url, { mode })).blob());
    return pixels_of(bitmap, bitmap.width, bitmap.height);
  })());

  const first_bytes = (url, mode) => word((async () => {
    const reader = (await fetch(url, { mode })).body?.getReader();
    // A piece may end anywhere, also before the header of the first part.
    let text = '';
    let piece;
    do {
      piece = await reader.read();
      text += new TextDecoder('latin1').decode(piece.value);
    } while (!piece.done && !text.includes('image/jpeg'));
    reader.cancel();
    return text.includes('image/jpeg');
  })());

  const socket = (url) => new Promise((resolve) => {
    const ws = new WebSocket(url.replace(/^http/, 'ws'));
    ws.onopen = () => {
      resolve('open');
      ws.close(1000);
    };
    ws.onerror = () => resolve('refused');
  });

  const form = (action, { enctype, fields, file }) => new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.name = `f${Math.random()}`;
    document.body.append(frame);
    const node = document.createElement('form');
    Object.assign(node, { method: 'post', action, enctype, target: frame.name });
    for (const [name, value] of Object.entries(fields ?? {})) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      node.append(input);
    }
    if (file) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', name: file.name });
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(file.bytes)], 'x.jpg', { type: 'image/jpeg' }));
      input.files = data.files;
      node.append(input);
    }
    document.body.append(node);
    frame.onload = () => {
      resolve('sent'); // whatever was answered: the daemon has seen it
      frame.remove();
      node.remove();
    };
    node.submit();
  });

  window.attack = {
    sockets: (base) => Promise.all(['/ws', '/ws/video', '/ws/esp32cam', '/ws/pico'].map((path) => socket(base + path))),
    async reads(base) {
      return {
        'a document by fetch': await word(fetch(`${base}/api/v1/status`).then((answer) => answer.json()).then((json) => !!json.devices)),
        'a frame by fetch': await fetched(`${base}/snapshot`, 'cors'),
        'a frame by fetch without CORS': await fetched(`${base}/snapshot`, 'no-cors'),
        'a frame by <img> and canvas': await image(`${base}/snapshot?${Math.random()}`),
        'a frame by <img crossorigin> and canvas': await image(`${base}/snapshot?${Math.random()}`, 'anonymous'),
        'MJPEG by <img> and canvas': await image(`${base}/stream?${Math.random()}`),
        'MJPEG by fetch': await first_bytes(`${base}/stream`, 'cors'),
        'MJPEG by fetch without CORS': await first_bytes(`${base}/stream`, 'no-cors'),
      };
    },
    /** Resolves when the answer is there, or the browser has refused to send it. */
    send: ({ url, method = 'POST', type, body, mode }) => {
      const headers = type ? { 'content-type': type } : {};
      const blob = new Blob([body ?? ''], { type: '' }); // a Blob without a type adds no header of its own
      return fetch(url, { method, mode, headers, body: blob, credentials: 'include' }).then(() => 'sent', () => 'refused');
    },
    /** The same as `form`, by fetch: a form of our own pages says `Origin: null`, because they send no referrer. */
    upload: ({ action, fields, file }) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields ?? {})) body.append(name, value);
      body.append(file.name, new File([Uint8Array.from(file.bytes)], 'x.jpg', { type: 'image/jpeg' }));
      return fetch(action, { method: 'POST', mode: 'no-cors', body }).then(() => 'sent', () => 'refused');
    },
    form,
    beacon: (url, type, body) => navigator.sendBeacon(url, type === null ? body : new Blob([body], { type })),
  };
}
