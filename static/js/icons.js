// The icons, as outlines on a 24 × 24 grid, drawn by hand for this page.

const kSvg = 'http://www.w3.org/2000/svg';
const kPaths = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  chip: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  age: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2',
  expand: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  save: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14',
  close: 'M6 6l12 12M18 6 6 18',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.6v.2',
  warning: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.3v.2',
  error: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.5M12 16.3v.2',
  away: 'M4 8h3l2-3h6l2 3h3v11H8M3 3l18 18M4 8v11',
  auto: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 8h7M12 12h9M12 16h7',
  light: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  stop: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9.5 9.5h5v5h-5z',
  home: 'M4 11.5 12 4l8 7.5M6.5 9.5V20h11V9.5M10.5 20v-5.5h3V20',
  plus: 'M12 5v14M5 12h14',
  trash: 'M4.5 7h15M9 7V4h6v3M6.5 7l1 13h9l1-13M10.5 11v5.5M13.5 11v5.5',
  flash: 'M13.5 2.5 5.5 13.5H11l-.5 8 8-11H13z',
  up: 'M6.5 14.5 12 9l5.5 5.5',
  down: 'M6.5 9.5 12 15l5.5-5.5',
  left: 'M14.5 6.5 9 12l5.5 5.5',
  right: 'M9.5 6.5 15 12l-5.5 5.5',
  sliders: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
};

function shape(tag, attributes) {
  const node = document.createElementNS(kSvg, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** Decoration only: the text beside it, or the control's label, says the same. */
export function icon(name) {
  const svg = shape('svg', { viewBox: '0 0 24 24', class: `icon icon-${name}`, 'aria-hidden': 'true', focusable: 'false' });
  svg.append(shape('path', { d: kPaths[name] }));
  return svg;
}

/** A line through `points`, as `line_through` makes them for 120 × 26. */
export function line_icon(points) {
  const svg = shape('svg', { viewBox: '-2 -2 124 30', class: 'line', 'aria-hidden': 'true', focusable: 'false' });
  svg.append(shape('polyline', { points }));
  return svg;
}

/** Four bars for a signal; `show(n)` lights the first n. */
export function signal_icon() {
  const svg = shape('svg', { viewBox: '0 0 20 16', class: 'signal', 'aria-hidden': 'true', focusable: 'false' });
  for (let i = 0; i < 4; ++i) {
    svg.append(shape('rect', { x: 1 + i * 5, y: 11 - i * 3.4, width: 3, height: 4 + i * 3.4, rx: 1 }));
  }
  return { node: svg, show: (n) => svg.setAttribute('data-bars', n) };
}
