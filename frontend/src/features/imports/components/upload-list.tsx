import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck, IconCircleX, IconClock, IconReload } from '@tabler/icons-react';
import { ProgressBar } from '@/components/progress-bar';
import { problemWords } from '@/components/problem-words';
import { formatBytes } from '@/lib/format';
import type { Upload, UploadSummary } from '../model/upload-queue';
import classes from './upload-list.module.css';

interface UploadListProps {
  uploads: readonly Upload[];
  summary: UploadSummary;
  onRetry: () => void;
}

/** A list of thousands says nothing: what failed and what is on its way come first, the rest is a number. */
const SHOWN = 60;
const ORDER = { failed: 0, sending: 1, waiting: 2, sent: 3 } as const;

export function UploadList({ uploads, summary, onRetry }: UploadListProps) {
  const { t, i18n } = useLingui();
  const sorted = [...uploads].sort((one, other) => ORDER[one.state] - ORDER[other.state]);
  const hidden = sorted.length - SHOWN;
  const done = formatBytes(summary.sentBytes, i18n.locale);
  const all = formatBytes(summary.bytes, i18n.locale);
  return (
    <div className={classes.list}>
      <ProgressBar
        done={summary.sentBytes}
        total={Math.max(1, summary.bytes)}
        tone={summary.failed > 0 ? 'bad' : summary.isBusy ? 'accent' : 'good'}
        label={summary.isBusy ? t`${done} of ${all} sent` : t`${all} sent`}
      />
      {summary.failed > 0 && (
        <div className={classes.failed} role="alert">
          <Plural
            value={summary.failed}
            one="# file was not sent."
            other="# files were not sent."
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconReload size={14} aria-hidden="true" />}
            onClick={onRetry}
          >
            <Trans>Send again</Trans>
          </Button>
        </div>
      )}
      <ul className={classes.files} tabIndex={0} aria-label={t`Files`}>
        {sorted.slice(0, SHOWN).map((upload) => (
          <li key={upload.path} className={classes.file} data-state={upload.state}>
            <Sign state={upload.state} />
            <span className={classes.path} title={upload.path}>
              {upload.path}
              {upload.error !== null && (
                <span className={classes.why}>
                  {problemWords(upload.error, i18n).detail ||
                    problemWords(upload.error, i18n).title}
                </span>
              )}
            </span>
            <span className={classes.size}>
              {upload.state === 'sending' && upload.size > 0
                ? `${Math.floor((upload.sent / upload.size) * 100)} %`
                : formatBytes(upload.size, i18n.locale)}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <p className={classes.more}>
          <Plural value={hidden} one="and # more" other="and # more" />
        </p>
      )}
    </div>
  );
}

function Sign({ state }: { state: Upload['state'] }) {
  const { t } = useLingui();
  const words = { waiting: t`waits`, sending: t`on its way`, sent: t`sent`, failed: t`not sent` };
  const Icon = {
    waiting: IconClock,
    sending: IconClock,
    sent: IconCircleCheck,
    failed: IconCircleX,
  };
  const Shown = Icon[state];
  return (
    <span className={classes.sign} role="img" aria-label={words[state]}>
      <Shown size={15} stroke={1.8} aria-hidden="true" />
    </span>
  );
}
