import type { SchemaLabel } from '@/lib/schema-document';
import { labelId } from '../core/schema';
import type { Region } from '../core/value';
import type { ScreenModel } from './screen-model';

export interface Group {
  readonly id: string;
  readonly field: string;
  readonly label: string;
  readonly definition: SchemaLabel | undefined;
  readonly regions: readonly (readonly [region: Region, number: number])[];
}

export interface Bundle {
  /** The regions of one label that are of one group, and how many the group has in all. */
  readonly id: string;
  readonly number: number;
  readonly regions: readonly (readonly [region: Region, number: number])[];
  readonly size: number;
}

export type Row =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'bundle'; readonly group: Group; readonly bundle: Bundle }
  | {
      readonly kind: 'region';
      readonly group: Group;
      /** The one it is listed under. */
      readonly bundle?: Bundle;
      readonly region: Region;
      readonly number: number;
    };

export function keyOf(row: Row | undefined): string {
  if (row === undefined) return '';
  if (row.kind === 'group') return `g:${row.group.id}`;
  return row.kind === 'bundle' ? `b:${row.bundle.id}` : row.region.id;
}

export function bundleId(group: Group, name: string | undefined): string {
  return `${group.id}/${name ?? ''}`;
}

export function selectBundle(screen: ScreenModel, { regions }: Bundle): void {
  screen.editor.select(regions.map(([{ id }]) => id));
  screen.editor.selectGroups();
}

/** The rows under a label, in the drawing order: a group stands where its first region does. */
export function rowsOf(
  group: Group,
  regions: readonly Region[],
  closed: ReadonlySet<string>,
): readonly Row[] {
  const names = [
    ...new Set(
      regions.flatMap((each) =>
        each.group !== undefined && each.field === group.field ? [each.group] : [],
      ),
    ),
  ];
  if (!names.length)
    return group.regions.map(([region, number]) => ({ kind: 'region', group, region, number }));
  const done = new Set<string>();
  return group.regions.flatMap(([region, number]): Row[] => {
    const name = region.group;
    if (name === undefined) return [{ kind: 'region', group, region, number }];
    if (done.has(name)) return [];
    done.add(name);
    const bundle: Bundle = {
      id: bundleId(group, name),
      number: names.indexOf(name) + 1,
      regions: group.regions.filter(([each]) => each.group === name),
      size: regions.filter((each) => each.field === group.field && each.group === name).length,
    };
    const members = bundle.regions.map(([each, at]): Row => ({
      kind: 'region',
      group,
      bundle,
      region: each,
      number: at,
    }));
    return [{ kind: 'bundle', group, bundle }, ...(closed.has(bundle.id) ? [] : members)];
  });
}

export function groupsOf(
  screen: ScreenModel,
  regions: readonly Region[],
): readonly Group[] {
  const byLabel = new Map<string, (readonly [Region, number])[]>();
  regions.forEach((region, at) => {
    const id = labelId(region.field, region.label);
    const entry = [region, at + 1] as const;
    const group = byLabel.get(id);
    if (group) group.push(entry);
    else byLabel.set(id, [entry]);
  });
  const order = screen.locatedFields.flatMap((field) =>
    (field.labels ?? []).map((label) => labelId(field.key, label.key)),
  );
  const ids = [
    ...order.filter((id) => byLabel.has(id)),
    ...[...byLabel.keys()].filter((id) => !order.includes(id)),
  ];
  return ids.map((id) => {
    const found = byLabel.get(id) ?? [];
    const [first] = found[0] ?? [];
    const field = first?.field ?? '';
    const label = first?.label ?? '';
    return { id, field, label, definition: screen.label(field, label), regions: found };
  });
}
