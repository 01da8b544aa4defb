import { Trans, useLingui } from '@lingui/react/macro';
import { Count } from '@/components/count';
import { titleOf, type SchemaDocument } from '@/lib/schema-document';
import type { LensPart } from '../api/lenses';
import classes from './lens-parts.module.css';

interface LensPartsProps {
  /** What the list is of. */
  title: string;
  parts: readonly LensPart[];
  document: SchemaDocument | null;
}

/** Parts of annotations by label, step and reason. */
export function LensParts({ title, parts, document }: LensPartsProps) {
  const { i18n } = useLingui();
  const nameOf = ({ field, label }: LensPart) => {
    const found = document?.fields.find(({ key }) => key === field);
    const part = [...(found?.labels ?? []), ...(found?.options ?? [])].find(
      ({ key }) => key === label,
    );
    if (part) return titleOf(part, i18n.locale);
    return label || (found ? titleOf(found, i18n.locale) : field);
  };
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Label</Trans>
            </th>
            <th scope="col">
              <Trans>Step</Trans>
            </th>
            <th scope="col">
              <Trans>Why</Trans>
            </th>
            <th scope="col" className={classes.count}>
              <Trans>Parts</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={`${part.operation} ${part.field} ${part.label} ${part.reason}`}>
              <td>{nameOf(part)}</td>
              <td>{part.operation}</td>
              <td>{part.reason}</td>
              <td className={classes.count}>
                <Count value={part.count} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
