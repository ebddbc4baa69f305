import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * `domain ← process ← adapters ← session ← ui ← commands ← cli`: a module imports its own layer and those to
 * the left of it, never to the right. Adapters, and the folders of one layer otherwise, do not know one another; those
 * of the domain do.
 */
const layers = [
  ['words', 'lesson', 'check', 'topology', 'trace', 'progress', 'verify', 'grade', 'share'],
  ['process'],
  ['lab', 'terminal', 'storage', 'machine', 'recording', 'images'],
  ['session'],
  ['ui'],
  ['commands'],
  ['cli.ts'],
];
const domain = layers[0] ?? [];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));

interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import of the program: static, dynamic and of types, by their text; relative ones from `src/`. */
const imports: readonly Import[] = sources.flatMap((from) => {
  const text = readFileSync(join('src', from), 'utf8');
  const specifiers = [...text.matchAll(/(?:^|[^.\w])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((to) => ({ from, to: to.startsWith('.') ? relative('.', join(dirname(from), to)) : to }));
});

const folderOf = (path: string) => path.split('/')[0] ?? '';
const rankOf = (path: string) => layers.findIndex((folders) => folders.includes(folderOf(path)));
const isOurs = (path: string) => sources.includes(path);
const shown = ({ from, to }: Import) => `${from} → ${to}`;

describe('the layers', () => {
  it('hold every module', () => {
    expect(sources.filter((name) => rankOf(name) < 0)).toEqual([]);
    // The regular expression above finds what there is to find.
    expect(imports.length).toBeGreaterThan(sources.length);
  });

  it('import only to the left', () => {
    const wrong = imports.filter(({ from, to }) => isOurs(to) && rankOf(to) > rankOf(from));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('have folders that do not know one another, but for the domain', () => {
    const wrong = imports.filter(
      ({ from, to }) => isOurs(to) && rankOf(to) > 0 && rankOf(to) === rankOf(from) && folderOf(to) !== folderOf(from),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('keep Node and React out of the domain', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        domain.includes(folderOf(from)) &&
        (/^node:|^(react|ink|node-pty)(\/|$)/.test(to) || /^(fs|path|os|process)$/.test(to)),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('name built-in modules with node:', () => {
    expect(
      imports
        .filter(
          ({ to }) => !isOurs(to) && /^(fs|path|os|process|child_process|crypto|util|stream|readline)(\/|$)/.test(to),
        )
        .map(shown),
    ).toEqual([]);
  });
});

describe('the repository', () => {
  const skipped = new Set(['node_modules', 'dist', '.git', '.setup', 'coverage']);
  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (skipped.has(entry.name)) return [];
      return entry.isDirectory() ? files(path) : entry.isFile() ? [path] : [];
    });

  it('installs from wherever the user’s npm does: no file names a registry', () => {
    const host = /https?:\/\/[^\s"'<>)/]*(registry|mirror|artifact|npm|unpkg|jsdelivr)[^\s"'<>)]*/i;
    const named = files('.').flatMap((file) => host.exec(readFileSync(file, 'utf8'))?.[0] ?? []);
    expect(named).toEqual([]);
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"');
    expect(readFileSync('.npmrc', 'utf8')).not.toMatch(/^[^#]*registry\s*=/m);
  });
});
