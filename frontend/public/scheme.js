// Runs before the first paint: the reader's colour scheme and language, so that nothing flashes.
(function () {
  var root = document.documentElement;
  var scheme = null;
  var locale = null;
  try {
    scheme = localStorage.getItem('labelwright.scheme');
    locale = localStorage.getItem('labelwright.locale');
  } catch {
    // Storage is off: fall back to what the browser prefers.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.setAttribute('data-mantine-color-scheme', scheme);
  if (locale) root.lang = locale;
})();
