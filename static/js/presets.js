// Names and order of presets. Pure.

export const kHome = 'home';
/** Where `home` is as long as nobody has set it. */
export const kMiddle = { pan: 90, tilt: 90 };

const kName = /^[a-z0-9_-]{1,32}$/;

export function is_preset_name(name) {
  return kName.test(name);
}

/** What somebody types, as far as it can become a name: `Front Door` is meant as `front-door`. */
export function tidy_name(typed) {
  return typed.trim().toLowerCase().replace(/\s+/g, '-');
}

/** `home` first whether it was set or not, then by name: `[{name, pan, tilt, is_set}]`. */
export function presets_to_show(presets) {
  const known = (presets ?? []).map((p) => ({ ...p, is_set: true }));
  const home = known.find((p) => p.name === kHome) ?? { name: kHome, ...kMiddle, is_set: false };
  const others = known.filter((p) => p.name !== kHome).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [home, ...others];
}
