import { Trans, useLingui } from '@lingui/react/macro';
import { CHANGE_KINDS } from '@/components/change-kinds';
import { DataTable, type Column } from '@/components/data-table';
import { StatusBadge } from '@/components/status-badge';
import { formatNumber, formatPercent } from '@/lib/format';
import type { VersionMeasure, VersionMeasures } from '../api/version-measures';
import { shareOf, type MeasureKind, type Share } from './measures';
import classes from './version-measures.module.css';

interface MeasuresTableProps {
  found: VersionMeasures;
  kinds: readonly MeasureKind[];
  titles: Record<MeasureKind, [title: string, note: string]>;
  onShow: (version: number) => void;
}

/** The same in numbers, the newest version first. */
export function MeasuresTable({ found, kinds, titles, onShow }: MeasuresTableProps) {
  const { t, i18n } = useLingui();
  const columns: Column<VersionMeasure>[] = [
    {
      key: 'version',
      header: <Trans>Version</Trans>,
      width: '5rem',
      cell: (row) => (row.number === null ? <Trans>None</Trans> : <strong>v{row.number}</strong>),
    },
    {
      key: 'kind',
      header: <Trans>Change</Trans>,
      width: 'minmax(8rem, 1fr)',
      cell: (row) =>
        row.change_kind && (
          <StatusBadge tone={CHANGE_KINDS[row.change_kind].tone} isPlain>
            {i18n._(CHANGE_KINDS[row.change_kind].title)}
          </StatusBadge>
        ),
    },
    {
      key: 'annotations',
      header: <Trans>Annotations</Trans>,
      width: '6.5rem',
      align: 'end',
      cell: (row) => formatNumber(row.annotations, i18n.locale),
    },
    ...kinds.map((kind): Column<VersionMeasure> => ({
      key: kind,
      header: titles[kind][0],
      width: 'minmax(9rem, 1fr)',
      cell: (row) => <Cell share={shareOf(row, kind, found.least) ?? null} />,
    })),
  ];
  return (
    <DataTable
      label={t`Agreement and errors by guideline version`}
      columns={columns}
      rows={[...found.results].reverse()}
      rowKey={(row) => row.guideline_version ?? ''}
      onOpen={(row) => row.number !== null && onShow(row.number)}
    />
  );
}

function Cell({ share }: { share: Share | null }) {
  const { t, i18n } = useLingui();
  if (!share) return <span className={classes.quiet}>–</span>;
  const of = formatNumber(share.of, i18n.locale);
  const hits = share.hits === null ? null : formatNumber(share.hits, i18n.locale);
  const low = formatPercent(share.low, i18n.locale);
  const high = formatPercent(share.high, i18n.locale);
  return (
    <span className={classes.cell}>
      {share.isEnough ? (
        <span>
          <strong>{formatPercent(share.rate, i18n.locale)}</strong>{' '}
          <span className={classes.quiet}>
            {low}–{high}
          </span>
        </span>
      ) : (
        <span className={classes.quiet}>
          <Trans>too few to say</Trans>
        </span>
      )}
      <span className={classes.quiet}>{hits === null ? t`${of} items` : t`${hits} of ${of}`}</span>
    </span>
  );
}
