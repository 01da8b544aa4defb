import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useProject } from '@/api/project';
import { mayAsk } from '@/api/asking';
import { myChecksQuery, type AskedCheck } from '@/api/checks';
import { useVersionExamples } from '@/api/guideline-examples';
import {
  confirmReading,
  guidelineReadingQuery,
  type GuidelineReading,
} from '@/api/guideline-reading';
import { guidelineVersionQuery } from '@/api/guideline-version';
import { AskButton } from '@/components/ask-button';
import { CHANGE_KINDS } from '@/components/change-kinds';
import { ErrorState } from '@/components/error-state';
import { GuidelinePanel } from '@/components/guideline-panel';
import { useSectionNotes } from '@/components/use-section-notes';
import { ProblemAlert } from '@/components/problem-alert';
import { Shortcut } from '@/components/shortcut';
import { StatusBadge } from '@/components/status-badge';
import { ASK_KEY, openQuestion, useSubject } from '@/lib/asking';
import { useCommands } from '@/lib/commands';
import { ariaShortcut } from '@/lib/shortcuts';
import type { LabellingSession } from '../model/labelling-session';
import { sectionText } from '../model/section-text';
import { CheckQuestions } from './check-questions';
import classes from './reading-page.module.css';
import { SectionChanges } from './section-changes';
import { useWayBack } from './use-way-back';

interface ReadingPageProps {
  session: LabellingSession;
  slug: string;
  project: string;
}

/** Before the next task: just what changed in the guideline, or all of it for who has never read it. */
export default function ReadingPage({ session, slug, project }: ReadingPageProps) {
  const reading = useQuery(guidelineReadingQuery(project));
  // Known before anything is shown: the key that confirms works from the first moment.
  const { isPending: isAsking } = useQuery(myChecksQuery(project));
  const found = reading.data;
  // Another window was faster: there is nothing to read any more.
  const isRead = found !== undefined && !found.is_needed;
  const readHere = found?.since?.id;
  useEffect(() => {
    if (isRead) session.confirmReading(readHere ?? '');
  }, [isRead, readHere, session]);
  if (reading.isError) {
    return (
      <main className={classes.centre}>
        <ErrorState level="h1" error={reading.error} onRetry={() => void reading.refetch()} />
      </main>
    );
  }
  if (!found?.current || isRead || isAsking)
    return <main className={classes.centre} aria-busy="true" />;
  return <Changes reading={found} session={session} slug={slug} project={project} />;
}

function Changes({
  reading,
  session,
  slug,
  project,
}: ReadingPageProps & { reading: GuidelineReading }) {
  const { t, i18n } = useLingui();
  const { current, since, versions, sections } = reading;
  const version = current?.id ?? '';
  const back = useWayBack(slug);
  const text = useRef<HTMLDivElement>(null);
  const open = useProject(slug);
  const asks = open !== undefined && mayAsk(open);
  // What changed is asked about first; the dialog has the other sections.
  useSubject({ section: sections[0]?.key });
  const confirm = useMutation({
    mutationFn: () => confirmReading(project, version),
    onSuccess: () => session.confirmReading(version),
  });
  const checks = useQuery(myChecksQuery(project));
  const questions = checks.data?.questions;
  // Those that are asked here: what is answered rightly meanwhile stays in the row.
  const [asked, setAsked] = useState<readonly AskedCheck[] | null>(null);
  const left = questions?.filter(({ is_right: isRight }) => !isRight) ?? [];
  const whole = useQuery({
    ...guidelineVersionQuery(version),
    enabled: since === null || left.length > 0,
  });
  const notes = useSectionNotes(whole.data);
  const isThere = (since !== null || whole.isSuccess) && questions !== undefined;
  const hasQuestions = left.length > 0;
  const examples = {
    before: useVersionExamples(since?.id ?? null),
    after: useVersionExamples(current?.id ?? null),
  };
  const { mutate, isPending } = confirm;
  const handleConfirm = () => {
    if (!isThere || isPending) return;
    if (hasQuestions) setAsked(left);
    else mutate();
  };
  useCommands([
    {
      name: 'labelling.confirm_reading',
      title: hasQuestions ? t`I have read it, on to the questions` : t`I have read it, go on`,
      shortcut: 'enter',
      when: () => asked === null && isEnterFree(),
      run: handleConfirm,
    },
    {
      name: 'threads.ask',
      title: t`Ask a question`,
      shortcut: ASK_KEY,
      when: () => asks,
      run: () => openQuestion(),
    },
  ]);
  // So that the arrow keys and Page Down scroll the text at once.
  useEffect(() => {
    // Whoever writes a question goes on writing.
    const isWriting = document.activeElement?.closest('[role=dialog]');
    if (!asked && !isWriting) text.current?.focus({ preventScroll: true });
  }, [asked]);

  if (asked) {
    return (
      <CheckQuestions
        questions={asked}
        sectionText={(key) => (whole.data ? sectionText(whole.data, key) : null)}
        isBusy={isPending}
        error={confirm.error}
        onDone={() => !isPending && mutate()}
        onBack={() => {
          setAsked(null);
          void checks.refetch();
        }}
      />
    );
  }
  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <h1 className={classes.title}>
          {since ? (
            <Trans>The guideline has changed</Trans>
          ) : (
            <Trans>Read the guideline first</Trans>
          )}
        </h1>
        <p className={classes.line}>
          {since ? (
            <Trans>
              This is what is new since you last read it. From the next task on it counts.
            </Trans>
          ) : (
            <Trans>This is how it is labelled here. You find it beside every task, too.</Trans>
          )}
        </p>
      </header>
      <div
        ref={text}
        className={classes.text}
        role="region"
        aria-label={since ? t`What has changed` : t`Guideline`}
        tabIndex={0}
      >
        <div className={classes.column}>
          {versions.length > 0 && (
            <ul className={classes.versions}>
              {versions.map((each) => (
                <li key={each.id} className={classes.version}>
                  <StatusBadge tone={CHANGE_KINDS[each.change_kind].tone}>
                    {i18n._(CHANGE_KINDS[each.change_kind].title)}
                  </StatusBadge>
                  <span>{each.summary}</span>
                </li>
              ))}
            </ul>
          )}
          {since ? (
            <SectionChanges sections={sections} examples={examples} />
          ) : whole.isError ? (
            <ErrorState error={whole.error} onRetry={() => void whole.refetch()} />
          ) : (
            whole.data && (
              <GuidelinePanel
                markdown={whole.data.markdown}
                examples={examples.after}
                notes={notes}
                isReading
              />
            )
          )}
        </div>
      </div>
      <footer className={classes.footer}>
        <ProblemAlert error={confirm.error ?? checks.error} />
        {asks && <AskButton />}
        <Button variant="default" onClick={back.go}>
          <Trans>Not now</Trans>
        </Button>
        <Button
          loading={isPending}
          disabled={!isThere}
          rightSection={<Shortcut keys="enter" isOnAccent />}
          aria-keyshortcuts={ariaShortcut('enter')}
          onClick={handleConfirm}
        >
          {hasQuestions ? (
            <Trans>I have read it, on to the questions</Trans>
          ) : (
            <Trans>I have read it, go on</Trans>
          )}
        </Button>
      </footer>
    </main>
  );
}

/** On a button or a link Enter is theirs. */
function isEnterFree(): boolean {
  return !document.activeElement?.matches('button, a[href]');
}
