import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const noInnerHtml = {
  selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
  message: 'Only components/markdown-view.tsx may set HTML, after sanitising it.',
};
const noStyleTags = [
  {
    name: '@mantine/core',
    importNames: [
      'AppShell',
      'Flex',
      'Grid',
      'SimpleGrid',
      'ColorSchemeScript',
      'TypographyStylesProvider',
    ],
    message:
      'It writes <style> with innerHTML, which the Content-Security-Policy refuses: use a CSS module.',
  },
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, boundaries },
    settings: {
      'import/resolver': { typescript: false, node: { extensions: ['.ts', '.tsx'] } },
      'boundaries/include': ['src/**/*'],
      'boundaries/elements': [
        { type: 'app', pattern: 'src/app' },
        { type: 'feature', pattern: 'src/features/*', capture: ['feature'] },
        {
          type: 'base',
          pattern: 'src/(lib|components|api|editor|styles|testing)',
          capture: ['part'],
        },
        { type: 'entry', pattern: 'src/*.ts*', mode: 'file' },
      ],
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', noInnerHtml],
      'no-restricted-imports': ['error', { paths: noStyleTags }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
    },
  },
  { files: ['src/components/markdown-view.tsx'], rules: { 'no-restricted-syntax': 'off' } },
);
