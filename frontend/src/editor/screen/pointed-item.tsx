import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { PointedRegion } from '@/api/checks';
import type { WorkItem } from '@/api/types';
import type { SchemaDocument } from '@/lib/schema-document';
import { useDecodedImage } from '@/lib/use-decoded-image';
import type { AnnotationValue, Geometry } from '../core/value';
import { StillItem } from './still-item';

interface PointedItemProps {
  item: WorkItem;
  region: PointedRegion | null;
  label: string;
}

/** An item with the place that a question points at. That place has no label here: it could be the answer. */
export function PointedItem({ item, region, label }: PointedItemProps) {
  const { t } = useLingui();
  const image = useDecodedImage(item);
  const here = t({ message: 'here', context: 'a place that is pointed at' });
  const schema = useMemo(() => schemaFor(region, here), [region, here]);
  const value = useMemo(() => valueOf(region), [region]);
  return (
    <StillItem item={item} image={image} schema={schema} value={value} label={label} isSmall />
  );
}

const KEY = 'here';

function schemaFor(region: PointedRegion | null, title: string): SchemaDocument {
  const label = {
    key: KEY,
    name: title,
    geometry: region?.geometry ? String(region.geometry.type) : undefined,
    colour: '#22ddff',
  };
  const type = region?.kind ?? 'regions';
  return { input: 'any', fields: region ? [{ key: KEY, type, labels: [label] }] : [] };
}

function valueOf(region: PointedRegion | null): AnnotationValue | null {
  if (!region) return null;
  const { id, kind, geometry, start = 0, end = 0 } = region;
  if (kind === 'spans') {
    return { [KEY]: { spans: [{ id, label: KEY, start, end, attributes: {} }] } };
  }
  const place = geometry as unknown as Geometry; // the server checked its shape
  return { [KEY]: { regions: [{ id, label: KEY, geometry: place, attributes: {} }] } };
}
