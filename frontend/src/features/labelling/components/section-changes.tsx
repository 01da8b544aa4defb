import { Trans } from '@lingui/react/macro';
import type { ChangedSection } from '@/api/guideline-reading';
import { screenLocale } from '@/api/guideline-version';
import { MarkdownDifference } from '@/components/markdown-difference';
import { MarkdownView } from '@/components/markdown-view';
import classes from './section-changes.module.css';

/** Sections of a guideline as they were and as they are, with the words that differ. */
export function SectionChanges({ sections }: { sections: readonly ChangedSection[] }) {
  return sections.map((section) => (
    <section key={section.key} className={classes.section} data-change={section.change}>
      {section.language !== screenLocale() && hasOtherLanguage(sections) && (
        <p className={classes.word}>
          <Trans>Not translated yet</Trans>
        </p>
      )}
      <Sides section={section} />
    </section>
  ));
}

/** Whether some of it is told in the reader's language: then what is not says so. */
function hasOtherLanguage(sections: readonly ChangedSection[]): boolean {
  return sections.some(({ language }) => language === screenLocale());
}

function Sides({ section: { before, after, change } }: { section: ChangedSection }) {
  if (before !== null && after !== null && change !== 'same') {
    return <MarkdownDifference before={before} after={after} />;
  }
  return (
    <div className={classes.alone}>
      <p className={classes.word}>
        {after === null ? (
          <Trans>No longer in the guideline</Trans>
        ) : before === null ? (
          <Trans>New</Trans>
        ) : (
          <Trans>Worded as before</Trans>
        )}
      </p>
      <MarkdownView source={after ?? before ?? ''} isReading />
    </div>
  );
}
