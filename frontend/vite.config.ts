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
