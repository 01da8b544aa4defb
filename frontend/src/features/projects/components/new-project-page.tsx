import { Select, Skeleton, Textarea, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '@/api/session';
import { ChoiceCards } from '@/components/choice-cards';
import { ErrorState } from '@/components/error-state';
import { Form } from '@/components/form';
import { Page } from '@/components/page';
import { PageHeader } from '@/components/page-header';
import { ProblemAlert } from '@/components/problem-alert';
import { isProblem } from '@/lib/problem';
import { slugOf } from '@/lib/slug';
import { projectPath } from '@/lib/project-path';
import { useCreateProject } from '../api/create-project';
import { useTemplates, type Template } from '../api/templates';
import classes from './new-project-page.module.css';
import { TemplatePreview } from './template-preview';

export function NewProjectPage() {
  const templates = useTemplates();
  return (
    <Page width="reading">
      <PageHeader
        title={<Trans>New project</Trans>}
        context={
          <Trans>
            Start from a template; its schema is a draft that you can change before anybody labels.
          </Trans>
        }
      />
      {templates.isError ? (
        <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
      ) : templates.data ? (
        <NewProjectForm templates={templates.data} />
      ) : (
        <Skeleton height={240} />
      )}
    </Page>
  );
}

function NewProjectForm({ templates }: { templates: readonly Template[] }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const organisations = (useSession()?.organisations ?? []).filter(({ vendor }) => vendor === null);
  const [organisation, setOrganisation] = useState(organisations[0]?.id ?? '');
  const [template, setTemplate] = useState(templates[0]?.key ?? '');
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const create = useCreateProject(
    (project) => void navigate({ to: projectPath(project.slug, 'overview') }),
  );
  const problem = isProblem(create.error) ? create.error : null;
  const slug = ownSlug ?? slugOf(name);
  const isSlugTaken = problem?.code === 'slug-taken';

  const handleSubmit = () =>
    create.mutate({
      organisation,
      template,
      name: name.trim(),
      description: description.trim(),
      slug, // empty: the server chooses
    });

  return (
    <Form
      submitLabel={t`Make the project`}
      isDisabled={name.trim() === '' || template === '' || organisation === ''}
      isBusy={create.isPending}
      onCancel={() => void navigate({ to: '/projects' })}
      onSubmit={handleSubmit}
    >
      <ChoiceCards
        label={t`Template`}
        layout="row"
        value={template}
        onChange={setTemplate}
        cards={templates.map((each) => ({
          value: each.key,
          title: inLocale(each.titles, i18n.locale, each.key),
          note: inLocale(each.descriptions, i18n.locale, ''),
          picture: <TemplatePreview template={each.key} />,
        }))}
      />
      {organisations.length > 1 && (
        <Select
          label={t`Organisation`}
          allowDeselect={false}
          data={organisations.map(({ id, name: title }) => ({ value: id, label: title }))}
          value={organisation}
          onChange={(value) => value && setOrganisation(value)}
        />
      )}
      <div className={classes.names}>
        <TextInput
          label={t`Name`}
          required
          withAsterisk={false}
          autoFocus
          maxLength={100}
          value={name}
          error={problem?.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t`Short name`}
          maxLength={60}
          placeholder={t`Chosen for you`}
          value={slug}
          error={isSlugTaken ? t`Another project has this short name.` : problem?.at('/slug')}
          onChange={(event) => setOwnSlug(event.currentTarget.value || null)}
        />
      </div>
      <p className={classes.hint}>
        <Trans>
          The short name stands in addresses and in <code>labelwright pull</code>; it stays as it
          is.
        </Trans>
      </p>
      <Textarea
        label={t`What it is for`}
        description={t`One line, read by everybody who works in it.`}
        autosize
        minRows={2}
        maxLength={500}
        value={description}
        error={problem?.at('/description')}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <ProblemAlert
        error={isSlugTaken ? null : create.error}
        shownPointers={['/name', '/slug', '/description']}
      />
    </Form>
  );
}

function inLocale(texts: Record<string, string>, locale: string, otherwise: string): string {
  return texts[locale] ?? texts.en ?? otherwise;
}
