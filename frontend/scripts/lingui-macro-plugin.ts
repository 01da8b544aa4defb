import { transformAsync } from '@babel/core';
import type { Plugin } from 'vite';

const MACRO = /from\s+['"]@lingui\/(core|react)\/macro['"]/;

/**
 * Expands Lingui macros. The React plugin no longer runs Babel, so only the files that
 * import a macro pay for it; types and JSX are left for the bundler.
 */
export function linguiMacro(): Plugin {
  return {
    name: 'labelwright-lingui-macro',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (!/\.tsx?$/.test(file) || file.includes('/node_modules/') || !MACRO.test(code)) {
        return null;
      }
      const result = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        plugins: ['@lingui/babel-plugin-lingui-macro'],
      });
      return result?.code ? { code: result.code, map: result.map } : null;
    },
  };
}
