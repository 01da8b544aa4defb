import { Trans, useLingui } from '@lingui/react/macro';
import { useLayoutEffect, useRef } from 'react';
import { markDifference } from '@/lib/mark-difference';
import classes from './markdown-difference.module.css';
import { MarkdownView } from './markdown-view';

/** Two texts side by side as people read them, with the words marked that went and that came. */
export function MarkdownDifference({ before, after }: { before: string; after: string }) {
  const { i18n } = useLingui();
  const old = useRef<HTMLDivElement>(null);
  const now = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!old.current || !now.current) return undefined;
    return markDifference(old.current, now.current, i18n.locale);
  }, [before, after, i18n.locale]);
  return (
    <div className={classes.sides}>
      <div className={classes.side} data-side="before">
        <p className={classes.word}>
          <Trans>Before</Trans>
        </p>
        <div ref={old}>
          <MarkdownView source={before} isReading />
        </div>
      </div>
      <div className={classes.side} data-side="now">
        <p className={classes.word}>
          <Trans>Now</Trans>
        </p>
        <div ref={now}>
          <MarkdownView source={after} isReading />
        </div>
      </div>
    </div>
  );
}
