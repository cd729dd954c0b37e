// Small helpers to build and refresh the page. Text goes in as text, always: what a board says is never markup.

/**
 * @param {string} tag
 * @param {{class?: string, i18n?: string, label?: string, text?: string}} more `i18n` and `label` are keys of the
 *   language tables; every other name is set as an attribute
 */
export function el(tag, more = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(more)) {
    if (name === 'class') node.className = value;
    else if (name === 'text') node.textContent = value;
    else if (name === 'i18n') node.dataset.i18n = value;
    else if (name === 'label') node.dataset.i18nLabel = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** What a board or the daemon said: as text, and isolated so that its direction does not turn ours (UAX #9). */
export function said(text, more = {}) {
  return el('bdi', { ...more, text: String(text ?? '') });
}

/**
 * Adds to a control's own label whose it is: several cameras have the same controls. The owner's name stands in the node
 * with the id `owner`.
 */
export function label_with(node, owner) {
  node.id = `${owner}-${node.dataset.i18nLabel ?? node.querySelector('[data-i18n]').dataset.i18n}`;
  node.setAttribute('aria-labelledby', `${node.id} ${owner}`);
}

/** Writes only on change: a status comes five times a second, and screen readers and layout notice every write. */
export function set_text(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function set_shown(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

export function set_attribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * Keeps one view per item, in the order of the items.
 * @param {Map<string, {node: Element, remove?: () => void}>} views kept between calls
 */
export function reconcile(parent, views, items, key_of, make) {
  const wanted = new Set(items.map(key_of));
  for (const [key, view] of views) {
    if (wanted.has(key)) continue;
    view.remove?.();
    view.node.remove();
    views.delete(key);
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = key_of(item);
    let view = views.get(key);
    if (!view) views.set(key, (view = make(item)));
    if (view.node === place) place = place.nextElementSibling;
    else parent.insertBefore(view.node, place);
  }
}
