import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { CodeEditor, type CodeDiagnostic } from '@/components/code-editor';
import type { Plain } from '@/lib/schema-document';
import type { DraftState, DraftStore } from '../document/draft-store';
import type { SchemaFault } from '../document/faults';
import { readText, writeText, type TextFormat } from '../document/text';
import classes from './text-pane.module.css';

interface TextPaneProps {
  format: TextFormat;
  store: DraftStore;
  state: DraftState;
  faults: readonly SchemaFault[];
  at: string;
}

/** The draft as text, both ways. What cannot be read stays as typed and says where it breaks. */
export function TextPane({ format, store, state, faults, at }: TextPaneProps) {
  const { t } = useLingui();
  // The text as typed, for as long as it means the document; any other change writes it anew.
  const [typed, setTyped] = useState<{ text: string; document: Plain } | null>(null);
  const broken = state.broken?.format === format ? state.broken : null;
  const text = useMemo(
    () =>
      broken?.text ??
      (typed?.document === state.document ? typed.text : writeText(state.document, format)),
    [broken, typed, state.document, format],
  );
  const reading = useMemo(() => readText(text, format), [text, format]);

  const diagnostics = useMemo(
    (): CodeDiagnostic[] =>
      reading.faults.length > 0
        ? reading.faults.map(({ line, column, detail }) => ({ line, column, message: detail }))
        : faults.map((fault) => ({ ...reading.placeOf(fault.pointer), message: fault.detail })),
    [reading, faults],
  );

  const handleChange = (next: string) => {
    if (next === text) return;
    const read = readText(next, format);
    if (!read.document) {
      store.breakText({ format, text: next, faults: read.faults });
      return;
    }
    const isSame = JSON.stringify(read.document) === JSON.stringify(state.document);
    const document = isSame ? state.document : read.document;
    setTyped({ text: next, document });
    if (isSame) store.mendText();
    else store.change(document, `text ${format}`);
  };

  const first = reading.faults[0];
  return (
    <div className={classes.pane}>
      <CodeEditor
        language="yaml"
        value={text}
        label={format === 'yaml' ? t`The draft as YAML` : t`The draft as JSON`}
        diagnostics={diagnostics}
        revealLine={reading.faults.length > 0 ? undefined : reading.placeOf(at).line}
        isReadOnly={state.broken !== null && !broken}
        onChange={handleChange}
      />
      <p className={classes.foot} data-broken={first ? true : undefined} role="status">
        {first ? (
          <Trans>
            Line {first.line}: {first.detail}
          </Trans>
        ) : state.broken ? (
          <Trans>The other text cannot be read yet; mend it there first.</Trans>
        ) : (
          <Trans>Form and text are the same draft. Comments in the text are not kept.</Trans>
        )}
      </p>
    </div>
  );
}
