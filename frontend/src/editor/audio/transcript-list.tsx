import { useLingui } from '@lingui/react/macro';
import { IconPlayerPlay } from '@tabler/icons-react';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import { titleOf } from '@/lib/schema-document';
import type { EditorState } from '../core/state';
import type { LabelTitle } from '../render/active-layer';
import { useEditor } from '../react/use-editor';
import { isComposing } from '../keys';
import type { AudioEditor } from './audio-editor';
import { clockTime } from './clock';
import { segmentsOf, transcriptOf, type Segment } from './segments';
import classes from './transcript-list.module.css';

interface TranscriptListProps {
  audio: AudioEditor;
  labelTitle: LabelTitle;
  colourOf: (segment: Segment) => string;
  /** Gives the keys back to the waveform. */
  onLeave?: () => void;
  isStill?: boolean;
  /** Segments that are picked out. */
  marked?: ReadonlySet<string>;
}

const regionsOf = (state: EditorState) => state.document.regions;
const selectionOf = (state: EditorState) => state.selection;

/** Every segment a line, in the order of time: when, who, what is said. */
export function TranscriptList({
  audio,
  labelTitle,
  colourOf,
  onLeave,
  isStill = false,
  marked,
}: TranscriptListProps) {
  const { t } = useLingui();
  const regions = useEditor(audio.editor, regionsOf);
  const selection = useEditor(audio.editor, selectionOf);
  const list = useRef<HTMLOListElement>(null);
  const segments = segmentsOf(regions);
  const selected = selection.at(-1);

  useEffect(() => {
    if (!selected || isStill) return;
    rowOf(list.current, selected)?.scrollIntoView({ block: 'nearest' });
  }, [selected, isStill]);

  useEffect(() => {
    return audio.onWriting((id) => fieldOf(rowOf(list.current, id))?.focus());
  }, [audio]);

  const handleKey = (event: KeyboardEvent<HTMLOListElement>) => {
    if (isComposing(event.nativeEvent) || !(event.target instanceof HTMLTextAreaElement)) return;
    if (event.key === 'Escape') onLeave?.();
    else if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      const fields = [...(list.current?.querySelectorAll('textarea') ?? [])];
      const next = fields[fields.indexOf(event.target) + 1];
      if (next) next.focus();
      else onLeave?.();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (segments.length === 0) {
    if (isStill) return null;
    return (
      <p className={classes.none}>
        {audio.editor.isReadOnly
          ? t`No segments.`
          : t`No segments yet. Drag over the waveform, or press I at the start of one and O at its end.`}
      </p>
    );
  }
  return (
    <ol ref={list} className={classes.list} aria-label={t`Segments`} onKeyDown={handleKey}>
      {segments.map((segment) => (
        <Row
          key={segment.id}
          audio={audio}
          segment={segment}
          title={labelTitle(segment.field, segment.label)}
          colour={colourOf(segment)}
          isSelected={selection.includes(segment.id)}
          isFaint={marked !== undefined && marked.size > 0 && !marked.has(segment.id)}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  audio: AudioEditor;
  segment: Segment;
  title: string;
  colour: string;
  isSelected: boolean;
  isFaint: boolean;
}

/** Drawn anew only when it changed: a long recording has a thousand. */
const Row = memo(function Row({ audio, segment, title, colour, isSelected, isFaint }: RowProps) {
  const { t, i18n } = useLingui();
  const { start, end } = segment.geometry;
  const key = transcriptOf(audio.editor.schema, segment);
  const said = key === null ? undefined : segment.attributes[key];
  const text = typeof said === 'string' ? said : '';
  const attribute = audio.editor.schema
    .label(segment.field, segment.label)
    ?.attributes?.find((each) => each.key === key);
  const from = clockTime(start);
  return (
    <li
      className={classes.row}
      data-segment={segment.id}
      data-selected={isSelected || undefined}
      data-faint={isFaint || undefined}
      data-predicted={segment.predicted !== undefined || undefined}
      style={{ '--label': colour }}
      onPointerDown={() => audio.editor.select([segment.id])}
    >
      <button
        type="button"
        className={classes.time}
        aria-label={t`Play from ${from}`}
        onClick={() => audio.player.playStretch(segment.geometry)}
      >
        <IconPlayerPlay size={13} aria-hidden="true" />
        {from}
      </button>
      <span className={classes.length}>{t`${(end - start).toFixed(2)} s`}</span>
      <span className={classes.label}>{title}</span>
      {key !== null && (
        <textarea
          className={classes.text}
          rows={1}
          aria-label={t`${attribute ? titleOf(attribute, i18n.locale) : title}, ${from}`}
          placeholder={attribute && titleOf(attribute, i18n.locale)}
          value={text}
          readOnly={!audio.editor.canEdit(segment)}
          onFocus={() => {
            audio.editor.select([segment.id]);
            audio.reveal(segment.id);
          }}
          onChange={(event) => audio.write(segment, event.currentTarget.value)}
          onBlur={() => audio.editor.seal()}
        />
      )}
    </li>
  );
});

function rowOf(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`) ?? null;
}

function fieldOf(row: HTMLElement | null): HTMLElement | null {
  return row?.querySelector('textarea') ?? null;
}
