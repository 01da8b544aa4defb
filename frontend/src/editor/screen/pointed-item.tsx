import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { SchemaDocument } from '@/lib/schema-document';
import type { AnnotationValue, Geometry } from '../core/value';
import type { ItemSource } from './screen-item';
import { StillItem } from './still-item';
import { useReadyItem } from './use-ready-item';

/** A place on an item: a region's geometry, or the start and the end of a span or a segment. */
export interface Pointed {
  readonly id: string;
  readonly kind: 'regions' | 'spans' | 'segments';
  readonly geometry?: Readonly<Record<string, unknown>>;
  readonly start?: number;
  readonly end?: number;
}

interface PointedItemProps {
  item: ItemSource;
  region: Pointed | null;
  label: string;
}

/** An item with the place that a question points at. That place has no label here: it could be the answer. */
export function PointedItem({ item, region, label }: PointedItemProps) {
  const { t } = useLingui();
  const ready = useReadyItem(item);
  const here = t({ message: 'here', context: 'a place that is pointed at' });
  const schema = useMemo(() => schemaFor(region, here), [region, here]);
  const value = useMemo(() => valueOf(region), [region]);
  return <StillItem item={ready} schema={schema} value={value} label={label} isSmall />;
}

const KEY = 'here';

function schemaFor(region: Pointed | null, title: string): SchemaDocument {
  const label = {
    key: KEY,
    name: title,
    geometry: region?.geometry ? String(region.geometry.type) : undefined,
    colour: '#22ddff',
  };
  const type = region?.kind ?? 'regions';
  return { input: 'any', fields: region ? [{ key: KEY, type, labels: [label] }] : [] };
}

function valueOf(region: Pointed | null): AnnotationValue | null {
  if (!region) return null;
  const { id, kind, geometry, start = 0, end = 0 } = region;
  if (kind !== 'regions') {
    const parts = [{ id, label: KEY, start, end, attributes: {} }];
    return { [KEY]: kind === 'spans' ? { spans: parts } : { segments: parts } };
  }
  const place = geometry as unknown as Geometry; // the server checked its shape
  return { [KEY]: { regions: [{ id, label: KEY, geometry: place, attributes: {} }] } };
}
