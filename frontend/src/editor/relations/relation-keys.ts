import type { EditorSchema } from '../core/schema';
import { isMod, keyName, type KeyPress } from '../keys';
import type { RelationEditor } from './relation-editor';

/** Letters that texts and images leave free, the best first: "arrow", "edge". */
const LETTERS = ['a', 'e', 'j', 'w'];

/** The letter that begins a relation: the first that the schema does not want for itself; with Alt when it wants them all. */
export function relationKey(schema: EditorSchema): string {
  const options = schema.fields.flatMap((field) => [
    ...(field.options ?? []),
    ...(field.labels ?? []).flatMap((label) => [
      label,
      ...(label.attributes ?? []).flatMap((attribute) => attribute.options ?? []),
    ]),
  ]);
  const taken = new Set(options.map(({ shortcut }) => shortcut?.toLowerCase()));
  return LETTERS.find((letter) => !taken.has(letter)) ?? 'Alt+a';
}

/** The key that steps through the relations of the selected span. */
export function relationStepKey(schema: EditorSchema): string {
  const key = relationKey(schema);
  return key.startsWith('Alt+') ? key.replace('Alt+', 'Alt+Shift+') : `Shift+${key}`;
}

const AIMS: Readonly<Record<string, readonly [by: 1 | -1, fitting: boolean]>> = {
  Tab: [1, true],
  ']': [1, true],
  '[': [-1, true],
  ArrowDown: [1, false],
  ArrowRight: [1, false],
  ArrowUp: [-1, false],
  ArrowLeft: [-1, false],
};

/** What a key does while a relation is being made or is selected; false leaves it to everything else. */
export function pressRelationKey(relations: RelationEditor, press: KeyPress): boolean {
  const { draft, selected } = relations.getState();
  if ((!draft && selected === null) || isMod(press) || press.altKey) return false;
  const key = keyName(press);
  if (key === 'Escape') relations.cancel();
  else if (/^[1-9]$/.test(key)) {
    const choice = relations.choices()[Number(key) - 1];
    if (choice) relations.choose(choice.type.key);
  } else if (draft) return pressDraftKey(relations, press, key);
  else return selected !== null && pressSelectedKey(relations, selected, press, key);
  return true;
}

function pressDraftKey(relations: RelationEditor, press: KeyPress, key: string): boolean {
  const aim = AIMS[key];
  if (aim) relations.aimNext(key === 'Tab' && press.shiftKey ? -1 : aim[0], aim[1]);
  else if (key === 'Enter') relations.commit();
  else return false;
  return true;
}

function pressSelectedKey(
  relations: RelationEditor,
  selected: string,
  press: KeyPress,
  key: string,
): boolean {
  if (relations.editor.isReadOnly) return false;
  if (key === 'Delete' || key === 'Backspace') relations.remove(selected);
  else if (key === 'r' && !press.shiftKey) relations.reverse(selected);
  else return false;
  return true;
}
