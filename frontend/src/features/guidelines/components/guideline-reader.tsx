import { Button, Menu } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconArrowsDiff,
  IconChartDots,
  IconDownload,
  IconHistoryToggle,
  IconPencil,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useVersionExamples } from '@/api/guideline-examples';
import {
  guidelineVersionQuery,
  type GuidelineEntry,
  type GuidelineVersion,
} from '@/api/guideline-version';
import type { PagedList } from '@/api/paged-list';
import type { Project } from '@/api/project';
import { mayAsk } from '@/api/asking';
import { AskButton } from '@/components/ask-button';
import { CHANGE_KINDS } from '@/components/change-kinds';
import { ColourSwatch } from '@/components/colour-swatch';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { GuidelinePanel } from '@/components/guideline-panel';
import { useSectionNotes } from '@/components/use-section-notes';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import { StatusBadge } from '@/components/status-badge';
import { useSubject } from '@/lib/asking';
import { useCommands } from '@/lib/commands';
import { coloursByKey, type SchemaDocument } from '@/lib/schema-document';
import { useStartGuidelineDraft } from '../api/guideline-draft';
import { useSaveGuideline, type FileKind } from '../api/guideline-file';
import type { GuidelineSearch } from '../search';
import { ConsequencesView } from './consequences';
import classes from './guideline-reader.module.css';
import { AskedQuestions } from './asked-questions';
import { LanguageSwitch } from './language-switch';
import { ReadersTable } from './readers-table';
import { VersionComparison } from './version-comparison';
import { VersionMeasuresView } from './version-measures';

interface GuidelineReaderProps {
  project: Project;
  versions: PagedList<GuidelineEntry>;
  draft: GuidelineVersion | null;
  document: SchemaDocument | null;
  mayEdit: boolean;
  search: GuidelineSearch;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

/** A published guideline at reading width: sections at the left, versions at the right. */
export function GuidelineReader(props: GuidelineReaderProps) {
  const { project, versions, draft, document, mayEdit, search, onSearch } = props;
  const { t, i18n } = useLingui();
  const start = useStartGuidelineDraft(project.id);
  const save = useSaveGuideline();
  const newest = versions.rows[0];
  const shown = versions.rows.find((version) => version.number === search.version) ?? newest;
  const index = shown ? versions.rows.indexOf(shown) : -1;
  const previous = versions.rows[index + 1];
  const against = versions.rows.find((version) => version.number === search.against);

  const maySeeReaders = ['see_members', 'see_vendor_progress'].some((can) =>
    project.may.includes(can),
  );
  const isReaders = maySeeReaders && search.readers === true;
  const mayMeasure = project.may.includes('see_vendor_progress');
  const isMeasures = mayMeasure && search.measures === true;
  const handleMeasures = () =>
    onSearch(
      {
        measures: isMeasures ? undefined : true,
        label: undefined,
        before: undefined,
        readers: undefined,
        against: undefined,
      },
      false,
    );
  // The first version changed no rule, and an editorial one changes none.
  const hasConsequences =
    project.may.includes('see_batches') &&
    shown !== undefined &&
    (shown.number ?? 0) > 1 &&
    shown.change_kind !== 'editorial';
  const isBefore = hasConsequences && search.before === true;

  const handleEdit = () => {
    const open = () => onSearch({ edit: true, version: undefined, against: undefined }, false);
    if (draft) open();
    else start.mutate(undefined, { onSuccess: open });
  };
  useCommands([
    {
      name: 'guideline.edit',
      title: draft ? t`Go on with the draft` : t`Edit the guideline`,
      shortcut: 'e',
      when: () => mayEdit,
      run: handleEdit,
    },
    {
      name: 'guideline.compare',
      title: t`Compare with the version before`,
      shortcut: 'd',
      when: () => previous !== undefined,
      run: () =>
        onSearch({ against: against ? undefined : (previous?.number ?? undefined) }, false),
    },
    {
      name: 'guideline.before',
      title: t`Labels made before`,
      shortcut: 'b',
      when: () => hasConsequences,
      run: () => onSearch({ before: isBefore ? undefined : true, measures: undefined }, false),
    },
    {
      name: 'guideline.measures',
      title: t`Whether changes helped`,
      shortcut: 'm',
      when: () => mayMeasure && newest !== undefined,
      run: handleMeasures,
    },
  ]);

  if (!newest || !shown) {
    return (
      <Page>
        <EmptyState
          level="h1"
          title={draft ? t`The guideline is a draft` : t`No guideline yet`}
          action={
            mayEdit
              ? {
                  label: draft ? t`Go on with the draft` : t`Write the guideline`,
                  onClick: handleEdit,
                  shortcut: 'e',
                }
              : undefined
          }
        >
          {mayEdit ? (
            <Trans>
              Say what counts and what does not, label by label. It starts with a section for each
              label of the schema and is shown beside the canvas while people label.
            </Trans>
          ) : (
            <Trans>A curator is still writing how to label here.</Trans>
          )}
        </EmptyState>
        <ProblemAlert error={start.error} />
      </Page>
    );
  }
  const kind = CHANGE_KINDS[shown.change_kind];
  const handleSave = (file: FileKind) =>
    save.mutate({
      version: shown.id,
      kind: file,
      name: `${project.slug}-guideline-v${shown.number ?? 0}`,
    });
  return (
    <Page>
      <PageHeader
        title={<Trans>Guideline</Trans>}
        context={
          <span className={classes.line}>
            <span>
              <Trans>Version {shown.number}</Trans>
            </span>
            <StatusBadge tone={kind.tone}>{i18n._(kind.title)}</StatusBadge>
            {shown.published_at && (
              <span>
                <RelativeTime value={shown.published_at} />
                {shown.published_by && ` · ${shown.published_by}`}
              </span>
            )}
          </span>
        }
        secondary={
          <>
            {hasConsequences && !isBefore && (
              <Button
                variant="default"
                leftSection={<IconHistoryToggle size={15} aria-hidden="true" />}
                aria-keyshortcuts="b"
                onClick={() =>
                  onSearch(
                    { before: true, readers: undefined, against: undefined, measures: undefined },
                    false,
                  )
                }
              >
                <Trans>Labels made before</Trans>
              </Button>
            )}
            {maySeeReaders && !search.readers && (
              <Button
                variant="default"
                leftSection={<IconUsers size={15} aria-hidden="true" />}
                onClick={() =>
                  onSearch(
                    { readers: true, against: undefined, before: undefined, measures: undefined },
                    false,
                  )
                }
              >
                <Trans>Who has read it</Trans>
              </Button>
            )}
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  variant="default"
                  leftSection={<IconDownload size={15} aria-hidden="true" />}
                  loading={save.isPending}
                >
                  <Trans>Save as a file</Trans>
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => handleSave('html')}>
                  <Trans>As a web page (HTML)</Trans>
                </Menu.Item>
                <Menu.Item onClick={() => handleSave('pdf')}>
                  <Trans>As a document (PDF)</Trans>
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
            {previous && !against && !isReaders && !isBefore && !isMeasures && (
              <Button
                variant="default"
                leftSection={<IconArrowsDiff size={15} aria-hidden="true" />}
                aria-keyshortcuts="d"
                onClick={() => onSearch({ against: previous.number ?? undefined }, false)}
              >
                <Trans>What changed</Trans>
              </Button>
            )}
          </>
        }
        primary={
          mayEdit
            ? {
                label: draft ? t`Go on with the draft` : t`Edit`,
                onClick: handleEdit,
                shortcut: 'e',
                icon: <IconPencil size={15} aria-hidden="true" />,
                isBusy: start.isPending,
              }
            : undefined
        }
      />
      <ProblemAlert error={start.error ?? save.error} />
      {isMeasures ? (
        <VersionMeasuresView
          project={project}
          document={document}
          search={search}
          onSearch={onSearch}
        />
      ) : isBefore ? (
        <ConsequencesView
          key={shown.id}
          project={project}
          version={shown}
          document={document}
          onSearch={onSearch}
        />
      ) : isReaders ? (
        <ReadersTable project={project} search={search} onSearch={onSearch} />
      ) : against ? (
        <VersionComparison
          versions={versions.rows}
          before={against}
          after={shown}
          search={search}
          onSearch={onSearch}
        />
      ) : (
        <Reading
          key={shown.id}
          id={shown.id}
          ask={
            mayAsk(project) && (
              <AskButton>
                <Trans>Ask about this section</Trans>
              </AskButton>
            )
          }
          document={document}
          search={search}
          onSearch={onSearch}
          mayKnowAnswers={['see_drafts', 'see_gold'].every((can) => project.may.includes(can))}
          side={
            <Versions
              versions={versions}
              onMeasures={mayMeasure ? handleMeasures : undefined}
              shownId={shown.id}
              onShow={(version) =>
                onSearch(
                  {
                    version: version.id === newest.id ? undefined : (version.number ?? undefined),
                    section: undefined,
                  },
                  false,
                )
              }
            />
          }
        />
      )}
    </Page>
  );
}

function Reading({
  id,
  ask,
  document,
  search,
  onSearch,
  mayKnowAnswers,
  side,
}: {
  id: string;
  ask: React.ReactNode;
  document: SchemaDocument | null;
  search: GuidelineSearch;
  onSearch: GuidelineReaderProps['onSearch'];
  mayKnowAnswers: boolean;
  side: React.ReactNode;
}) {
  const { t } = useLingui();
  const version = useQuery(guidelineVersionQuery(id, search.language));
  const notes = useSectionNotes(version.data);
  const examples = useVersionExamples(id);
  const [current, setCurrent] = useState<string | null>(null);
  const colours = useMemo(() => coloursByKey(document), [document]);
  useSubject({ section: current ?? search.section ?? version.data?.sections[0]?.key });
  if (version.isError) {
    return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  }
  const sections = version.data?.sections.filter((section) => section.level <= 3) ?? [];
  const top = Math.min(...sections.map((section) => section.level));
  return (
    <div className={classes.columns}>
      <nav className={classes.nav} aria-label={t`Sections`}>
        <ul>
          {sections.map((section) => {
            const colour = colours[section.key];
            return (
              <li key={section.key} data-level={section.level - top}>
                <a
                  href={`#${section.key}`}
                  aria-current={(current ?? sections[0]?.key) === section.key ? 'true' : undefined}
                  onClick={(event) => {
                    event.preventDefault();
                    onSearch({ section: undefined });
                    setTimeout(() => onSearch({ section: section.key }));
                  }}
                >
                  {colour && <ColourSwatch colour={colour} />}
                  {section.title}
                </a>
              </li>
            );
          })}
        </ul>
      </nav>
      <article className={classes.article} lang={version.data?.language}>
        {version.data && (
          <GuidelinePanel
            markdown={version.data.markdown}
            examples={examples}
            colours={colours}
            section={search.section ?? null}
            notes={notes}
            isReading
            onSection={setCurrent}
          />
        )}
        {version.data && mayKnowAnswers && <AskedQuestions version={id} />}
      </article>
      <div className={classes.side}>
        {ask}
        {version.data && <LanguageSwitch version={version.data} onSearch={onSearch} />}
        {side}
      </div>
    </div>
  );
}

function Versions({
  versions,
  shownId,
  onMeasures,
  onShow,
}: {
  versions: PagedList<GuidelineEntry>;
  shownId: string;
  onMeasures?: () => void;
  onShow: (version: GuidelineEntry) => void;
}) {
  const { i18n } = useLingui();
  return (
    <section>
      <h2 className={classes.subtitle}>
        <Trans>Versions</Trans>
      </h2>
      {onMeasures && (
        <Button
          className={classes.measures}
          variant="subtle"
          size="xs"
          leftSection={<IconChartDots size={14} aria-hidden="true" />}
          aria-keyshortcuts="m"
          onClick={onMeasures}
        >
          <Trans>Did it help?</Trans>
        </Button>
      )}
      <ol className={classes.versions}>
        {versions.rows.map((version) => {
          const kind = CHANGE_KINDS[version.change_kind];
          return (
            <li key={version.id}>
              <button
                type="button"
                className={classes.version}
                aria-current={version.id === shownId ? 'true' : undefined}
                onClick={() => onShow(version)}
              >
                <span className={classes.versionHead}>
                  <span className={classes.number}>v{version.number}</span>
                  <StatusBadge tone={kind.tone} isPlain>
                    {i18n._(kind.title)}
                  </StatusBadge>
                </span>
                <span className={classes.summary}>{version.summary}</span>
                <span className={classes.when}>
                  {version.published_at && <RelativeTime value={version.published_at} />}
                  {version.published_by && ` · ${version.published_by}`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {versions.hasMore && (
        <Button
          variant="subtle"
          size="xs"
          onClick={versions.loadMore}
          loading={versions.isLoadingMore}
        >
          <Trans>Older versions</Trans>
        </Button>
      )}
    </section>
  );
}
