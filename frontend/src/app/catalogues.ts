import { i18n, type Messages } from '@lingui/core';
import type { Locale } from '@/lib/locale';

const loaders = import.meta.glob<Messages>(
  ['/src/{app,components,editor}/locales/*.po', '/src/features/*/locales/*.po'],
  { import: 'messages' },
);

/** The catalogues in use: those of the shell from the start, a feature's from its first page on. */
const wanted = new Map<string, Promise<void>>([
  ['app', Promise.resolve()],
  ['components', Promise.resolve()],
]);

/** Makes a feature's words ready in the current locale; its route waits for this. */
export function loadCatalogue(feature: string): Promise<void> {
  const known = wanted.get(feature);
  if (known) return known;
  const loading = loadInto(feature, i18n.locale);
  wanted.set(feature, loading);
  loading.catch(() => wanted.delete(feature));
  return loading;
}

async function loadInto(feature: string, locale: string): Promise<void> {
  const messages = await messagesOf(feature, locale);
  if (messages) i18n.load(locale, messages);
}

/** Switches the whole page to a locale, once all its words are there. */
export async function activateLocale(locale: Locale): Promise<void> {
  const all = await Promise.all([...wanted.keys()].map((name) => messagesOf(name, locale)));
  i18n.load(locale, Object.assign({}, ...all) as Messages); // a union of plain dictionaries
  i18n.activate(locale);
  document.documentElement.lang = locale;
}

async function messagesOf(name: string, locale: string): Promise<Messages | undefined> {
  const own = loaders[`/src/${name}/locales/${locale}.po`];
  return (own ?? loaders[`/src/features/${name}/locales/${locale}.po`])?.();
}
