import { networkProblem, problemFrom, type ApiProblem } from '@/lib/problem';
import { csrfToken, screenLanguage } from './client';
import { sessionEvents } from './session-events';

interface SendOptions {
  onProgress: (bytes: number) => void;
  signal?: AbortSignal;
}

/** Sends a form with a file; gives the answer to a 201. Not `fetch`: only XMLHttpRequest tells how much of a body is gone. */
export function sendFile(path: string, body: FormData, options: SendOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Accept-Language', screenLanguage());
    request.upload.onprogress = (event) => options.onProgress(event.loaded);
    request.onerror = () => reject(networkProblem(null));
    request.onabort = () => reject(new DOMException('The upload was given up.', 'AbortError'));
    request.onload = () => {
      if (request.status === 401) sessionEvents.announceExpired();
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else void problemOf(request).then(reject);
    };
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

function problemOf(request: XMLHttpRequest): Promise<ApiProblem> {
  const status = request.status >= 200 && request.status <= 599 ? request.status : 500;
  return problemFrom(
    new Response(request.responseText, { status, statusText: request.statusText }),
  );
}
