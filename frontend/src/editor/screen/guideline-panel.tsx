import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { Examples } from '@/lib/examples';
import { currentLabel, type EditorState } from '../core/state';
import { useScreen, useScreenState } from './screen-context';
import classes from './guideline-panel.module.css';

const MarkdownView = lazy(() =>
  import('@/components/markdown-view').then((module) => ({ default: module.MarkdownView })),
);

export interface Guideline {
  readonly number: number | null;
  readonly markdown: string;
  /** What its examples show. */
  readonly examples: Examples;
  readonly sections: readonly {
    readonly key: string;
    readonly title: string;
    readonly level: number;
    /** How it stands in the reader's language. */
    readonly standing?: string;
  }[];
}

/** The label of the selected region, else the one that new regions get. */
function topicOf(state: EditorState): string {
  const [id] = state.selection;
  const at = id ? state.document.places.get(id) : undefined;
  const region = at === undefined ? undefined : state.document.regions[at];
  return region?.label ?? currentLabel(state)?.label ?? '';
}

/** The written rules, at the section of the label in hand. */
export function GuidelinePanel({
  guideline,
  onAsk,
}: {
  guideline: Guideline | null;
  onAsk?: (section: string) => void;
}) {
  const screen = useScreen();
  const { t } = useLingui();
  const topic = useScreenState(topicOf);
  const root = useRef<HTMLDivElement>(null);
  const sections = useMemo(
    () => guideline?.sections.filter((section) => section.level <= 2) ?? [],
    [guideline],
  );
  const wanted = sections.some((section) => section.key === topic) ? topic : null;

  // Gone to by hand, while the same label is in hand.
  const [picked, setPicked] = useState<{ key: string; wanted: string | null } | null>(null);
  const shown = picked?.wanted === wanted ? picked.key : (wanted ?? sections[0]?.key ?? '');

  const behind = guideline?.sections.filter(
    ({ standing }) => standing === 'missing' || standing === 'outdated',
  );

  const show = (key: string) => {
    const heading = root.current?.querySelector(`[id="${CSS.escape(key)}"]`);
    if (heading && root.current) {
      const top = heading.getBoundingClientRect().top - root.current.getBoundingClientRect().top;
      root.current.scrollTop += top - 8;
    }
    return heading !== null && heading !== undefined;
  };
  useEffect(() => {
    if (!wanted || show(wanted)) return undefined;
    // The renderer comes with the first opening of this tab.
    const observer = new MutationObserver(() => show(wanted) && observer.disconnect());
    if (root.current) observer.observe(root.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [wanted]);

  if (!guideline || guideline.markdown.trim() === '')
    return <p className={classes.none}>{t`There is no guideline yet.`}</p>;
  return (
    <div className={classes.panel}>
      {sections.length > 1 && (
        <nav className={classes.sections} aria-label={t`Sections`}>
          {sections.map((section) => (
            <button
              key={section.key}
              type="button"
              className={classes.section}
              data-on={section.key === wanted || undefined}
              aria-current={section.key === shown || undefined}
              onClick={() => {
                setPicked({ key: section.key, wanted });
                show(section.key);
              }}
            >
              <Swatch screen={screen} label={section.key} />
              {section.title}
            </button>
          ))}
          {onAsk && (
            <button type="button" className={classes.ask} onClick={() => onAsk(shown)}>
              {t`Ask about this section`}
            </button>
          )}
        </nav>
      )}
      <div ref={root} className={classes.text} tabIndex={0} role="region" aria-label={t`Guideline`}>
        {behind && behind.length > 0 && (
          <p className={classes.behind}>
            {t`Not translated, or not up to date:`} {behind.map(({ title }) => title).join(', ')}
          </p>
        )}
        <Suspense fallback={null}>
          <MarkdownView source={guideline.markdown} examples={guideline.examples} />
        </Suspense>
      </div>
    </div>
  );
}

function Swatch({ screen, label }: { screen: ReturnType<typeof useScreen>; label: string }) {
  const found = screen.locatedFields
    .flatMap((field) => field.labels ?? [])
    .find((each) => each.key === label);
  if (!found?.colour) return null;
  return <span className={classes.swatch} style={{ '--label': found.colour }} aria-hidden="true" />;
}
