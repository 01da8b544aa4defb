import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { newId } from '@/lib/ids';
import { isProblem } from '@/lib/problem';
import { idempotent } from './client';

type Headers = ReturnType<typeof idempotent>;

/**
 * A mutation that creates something. While no answer comes, trying again sends the same key, so that nothing
 * is made twice; after any answer the next one is a new intention.
 */
export function useCreate<In, Out>(
  send: (input: In, headers: Headers) => Promise<Out>,
  onCreated?: (created: Out, input: In) => void,
): UseMutationResult<Out, unknown, In> {
  const key = useRef(newId());
  return useMutation({
    mutationFn: (input: In) => send(input, idempotent(key.current)),
    onSuccess: onCreated,
    onSettled: (_created, error) => {
      if (!isProblem(error, 0)) key.current = newId();
    },
  });
}
