import { Trans } from '@lingui/react/macro';
import type { Project } from '@/api/project';
import { projectPath } from '@/lib/project-path';
import { useNewestItems } from '../api/overview';
import classes from './newest-items.module.css';
import { Section } from './section';

/** What came in last: the data is what the page is about. */
export function NewestItems({ project, items }: { project: Project; items: number | null }) {
  const isShown = project.may.includes('see_items') && (items ?? 0) > 0;
  const newest = useNewestItems(project.id, isShown);
  if (!isShown || !newest.data?.length) return null;
  const isImage = project.input === 'image' || project.input === 'audio';
  return (
    <Section
      title={<Trans>Newest items</Trans>}
      more={{ to: projectPath(project.slug, 'items'), label: <Trans>All items</Trans> }}
    >
      <ul className={isImage ? classes.pictures : classes.texts}>
        {newest.data.slice(0, isImage ? 6 : 4).map((item) => (
          <li key={item.id}>
            {isImage ? (
              <img
                className={classes.picture}
                src={item.thumbnail_url ?? ''}
                alt={item.external_id ?? ''}
                title={item.external_id ?? ''}
                loading="lazy"
              />
            ) : (
              <span className={classes.text}>{item.excerpt}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
