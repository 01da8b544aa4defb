import { Switch } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { asText, type Plain, type SchemaDocument } from '@/lib/schema-document';
import { ProblemAlert } from '@/components/problem-alert';
import { useKeepOrigin } from '../api/keep-origin';
import { forgettingOrigin, keepingOrigin } from '../model/keep-origin';
import classes from './decisions.module.css';
import type { Names } from '@/lib/schema-names';

interface KeepOriginProps {
  project: string;
  /** The merge as it stands in the plan. */
  merge: Plain;
  before: SchemaDocument;
  names: Names;
  /** The plan is on its way; the draft is saved against what comes back. */
  isSaving: boolean;
}

/** Whether a merge keeps which label each part had, as an attribute of the target. */
export function KeepOrigin({ project, merge, before, names, isSaving }: KeepOriginProps) {
  const { t } = useLingui();
  const change = useKeepOrigin(project);
  const [field, target] = [asText(merge.field), asText(merge.target)];
  const origin = asText(merge.origin);
  const keys = Array.isArray(merge.sources) ? merge.sources.map(asText) : [];
  const labels = before.fields.find(({ key }) => key === field)?.labels ?? [];
  const sources = labels.filter(({ key }) => keys.includes(key)) as unknown as Plain[]; // outlined when they were read
  const title = names.label(field, target);
  // The attribute is read by everybody who labels, so it gets its title in every language.
  const titles = { en: 'Was before', ko: '이전 라벨', ja: '以前のラベル' };
  return (
    <>
      <Switch
        label={t`Keep which label it was`}
        description={
          origin
            ? t`It is kept as the attribute ${names.attribute(field, target, origin)} of ${title}, so the merge can be undone.`
            : t`${title} gets an attribute for it. Without, it stands only in the old revisions.`
        }
        checked={origin !== ''}
        disabled={change.isPending || isSaving}
        onChange={() =>
          change.mutate({
            target,
            change: (document) =>
              origin
                ? forgettingOrigin(document, { field, target }, origin)
                : keepingOrigin(document, { field, target, sources }, titles),
          })
        }
      />
      {change.error && (
        <div className={classes.note}>
          <ProblemAlert error={change.error} />
        </div>
      )}
    </>
  );
}
