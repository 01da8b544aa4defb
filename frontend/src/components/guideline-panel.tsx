import { useEffect, useLayoutEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import type { Examples, NamedExample } from '@/lib/examples';
import classes from './guideline-panel.module.css';
import { MarkdownView } from './markdown-view';

interface GuidelinePanelProps {
  markdown: string;
  /** What its examples show. */
  examples: Examples;
  /** What can be done to an example. */
  atExample?: (example: NamedExample) => ReactNode;
  /** Colours by section key: of the labels that the sections are about. */
  colours?: Readonly<Record<string, string>>;
  /** Goes to this section whenever it changes: the selected label's key. */
  section?: string | null;
  /** Whether the section gone to stands out; for the panel beside the canvas. */
  isMarking?: boolean;
  isReading?: boolean;
  /** What stands behind headings, by section key: that a section is not translated. */
  notes?: Readonly<Record<string, string>>;
  /** The section that is at the top while the reader scrolls. */
  onSection?: (key: string) => void;
}

/**
 * A guideline with its label colours, opened at a section. Scrolls with whatever it stands in:
 * `<GuidelinePanel markdown={version.markdown} examples={examples} colours={coloursByKey(schema)} section={label.key} isMarking />`
 */
export function GuidelinePanel(props: GuidelinePanelProps) {
  const { markdown, colours, section, isMarking = false, isReading = false, notes } = props;
  const root = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    for (const heading of headingsIn(root.current)) {
      const colour = colours?.[heading.id];
      if (colour) {
        heading.dataset.label = 'true';
        heading.style.setProperty('--label-colour', colour);
      } else {
        delete heading.dataset.label;
      }
      const note = notes?.[heading.id];
      if (note) heading.dataset.note = note;
      else delete heading.dataset.note;
    }
  }, [markdown, colours, notes]);

  useEffect(() => {
    const headings = headingsIn(root.current);
    for (const heading of headings) {
      if (isMarking && section && heading.id === section) heading.dataset.current = 'true';
      else delete heading.dataset.current;
    }
    const wanted = section ? headings.find((heading) => heading.id === section) : undefined;
    wanted?.scrollIntoView({ block: 'start' });
  }, [section, isMarking]);

  const { onSection } = props;
  useEffect(() => {
    if (!onSection) return undefined;
    const seen = new Map<Element, boolean>();
    const headings = headingsIn(root.current);
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) seen.set(entry.target, entry.isIntersecting);
        const first = headings.find((heading) => seen.get(heading));
        if (first?.id) onSection(first.id);
      },
      { rootMargin: '0px 0px -60% 0px' },
    );
    for (const heading of headings) observer.observe(heading);
    return () => observer.disconnect();
  }, [markdown, onSection]);

  const handleClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const key = link?.getAttribute('href')?.slice(1);
    const heading = headingsIn(root.current).find((each) => each.id === key);
    if (!heading) return;
    event.preventDefault();
    heading.scrollIntoView({ block: 'start' });
  };

  return (
    <div ref={root} className={classes.guideline} onClick={handleClick}>
      <MarkdownView
        source={markdown}
        isReading={isReading}
        examples={props.examples}
        atExample={props.atExample}
      />
    </div>
  );
}

function headingsIn(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('h1, h2, h3, h4, h5, h6') ?? [])];
}
