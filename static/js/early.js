// Runs before the first paint, as a classic script (modules are deferred): language, direction and theme are set on
// <html>, so that nobody sees the page turn around or flash white. i18n.js and theme.js carry on from there.
(() => {
  const recall = (name) => {
    try {
      return localStorage.getItem(`watchpost.${name}`);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const wanted = [recall('language'), ...(navigator.languages ?? [navigator.language])]
    .map((tag) => String(tag ?? '').toLowerCase().split('-')[0]);
  const language = wanted.find((tag) => tag === 'en' || tag === 'fa') ?? 'en';
  root.lang = language;
  root.dir = language === 'fa' ? 'rtl' : 'ltr';

  const chosen = recall('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
})();
