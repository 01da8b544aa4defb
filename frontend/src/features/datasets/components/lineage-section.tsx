import { useLingui } from '@lingui/react';
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { DatasetVersionDetail } from '../api/versions';
import { readLineage, type Lineage } from '../model/lineage';
import { CAUSE_WORDS } from '@/components/cause-words';
import { Line, Lines } from './lines';
import { Section } from './section';

/** Where the labels come from, in sentences. */
export function LineageSection({ version }: { version: DatasetVersionDetail }) {
  const { i18n } = useLingui();
  const lineage = readLineage(version.lineage);
  const { slug } = version;
  return (
    <Section title={<Trans>Where it comes from</Trans>}>
      <Lines>
        <Line sign={<Plural value={lineage.annotators} one="# annotator" other="# annotators" />}>
          <Trans>made the annotations; the files call them by number, not by name.</Trans>
        </Line>
        {lineage.causes.map(({ cause, annotations }) => {
          const words = CAUSE_WORDS[cause];
          return (
            <Line key={cause} sign={<Annotations value={annotations} />}>
              {words ? i18n._(words) : cause}
            </Line>
          );
        })}
        {lineage.schemaVersions.map(({ number, annotations }) => (
          <Line key={`schema ${number}`} sign={<Annotations value={annotations} />}>
            <Trans>
              written under{' '}
              <Link to="/projects/$slug/schema" params={{ slug }} search={{ version: number }}>
                schema version {number}
              </Link>
            </Trans>
          </Line>
        ))}
        {lineage.guidelineVersions.map(({ number, annotations }) => (
          <Line key={`guideline ${number}`} sign={<Annotations value={annotations} />}>
            <Trans>
              written under{' '}
              <Link to="/projects/$slug/guideline" params={{ slug }} search={{ version: number }}>
                guideline version {number}
              </Link>
            </Trans>
          </Line>
        ))}
        <Carried lineage={lineage} />
      </Lines>
    </Section>
  );
}

/** What schema migrations did to the annotations; nothing where there was none. */
function Carried({ lineage }: { lineage: Lineage }) {
  return (
    <>
      {lineage.carried > 0 && (
        <Line sign={<Annotations value={lineage.carried} />}>
          <Trans>read through the operations of newer schema versions</Trans>
        </Line>
      )}
      {lineage.waiting > 0 && (
        <Line sign={<Annotations value={lineage.waiting} />}>
          <Trans>left out: a person has yet to say what becomes of them</Trans>
        </Line>
      )}
      {lineage.lost > 0 && (
        <Line sign={<Annotations value={lineage.lost} />}>
          <Trans>left out: nothing leads from them to this schema</Trans>
        </Line>
      )}
    </>
  );
}

function Annotations({ value }: { value: number }) {
  return <Plural value={value} one="# annotation" other="# annotations" />;
}
