import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { newId } from '@/lib/ids';
import { isProblem } from '@/lib/problem';
import { answer, client, idempotent } from './client';
import { guidelineVersionQuery } from './guideline-version';
import type { Project } from './project';
import { useTextPictures } from './text-pictures';
import { askQuestion, similarQuery, type NewQuestion } from './threads';

const TYPING_MS = 250;
const ASKING = ['annotate', 'review', 'answer_threads'];

/** Who works here asks, and so does a vendor's lead; who only watches over the work of all does not. */
export function mayAsk({ may, archived_at }: Project): boolean {
  const leads = may.includes('see_vendor_progress') && !may.includes('see_threads');
  return archived_at === null && (leads || may.some((can) => ASKING.includes(can)));
}

/** The batches that I may ask about, the newest first. */
export function askableBatchesQuery(project: string) {
  return queryOptions({
    queryKey: ['threads', project, 'topics'],
    queryFn: async ({ signal }) => {
      const { batches } = await answer(
        client.GET('/api/v1/projects/{project}/threads/topics', {
          params: { path: { project } },
          signal,
        }),
      );
      return batches;
    },
    staleTime: 60_000,
  });
}

/** People whom a new question may mention, by some letters of them. */
function mentionableQuery(project: string, text: string) {
  return queryOptions({
    queryKey: ['mentionable', 'new', project, text],
    queryFn: async ({ signal }) => {
      const { results } = await answer(
        client.GET('/api/v1/projects/{project}/threads/mentionable', {
          params: { path: { project }, query: { text } },
          signal,
        }),
      );
      return results;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The sections of the published guideline, each of which a question can be about. */
export function useAskableSections(guidelineVersion: string | null) {
  const { data } = useQuery({
    ...guidelineVersionQuery(guidelineVersion ?? ''),
    enabled: guidelineVersion !== null,
  });
  return data?.sections ?? [];
}

/** A question on its way: its words, what was answered to similar ones, and whom it may mention. */
export function useQuestion(project: string) {
  const [body, setBody] = useState('');
  const [naming, setNaming] = useState<string | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const { pictures, picker } = useTextPictures(project, words, setBody);
  // One intention: trying again after a lost answer asks nothing twice.
  const key = useRef(newId());
  const similar = useQuery(similarQuery(project, useSettled(body.trim().slice(0, 2000))));
  const people = useQuery({
    ...mentionableQuery(project, naming ?? ''),
    enabled: naming !== null,
  });
  return {
    body,
    setBody,
    setNaming,
    words,
    pictures,
    picker,
    similar: similar.data?.results ?? [],
    isSearching: similar.isFetching,
    people: people.data ?? [],
    send: async ({ park = false, ...about }: Partial<Omit<NewQuestion, 'body'>>) => {
      try {
        return await askQuestion(
          project,
          { body: body.trim(), park, ...about },
          idempotent(key.current),
        );
      } catch (error) {
        if (!isProblem(error, 0)) key.current = newId(); // answered: what is sent next is another question
        throw error;
      }
    },
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
