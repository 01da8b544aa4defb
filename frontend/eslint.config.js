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

const noDataStyles = {
  name: '@mantine/core',
  importNames: ['useMantineColorScheme'],
  message: 'Only app/bare-shell.tsx switches the scheme, with keepTransitions.',
};

const BASE = ['lib', 'components', 'api', 'editor', 'styles', 'testing'];

function layer(type, below) {
  return {
    from: { element: { type } },
    allow: { to: { element: { types: { anyOf: below } } } },
  };
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, boundaries },
    settings: {
      'import/resolver': { './scripts/alias-resolver.cjs': {} },
      'boundaries/include': ['src/**/*'],
      'boundaries/elements': [
        { type: 'app', pattern: 'src/app' },
        { type: 'feature', pattern: 'src/features/*', capture: ['name'] },
        ...BASE.map((type) => ({ type, pattern: `src/${type}` })),
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message: 'The layers are lib, components, api, editor → features → app; never sideways.',
          policies: [
            layer('lib', []),
            layer('styles', ['lib']),
            layer('components', ['lib', 'styles']),
            layer('api', ['lib']),
            layer('editor', ['lib', 'components']),
            layer('testing', [...BASE, 'feature', 'app']),
            layer('feature', BASE),
            layer('app', [...BASE, 'feature']),
            // Inside one element everything goes; a feature is one element, another is not.
            { allow: { dependency: { relationship: { to: 'internal' } } } },
          ],
        },
      ],
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', noInnerHtml],
      'no-restricted-imports': ['error', { paths: [...noStyleTags, noDataStyles] }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/app/bare-shell.tsx'],
    rules: { 'no-restricted-imports': ['error', { paths: noStyleTags }] },
  },
  { files: ['src/components/markdown-view.tsx'], rules: { 'no-restricted-syntax': 'off' } },
);
