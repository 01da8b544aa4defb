import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { CodeMirrorEditorProps } from './code-mirror-editor';

export type { CodeDiagnostic, CodeEdit, CodeHandle, CodeKey } from './code-mirror-editor';

const CodeMirrorEditor = lazy(() => import('./code-mirror-editor'));

/** YAML or Markdown with line numbers and faults in the margin. CodeMirror comes with its first use. */
export function CodeEditor(props: CodeMirrorEditorProps) {
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <CodeMirrorEditor {...props} />
    </Suspense>
  );
}
