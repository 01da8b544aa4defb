import type { Editor } from '../core/editor';
import type { EditorSchema, SchemaAttribute, SchemaField, SchemaLabel } from '../core/schema';
import type { Region } from '../core/value';
import { toolForGeometry } from '../tools/registry';
import type { Command } from './command';

/** The keys of all labels by `field/label`: the schema's own, else the first digits nobody else has. */
export function labelKeys(schema: EditorSchema): ReadonlyMap<string, string> {
  const options = schema.fields.flatMap((field) => [
    ...(field.options ?? []),
    ...(field.labels ?? []).flatMap(
      (label) => label.attributes?.flatMap((attribute) => attribute.options ?? []) ?? [],
    ),
  ]);
  const labels = schema.locatedFields.flatMap((field) =>
    (field.labels ?? []).map((label) => ({ id: `${field.key}/${label.key}`, label })),
  );
  const taken = new Set(
    [...options, ...labels.map(({ label }) => label)].flatMap(({ shortcut }) => shortcut ?? []),
  );
  const free = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].filter((digit) => !taken.has(digit));
  return new Map(
    labels.flatMap(({ id, label }) => {
      const key = label.shortcut || free.shift();
      return key ? [[id, key] as const] : [];
    }),
  );
}

/**
 * Makes `label` the current one, with its tool at hand. With regions selected that can have it, gives it to them instead of
 * changing the tool: the hand stays where it is.
 */
export function applyLabel(editor: Editor, field: SchemaField, label: SchemaLabel): void {
  const fitting = editor.selectedRegions.filter(
    (region) => editor.canEdit(region) && isFitting(editor, region, field, label),
  );
  editor.chooseLabel(field.key, label.key);
  const tool = toolForGeometry(label.geometry, editor.getState().tool);
  if (fitting.length)
    editor.update(
      new Map(
        fitting.flatMap((region) =>
          region.label === label.key ? [] : [[region.id, relabelled(region, label)]],
        ),
      ),
    );
  else if (tool && !editor.isReadOnly) editor.setTool(tool.id);
}

function isFitting(
  editor: Editor,
  region: Region,
  field: SchemaField,
  label: SchemaLabel,
): boolean {
  return (
    region.field === field.key &&
    editor.schema.label(region.field, region.label)?.geometry === label.geometry
  );
}

/** Attributes the new label does not have would make the value invalid; undo brings them back. */
function relabelled(region: Region, label: SchemaLabel) {
  const known = new Set(label.attributes?.map((attribute) => attribute.key));
  const attributes = Object.fromEntries(
    Object.entries(region.attributes).filter(([key]) => known.has(key)),
  );
  return { label: label.key, attributes };
}

/** Answers a `choice` with `option`, or adds it to or takes it from `choices`. The same again takes it back. */
export function toggleOption(editor: Editor, field: SchemaField, option: string): void {
  const answer = editor.getState().document.answers[field.key];
  if (field.type === 'choice') {
    const isChosen = answer !== undefined && 'choice' in answer && answer.choice === option;
    editor.answer(field.key, isChosen ? undefined : { choice: option });
    return;
  }
  const chosen = answer !== undefined && 'choices' in answer ? answer.choices : [];
  const isOn = chosen.includes(option);
  if (!isOn && field.max_selected && chosen.length >= field.max_selected) return;
  const next = (field.options ?? [])
    .map(({ key }) => key)
    .filter((key) => (key === option) !== chosen.includes(key));
  editor.answer(field.key, next.length ? { choices: next } : undefined);
}

/** Sets an option of a `choice` or `choices` attribute at all selected regions that have the attribute. */
export function toggleAttribute(
  editor: Editor,
  field: string,
  label: string,
  attribute: SchemaAttribute,
  option: string,
): void {
  const regions = editor.selectedRegions.filter(
    (region) => region.field === field && region.label === label && editor.canEdit(region),
  );
  editor.update(
    new Map(
      regions.map((region) => {
        const { [attribute.key]: old, ...others } = region.attributes;
        const value = toggledValue(attribute, old, option);
        return [
          region.id,
          { attributes: value === undefined ? others : { ...others, [attribute.key]: value } },
        ];
      }),
    ),
  );
}

function toggledValue(
  attribute: SchemaAttribute,
  old: unknown,
  option: string,
): string | readonly string[] | undefined {
  if (attribute.type === 'choice') return old === option ? undefined : option;
  const chosen: readonly unknown[] = Array.isArray(old) ? old : [];
  const next = (attribute.options ?? [])
    .map(({ key }) => key)
    .filter((key) => (key === option) !== chosen.includes(key));
  return next.length ? next : undefined;
}

/** A command for all that the schema has to choose from, most with a key: attribute options of the selected region, labels, options of whole-item fields. */
export function schemaCommands(schema: EditorSchema): readonly Command[] {
  const keys = labelKeys(schema);
  const labels = schema.locatedFields.flatMap((field) =>
    (field.labels ?? []).map((label) => ({ field, label, id: `${field.key}/${label.key}` })),
  );
  return [
    ...labels.flatMap(({ field, label, id }) =>
      (label.attributes ?? []).flatMap((attribute) =>
        (attribute.options ?? []).map((option) =>
          attributeCommand(id, field, label, attribute, option),
        ),
      ),
    ),
    ...labels.map(({ field, label, id }): Command => {
      const key = keys.get(id);
      const run: Command['run'] = ({ editor, spans, audio }) => {
        applyLabel(editor, field, label);
        (spans ?? audio)?.createFromSelection();
      };
      return { id: `label.${id}`, keys: key ? [key] : [], run };
    }),
    ...schema.fields.flatMap((field) =>
      (field.options ?? []).map((option): Command => ({
        id: `option.${field.key}/${option.key}`,
        keys: option.shortcut ? [option.shortcut] : [],
        when: ({ editor }) => !editor.isReadOnly,
        run: ({ editor }) => toggleOption(editor, field, option.key),
      })),
    ),
  ];
}

function attributeCommand(
  id: string,
  field: SchemaField,
  label: SchemaLabel,
  attribute: SchemaAttribute,
  option: { readonly key: string; readonly shortcut?: string | null },
): Command {
  return {
    id: `attribute.${id}/${attribute.key}/${option.key}`,
    keys: option.shortcut ? [option.shortcut] : [],
    when: ({ editor }) =>
      editor.selectedRegions.some(
        (region) => region.field === field.key && region.label === label.key,
      ),
    run: ({ editor }) => toggleAttribute(editor, field.key, label.key, attribute, option.key),
  };
}
