import { i18n, type Messages } from '@lingui/core';
import type { Locale } from '@/lib/locale';

const loaders = import.meta.glob<Messages>(
  ['/src/{app,components,editor}/locales/*.po', '/src/features/*/locales/*.po'],
  { import: 'messages' },
);

/** The catalogues in use: those of the shell from the start, a feature's from its first page on. */
const wanted = new Set(['app', 'components']);

/** Makes a feature's words ready in the current locale; its route waits for this. */
export async function loadCatalogue(feature: string): Promise<void> {
  if (wanted.has(feature)) return;
  wanted.add(feature);
  const { locale } = i18n;
  const messages = await messagesOf(feature, locale);
  if (messages) i18n.load(locale, messages);
}

/** Switches the whole page to a locale, once all its words are there. */
export async function activateLocale(locale: Locale): Promise<void> {
  const all = await Promise.all([...wanted].map((name) => messagesOf(name, locale)));
  i18n.load(locale, Object.assign({}, ...all) as Messages); // a union of plain dictionaries
  i18n.activate(locale);
  document.documentElement.lang = locale;
}

async function messagesOf(name: string, locale: string): Promise<Messages | undefined> {
  const own = loaders[`/src/${name}/locales/${locale}.po`];
  return (own ?? loaders[`/src/features/${name}/locales/${locale}.po`])?.();
}
