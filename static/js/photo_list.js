// The photos that the gallery shows, newest first, put together from pages over HTTP and from events. Pure: no DOM.

/** Newest first; two of one moment in a fixed order. */
function by_age(a, b) {
  const later = Date.parse(b.taken) - Date.parse(a.taken);
  if (later) return later;
  return a.id < b.id ? 1 : -1;
}

/** The event tells less than the list does; what it does not tell is null. */
export function photo_of_event(event) {
  return {
    id: event.id, filename: event.filename, url: event.url, camera: event.device ?? null, taken: event.timestamp,
    size: event.size ?? null, width: event.width ?? null, height: event.height ?? null, quality: event.quality ?? null,
    flash: event.flash_used ?? null, intensity: event.intensity ?? null,
  };
}

export class PhotoList {
  #photos = new Map();
  #gone = new Set();
  #total = 0;

  /** Newest first. */
  get photos() {
    return [...this.#photos.values()].sort(by_age);
  }

  /** How many the daemon has. */
  get total() {
    return this.#total;
  }

  get has_more() {
    return this.#photos.size < this.#total;
  }

  /** Where the next page begins. */
  get offset() {
    return this.#photos.size;
  }

  get(id) {
    return this.#photos.get(id) ?? null;
  }

  /** The newest photos, told anew after a time without news: what is not among them is gone, or is asked for again. */
  reset({ photos, total }) {
    this.#photos.clear();
    this.append({ photos, total });
  }

  /** The page from `offset` on. */
  append({ photos, total }) {
    // The answer may be older than the news of a deletion.
    const there = photos.filter((p) => !this.#gone.has(p.id));
    for (const photo of there) this.#photos.set(photo.id, photo);
    // An empty page is the end, whatever was counted before.
    this.#total = photos.length === 0 ? this.#photos.size
      : Math.max(total - (photos.length - there.length), this.#photos.size);
  }

  /** @returns {boolean} whether it was news */
  captured(event) {
    if (this.#photos.has(event.id)) return false;
    this.#gone.delete(event.id);
    this.#photos.set(event.id, photo_of_event(event));
    this.#total += 1;
    return true;
  }

  /** @returns {boolean} whether it was news: the daemon tells everybody, also the page that asked for it */
  deleted(id) {
    if (this.#gone.has(id)) return false;
    this.#gone.add(id);
    this.#photos.delete(id);
    this.#total = Math.max(this.#photos.size, this.#total - 1);
    return true;
  }
}
