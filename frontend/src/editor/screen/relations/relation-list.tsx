import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useSyncExternalStore, type KeyboardEvent } from 'react';
import { formatNumber } from '@/lib/format';
import { colourOf } from '@/lib/schema-document';
import { isSpan } from '../../core/located';
import { relationType } from '../../core/relation-rules';
import type { EditorState } from '../../core/state';
import type { Region } from '../../core/value';
import type { PlacedRelation, RelationEditor } from '../../relations/relation-editor';
import { keepFocus, useLabelTitle, useMounted, useScreen, useScreenState } from '../screen-context';
import { relationTitle, useRefusalWords, usePartText } from './relation-words';
import classes from './relation-list.module.css';

const documentOf = (state: EditorState) => state.document;

/** All relations in the order of what they leave from, each a button that selects it; its keys and its bar then change it. */
export default function RelationList() {
  const { relations } = useMounted();
  return relations ? <ListOf relations={relations} /> : null;
}

function ListOf({ relations }: { relations: RelationEditor }) {
  const screen = useScreen();
  const { t, i18n } = useLingui();
  const document = useScreenState(documentOf);
  const { selected } = useSyncExternalStore(relations.subscribe, relations.getState);
  // The document is what the list is made of.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const rows = useMemo(() => relations.all(), [relations, document]);
  const list = useRef<HTMLDivElement>(null);
  // Its functions are only called here and in effects, never handed to a memoised component.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => 30,
    overscan: 8,
    getItemKey: (index) => rows[index]?.relation.id ?? index,
  });
  const at = rows.findIndex(({ relation }) => relation.id === selected);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
    // Only a new selection moves the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  const handleKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? rows.length - 1 : at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    const next = rows[Math.max(0, Math.min(step ?? Math.max(at, 0), rows.length - 1))];
    if (next) screen.selectRelation(next.relation.id);
  };

  if (rows.length === 0) return null;
  return (
    <section className={classes.section} aria-label={t`Relations`}>
      <h2 className={classes.heading}>
        <Trans>Relations</Trans>
        <span className={classes.count}>{formatNumber(rows.length, i18n.locale)}</span>
      </h2>
      <div
        ref={list}
        className={classes.list}
        role="listbox"
        tabIndex={0}
        aria-label={t`Relations`}
        aria-activedescendant={at >= 0 ? rowId(rows[at]) : undefined}
        onKeyDown={handleKey}
      >
        <div
          className={classes.rows}
          role="presentation"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row ? (
              <div
                key={item.key}
                id={rowId(row)}
                className={classes.row}
                role="option"
                aria-selected={item.index === at}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
                onMouseDown={keepFocus}
                onClick={() => screen.selectRelation(row.relation.id)}
              >
                <Row relations={relations} row={row} />
              </div>
            ) : null;
          })}
        </div>
      </div>
    </section>
  );
}

function rowId(row: PlacedRelation | undefined): string | undefined {
  return row && `relation-${row.relation.id}`;
}

function Row({ relations, row }: { relations: RelationEditor; row: PlacedRelation }) {
  const { i18n } = useLingui();
  const words = useRefusalWords();
  const { field, relation, from, to } = row;
  const fault = relations.fault(row);
  return (
    <div
      className={classes.line}
      style={{ '--label': colourOf(relationType(field, relation.type) ?? {}) }}
    >
      <End region={from} />
      <span className={classes.kind}>
        {relationTitle(field, relation.type, i18n.locale)}
        <IconArrowRight size={13} aria-hidden="true" />
      </span>
      <End region={to} />
      {fault && (
        <span className={classes.fault}>
          <IconAlertTriangle size={13} aria-hidden="true" />
          {words(fault, relation.type, row)}
        </span>
      )}
    </div>
  );
}

/** The words of a span; the number and the label of a region, which has no words. */
function End({ region }: { region: Region }) {
  const text = usePartText()(region);
  const title = useLabelTitle()(region.field, region.label);
  return isSpan(region.geometry) ? (
    <q className={classes.text} title={title}>
      {text}
    </q>
  ) : (
    <span className={classes.text}>
      {text} {title}
    </span>
  );
}
