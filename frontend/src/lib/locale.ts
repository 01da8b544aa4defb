export const LOCALES = ['en', 'ko', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', ko: '한국어', ja: '日本語' };

const STORAGE_KEY = 'labelwright.locale';

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** What somebody chose on this device, or has in their account and used here before. */
export function rememberedLocale(): Locale | null {
  const stored = readStored(STORAGE_KEY);
  return isLocale(stored) ? stored : null;
}

/** The first of the browser's languages that we speak. */
export function browserLocale(): Locale {
  for (const language of navigator.languages) {
    const primary = language.toLowerCase().split('-')[0];
    if (isLocale(primary)) return primary;
  }
  return 'en';
}

export function rememberLocale(locale: Locale): void {
  writeStored(STORAGE_KEY, locale);
}

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: the choice lasts as long as the tab
  }
}

export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Nothing to be done, and nothing is lost but a preference.
  }
}
