import { Button, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { CodeEditor } from '@/components/code-editor';
import { ColourSwatch } from '@/components/colour-swatch';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { Count } from '@/components/count';
import { DataTable, type Column, type Sort } from '@/components/data-table';
import { EmptyState } from '@/components/empty-state';
import { ErrorState } from '@/components/error-state';
import { FilterBar } from '@/components/filter-bar';
import { MarkdownView } from '@/components/markdown-view';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { ProgressBar } from '@/components/progress-bar';
import { RelativeTime } from '@/components/relative-time';
import { SplitBar } from '@/components/split-bar';
import { Stat } from '@/components/stat';
import { StatusBadge } from '@/components/status-badge';
import { ApiProblem } from '@/lib/problem';
import { showToast, type Tone } from '@/lib/toasts';
import classes from './gallery.module.css';

/* Only while developing: every component of the design system on one page, in English only. */

interface Row {
  id: string;
  name: string;
  state: Tone;
  items: number;
  share: number;
  changed: string;
}

const STATES: Record<Tone, string> = {
  good: 'Closed',
  info: 'Open',
  warn: 'Paused',
  bad: 'Failed',
  idle: 'Draft',
};
const TONES = Object.keys(STATES) as Tone[]; // the keys of the record above

const ROWS: Row[] = Array.from({ length: 9 }, (_, index) => ({
  id: String(index),
  name: ['Pilot 1', 'Pilot 2', 'Training for new annotators', 'Main, week 42'][index % 4] ?? '',
  state: TONES[index % TONES.length] ?? 'idle',
  items: 120 + index * 1371,
  share: ((index * 37) % 100) / 100,
  changed: new Date(Date.now() - index * 7_000_000).toISOString(),
}));

const COLUMNS: Column<Row>[] = [
  {
    key: 'name',
    header: 'Batch',
    width: 'minmax(12rem, 2fr)',
    isSortable: true,
    cell: (row) => row.name,
  },
  {
    key: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => (
      <StatusBadge tone={row.state} isPlain>
        {STATES[row.state]}
      </StatusBadge>
    ),
  },
  {
    key: 'items',
    header: 'Items',
    width: '7rem',
    align: 'end',
    isSortable: true,
    cell: (row) => <Count value={row.items} />,
  },
  {
    key: 'share',
    header: 'Done',
    width: '10rem',
    cell: (row) => (
      <div className={classes.fill}>
        <ProgressBar label="Done" done={row.share} total={1} isBare />
      </div>
    ),
  },
  {
    key: 'changed',
    header: 'Changed',
    width: '9rem',
    cell: (row) => <RelativeTime value={row.changed} />,
  },
];

const PROBLEM = new ApiProblem({
  type: '/problems/invalid-schema',
  title: 'The schema has 2 faults',
  status: 400,
  detail: 'Nothing was saved.',
  errors: [
    { pointer: '#/fields/0/labels/3/key', detail: 'Another label has the key "rbc" already.' },
    { pointer: '#/fields/1/maximum', detail: 'Must be 2 to 10.', line: 18, column: 14 },
  ],
});

const MARKDOWN = `## Red cell {#rbc}

Draw the box **tight** around the membrane. Cells cut by the edge count when *more than half* is visible.

- overlapping cells: one box each
- ghosts: no box, see [platelets](#platelet)

> When in doubt, ask with \`Q\`.

| Case | Do |
| --- | --- |
| Cut by the edge | box what is visible |
| Out of focus | leave out |

<img src=x onerror=alert(1)> ![outside](https://evil.example/x.png)`;

const YAML = `input: image
fields:
  - key: cells
    type: regions
    labels:
      - key: rbc
        titles: {en: Red cell, ko: 적혈구, ja: 赤血球}
      - key: rbc
        geometry: box # twice
`;

export function GalleryPage() {
  const [sort, setSort] = useState<Sort>({ key: 'name', direction: 'ascending' });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(['2']));
  const [filters, setFilters] = useState<Record<string, string | undefined>>({ state: 'open' });
  const [isAsking, setIsAsking] = useState(false);
  const [yaml, setYaml] = useState(YAML);
  return (
    <Page>
      <PageHeader
        title="Batches"
        context="3 open, 1,204 of 4,800 items done; Pilot 1 is due tomorrow"
        primary={{
          label: 'New batch',
          shortcut: 'c',
          icon: <IconPlus size={15} />,
          onClick: () =>
            showToast({
              message: 'Batch paused',
              tone: 'good',
              action: { label: 'Undo', run: () => undefined },
            }),
        }}
        secondary={
          <Button variant="default" onClick={() => setIsAsking(true)}>
            Delete…
          </Button>
        }
      >
        <FilterBar
          search=""
          onSearch={() => undefined}
          values={filters}
          filters={[
            {
              key: 'state',
              label: 'State',
              options: [
                { value: 'open', label: 'Open' },
                { value: 'closed', label: 'Closed' },
              ],
            },
          ]}
          onChange={(key, value) => setFilters({ ...filters, [key]: value })}
        >
          <Count value={4800} />
        </FilterBar>
      </PageHeader>
      <DataTable
        label="Batches"
        columns={COLUMNS}
        rows={ROWS}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        selection={ticked}
        onSelectionChange={setTicked}
        onOpen={(row) => showToast({ message: row.name })}
      />
      <Section title="Numbers">
        <div className={classes.row}>
          <Stat label="Done" value="1,204" note="of 4,800 items" />
          <Stat label="Agreement" value="0.87" note="+0.04 since guideline 2" />
          <Stat label="Open questions" value="3" />
        </div>
        <ProgressBar label="Schema migration" done={620} total={1000} secondsLeft={130} />
        <ProgressBar label="Import" done={0} total={null} />
        <SplitBar
          label="Split"
          parts={[
            { key: 'a', label: 'train', value: 3840 },
            { key: 'b', label: 'val', value: 480 },
            { key: 'c', label: 'test', value: 480 },
          ]}
        />
        <div className={classes.row}>
          {TONES.map((tone) => (
            <StatusBadge key={tone} tone={tone}>
              {STATES[tone]}
            </StatusBadge>
          ))}
          <Tooltip label="Red cell">
            <span>
              <ColourSwatch colour="#d6455d" /> Red cell
            </span>
          </Tooltip>
        </div>
      </Section>
      <Section title="Words">
        <div className={classes.two}>
          <MarkdownView source={MARKDOWN} isReading />
          <div className={classes.code}>
            <CodeEditor
              language="yaml"
              label="Schema"
              value={yaml}
              onChange={setYaml}
              diagnostics={[{ line: 8, column: 9, message: 'The key "rbc" is used twice.' }]}
            />
          </div>
        </div>
      </Section>
      <Section title="When something is wrong or empty">
        <ProblemAlert error={PROBLEM} />
        <div className={classes.two}>
          <EmptyState
            title="No items yet"
            action={{ label: 'Import items', shortcut: 'i', onClick: () => undefined }}
          >
            Images, texts or a whole data set with its labels: drop them here.
          </EmptyState>
          <ErrorState
            error={new ApiProblem({ type: '', title: '', status: 0 })}
            onRetry={() => undefined}
          />
        </div>
        <div className={classes.two}>
          <EmptyState kind="done" title="All done" />
          <EmptyState kind="search" title="Nothing matches" />
        </div>
        <DataTable
          label="Waiting"
          columns={COLUMNS}
          rows={[]}
          rowKey={(row) => row.id}
          status="loading"
        />
      </Section>
      <ConfirmDialog
        isOpen={isAsking}
        title="Delete 12 items?"
        losses={[
          { count: 12, label: 'items' },
          { count: 1204, label: 'annotations' },
        ]}
        confirmLabel="Delete 12 items"
        onConfirm={() => setIsAsking(false)}
        onCancel={() => setIsAsking(false)}
      >
        Published dataset versions keep their copies.
      </ConfirmDialog>
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}
