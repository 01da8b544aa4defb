import { Button, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GuidelineEntry } from '@/api/guideline-version';
import type { Project } from '@/api/project';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { formatNumber } from '@/lib/format';
import type { SchemaDocument } from '@/lib/schema-document';
import { useDelayed } from '@/lib/use-delayed';
import { consequencesQuery, type Consequences } from '../api/consequences';
import type { GuidelineSearch } from '../search';
import { Advice, type Wish } from './consequences-advice';
import { Bars } from './consequences-bars';
import classes from './consequences.module.css';
import { Rate } from './rate';
import { RecheckDialog } from './recheck-dialog';
import { Rechecks } from './rechecks';
import { useLabelNames } from './use-label-names';

interface ConsequencesProps {
  project: Project;
  version: GuidelineEntry;
  document: SchemaDocument | null;
  onSearch: (change: Partial<GuidelineSearch>, isReplacing?: boolean) => void;
}

/** What the version means for labels that were made before it, and what to do with them. */
export function ConsequencesView(props: ConsequencesProps) {
  const { project, version, document, onSearch } = props;
  const { t } = useLingui();
  const found = useQuery(consequencesQuery(version.id));
  const isWaiting = useDelayed(found.isPending);
  return (
    <section aria-label={t`Labels made before`}>
      <div className={classes.bar}>
        {version.summary && <p className={classes.summary}>{version.summary}</p>}
        <Button
          className={classes.end}
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} aria-hidden="true" />}
          onClick={() => onSearch({ before: undefined }, false)}
        >
          <Trans>Back to reading</Trans>
        </Button>
      </div>
      {found.isError && !found.data ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Skeleton height={280} visible={isWaiting} />
      ) : (
        <Found project={project} found={found.data} document={document} />
      )}
    </section>
  );
}

interface FoundProps {
  project: Project;
  found: Consequences;
  document: SchemaDocument | null;
}

function Found({ project, found, document }: FoundProps) {
  const { t, i18n } = useLingui();
  const names = useLabelNames(document);
  const [wish, setWish] = useState<Wish | null>(null);
  const mayRun = project.may.includes('run_batches') && !project.archived_at;
  if (found.labels.length === 0) {
    return (
      <EmptyState title={t`This change is about no label`}>
        <Trans>
          When it was published, no label was named that it touches. So no label made before it is
          in question.
        </Trans>
      </EmptyState>
    );
  }
  if (found.annotations === 0 && found.rechecks.length === 0) {
    return (
      <EmptyState title={t`No label was made under the old rule`}>
        <Trans>Whatever uses the labels of this change was made by the new rule.</Trans>
      </EmptyState>
    );
  }
  const total = formatNumber(found.annotations, i18n.locale);
  return (
    <div className={classes.found}>
      <Advice found={found} names={names} mayRun={mayRun} onWish={setWish} />
      <div className={classes.panel}>
        <h2 className={classes.heading}>
          <Trans>Made under older rules</Trans>
        </h2>
        {found.annotations === 0 ? (
          <p className={classes.note}>
            <Trans>Nothing is left: everything was looked at under the new rule.</Trans>
          </p>
        ) : (
          <>
            <p className={classes.total}>
              <span className={classes.number}>{total}</span>{' '}
              <Plural value={found.annotations} one="annotation" other="annotations" />
              {found.waiting > 0 && (
                <span className={classes.quiet}>
                  {' · '}
                  <Plural
                    value={found.waiting}
                    one="# is being looked at again"
                    other="# are being looked at again"
                  />
                </span>
              )}
            </p>
            <div className={classes.pictures}>
              <Bars
                label={t`By label`}
                total={found.annotations}
                rows={found.by_label.map(({ field, label, annotations }) => ({
                  key: `${field} ${label}`,
                  ...names(label),
                  annotations,
                }))}
              />
              <Bars
                label={t`By who made them`}
                total={found.annotations}
                rows={found.by_makers.map(({ vendor, is_imported: isImported, annotations }) => ({
                  key: `${vendor ?? ''} ${isImported}`,
                  title: vendor ?? (isImported ? t`Imported` : t`In house`),
                  annotations,
                }))}
              />
              <Bars
                label={t`By guideline version`}
                total={found.annotations}
                rows={found.by_version.map(({ number, annotations }) => ({
                  key: String(number),
                  title: number === null ? t`None` : t`Version ${number}`,
                  annotations,
                }))}
              />
            </div>
          </>
        )}
      </div>
      {found.in_review.length > 0 && (
        <section className={classes.panel} aria-labelledby="in-review">
          <h2 id="in-review" className={classes.heading}>
            <Trans>Fixed or sent back in review</Trans>
          </h2>
          <p className={classes.note}>
            <Trans>Work with these labels, by the guideline version that it was made by.</Trans>
          </p>
          <ul className={classes.rates} aria-labelledby="in-review">
            {found.in_review.map((looked) => (
              <li key={String(looked.number)}>
                <Rate
                  looked={looked}
                  label={looked.number === null ? t`None` : t`Version ${looked.number}`}
                  isSmall
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Rechecks project={project} rechecks={found.rechecks} names={names} />
      {wish && (
        <RecheckDialog
          project={project}
          found={found}
          names={names}
          wish={wish}
          onClose={() => setWish(null)}
        />
      )}
    </div>
  );
}
