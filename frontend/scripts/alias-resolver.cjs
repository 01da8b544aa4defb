// Teaches the import linter our `@/` and TypeScript's endings.
const fs = require('node:fs');
const path = require('node:path');

const SRC = path.resolve(__dirname, '../src');
const ENDINGS = ['', '.ts', '.tsx', '.d.ts', '/index.ts', '/index.tsx'];

exports.interfaceVersion = 2;
exports.resolve = (source, file) => {
  if (!source.startsWith('@/') && !source.startsWith('.')) return { found: false };
  const base = source.startsWith('@/')
    ? path.join(SRC, source.slice(2))
    : path.resolve(path.dirname(file), source);
  const hit = ENDINGS.map((ending) => base + ending).find(
    (candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile(),
  );
  return hit ? { found: true, path: hit } : { found: false };
};
