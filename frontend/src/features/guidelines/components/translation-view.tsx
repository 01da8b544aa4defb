import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Project } from '@/api/project';
import { useTextPictures } from '@/api/text-pictures';
import { ErrorState } from '@/components/error-state';
import { MarkdownView } from '@/components/markdown-view';
import { PictureButton, PictureField } from '@/components/picture-field';
import { ProblemAlert } from '@/components/problem-alert';
import { StatusBadge } from '@/components/status-badge';
import { useCommands } from '@/lib/commands';
import { isLocale, LOCALE_NAMES, LOCALES, type Locale } from '@/lib/locale';
import { isProblem } from '@/lib/problem';
import type { Tone } from '@/lib/toasts';
import {
  translationsQuery,
  useSourceLanguage,
  useTranslateSection,
  type SectionTranslation,
} from '../api/draft-translations';
import { DraftDifference } from './draft-difference';
import classes from './translation-view.module.css';

interface TranslationViewProps {
  project: Project;
  source: Locale;
  language: Locale;
  onLanguage: (language: Locale) => void;
  onClose: () => void;
}

const TONES: Record<SectionTranslation['standing'], Tone> = {
  source: 'idle',
  translated: 'good',
  outdated: 'warn',
  missing: 'idle',
};

/** The draft beside another language, section by section: what is missing, what is out of date, and a field for each. */
export function TranslationView(props: TranslationViewProps) {
  const { project, source, language, onLanguage, onClose } = props;
  const { t } = useLingui();
  const found = useQuery(translationsQuery(project.id, language));
  const write = useSourceLanguage(project.id);
  const root = useRef<HTMLDivElement>(null);
  const sections = found.data?.sections ?? [];
  const missing = sections.filter(({ standing }) => standing === 'missing');
  const outdated = sections.filter(({ standing }) => standing === 'outdated');

  const go = (key: string) => {
    const row = root.current?.querySelector<HTMLElement>(`[data-section="${CSS.escape(key)}"]`);
    row?.scrollIntoView({ block: 'start' });
    row?.querySelector<HTMLElement>('input, textarea')?.focus({ preventScroll: true });
  };
  /** From where the focus is: the next that needs somebody, or the one before; round and round. */
  const step = (by: 1 | -1) => {
    const here = document.activeElement?.closest<HTMLElement>('[data-section]')?.dataset.section;
    const at = sections.findIndex(({ key }) => key === here);
    const order = sections.map((_, index) => {
      const place = (at + by * (index + 1) + 2 * sections.length) % sections.length;
      return sections[place];
    });
    const next = order.find((each) => each && TO_DO.has(each.standing));
    if (next) go(next.key);
  };
  useCommands([
    {
      name: 'translation.next',
      title: t`Next section to translate`,
      shortcut: 'mod+alt+n',
      isInInputs: true,
      run: () => step(1),
    },
    {
      name: 'translation.previous',
      title: t`Previous section to translate`,
      shortcut: 'mod+alt+p',
      isInInputs: true,
      run: () => step(-1),
    },
  ]);

  const names = (among: readonly Locale[]) =>
    among.map((each) => ({ value: each, label: LOCALE_NAMES[each] }));
  return (
    <section className={classes.view} aria-label={t`Languages`}>
      <header className={classes.head}>
        <Select
          size="xs"
          className={classes.language}
          label={t`Written in`}
          allowDeselect={false}
          data={names(LOCALES)}
          value={source}
          disabled={write.isPending}
          onChange={(value) => isLocale(value) && write.mutate(value)}
        />
        <Select
          size="xs"
          className={classes.language}
          label={t`Translated into`}
          allowDeselect={false}
          data={names(LOCALES.filter((each) => each !== source))}
          value={language}
          onChange={(value) => isLocale(value) && onLanguage(value)}
        />
        <p className={classes.counts} role="status">
          {found.data &&
            (missing.length + outdated.length === 0 ? (
              <Trans>Everything is translated.</Trans>
            ) : (
              <>
                <Plural value={missing.length} one="# section missing" other="# sections missing" />
                {' · '}
                <Plural value={outdated.length} one="# out of date" other="# out of date" />
              </>
            ))}
        </p>
        <Button
          size="xs"
          variant="default"
          disabled={missing.length + outdated.length === 0}
          aria-keyshortcuts="Control+Alt+N"
          onClick={() => step(1)}
        >
          <Trans>Next to translate</Trans>
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          <Trans>Back to the text</Trans>
        </Button>
      </header>
      <ProblemAlert error={write.error} />
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <div ref={root} className={classes.rows}>
          {found.data && sections.length === 0 && (
            <p className={classes.none}>
              <Trans>There is nothing to translate yet: the draft is empty.</Trans>
            </p>
          )}
          {sections.map((section) => (
            <Row
              key={`${language} ${section.key}`}
              project={project.id}
              section={section}
              source={source}
              language={language}
            />
          ))}
        </div>
      )}
    </section>
  );
}

const TO_DO = new Set<SectionTranslation['standing']>(['missing', 'outdated']);

interface RowProps {
  project: string;
  section: SectionTranslation;
  source: Locale;
  language: Locale;
}

function Row({ project, section, source, language }: RowProps) {
  const { t } = useLingui();
  const [text, setText] = useState(textOf(section));
  const latest = useRef(text);
  const isSending = useRef(false);
  const isWanted = useRef(false);
  const known = useRef(section.revision);
  const save = useTranslateSection(project, language);
  const theirs = theirsOf(save.error);
  const isDirty = !isSame(text, textOf(section));
  const isOutdated = section.standing === 'outdated';
  const name = section.title || t`The beginning`;
  const words: Record<SectionTranslation['standing'], string> = {
    source: '',
    translated: t`Translated`,
    outdated: t`Out of date`,
    missing: t`Missing`,
  };
  useEffect(() => {
    if (!isDirty) return undefined;
    const handleUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', handleUnload);
    return () => window.removeEventListener('beforeunload', handleUnload);
  }, [isDirty]);
  const change = (part: Partial<Text>) => {
    latest.current = { ...latest.current, ...part };
    setText(latest.current);
  };
  const field = useRef<HTMLTextAreaElement>(null);
  const { pictures, picker } = useTextPictures(project, field, (body) => change({ body }));
  /** One request at a time; what is written meanwhile stays, and goes after it, though the page be left. */
  const send = async (revision: number): Promise<void> => {
    const sent = latest.current;
    isSending.current = true;
    isWanted.current = false;
    const saved = await save
      .mutateAsync({ section: section.key, ...sent, source: section.hash, revision })
      .catch(() => null); // `save.error` says it
    isSending.current = false;
    if (!saved) return;
    known.current = saved.revision;
    if (isSame(latest.current, sent)) change(textOf(saved));
    else if (isWanted.current) await send(saved.revision);
  };
  const handleSave = () => {
    if (isSending.current) isWanted.current = true;
    else void send(theirs?.revision ?? known.current);
  };
  /** Leaving a field saves it; never over somebody else's, nor that an outdated one is right again. */
  const handleBlur = () => {
    if ((isDirty || isSending.current) && !theirs && pictures.isSettled) handleSave();
  };
  return (
    <article className={classes.row} data-section={section.key} aria-label={name}>
      <div className={classes.side} lang={source}>
        <h2 className={classes.title}>
          {name}
          <StatusBadge tone={TONES[section.standing]}>{words[section.standing]}</StatusBadge>
        </h2>
        {isOutdated && section.made_from !== null && (
          <details className={classes.changes} open>
            <summary>
              <Trans>What has changed since it was translated</Trans>
            </summary>
            <DraftDifference before={section.made_from} after={section.body} />
          </details>
        )}
        <MarkdownView source={section.body} />
      </div>
      <div className={classes.side} lang={language}>
        {section.key !== '' && (
          <TextInput
            aria-label={t`Heading of “${name}” in ${LOCALE_NAMES[language]}`}
            placeholder={section.title}
            maxLength={200}
            value={text.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
            onBlur={handleBlur}
          />
        )}
        <PictureField pictures={pictures}>
          <Textarea
            ref={field}
            className={classes.text}
            aria-label={t`“${name}” in ${LOCALE_NAMES[language]}`}
            autosize
            minRows={3}
            value={text.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
            onBlur={handleBlur}
          />
        </PictureField>
        <ProblemAlert error={save.error} />
        {theirs && (
          <div className={classes.changes}>
            <DraftDifference before={joined(theirs)} after={joined(text)} />
          </div>
        )}
        <div className={classes.actions}>
          <PictureButton picker={picker} onFiles={pictures.take} />
          {theirs && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                change({ title: theirs.title, body: theirs.body });
                void send(theirs.revision);
              }}
            >
              <Trans>Take theirs</Trans>
            </Button>
          )}
          {isDirty && (
            <Button size="xs" loading={save.isPending} onClick={handleSave}>
              {theirs ? <Trans>Take mine</Trans> : <Trans>Save</Trans>}
            </Button>
          )}
          {isOutdated && !isDirty && (
            <Button size="xs" variant="default" loading={save.isPending} onClick={handleSave}>
              <Trans>It is still right</Trans>
            </Button>
          )}
        </div>
      </div>
    </article>
  );
}

interface Text {
  title: string;
  body: string;
}

function textOf(section: SectionTranslation): Text {
  return { title: section.translated_title, body: section.translated_body };
}

function isSame(one: Text, other: Text): boolean {
  return one.title === other.title && one.body === other.body;
}

function joined({ title, body }: Text): string {
  return `${title}\n\n${body}`;
}

/** What somebody else made of the section meanwhile, as a 412 tells it. */
function theirsOf(error: unknown): (Text & { revision: number }) | null {
  if (!isProblem(error, 412)) return null;
  const { current, title_there: title, body_there: body } = error.extensions;
  return { revision: Number(current), title: String(title), body: String(body) };
}
