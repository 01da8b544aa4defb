import { useLingui } from '@lingui/react/macro';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { Shortcut } from '@/components/shortcut';
import { colourOf, titleOf, type SchemaField, type SchemaLabel } from '@/lib/schema-document';
import { ariaShortcut } from '@/lib/shortcuts';
import { applyLabel } from '../commands/schema-commands';
import { currentLabel, type EditorState } from '../core/state';
import type { ImageEditor } from '../image-editor';
import { useZoom } from '../react/use-editor';
import { keepFocus, useCommandKey, useMounted, useScreen, useScreenState } from './screen-context';
import classes from './label-bar.module.css';

/** One string: the same while the label is the same. */
function currentOf(state: EditorState): string {
  const current = currentLabel(state);
  return current ? `${current.field}/${current.label}` : '';
}
const canUndoOf = (state: EditorState) => state.canUndo;
const canRedoOf = (state: EditorState) => state.canRedo;

/** The labels with their colours and keys, where the hand is. */
export function LabelBar() {
  const screen = useScreen();
  const { t, i18n } = useLingui();
  const { image } = useMounted();
  const current = useScreenState(currentOf);
  const canUndo = useScreenState(canUndoOf);
  const canRedo = useScreenState(canRedoOf);
  const fields = screen.locatedFields;
  const { isReadOnly } = screen.editor;
  return (
    <div className={classes.bar}>
      <div className={classes.labels} role="toolbar" aria-label={t`Labels`}>
        {!isReadOnly &&
          fields.map((field) => (
            <div key={field.key} className={classes.field} role="group">
              {fields.length > 1 && (
                <span className={classes.name}>{titleOf(field, i18n.locale)}</span>
              )}
              {(field.labels ?? []).map((label) => (
                <LabelButton
                  key={label.key}
                  field={field}
                  label={label}
                  isOn={current === `${field.key}/${label.key}`}
                />
              ))}
            </div>
          ))}
      </div>
      <div className={classes.tools}>
        {!isReadOnly && (
          <>
            <button
              type="button"
              className={classes.tool}
              aria-label={t`Undo`}
              title={t`Undo`}
              aria-keyshortcuts={ariaShortcut('mod+z')}
              disabled={!canUndo}
              onMouseDown={keepFocus}
              onClick={() => screen.run('undo')}
            >
              <IconArrowBackUp size={17} stroke={1.7} aria-hidden="true" />
            </button>
            <button
              type="button"
              className={classes.tool}
              aria-label={t`Redo`}
              title={t`Redo`}
              aria-keyshortcuts={ariaShortcut('mod+shift+z')}
              disabled={!canRedo}
              onMouseDown={keepFocus}
              onClick={() => screen.run('redo')}
            >
              <IconArrowForwardUp size={17} stroke={1.7} aria-hidden="true" />
            </button>
          </>
        )}
        {image && <Zoom image={image} />}
      </div>
    </div>
  );
}

interface LabelButtonProps {
  field: SchemaField;
  label: SchemaLabel;
  isOn: boolean;
}

function LabelButton({ field, label, isOn }: LabelButtonProps) {
  const screen = useScreen();
  const { i18n } = useLingui();
  const keys = useCommandKey(`label.${field.key}/${label.key}`);
  const handleClick = () => {
    applyLabel(screen.editor, field, label);
    const { spans, audio } = screen.mounted.get();
    (spans ?? audio)?.createFromSelection();
  };
  return (
    <button
      type="button"
      className={classes.label}
      aria-pressed={isOn}
      aria-keyshortcuts={keys && ariaShortcut(keys)}
      style={{ '--label': colourOf(label) }}
      onMouseDown={keepFocus}
      onClick={handleClick}
    >
      {keys && <Shortcut keys={keys} />}
      <span className={classes.swatch} aria-hidden="true" />
      {titleOf(label, i18n.locale)}
    </button>
  );
}

function Zoom({ image }: { image: ImageEditor }) {
  const { t } = useLingui();
  const zoom = useZoom(image.viewport);
  return (
    <button
      type="button"
      className={classes.zoom}
      title={t`Show at 100 %`}
      aria-keyshortcuts="z"
      onMouseDown={keepFocus}
      onClick={() => image.viewport.zoomTo(1)}
    >
      {zoom} %
    </button>
  );
}
