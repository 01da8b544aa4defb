import { Trans, useLingui } from '@lingui/react/macro';
import { useGuideline } from '@/api/guideline-examples';
import type { Project } from '@/api/project';
import { GuidelinePanel } from '@/components/guideline-panel';
import { useSectionNotes } from '@/components/use-section-notes';
import { coloursByKey } from '@/lib/schema-document';
import { useMemo } from 'react';
import { sectionFor } from '../model/answers';
import type { Ready } from '../model/relabel-session';
import classes from './why-panel.module.css';

interface WhyPanelProps {
  ready: Ready;
  project: Project;
}

/** Why this is asked at all, and what the rules say about it. */
export function WhyPanel({ ready, project }: WhyPanelProps) {
  const { t } = useLingui();
  const { question } = ready;
  return (
    <aside className={classes.panel} aria-label={t`Side panel`}>
      <dl className={classes.why}>
        {question.note && (
          <>
            <dt>
              <Trans>Why the schema changed</Trans>
            </dt>
            <dd>{question.note}</dd>
          </>
        )}
        <dt>
          <Trans>Why you are asked</Trans>
        </dt>
        <dd>{question.reason}</dd>
      </dl>
      <Rules ready={ready} project={project} />
    </aside>
  );
}

function Rules({ ready: { question, after }, project }: WhyPanelProps) {
  const { t } = useLingui();
  const data = useGuideline(project.guideline_version);
  const colours = useMemo(() => coloursByKey(after), [after]);
  const notes = useSectionNotes(data);
  if (!data || data.markdown.trim() === '') return null;
  return (
    <section className={classes.rules}>
      <h2 className={classes.heading}>
        <Trans>Guideline</Trans>
      </h2>
      <div className={classes.text} tabIndex={0} role="region" aria-label={t`Guideline`}>
        <GuidelinePanel
          markdown={data.markdown}
          examples={data.examples}
          colours={colours}
          section={sectionFor(data.sections, question)}
          notes={notes}
          isMarking
        />
      </div>
    </section>
  );
}
