import {
  titleOf,
  type SchemaDocument,
  type SchemaField,
  type SchemaLabel,
} from '@/lib/schema-document';
import { ExternalStore } from '@/lib/external-store';
import { ownKeys } from '@/lib/own-keys';
import { EDITOR_COMMANDS } from '../commands';
import type { Command, CommandContext } from '../commands/command';
import { schemaCommands } from '../commands/schema-commands';
import { fromValue } from '../core/document';
import { Editor } from '../core/editor';
import type { AnnotationValue, Region } from '../core/value';
import type { AudioEditor } from '../audio/audio-editor';
import type { ImageEditor } from '../image-editor';
import { editorKeys } from '../keys';
import type { RelationEditor } from '../relations/relation-editor';
import type { SpanEditor } from '../text/span-editor';
import { toolForGeometry } from '../tools/registry';
import { checkValue, type ValueFault } from './check-value';
import type { ScreenItem } from './screen-item';

export interface ScreenOptions {
  readonly schema: SchemaDocument;
  readonly item: ScreenItem;
  readonly value: AnnotationValue | null;
  readonly isReadOnly?: boolean;
  /** What was handed in just before, from which regions may be taken over. */
  readonly before?: AnnotationValue | null;
  readonly prediction?: Prediction | null;
}

/** What a model says about the item. */
export interface Prediction {
  readonly model: string;
  readonly value: AnnotationValue;
  /** How sure it is, 0 to 1, by the id of a region or span or the key of a field. */
  readonly scores: Readonly<Record<string, number>>;
}

/** The parts of a mounted screen that need the page: what is under the pointer, where the text stands. */
interface Mounted {
  readonly image?: ImageEditor;
  /** The element that the image is drawn in. */
  readonly stage?: HTMLElement;
  readonly spans?: SpanEditor;
  readonly audio?: AudioEditor;
  /** Once its code is there; only for schemas with relations. */
  readonly relations?: RelationEditor;
}

/**
 * One item on the annotation screen: its editor, its commands, and what the panels share. Everything on the screen is drawn from
 * the schema document alone.
 */
export class ScreenModel {
  readonly schema: SchemaDocument;
  readonly item: ScreenItem;
  readonly editor: Editor;
  /** With the keys that they have unless a person chose others. */
  readonly usualCommands: readonly Command[];
  readonly mounted = new ExternalStore<Mounted>({});
  readonly before: AnnotationValue | null;
  readonly prediction: Prediction | null;
  /** Regions that somebody else points at: those that work was returned for. */
  readonly flagged: ReadonlySet<string>;
  /** What keeps the work from being handed in, once somebody has tried. */
  readonly faults = new ExternalStore<readonly ValueFault[]>([]);
  readonly #isWanted = new ExternalStore<string | null>(null);

  constructor(options: ScreenOptions & { readonly flagged?: readonly string[] }) {
    this.schema = options.schema;
    this.item = options.item;
    this.before = options.before ?? null;
    this.prediction = options.prediction ?? null;
    this.flagged = new Set(options.flagged);
    const [first] = (options.schema.fields ?? []).flatMap((field) => field.labels ?? []);
    this.editor = new Editor({
      schema: options.schema,
      value: options.value,
      predicted: predictedRegions(this.prediction),
      isReadOnly: options.isReadOnly || options.item.kind === 'broken',
      // The first thing that one does is draw, unless there is something to look at already.
      tool:
        options.isReadOnly || options.value || options.prediction
          ? 'select'
          : toolForGeometry(first?.geometry)?.id,
    });
    this.usualCommands = [...schemaCommands(this.editor.schema), ...EDITOR_COMMANDS];
  }

  #commands = { own: null as unknown, list: [] as readonly Command[] };

  /** What can be done here, with the keys of the person. */
  get commands(): readonly Command[] {
    const own = ownKeys.get();
    if (this.#commands.own !== own)
      this.#commands = {
        own,
        list: this.usualCommands.map((command) => {
          const keys = own[`editor.${command.id}`];
          return keys ? { ...command, keys: keys.map(editorKeys) } : command;
        }),
      };
    return this.#commands.list;
  }

  get context(): CommandContext {
    return { editor: this.editor, ...this.mounted.get() };
  }

  /** Fields whose answers are regions, spans or segments. */
  get locatedFields(): readonly SchemaField[] {
    return this.schema.fields.filter((field) => (field.labels?.length ?? 0) > 0);
  }

  /** Fields about the whole item. */
  get wholeFields(): readonly SchemaField[] {
    return this.schema.fields.filter((field) => (field.labels?.length ?? 0) === 0);
  }

  /** Whether spans or regions can be related to one another. */
  get hasRelations(): boolean {
    return this.schema.fields.some((field) => (field.relations?.length ?? 0) > 0);
  }

  /** A text without spans is read and judged: its choices stand large right under it. */
  get isReading(): boolean {
    return this.item.kind === 'text' && this.locatedFields.length === 0;
  }

  field(key: string): SchemaField | undefined {
    return this.schema.fields.find((field) => field.key === key);
  }

  label(field: string, label: string): SchemaLabel | undefined {
    return this.field(field)?.labels?.find((each) => each.key === label);
  }

  /** The title of a label, or of a point of its skeleton. */
  labelTitle(locale: string, field: string, label: string, point?: number): string {
    const found = this.label(field, label);
    if (point !== undefined) {
      const named = found?.skeleton?.points[point];
      return named ? titleOf(named, locale) : String(point + 1);
    }
    return found ? titleOf(found, locale) : label;
  }

  run(id: string): void {
    this.commands.find((command) => command.id === id)?.run(this.context);
  }

  /** Everything that is wrong with the work as it stands. */
  check(): ValueFault[] {
    const { item } = this;
    return checkValue(
      this.schema,
      this.editor.toValue(),
      item.kind === 'image' || item.kind === 'audio'
        ? item
        : { textLength: item.kind === 'text' ? [...item.text].length : 0 },
    );
  }

  /** Shows where a fault is: selects its region, or asks the panel to bring its field into sight. */
  goTo(fault: ValueFault): void {
    const { relations } = this.mounted.get();
    if (fault.region) this.select(fault.region);
    else if (fault.relation && relations) this.selectRelation(fault.relation);
    else this.#isWanted.set(fault.field);
  }

  /** Selects a region and brings it into sight. */
  select(id: string): void {
    this.editor.select([id]);
    const { image, spans, audio } = this.mounted.get();
    (image ?? spans ?? audio)?.reveal(id);
  }

  /** Selects a relation and brings what it leaves from into sight. */
  selectRelation(id: string): void {
    const { relations, image, spans } = this.mounted.get();
    relations?.select(id);
    const from = relations?.placed(id)?.from;
    if (!from) return;
    image?.reveal(from.id);
    spans?.reveal(from.id);
  }

  /** The field that should be brought into sight, until somebody has. */
  readonly wanted = this.#isWanted;
}

function predictedRegions(prediction: Prediction | null): Region[] {
  if (!prediction) return [];
  const { value, scores } = prediction;
  return fromValue(value).regions.map((region) => ({
    ...region,
    predicted: scores[region.id] ?? null,
  }));
}
