import { SegmentedControl } from '@mantine/core';
import { useLingui as useRuntime } from '@lingui/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { EDITOR_COMMANDS } from '@/editor/commands';
import { Editor } from '@/editor/core/editor';
import type { AnnotationValue } from '@/editor/core/value';
import { ImageCanvas } from '@/editor/react/image-canvas';
import type { ScreenItem } from '@/editor/screen/screen-item';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import { MARKS, marksOf, withMarks, type Mark } from '../model/marks';
import classes from './marking-canvas.module.css';

interface MarkingCanvasProps {
  image: Extract<ScreenItem, { kind: 'image' }>;
  /** With the field of marks. */
  schema: SchemaDocument;
  /** What the question is about; it is shown and cannot be changed. */
  asked: AnnotationValue | null;
  /** As they are at first. */
  marks: readonly Mark[];
  onMarks: (marks: readonly Mark[]) => void;
}

/** The image of a question as it is when this is mounted, on which boxes and points are drawn with the labelling screen's own tools and keys. */
export function MarkingCanvas({ image, schema, asked, marks, onMarks }: MarkingCanvasProps) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const { locale } = i18n;
  const [kind, setKind] = useState<Mark['type']>('box');
  const [editor] = useState(() => editorOf(schema, asked, marks));
  const latest = useRef(onMarks);
  useEffect(() => {
    latest.current = onMarks;
  });
  useEffect(() => editor.observe(() => latest.current(marksOf(editor.toValue()))), [editor]);
  const labelTitle = useCallback(
    (field: string, key: string) => {
      const found = editor.schema.label(field, key);
      return found ? titleOf(found, locale) : key;
    },
    [editor, locale],
  );
  const choose = (next: Mark['type']) => {
    setKind(next);
    editor.select([]);
    editor.chooseLabel(MARKS, next);
    editor.setTool(next);
  };
  return (
    <div className={classes.marking}>
      <div className={classes.stage}>
        <ImageCanvas
          editor={editor}
          image={image}
          commands={EDITOR_COMMANDS}
          labelTitle={labelTitle}
          aria-label={t`Mark on the image`}
        />
      </div>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t`Kind of mark`}
          value={kind}
          onChange={(next) => choose(next === 'point' ? 'point' : 'box')}
          data={[
            {
              value: 'box',
              label: t({ message: 'Box', context: 'a mark on the image of a question' }),
            },
            {
              value: 'point',
              label: t({ message: 'Point', context: 'a mark on the image of a question' }),
            },
          ]}
        />
        <span className={classes.hint}>
          <Trans>On the image, K draws by key and Delete removes what is selected.</Trans>
        </span>
      </div>
    </div>
  );
}

function editorOf(
  schema: SchemaDocument,
  asked: AnnotationValue | null,
  marks: readonly Mark[],
): Editor {
  const editor = new Editor({ schema, value: withMarks(asked, marks), tool: 'box' });
  editor.chooseLabel(MARKS, 'box');
  for (const field of Object.values(asked ?? {})) {
    if ('regions' in field) for (const { id } of field.regions) editor.setLocked(id, true);
  }
  return editor;
}
