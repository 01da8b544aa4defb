import { Button, SegmentedControl } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import type { Project } from '@/api/project';
import { CodeEditor, type CodeDiagnostic } from '@/components/code-editor';
import { ProblemAlert } from '@/components/problem-alert';
import { isProblem } from '@/lib/problem';
import { useSavePlan, type Proposal } from '../api/differences';
import type { Names } from '@/lib/schema-names';
import { useOperationWords } from './operation-words';
import classes from './plan-panel.module.css';

interface PlanPanelProps {
  project: Project;
  proposal: Proposal;
  names: Names;
  isText: boolean;
  onText: (isText: boolean) => void;
}

const EMPTY = 'operations:\n';

/** All steps in order, as sentences or as the text that can live in git. */
export function PlanPanel({ project, proposal, names, isText, onText }: PlanPanelProps) {
  const { t } = useLingui();
  const words = useOperationWords(names);
  const operations = proposal.plan?.operations ?? [];
  return (
    <section className={classes.panel}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <Trans>The plan</Trans>
        </h2>
        <SegmentedControl
          size="xs"
          aria-label={t`How to show the plan`}
          value={isText ? 'yaml' : 'steps'}
          onChange={(value) => onText(value === 'yaml')}
          data={[
            { value: 'steps', label: t`Steps` },
            { value: 'yaml', label: 'YAML' },
          ]}
        />
      </div>
      {isText ? (
        <PlanText project={project} text={proposal.plan?.yaml ?? EMPTY} />
      ) : operations.length > 0 ? (
        <ol className={classes.steps}>
          {operations.map((operation, index) => (
            // Steps have no identity but their place.
            <li key={index}>{words(operation)}</li>
          ))}
        </ol>
      ) : (
        <p className={classes.none}>
          {proposal.plan ? (
            <Trans>No steps: nothing that labels or exports notice.</Trans>
          ) : (
            <Trans>It is put together once everything is decided.</Trans>
          )}
        </p>
      )}
    </section>
  );
}

function PlanText({ project, text }: { project: Project; text: string }) {
  const { t } = useLingui();
  const [draft, setDraft] = useState(text);
  const save = useSavePlan(project.id);
  const diagnostics = useMemo(() => faultsOf(save.error), [save.error]);
  const isChanged = draft !== text;
  return (
    <div className={classes.text}>
      <div className={classes.code}>
        <CodeEditor
          language="yaml"
          label={t`The plan as YAML`}
          value={draft}
          onChange={setDraft}
          diagnostics={diagnostics}
        />
      </div>
      {save.error !== null && <ProblemAlert error={save.error} />}
      {isChanged && (
        <div className={classes.actions}>
          <Button size="xs" variant="default" onClick={() => setDraft(text)}>
            <Trans>Discard</Trans>
          </Button>
          <Button size="xs" loading={save.isPending} onClick={() => save.mutate({ yaml: draft })}>
            <Trans>Use this plan</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

function faultsOf(error: unknown): CodeDiagnostic[] {
  if (!isProblem(error)) return [];
  return error.errors.map(({ detail, line, column }) => ({
    line: line ?? null,
    column,
    message: detail,
  }));
}
