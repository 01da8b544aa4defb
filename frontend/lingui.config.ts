import type { LinguiConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

const exclude = ['**/node_modules/**', '**/*.test.*', '**/gallery/**'];

const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['en', 'ko', 'ja'],
  format: formatter({ lineNumbers: false }),
  catalogs: [
    {
      path: '<rootDir>/src/features/{name}/locales/{locale}',
      include: ['<rootDir>/src/features/{name}/'],
      exclude,
    },
    {
      path: '<rootDir>/src/components/locales/{locale}',
      include: ['<rootDir>/src/components/', '<rootDir>/src/lib/', '<rootDir>/src/api/'],
      exclude,
    },
    {
      path: '<rootDir>/src/editor/locales/{locale}',
      include: ['<rootDir>/src/editor/'],
      exclude: [...exclude, '**/editor/audio/**'],
    },
    // A kind that is fetched on its own has its words with it.
    {
      path: '<rootDir>/src/editor/audio/locales/{locale}',
      include: ['<rootDir>/src/editor/audio/'],
      exclude,
    },
    { path: '<rootDir>/src/app/locales/{locale}', include: ['<rootDir>/src/app/'], exclude },
  ],
};

export default config;
