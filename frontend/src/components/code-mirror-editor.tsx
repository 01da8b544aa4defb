import { closeBrackets } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, undo } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Compartment, EditorState, Transaction, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder as placeholderText,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { diffLines } from 'diff';
import { useEffect, useRef } from 'react';
import { styleNonce } from '@/lib/nonce';
import classes from './code-editor.module.css';

export interface CodeDiagnostic {
  /** 1-based; null: the whole document. */
  line: number | null;
  column?: number | null;
  message: string;
  severity?: 'error' | 'warning' | 'info';
}

export interface CodeMirrorEditorProps {
  language: 'yaml' | 'markdown';
  value: string;
  onChange?: (value: string) => void;
  label: string;
  diagnostics?: readonly CodeDiagnostic[];
  isReadOnly?: boolean;
  placeholder?: string;
  /** The line the cursor is in, 1-based. */
  onCursorLine?: (line: number) => void;
  /** A line to bring into view when it changes, unless somebody is typing. */
  revealLine?: number;
  /** Keys of its own, before those of the editor: the toolbar's. */
  keys?: readonly CodeKey[];
  /** What a toolbar may do; null when the editor is gone. */
  onHandle?: (handle: CodeHandle | null) => void;
}

export interface CodeKey {
  /** As CodeMirror writes it: `Mod-b`. */
  key: string;
  run: (handle: CodeHandle) => void;
}

/** A change of text around the selection; offsets are UTF-16 units. */
export interface CodeEdit {
  from: number;
  to: number;
  insert: string;
  selection: { anchor: number; head: number };
}

export interface CodeHandle {
  edit: (change: (text: string, from: number, to: number) => CodeEdit) => void;
  /** Changes the text somewhere; cursor and focus stay, and undo is of what one did oneself. */
  alter: (change: (text: string) => { from: number; to: number; insert: string } | null) => void;
  goToLine: (line: number) => void;
  /** Takes back the last change. */
  undo: () => void;
  /** The text as somebody else has it now: only what differs changes, the cursor stays, and undo is of one's own. */
  receive: (text: string) => void;
}

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent-text)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--info)' },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], color: 'var(--text-3)' },
  { tag: tags.heading, fontWeight: '600' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: [tags.link, tags.url], color: 'var(--accent-text)' },
  { tag: tags.monospace, color: 'var(--info)' },
]);

const look = EditorView.theme({
  '&': { fontSize: 'var(--text-sm)', height: '100%', background: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.6' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--text)' },
  '.cm-gutters': { background: 'transparent', border: '0', color: 'var(--text-3)' },
  '.cm-activeLine': { background: 'color-mix(in srgb, var(--surface-hover) 60%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    background: 'var(--selection) !important',
  },
  '.cm-tooltip': {
    border: '0',
    borderRadius: 'var(--radius)',
    background: 'var(--surface-3)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow-raised)',
    fontFamily: 'var(--font-sans)',
  },
  // CodeMirror's own marks are data: images, which the Content-Security-Policy refuses.
  '.cm-lint-marker-error, .cm-lint-marker-warning, .cm-lint-marker-info': {
    content: 'none',
    display: 'inline-block',
    width: '0.5rem',
    height: '0.5rem',
    margin: '0.4rem 0 0 0.2rem',
    borderRadius: '50%',
    background: 'var(--bad-fill)',
  },
  '.cm-lint-marker-warning': { background: 'var(--warn-fill)' },
  '.cm-lint-marker-info': { background: 'var(--info-fill)' },
  '.cm-lintRange-error, .cm-lintRange-warning, .cm-lintRange-info, .cm-lintRange-hint': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad-fill) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warn-fill)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--info-fill)' },
  '.cm-diagnostic': { padding: '0.375rem 0.625rem', borderLeft: '0' },
  '.cm-placeholder': { color: 'var(--text-3)' },
});

function handleOf(editor: EditorView): CodeHandle {
  return {
    edit: (change) => {
      const { from, to } = editor.state.selection.main;
      const edit = change(editor.state.doc.toString(), from, to);
      editor.dispatch({
        changes: { from: edit.from, to: edit.to, insert: edit.insert },
        selection: edit.selection,
        scrollIntoView: true,
        userEvent: 'input',
      });
      editor.focus();
    },
    alter: (change) =>
      editor.dispatch({
        changes: change(editor.state.doc.toString()) ?? [],
        annotations: Transaction.addToHistory.of(false),
      }),
    undo: () => void undo(editor),
    goToLine: (line) => {
      const { from } = editor.state.doc.line(Math.max(1, Math.min(line, editor.state.doc.lines)));
      editor.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 16 }),
      });
      editor.focus();
    },
    receive: (text) =>
      editor.dispatch({
        changes: changedLines(editor.state.doc.toString(), text),
        annotations: Transaction.addToHistory.of(false),
      }),
  };
}

/** What leads from one text to the other, line by line; offsets are of the first. */
function changedLines(before: string, after: string) {
  const changes: { from: number; to: number; insert: string }[] = [];
  let at = 0;
  for (const { value, added, removed } of diffLines(before, after)) {
    if (added) changes.push({ from: at, to: at, insert: value });
    if (removed) changes.push({ from: at, to: at + value.length, insert: '' });
    if (!added) at += value.length;
  }
  return changes;
}

export default function CodeMirrorEditor(props: CodeMirrorEditorProps) {
  const { language, value, label, diagnostics = [], isReadOnly = false, placeholder } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  const writable = useRef(new Compartment());
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (!host.current) return undefined;
    const lock = writable.current;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          typingOverSelection,
          indentUnit.of('  '),
          keymap.of([
            ...(latest.current.keys ?? []).map(({ key, run }) => ({
              key,
              preventDefault: true,
              run: (editor: EditorView) => {
                run(handleOf(editor));
                return true;
              },
            })),
            // Mod-Enter belongs to the page: it is its primary action.
            ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
            ...historyKeymap,
            ...(language === 'yaml' ? [indentWithTab] : []),
          ]),
          language === 'yaml' ? yaml() : markdown(),
          language === 'markdown' ? EditorView.lineWrapping : [],
          placeholder ? placeholderText(placeholder) : [],
          syntaxHighlighting(highlight),
          look,
          // The scroller itself takes no focus: read-only text must be reached by the keyboard as well.
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          lock.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
            if (update.selectionSet || update.docChanged) {
              const { state } = update;
              latest.current.onCursorLine?.(state.doc.lineAt(state.selection.main.head).number);
            }
          }),
        ],
      }),
    });
    view.current = editor;
    latest.current.onHandle?.(handleOf(editor));
    return () => {
      latest.current.onHandle?.(null);
      editor.destroy();
      view.current = null;
    };
  }, [language, label, placeholder]);

  useEffect(() => {
    view.current?.dispatch({
      effects: writable.current.reconfigure(
        isReadOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [],
      ),
    });
  }, [isReadOnly, language]);

  useEffect(() => {
    const editor = view.current;
    const current = editor?.state.doc.toString();
    if (!editor || current === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        diagnostics.map((each) => place(each, doc)),
      ),
    );
  }, [diagnostics]);

  const { revealLine } = props;
  useEffect(() => {
    const editor = view.current;
    if (!editor || !revealLine || editor.hasFocus) return;
    const { from } = editor.state.doc.line(Math.min(revealLine, editor.state.doc.lines));
    editor.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  }, [revealLine]);

  return <div ref={host} className={classes.editor} data-read-only={isReadOnly || undefined} />;
}

/**
 * Text typed over a selection goes into the document without the browser's own editing: that would carry the look of
 * what was selected over as an inline style, which the content security policy refuses.
 */
const typingOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { from, to, empty } = state.selection.main;
    const text = event.inputType === 'insertText' ? event.data : null;
    if (!text || empty || event.isComposing || state.readOnly) return false;
    event.preventDefault();
    const insert = () => state.update(state.replaceSelection(text), { userEvent: 'input.type' });
    const isHandled = state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, text, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});

function place(diagnostic: CodeDiagnostic, doc: Text): Diagnostic {
  const line = doc.line(Math.max(1, Math.min(diagnostic.line ?? 1, doc.lines)));
  const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
  const offset = diagnostic.column ? diagnostic.column - 1 : indent;
  const from = Math.min(line.from + offset, line.to);
  return {
    from,
    to: line.to,
    severity: diagnostic.severity ?? 'error',
    message: diagnostic.message,
  };
}
