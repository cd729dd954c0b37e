// How the user wants photos of one camera: remembered by this browser. Pure but for the storage that is handed in.

export const kUsual = { quality: 80, flash: false, intensity: 50 };

const whole = (value, least, most, otherwise) =>
  (Number.isInteger(value) && value >= least && value <= most ? value : otherwise);

/** What was remembered may be anything: another version of this page wrote it, or a curious user. */
export function choice_from(text) {
  let read = null;
  try {
    read = JSON.parse(text);
  } catch {
    // as good as nothing
  }
  return {
    quality: whole(read?.quality, 1, 100, kUsual.quality),
    flash: typeof read?.flash === 'boolean' ? read.flash : kUsual.flash,
    intensity: whole(read?.intensity, 0, 100, kUsual.intensity),
  };
}

/** The members of `capture_photo`. */
export function capture_command({ quality, flash, intensity }) {
  return { type: 'action', action: 'capture_photo', quality, flash, ...(flash && { intensity }) };
}
