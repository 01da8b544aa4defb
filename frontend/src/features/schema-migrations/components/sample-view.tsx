import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useMemo, useRef, type ReactNode } from 'react';
import type { Project } from '@/api/project';
import { ColourSwatch } from '@/components/colour-swatch';
import { OpenAnnotation } from '@/components/open-annotation';
import { StatusBadge } from '@/components/status-badge';
import type { AnnotationValue } from '@/editor/core/value';
import type { Viewport } from '@/editor/core/viewport';
import type { ImageEditor } from '@/editor/image-editor';
import { leaveWheelToPage, StillAnswers, StillItem } from '@/editor/screen/still-item';
import { useReadyItem } from '@/editor/screen/use-ready-item';
import type { SchemaDocument } from '@/lib/schema-document';
import type { Sample } from '../api/rehearsals';
import type { Flow } from '../model/flow-layout';
import { linkViewports } from '../model/link-viewports';
import { runsThrough } from '../model/outcome';
import type { Names } from '@/lib/schema-names';
import { useOutcomeWords } from './outcome-words';
import classes from './sample-view.module.css';

interface SampleViewProps {
  project: Project;
  sample: Sample;
  flow: Flow | null;
  before: SchemaDocument;
  after: SchemaDocument;
  names: Names;
}

type Change = Sample['changes'][number];

/** One item twice: as it is labelled now, and as it would be. What changes is picked out. */
export function SampleView({ project, sample, flow, before, after, names }: SampleViewProps) {
  const { t } = useLingui();
  const item = useReadyItem(sample.item);
  const changes = useMemo(() => shownChanges(sample, flow), [sample, flow]);
  const [first, second] = useMemo(() => sidesOf(changes), [changes]);
  const pair = usePairedViews();
  const side = (title: ReactNode, which: 'before' | 'after', content: ReactNode) => (
    <figure className={classes.side} data-side={which}>
      <figcaption className={classes.caption}>{title}</figcaption>
      {content}
    </figure>
  );
  const view = (which: 'before' | 'after', schema: SchemaDocument, given: unknown) => {
    const value = given as AnnotationValue; // what the API gives is as its schema says
    return (
      <>
        <StillItem
          item={item}
          schema={schema}
          value={value}
          marked={which === 'before' ? first : second}
          label={which === 'before' ? t`The item before` : t`The item after`}
          onReady={(ready) => pair(which, ready)}
        />
        <StillAnswers schema={schema} value={value} />
      </>
    );
  };
  return (
    <div className={classes.sample}>
      <div className={classes.sides} onWheelCapture={leaveWheelToPage}>
        {side(<Trans>Before</Trans>, 'before', view('before', before, sample.before))}
        {side(
          <Trans>After</Trans>,
          'after',
          sample.after ? (
            view('after', after, sample.after)
          ) : (
            <div className={classes.refused}>
              <p>
                <Trans>
                  This annotation is not valid under its own schema, so no step is taken:
                </Trans>
              </p>
              <ul>
                {sample.errors.map((fault) => (
                  <li key={`${fault.pointer} ${fault.detail}`}>{fault.detail}</li>
                ))}
              </ul>
            </div>
          ),
        )}
      </div>
      <ul className={classes.changes} aria-label={t`What changes on this item`}>
        {changes.slice(0, MOST_CHANGES).map((change) => (
          <ChangeLine
            key={`${change.step} ${change.field} ${change.part}`}
            change={change}
            names={names}
          />
        ))}
      </ul>
      {project.may.includes('run_batches') && (
        <p className={classes.open}>
          <OpenAnnotation slug={project.slug} annotation={sample.annotation} />
        </p>
      )}
    </div>
  );
}

const MOST_CHANGES = 12;

function shownChanges(sample: Sample, flow: Flow | null): Change[] {
  if (flow) return sample.changes.filter((change) => runsThrough(change, flow));
  const mine = sample.changes.filter(
    ({ step, field, label, outcome }) => [step, field, label, outcome].join('|') === sample.bucket,
  );
  return mine.length > 0 ? mine : sample.changes;
}

/** Ids of the parts that change, before and after. */
function sidesOf(changes: readonly Change[]): [string[], string[]] {
  const ids = changes.map(({ part }) => part).filter(Boolean);
  const results = changes.flatMap(({ after }) => after.map(idIn)).filter(Boolean);
  return [ids, results];
}

function idIn(part: unknown): string {
  return typeof part === 'object' && part !== null && 'id' in part ? String(part.id) : '';
}

function ChangeLine({ change, names }: { change: Change; names: Names }) {
  const outcomes = useOutcomeWords();
  const { tone, words } = outcomes[change.outcome];
  const { field, label } = change;
  const after = change.after.map(labelIn).filter((each) => each !== '');
  const answers = change.candidates.filter(({ key }) => key !== '-').map(({ key }) => key);
  const becomes = change.outcome === 'person' ? answers : after;
  return (
    <li className={classes.change}>
      <span className={classes.flow}>
        {label ? <Named field={field} label={label} names={names} /> : names.field(field)}
        {becomes.length > 0 && (
          <>
            <span aria-hidden="true">→</span>
            {becomes.map((key, index) => (
              <span key={`${key} ${index}`} className={classes.flow}>
                {index > 0 && change.outcome === 'person' && <span aria-hidden="true">/</span>}
                <Named field={field} label={key} names={names} />
              </span>
            ))}
          </>
        )}
      </span>
      <StatusBadge tone={tone} isPlain>
        {words}
      </StatusBadge>
      {change.reason && <span className={classes.reason}>{change.reason}</span>}
    </li>
  );
}

function labelIn(part: unknown): string {
  if (typeof part !== 'object' || part === null) return '';
  if ('label' in part) return String(part.label);
  return 'choice' in part ? String(part.choice) : '';
}

function Named({ field, label, names }: { field: string; label: string; names: Names }) {
  return (
    <span className={classes.named}>
      <ColourSwatch colour={names.colour(field, label)} />
      {names.label(field, label)}
    </span>
  );
}

/** Keeps both sides at the same place of the image, whichever is moved. */
function usePairedViews() {
  const views = useRef<Partial<Record<'before' | 'after', Viewport>>>({});
  return useCallback((which: 'before' | 'after', { viewport }: ImageEditor) => {
    views.current[which] = viewport;
    const { before, after } = views.current;
    if (before && after) linkViewports(before, after);
  }, []);
}
