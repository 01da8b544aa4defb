import { i18n, type Messages } from '@lingui/core';

/** The words of this folder are a catalogue of their own: who labels pictures does not fetch them. */
const CATALOGUES = import.meta.glob<Messages>('./locales/*.po', { import: 'messages' });

const loaded = new Set<string>();

/** Makes the words ready in the language of the page, and in any that it changes to. */
export async function loadAudioWords(): Promise<void> {
  if (loaded.size === 0) i18n.on('change', () => void load().catch(() => undefined));
  await load();
}

async function load(): Promise<void> {
  const { locale } = i18n;
  if (!locale || loaded.has(locale)) return;
  loaded.add(locale);
  try {
    const messages = await CATALOGUES[`./locales/${locale}.po`]?.();
    if (messages) i18n.load(locale, messages);
  } catch (error) {
    loaded.delete(locale);
    throw error;
  }
}
