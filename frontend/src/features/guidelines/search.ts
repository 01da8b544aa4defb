import { isLocale, type Locale } from '@/lib/locale';

/** What the address of the guideline page carries. */
export interface GuidelineSearch {
  /** The draft is open. */
  edit?: boolean;
  /** The number of the version shown; without it the newest. */
  version?: number;
  /** The number of the version it is compared with. */
  against?: number;
  /** The language to read it in; without it one's own, as far as there is one. */
  language?: Locale;
  /** Beside the draft: what it reads in this language. */
  translate?: Locale;
  /** The key of the section to go to. */
  section?: string;
  layout?: 'beside';
  /** Instead of the text: who has read it. */
  readers?: boolean;
  /** Of these, only those who have to read something, or only the others. */
  behind?: boolean;
  /** Instead of the text: what becomes of labels made before the version. */
  before?: boolean;
  /** Instead of the text: agreement and errors by version. */
  measures?: boolean;
  /** Of these, only those of one label: the key of its field and its own, as `field/label`. */
  label?: string;
}

export function readGuidelineSearch(search: Record<string, unknown>): GuidelineSearch {
  const { edit, version, against, section, layout, readers, behind, before } = search;
  const { measures, label } = search;
  const { language, translate } = search;
  const isNumber = (value: unknown): value is number => typeof value === 'number' && value > 0;
  return {
    ...(edit === true ? { edit } : {}),
    ...(isNumber(version) ? { version } : {}),
    ...(isNumber(against) ? { against } : {}),
    ...(isLocale(language) ? { language } : {}),
    ...(isLocale(translate) ? { translate } : {}),
    ...(typeof section === 'string' ? { section } : {}),
    ...(layout === 'beside' ? { layout } : {}),
    ...(readers === true ? { readers } : {}),
    ...(typeof behind === 'boolean' ? { behind } : {}),
    ...(before === true ? { before } : {}),
    ...(measures === true ? { measures } : {}),
    ...(typeof label === 'string' ? { label } : {}),
  };
}
