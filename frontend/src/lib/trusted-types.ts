/*
 * The one Trusted Types policy of the product, named `app` in the Content-Security-Policy.
 * A policy can be made once only, so it lives here; two callers may use it: the Markdown view, whose
 * sanitiser needs `createHTML` to parse, and whoever starts a worker of our own.
 */

import type { TrustedHTML, TrustedScriptURL, TrustedTypePolicyFactory } from 'trusted-types/lib';

interface AppPolicy {
  createHTML(html: string): TrustedHTML;
  createScriptURL(url: string): TrustedScriptURL;
}

function sameOrigin(url: string): string {
  const target = new URL(url, location.href);
  if (target.origin !== location.origin) throw new TypeError(`Not our script: ${target.origin}`);
  return target.href;
}

const rules = { createHTML: (html: string) => html, createScriptURL: sameOrigin };

function makePolicy(): AppPolicy {
  const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes;
  // Without Trusted Types in the browser plain strings take the same way.
  return (factory?.createPolicy('app', rules) ?? rules) as AppPolicy;
}

export const appPolicy = makePolicy();
