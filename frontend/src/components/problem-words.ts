import { msg } from '@lingui/core/macro';
import type { I18n } from '@lingui/core';
import { ApiProblem } from '@/lib/problem';

export interface ProblemWords {
  title: string;
  detail: string;
}

/** What went wrong in the reader's words. The server's own sentence wins where it says more than we can. */
export function problemWords(error: unknown, i18n: I18n): ProblemWords {
  if (!(error instanceof ApiProblem)) {
    return {
      title: i18n._(msg`Something went wrong on this page`),
      detail: i18n._(msg`It is our fault, not yours. Reloading usually helps.`),
    };
  }
  if (error.status === 0) {
    return {
      title: i18n._(msg`No connection to the server`),
      detail: i18n._(msg`Nothing is lost. Check the network, then try again.`),
    };
  }
  if (error.status === 401) {
    return {
      title: i18n._(msg`You are not logged in any more`),
      detail: i18n._(msg`Log in again to go on where you were.`),
    };
  }
  if (error.status === 404) {
    return {
      title: i18n._(msg`There is nothing here`),
      detail: i18n._(msg`It was removed, or it isn't yours to see.`),
    };
  }
  if (error.status === 429) {
    return {
      title: i18n._(msg`Too many attempts`),
      detail: error.detail || i18n._(msg`Wait a moment, then try again.`),
    };
  }
  if (error.status >= 500) {
    return {
      title: i18n._(msg`The server could not do this`),
      detail: i18n._(msg`It has been noted there. Try again in a moment.`),
    };
  }
  return { title: error.title, detail: error.detail };
}
