import { ActionIcon, Button, Textarea, Tooltip } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconRotate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { calledIn } from '@/api/project-members';
import { ErrorState } from '@/components/error-state';
import { ProblemAlert } from '@/components/problem-alert';
import { RelativeTime } from '@/components/relative-time';
import {
  draftCommentsQuery,
  useCommentOnDraft,
  useResolveComment,
  type DraftComment,
} from '../api/draft-comments';
import type { Section } from '../text/sections';
import classes from './draft-comments.module.css';

interface DraftCommentsProps {
  project: string;
  sections: readonly Section[];
  /** Where the cursor is: what a new comment is about. */
  section: Section | null;
  /** Saves what is written; false when it cannot be. */
  onSave: () => Promise<boolean>;
  onGo: (section: Section) => void;
}

/** What people say about the sections of the draft, in the order of the text. */
export function DraftComments({ project, sections, section, onSave, onGo }: DraftCommentsProps) {
  const { t } = useLingui();
  const comments = useQuery(draftCommentsQuery(project));
  const [body, setBody] = useState('');
  const [isSaving, setIsSaving] = useState(false);
  const comment = useCommentOnDraft(project, () => setBody(''));
  const title = section?.title || t`the beginning`;

  const handleSend = async () => {
    if (!body.trim() || comment.isPending || isSaving) return;
    setIsSaving(true); // the section may be new
    const isSaved = await onSave();
    setIsSaving(false);
    if (isSaved) comment.mutate({ section: section?.key ?? '', body: body.trim() });
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void handleSend();
  };
  return (
    <aside className={classes.rail} aria-label={t`Comments`}>
      <div className={classes.composer}>
        <Textarea
          label={t`Comment on “${title}”`}
          placeholder={t`What should change here?`}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={handleKey}
        />
        <Button
          size="xs"
          disabled={!body.trim()}
          loading={isSaving || comment.isPending}
          onClick={() => void handleSend()}
          aria-keyshortcuts="Control+Enter"
        >
          <Trans>Comment</Trans>
        </Button>
        <ProblemAlert error={comment.error} />
      </div>
      {comments.isError ? (
        <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />
      ) : (
        comments.data && (
          <Groups comments={comments.data} sections={sections} project={project} onGo={onGo} />
        )
      )}
    </aside>
  );
}

function Groups({
  comments,
  sections,
  project,
  onGo,
}: { comments: readonly DraftComment[] } & Pick<
  DraftCommentsProps,
  'sections' | 'project' | 'onGo'
>) {
  const { t } = useLingui();
  const open = comments.filter((each) => !each.resolved_at);
  const done = comments.filter((each) => each.resolved_at);
  const places = new Map(sections.map((each) => [each.key, each]));
  const keys = ['', ...places.keys(), ...open.map((each) => each.section)];
  return (
    <>
      {open.length === 0 && (
        <p className={classes.none}>
          <Trans>No open comments. The next one stands at the section that the cursor is in.</Trans>
        </p>
      )}
      {[...new Set(keys)].map((key) => {
        const here = open.filter((each) => each.section === key);
        const place = places.get(key);
        if (here.length === 0) return null;
        const title = place?.title ?? (here[0]?.title || t`The beginning`);
        return (
          <section key={key} className={classes.group} aria-label={title}>
            <h3 className={classes.section}>
              {place ? (
                <button type="button" className={classes.go} onClick={() => onGo(place)}>
                  {title}
                </button>
              ) : (
                title
              )}
              {key !== '' && !place && (
                <span className={classes.gone}>
                  <Trans>This section is gone</Trans>
                </span>
              )}
            </h3>
            <Comments comments={here} project={project} />
          </section>
        );
      })}
      {done.length > 0 && (
        <details className={classes.done}>
          <summary>
            <Trans>Resolved comments: {done.length}</Trans>
          </summary>
          <Comments comments={done} project={project} />
        </details>
      )}
    </>
  );
}

function Comments({ comments, project }: { comments: readonly DraftComment[]; project: string }) {
  const { t } = useLingui();
  const resolve = useResolveComment(project);
  return (
    <ul className={classes.comments}>
      {comments.map((comment) => {
        const isDone = comment.resolved_at !== null;
        const label = isDone ? t`Open it again` : t`Resolve`;
        return (
          <li key={comment.id} className={classes.comment}>
            <p className={classes.who}>
              <span className={classes.name}>{calledIn(comment.author)}</span>{' '}
              <RelativeTime value={comment.created_at} />
              {comment.number !== null && (
                <>
                  {' · '}
                  <Trans>to version {comment.number}</Trans>
                </>
              )}
            </p>
            <p className={classes.body}>{comment.body}</p>
            <Tooltip label={label}>
              <ActionIcon
                className={classes.resolve}
                aria-label={label}
                loading={resolve.isPending && resolve.variables.id === comment.id}
                onClick={() => resolve.mutate({ id: comment.id, resolved: !isDone })}
              >
                {isDone ? <IconRotate size={15} /> : <IconCheck size={15} />}
              </ActionIcon>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}
