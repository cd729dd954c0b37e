// What this browser remembers. Storage may be switched off (it then throws SecurityError): nothing is remembered.

export function recall(name) {
  try {
    return localStorage.getItem(`watchpost.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`watchpost.${name}`, value);
  } catch {
    // The choice lasts as long as the page.
  }
}
