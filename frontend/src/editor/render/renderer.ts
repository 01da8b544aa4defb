import type { ChangeSet } from '../core/change-set';
import type { EditorState } from '../core/state';
import type { ImageEditor } from '../image-editor';
import { paintActive, tagOf, type LabelTitle } from './active-layer';
import { paintGrid } from './grid';
import { paintImage } from './image-layer';
import { Layer } from './layer';
import { paintShapes } from './shape-painter';
import { paintTags } from './tag';
import { DEFAULT_THEME, type CanvasTheme } from './theme';

/** Above this many in sight, names would hide the image: only the selected and the hovered one is named. */
const MAX_TAGS = 60;
const DIMMED = 0.3;

export interface Canvases {
  readonly image: HTMLCanvasElement;
  readonly resting: HTMLCanvasElement;
  readonly active: HTMLCanvasElement;
}

type LayerName = keyof Canvases;

/** Paints what changed, at most once a frame, each layer only if it must. */
export class Renderer {
  readonly #layers: Readonly<Record<LayerName, Layer>>;
  readonly #stale = new Set<LayerName>();
  readonly #cleanups: (() => void)[];
  #frame: number | null = null;
  #source: CanvasImageSource | null = null;
  #grid = 0;
  #theme: CanvasTheme = DEFAULT_THEME;
  #title: LabelTitle;
  #last: EditorState;

  constructor(
    private readonly image: ImageEditor,
    canvases: Canvases,
  ) {
    const { editor, viewport, overlay } = image;
    this.#layers = {
      image: new Layer(canvases.image),
      resting: new Layer(canvases.resting),
      active: new Layer(canvases.active),
    };
    this.#title = (field, label) => editor.schema.label(field, label)?.name ?? label;
    this.#last = editor.getState();
    this.#cleanups = [
      viewport.subscribe(() => this.#request('image', 'resting', 'active')),
      overlay.subscribe(() => this.#request('active')),
      editor.subscribe(() => this.#follow(editor.getState())),
      editor.observe((change, state) => this.#followChange(change, state)),
    ];
  }

  setSource(source: CanvasImageSource | null): void {
    this.#source = source;
    this.#request('image', 'resting', 'active');
  }

  /** A line every `step` image pixels; none for 0. */
  setGrid(step: number): void {
    if (step === this.#grid) return;
    this.#grid = step;
    this.#request('image');
  }

  setTheme(theme: CanvasTheme): void {
    this.#theme = theme;
    this.#request('resting', 'active');
  }

  setLabelTitle(title: LabelTitle): void {
    this.#title = title;
    this.#request('resting', 'active');
  }

  destroy(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    for (const cleanup of this.#cleanups) cleanup();
  }

  /** Paints at once what is stale. For tests and for the first picture; everything else waits for the frame. */
  flush(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    const stale = [...this.#stale];
    this.#stale.clear();
    for (const name of stale) this.#paint(name);
  }

  #request(...names: readonly LayerName[]): void {
    for (const name of names) this.#stale.add(name);
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.flush();
    });
  }

  #follow(state: EditorState): void {
    const last = this.#last;
    this.#last = state;
    const isRestingStale =
      last.selection !== state.selection ||
      last.hidden !== state.hidden ||
      last.hiddenLabels !== state.hiddenLabels ||
      last.others !== state.others;
    this.#request(...(isRestingStale ? (['resting', 'active'] as const) : (['active'] as const)));
  }

  /** A drag changes only what is selected, which does not lie on the resting layer: that is what keeps it smooth among thousands. */
  #followChange(change: ChangeSet, { selection }: EditorState): void {
    const isOfSelected = change.updated.every((update) => selection.includes(update.new.id));
    if (change.created.length || change.deleted.length || !isOfSelected) this.#request('resting');
  }

  #paint(name: LayerName): void {
    const context = this.#layers[name].prepare(this.image.viewport);
    if (name === 'image') {
      if (this.#source) paintImage(context, this.#source, this.image.viewport);
      paintGrid(context, this.#grid, this.image.viewport);
    } else if (name === 'resting') this.#paintResting(context);
    else paintActive(context, this.image, this.#theme, this.#title);
  }

  #paintResting(context: CanvasRenderingContext2D): void {
    const { editor, viewport, index } = this.image;
    const { selection, others } = editor.getState();
    const active = new Set(selection);
    const regions = index.search(viewport.visible).filter((region) => !active.has(region.id));
    context.canvas.style.opacity = others === 'dim' && active.size > 0 ? String(DIMMED) : '';
    const colourOf = (field: string, label: string) => editor.schema.colour(field, label);
    const painted = regions.map(({ geometry, field, label, predicted }) => ({
      geometry,
      colour: colourOf(field, label),
      links: editor.schema.links(field, label),
      isDashed: predicted !== undefined,
    }));
    paintShapes(context, painted, viewport, this.#theme.hairline);
    if (regions.length > MAX_TAGS) return;
    const tags = regions.flatMap((region) =>
      tagOf(region, colourOf(region.field, region.label), this.#title, false),
    );
    paintTags(context, tags, viewport, this.#theme);
  }
}
