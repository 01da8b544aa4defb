import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useGuidelineReviewCount } from '@/api/guideline-review';
import { useOpenQuestions } from '@/api/relabel';
import { useCurrentUser } from '@/api/session';
import { useQuestionCount } from '@/api/threads';
import { AppFrame } from '@/components/app-frame';
import { isLocale } from '@/lib/locale';
import { Asking, useAskCommand } from './asking';
import { Overlays, useShell, type ShellProps } from './bare-shell';
import { useCrumbs } from './crumbs';
import { NewsMenu } from './news-menu';
import { ProjectPlace } from './project-place';

/** The frame with everything that is the same on all pages: who, where, how, and the commands for it. */
export function Shell({ nav, project, jobBar, tools, children }: ShellProps) {
  const { t, i18n } = useLingui();
  const user = useCurrentUser();
  const navigate = useNavigate();
  const crumbs = useCrumbs();
  useAskCommand(project);
  const { items, preferences, handleLogOut, open, setOpen } = useShell(useCounted(nav, project));
  return (
    <>
      <AppFrame
        nav={items}
        place={project && <ProjectPlace project={project} />}
        jobBar={jobBar}
        tools={
          <>
            {tools}
            <NewsMenu />
          </>
        }
        crumbs={crumbs}
        user={user}
        accountMenu={[
          {
            key: 'account',
            label: t`My account`,
            onClick: () => void navigate({ to: '/account' }),
          },
          { key: 'log-out', label: t`Log out`, onClick: handleLogOut },
        ]}
        scheme={preferences.scheme}
        onScheme={preferences.setScheme}
        locale={isLocale(i18n.locale) ? i18n.locale : 'en'}
        onLocale={preferences.setLocale}
        onPalette={() => setOpen('palette')}
      >
        {children}
      </AppFrame>
      <Overlays open={open} onClose={() => setOpen(null)} />
      <Asking project={project} />
    </>
  );
}

/** With the questions that wait for me. Most of the time nobody is asked anything: then the bar does not speak of it. */
function useCounted(nav: ShellProps['nav'], project: ShellProps['project']): ShellProps['nav'] {
  const relabelling = useOpenQuestions(project);
  const questions = useQuestionCount(project);
  const reviews = useGuidelineReviewCount(project);
  return nav.map((section) =>
    section
      .filter(({ key }) => key !== 'relabel' || relabelling > 0)
      .map((item) =>
        item.key === 'relabel'
          ? { ...item, count: relabelling }
          : item.key === 'questions'
            ? { ...item, count: questions }
            : item.key === 'guideline'
              ? { ...item, count: reviews }
              : item,
      ),
  );
}
