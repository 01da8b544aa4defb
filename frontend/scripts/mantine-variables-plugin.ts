import {
  DEFAULT_THEME,
  convertCssVariables,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { cssVariables, theme } from '../src/styles/theme.ts';

const ID = 'virtual:mantine-variables.css';
const UNUSED = /^--mantine-color-(pink|grape|violet|indigo|blue|cyan|green|lime|yellow|orange)-/;

function used(variables: Record<string, string>) {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !UNUSED.test(name)));
}

/**
 * Mantine's variables as a style sheet made at build time. At run time Mantine would write them
 * with innerHTML, which our Content-Security-Policy (Trusted Types) refuses.
 */
export function mantineVariables(): Plugin {
  return {
    name: 'labelwright-mantine-variables',
    enforce: 'pre',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const merged = mergeMantineTheme(DEFAULT_THEME, theme);
      const all = defaultCssVariablesResolver(merged);
      const ours = cssVariables(merged);
      return convertCssVariables({
        variables: { ...used(all.variables), ...ours.variables },
        light: { ...used(all.light), ...ours.light },
        dark: { ...used(all.dark), ...ours.dark },
      });
    },
  };
}
