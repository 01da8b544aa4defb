import { useLingui } from '@lingui/react';
import { useEffect, useMemo, useRef } from 'react';
import { colourOf, nodeWords, titleOf, type SchemaDocument } from '@/lib/schema-document';
import { isSegment, isSpan, readLocated } from '../core/located';
import type { AnnotationValue, FieldValue, Region } from '../core/value';
import { shapeOf } from '../shapes/registry';
import { CodePoints } from '../text/code-points';
import type { ScreenItem } from './screen-item';
import classes from './mini-view.module.css';

interface MiniViewProps {
  schema: SchemaDocument;
  item: ScreenItem;
  value: AnnotationValue;
  /** Regions that are drawn strongly: what only this side has. */
  marked: ReadonlySet<string>;
  label: string;
}

/** One value at a glance: the image with its regions, or the spans and answers in words. */
export function MiniView({ schema, item, value, marked, label }: MiniViewProps) {
  const { i18n } = useLingui();
  const regions = useMemo(() => regionsOf(value), [value]);
  return (
    <div className={classes.mini}>
      {item.kind === 'image' && (
        <MiniImage schema={schema} item={item} regions={regions} marked={marked} label={label} />
      )}
      {(item.kind === 'text' || item.kind === 'audio') && regions.length > 0 && (
        <ul className={classes.spans}>
          {regions.map((region) => (
            <li key={region.id} data-marked={marked.has(region.id) || undefined}>
              <span
                className={classes.tag}
                style={{ '--label': colourOf(labelOf(schema, region) ?? {}) }}
              >
                {titleOf(labelOf(schema, region) ?? { key: region.label }, i18n.locale)}
              </span>
              {item.kind === 'text' ? textOf(item.text, region) : timesOf(region)}
            </li>
          ))}
        </ul>
      )}
      <dl className={classes.answers}>
        {schema.fields.flatMap((field) => {
          const answer = value[field.key];
          if (!answer || readLocated(field.key, answer)) return [];
          return [
            <div key={field.key}>
              <dt>{titleOf(field, i18n.locale)}</dt>
              <dd>{answerWords(schema, field.key, answer, i18n.locale)}</dd>
            </div>,
          ];
        })}
      </dl>
    </div>
  );
}

interface MiniImageProps {
  schema: SchemaDocument;
  item: Extract<ScreenItem, { kind: 'image' }>;
  regions: readonly Region[];
  marked: ReadonlySet<string>;
  label: string;
}

const WIDTH = 340;

function MiniImage({ schema, item, regions, marked, label }: MiniImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = WIDTH / item.width;
  const height = Math.round(item.height * scale);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = WIDTH * ratio;
    context.canvas.height = height * ratio;
    context.drawImage(item.source, 0, 0, WIDTH * ratio, height * ratio);
    const k = scale * ratio;
    const frame = { x: (x: number) => x * k, y: (y: number) => y * k, scale: k, ratio };
    for (const region of regions) {
      const shape = shapeOf(region.geometry);
      if (!shape) continue;
      const isMarked = marked.has(region.id);
      context.globalAlpha = isMarked || marked.size === 0 ? 1 : 0.45;
      context.beginPath();
      shape.trace(context, region.geometry, frame);
      context.lineWidth = (isMarked ? 4.5 : 2.5) * ratio;
      context.strokeStyle = 'rgb(10 12 16 / 0.55)';
      context.stroke();
      context.lineWidth = (isMarked ? 2.5 : 1.25) * ratio;
      context.strokeStyle = colourOf(labelOf(schema, region) ?? {});
      context.stroke();
    }
  }, [schema, item, regions, marked, scale, height]);
  return (
    <canvas
      ref={canvas}
      className={classes.image}
      role="img"
      aria-label={label}
      style={{ aspectRatio: `${item.width} / ${item.height}` }}
    />
  );
}

export function regionsOf(value: AnnotationValue): readonly Region[] {
  return Object.entries(value).flatMap(([field, answer]) => readLocated(field, answer) ?? []);
}

function labelOf(schema: SchemaDocument, region: Region) {
  const field = schema.fields.find(({ key }) => key === region.field);
  return field?.labels?.find(({ key }) => key === region.label);
}

function textOf(text: string, { geometry }: Region): string {
  return isSpan(geometry) ? new CodePoints(text).slice(geometry.start, geometry.end) : '';
}

/** From when to when, and what is said. */
function timesOf({ geometry, attributes }: Region): string {
  if (!isSegment(geometry)) return '';
  const said = Object.values(attributes).filter((value) => typeof value === 'string');
  return [`${geometry.start.toFixed(2)}–${geometry.end.toFixed(2)} s`, ...said].join(' · ');
}

export function answerWords(
  schema: SchemaDocument,
  key: string,
  answer: FieldValue,
  locale: string,
): string {
  const field = schema.fields.find((each) => each.key === key);
  const named = (option: string) => {
    const found = field?.options?.find((each) => each.key === option);
    return found ? titleOf(found, locale) : option;
  };
  if ('choice' in answer) return named(answer.choice);
  if ('taxonomy' in answer)
    return field ? nodeWords(field, answer.taxonomy, locale) : answer.taxonomy;
  if ('choices' in answer) return answer.choices.map(named).join(', ');
  if ('text' in answer) return answer.text;
  if ('number' in answer) return String(answer.number);
  if ('rating' in answer) return `${answer.rating} / ${field?.maximum ?? 5}`;
  return '';
}
