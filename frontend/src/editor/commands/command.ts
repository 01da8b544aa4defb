import type { Editor } from '../core/editor';
import type { AudioEditor } from '../audio/audio-editor';
import type { ImageEditor } from '../image-editor';
import type { KeyPress } from '../keys';
import type { SpanEditor } from '../text/span-editor';

export interface CommandContext {
  readonly editor: Editor;
  readonly image?: ImageEditor;
  readonly spans?: SpanEditor;
  readonly audio?: AudioEditor;
}

/** Something the editor can do. No words: the feature has the title for each id. */
export interface Command {
  readonly id: string;
  readonly keys: readonly string[];
  readonly when?: (context: CommandContext) => boolean;
  /** False gives the key back to the browser (Tab on the last region leaves the canvas). */
  readonly run: (context: CommandContext, press?: KeyPress) => boolean | void;
}
