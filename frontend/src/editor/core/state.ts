import type { AnnotationDocument } from './document';
import { labelId, type EditorSchema } from './schema';
import type { Region } from './value';

/** What happens to the regions that are not selected: dense images are worked on one region at a time. */
export type Others = 'show' | 'dim' | 'hide';

/** All that panels can see of the editor. Immutable: what did not change is the same object, so selectors are stable. */
export interface EditorState {
  readonly document: AnnotationDocument;
  readonly selection: readonly string[];
  /** The field new regions go to, and the label chosen last in each field. */
  readonly field: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly tool: string;
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  /** By `labelId(field, label)`: regions drawn later follow their label. */
  readonly hiddenLabels: ReadonlySet<string>;
  readonly lockedLabels: ReadonlySet<string>;
  readonly others: Others;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface CurrentLabel {
  readonly field: string;
  readonly label: string;
}

export function isHidden(state: EditorState, region: Region): boolean {
  return state.hidden.has(region.id) || state.hiddenLabels.has(labelId(region.field, region.label));
}

/** Whether regions of this label are the only ones that are shown. */
export function isIsolated(
  { hiddenLabels }: Pick<EditorState, 'hiddenLabels'>,
  schema: EditorSchema,
  field: string,
  label: string,
): boolean {
  const ids = schema.labelIds;
  const own = labelId(field, label);
  return ids.length > 1 && ids.every((id) => hiddenLabels.has(id) === (id !== own));
}

export function isLocked(state: EditorState, region: Region): boolean {
  return state.locked.has(region.id) || state.lockedLabels.has(labelId(region.field, region.label));
}

export function currentLabel(state: EditorState): CurrentLabel | null {
  const label = state.field === null ? undefined : state.labels[state.field];
  return state.field === null || label === undefined ? null : { field: state.field, label };
}

export function initialState(
  schema: EditorSchema,
  document: AnnotationDocument,
  tool: string,
): EditorState {
  const located = schema.locatedFields;
  return {
    document,
    selection: [],
    field: located[0]?.key ?? null,
    labels: Object.fromEntries(
      located.flatMap((field) => (field.labels?.[0] ? [[field.key, field.labels[0].key]] : [])),
    ),
    tool,
    hidden: new Set(),
    locked: new Set(),
    hiddenLabels: new Set(),
    lockedLabels: new Set(),
    others: 'show',
    canUndo: false,
    canRedo: false,
  };
}

/** `set` with or without `member`; the same object when nothing changes. */
export function toggled(
  set: ReadonlySet<string>,
  member: string,
  on: boolean,
): ReadonlySet<string> {
  if (set.has(member) === on) return set;
  const next = new Set(set);
  if (on) next.add(member);
  else next.delete(member);
  return next;
}
