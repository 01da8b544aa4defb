// Fails when the catalogues are not what the sources say, or when a translation is missing.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);

function catalogues() {
  const files = readdirSync(new URL('src/', root), { recursive: true })
    .map(String)
    .filter((file) => /(^|\/)locales\/[a-z]+\.po$/.test(file))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(new URL(`src/${file}`, root), 'utf8')]));
}

function missing(text) {
  return text
    .split(/\n{2,}/)
    .filter((entry) => /^msgid /m.test(entry) && !/^msgid ""\nmsgstr ""\n"/m.test(entry))
    .filter((entry) => /^msgstr ""\s*$/m.test(entry) && !/^msgstr ""\n"/m.test(entry))
    .map((entry) => /^msgid ([\s\S]*?)\nmsgstr/m.exec(entry)?.[1] ?? entry);
}

/** What one message is in each catalogue of a language. Loaded together, the last one wins on every page. */
function disagreements(texts) {
  const words = new Map();
  for (const [file, text] of texts) {
    const language = /([a-z]+)\.po$/.exec(file)[1];
    for (const entry of text.split(/\n{2,}/)) {
      const message = /^((?:msgctxt .*\n)?msgid [\s\S]*?)\nmsgstr ([\s\S]*)$/m.exec(entry);
      if (!message || message[1] === 'msgid ""') continue;
      const key = `${language}: ${message[1].replace('\n', ' ')}`;
      words.set(key, new Set([...(words.get(key) ?? []), message[2].trim()]));
    }
  }
  return [...words].filter(([, found]) => found.size > 1);
}

const before = catalogues();
execFileSync('npx', ['lingui', 'extract', '--clean'], { cwd: root, stdio: 'pipe' });
const after = catalogues();

const faults = [];
for (const [file, text] of after) {
  if (before.get(file) !== text) {
    faults.push(`${file}: out of date; run "npm run i18n:extract" and translate`);
    const old = before.get(file);
    if (old !== undefined) writeFileSync(new URL(`src/${file}`, root), old);
  }
  if (/\/(ko|ja)\.po$/.test(file)) {
    for (const id of missing(text)) faults.push(`${file}: no translation for ${id}`);
  }
}
for (const file of before.keys()) {
  if (!after.has(file)) faults.push(`${file}: no source uses it any more`);
}

for (const [key, found] of disagreements(after)) {
  faults.push(
    `${key} is translated as ${[...found].join(' and ')}; agree, or tell them apart by a context`,
  );
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${after.size} catalogues are complete.`);
