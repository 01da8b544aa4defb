import { useEffect, useRef, useState } from 'react';
import { newId } from '@/lib/ids';
import {
  pictureArrived,
  pictureEdit,
  wordsOfName,
  type TextChange,
  type TextEdit,
} from '@/lib/pictures';
import type { components } from './schema';
import { sendFile } from './send-file';

type Picture = components['schemas']['PictureOut'];

/** A picture on its way to the server, or why it did not arrive. */
export interface SentPicture {
  id: string;
  name: string;
  done: number;
  size: number;
  error: unknown;
}

export interface Pictures {
  sent: readonly SentPicture[];
  /** Whether none is on its way: what was refused is not waited for. */
  isSettled: boolean;
  /** Puts them into the text and sends them, one after the other. */
  take: (files: readonly File[]) => void;
  /** Gives one up, or forgets that it failed. */
  drop: (id: string) => void;
}

/** The text that takes the pictures. */
export interface PictureText {
  /** Changes it at the cursor, which goes where the change says. */
  edit: (change: (text: string, from: number, to: number) => TextEdit) => void;
  /** Changes it somewhere; the cursor stays where somebody is writing. */
  alter: (change: (text: string) => TextChange | null) => void;
}

/**
 * Pictures for a text of the project. Each stands in the text at once, so that one writes what it shows, or goes on, while it
 * is sent; what does not arrive is taken out again.
 */
export function usePictures(project: string, text: PictureText): Pictures {
  const [sent, setSent] = useState<readonly SentPicture[]>([]);
  const given = useRef(new Map<string, AbortController>());
  const last = useRef(Promise.resolve());
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  });
  useEffect(() => {
    const all = given.current;
    return () => {
      for (const each of all.values()) each.abort();
    };
  }, []);

  const change = (id: string, part: Partial<SentPicture>) =>
    setSent((rows) => rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const arrived = (id: string, key: string | null) =>
    latest.current.alter((words) => pictureArrived(words, placeholderOf(id), key));
  const drop = (id: string) => {
    given.current.get(id)?.abort();
    given.current.delete(id);
    setSent((rows) => rows.filter((row) => row.id !== id));
    arrived(id, null);
  };
  const send = async (id: string, file: File, signal: AbortSignal) => {
    if (signal.aborted) return;
    try {
      const { key } = await sendPicture(project, file, signal, (done) => change(id, { done }));
      arrived(id, key);
      drop(id);
    } catch (error) {
      if (signal.aborted) return;
      change(id, { error });
      arrived(id, null);
    }
  };
  const take = (files: readonly File[]) => {
    for (const file of files) {
      const id = newId();
      const controller = new AbortController();
      given.current.set(id, controller);
      const row = { id, name: file.name, done: 0, size: file.size, error: null };
      setSent((rows) => [...rows, row]);
      last.current = last.current.then(() => send(id, file, controller.signal));
      latest.current.edit(pictureEdit(placeholderOf(id), wordsOfName(file.name)));
    }
  };
  return { sent, isSettled: sent.every(({ error }) => error !== null), take, drop };
}

/** How the text names a picture that has no key yet. */
function placeholderOf(id: string): string {
  return `sending-${id.slice(-6)}`;
}

async function sendPicture(
  project: string,
  file: File,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<Picture> {
  const body = new FormData();
  body.append('file', file, 'picture'); // its name says nothing to the server
  const path = `/api/v1/projects/${project}/pictures`;
  return (await sendFile(path, body, { onProgress, signal })) as Picture; // what a 201 of this address holds
}
