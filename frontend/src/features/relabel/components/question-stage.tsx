import { useLingui } from '@lingui/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Editor } from '@/editor/core/editor';
import type { Bounds } from '@/editor/core/points';
import type { ImageEditor } from '@/editor/image-editor';
import { ImageCanvas } from '@/editor/react/image-canvas';
import { SpanText } from '@/editor/react/span-text';
import type { LabelTitle } from '@/editor/render/active-layer';
import { StillItem } from '@/editor/screen/still-item';
import { shapeOf } from '@/editor/shapes/registry';
import type { SpanEditor } from '@/editor/text/span-editor';
import { titleOf } from '@/lib/schema-document';
import type { Affected } from '../model/answers';
import type { Ready } from '../model/relabel-session';
import classes from './question-stage.module.css';
import { Spotlight } from './spotlight';

interface QuestionStageProps {
  ready: Ready;
  affected: Affected;
  /** The whole image instead of the place. */
  isWhole: boolean;
  label: string;
}

/** The item, with nothing on it but what the question is about. */
export function QuestionStage({ ready, affected, isWhole, label }: QuestionStageProps) {
  const { i18n } = useLingui();
  const { locale } = i18n;
  const { before, item } = ready;
  const region = affected.kind === 'region' ? affected.region : null;
  const editor = useMemo(() => {
    const value = affected.kind === 'region' ? affected.value : null;
    return new Editor({ schema: before, value, isReadOnly: true });
  }, [before, affected]);
  const labelTitle = useCallback<LabelTitle>(
    (field, key) => {
      const found = editor.schema.label(field, key);
      return found ? titleOf(found, locale) : key;
    },
    [editor, locale],
  );
  const [canvas, setCanvas] = useState<ImageEditor | null>(null);
  const bounds = region ? (shapeOf(region.geometry)?.bounds(region.geometry) ?? null) : null;

  const handleSpans = useCallback(
    (spans: SpanEditor) => {
      if (!region) return;
      spans.editor.select([region.id]);
      // Its lines are in the page with the next frame.
      requestAnimationFrame(() => spans.reveal(region.id));
    },
    [region],
  );
  useFocusOn(canvas, bounds, isWhole);

  if (item.kind === 'image')
    return (
      <div className={classes.stage} data-kind="image">
        <ImageCanvas
          editor={editor}
          image={item}
          commands={[]}
          labelTitle={labelTitle}
          onReady={setCanvas}
          aria-label={label}
        />
        {canvas && bounds && !isWhole && <Spotlight viewport={canvas.viewport} bounds={bounds} />}
      </div>
    );
  if (item.kind === 'audio')
    return (
      <div className={classes.stage} data-kind="audio">
        <StillItem
          item={item}
          schema={before}
          value={affected.kind === 'region' ? affected.value : null}
          label={label}
          {...(region && { marked: [region.id] })}
        />
      </div>
    );
  return (
    <div className={classes.stage} data-kind="text">
      <SpanText
        editor={editor}
        text={item.kind === 'text' ? item.text : ''}
        commands={[]}
        labelTitle={labelTitle}
        onReady={handleSpans}
        aria-label={label}
      />
    </div>
  );
}

/** Around the place this much of the image is shown on each side, as a share of the place's own size. */
const MARGIN = 0.6;
/** A place of a few pixels is not blown up to a mosaic. */
const MAX_SCALE = 6;

function useFocusOn(canvas: ImageEditor | null, bounds: Bounds | null, isWhole: boolean): void {
  const { minX, minY, maxX, maxY } = bounds ?? NOWHERE;
  const hasPlace = bounds !== null;
  useEffect(() => {
    if (!canvas || !hasPlace) return;
    if (isWhole) canvas.viewport.fit();
    else {
      const dx = (maxX - minX) * MARGIN;
      const dy = (maxY - minY) * MARGIN;
      canvas.viewport.fitBounds(
        { minX: minX - dx, minY: minY - dy, maxX: maxX + dx, maxY: maxY + dy },
        MAX_SCALE,
      );
    }
  }, [canvas, hasPlace, minX, minY, maxX, maxY, isWhole]);
}

const NOWHERE: Bounds = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
