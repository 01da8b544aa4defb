import { fileURLToPath } from 'node:url';
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { linguiMacro } from './scripts/lingui-macro-plugin.ts';
import { mantineVariables } from './scripts/mantine-variables-plugin.ts';

const server = process.env.LABELWRIGHT_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  // Django serves dist/ with WhiteNoise under /static/.
  base: '/static/',
  plugins: [linguiMacro(), mantineVariables(), react(), lingui()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    target: 'es2022',
    manifest: true,
    // A data: URL is not allowed by font-src and img-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What any editor needs is one file: lazy tools share parts of it, and each shared part would else be a file of its own.
        codeSplitting: {
          groups: [
            // Small parts that every labelling page needs: one file of them is smaller than ten.
            {
              name: 'labelling-base',
              test: /src\/(lib\/(asking|commands|own-keys|or-nothing|possible-answers|schema-document|shortcuts|time-keeper|presence|ids|clock|external-store|same-value|decoded-image|use-delayed|format|toasts|locale|examples|project-path|breadcrumb|roles|nonce)|features\/labelling\/(model\/kept-before|api\/annotations|components\/use-way-back)|api\/(threads|carry|versions|guideline-version|guideline-examples|create|project|session))\.ts$|icons\/Icon(AlertTriangle|ArrowBackUp|ArrowForwardUp|ArrowLeft|Check|ChevronLeft|ChevronRight|CircleCheck|CircleX|CloudOff|CloudUp|History|HistoryToggle|Transform|ClockX|Keyboard|LayoutSidebarRightCollapse|LayoutSidebarRightExpand|Lock|MailPlus|Medal|MessageQuestion|Photo|Trash|Users|X)\.mjs$/,
            },
            {
              name: 'router-hooks',
              test: /@tanstack\/react-router\/dist\/esm\/(use[A-Z]\w*|link|matchContext)\.js$|src\/features\/\w[\w-]*\/search\.ts$/,
            },
            {
              name: 'editor-base',
              test: /src\/editor\/(commands\/|commands\.ts|keys\.ts|react\/(keyboard-events|use-editor)\.ts|screen\/(panel-room|screen-context|screen-model|check-value|look|copied)\.ts|core\/|shapes\/(box|keypoints|mask|markers|paths|point|polygon|polyline|registry|ring-shape|rotated-box|run-lengths)\.ts|tools\/(arrow-step|box-tool|dragging|drawing|input|lazy-code|lazy-codes|lazy-tool|panning|pinch|points-region|registry|select-tool|tool-state|polygon\/joinable)\.ts)/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/admin': server } },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    maxWorkers: 2,
  },
});
