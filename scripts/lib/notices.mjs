import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tree.mjs';

/** Licences that let us ship the code in a bundle when their text goes with it. */
const permissive = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
]);

/** Packages whose package.json names no licence: what their own files say instead. */
const looked = new Map([['format', { licence: 'MIT', where: 'its Readme.md' }]]);

/** The package folders (`node_modules/x`, `node_modules/@s/x`, nested ones too) of which bytes are in the outputs. */
export function packagesIn(metafile) {
  const folders = new Set();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

/** The licence of one package; throws for one that is not known to be permissive. */
export function licenceOf(manifest) {
  const stated =
    typeof manifest.license === 'string' ? manifest.license : (manifest.license?.type ?? manifest.licenses?.[0]?.type);
  const licence = stated ?? looked.get(manifest.name)?.licence;
  // `(MIT OR X)`: one of them is enough.
  const choices = (licence ?? '').replace(/[()]/g, '').split(' OR ');
  if (choices.some((choice) => permissive.has(choice.trim()))) return licence;
  throw new Error(
    `${manifest.name} ${manifest.version} has the licence "${licence ?? 'none'}": look at it, then name it in scripts/lib/notices.mjs`,
  );
}

/**
 * The text of THIRD_PARTY_NOTICES, from esbuild's metafile: each bundled package with its version, its licence and its
 * copyright, above the licence's text, which stands once for all packages that have the same but for line breaks.
 */
export function noticesOf(metafile) {
  const byText = new Map();
  for (const folder of packagesIn(metafile)) {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const licence = licenceOf(manifest);
    const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
    const text = file === undefined ? standardText(manifest, licence) : readFileSync(join(root, folder, file), 'utf8');
    const { copyright, rest } = parted(text);
    const same = rest.replace(/\s+/g, ' ').trim();
    const known = byText.get(same) ?? { headings: [], rest };
    const heading = `${manifest.name} ${manifest.version} (${licence})`;
    known.headings.push([heading, ...copyright].join('\n  '));
    byText.set(same, known);
  }
  const parts = [...byText.values()].map(({ headings, rest }) => `${headings.join('\n')}\n\n${rest.trim()}\n`);
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `netns-course's program file holds code of these packages, each under its own licence.\n${rule}${parts.join(rule)}`;
}

/** A licence's text, and what of it is only of this package: its copyright lines, and the licence's name above the text. */
function parted(text) {
  const lines = text.split('\n');
  const isCopyright = (line) => /^\s*copyright (\(c\)|©|\d)/i.test(line);
  const isTitle = (line) => /^\W*(The )?(MIT|ISC) License\W*((\(MIT\)|\(ISC\))\W*)?$/i.test(line);
  return {
    copyright: lines.filter(isCopyright).map((line) => line.trim()),
    rest: lines.filter((line) => !isCopyright(line) && !isTitle(line)).join('\n'),
  };
}

/** What the licence asks to go with the code, for a package that names its licence but holds no file of it. */
function standardText(manifest, licence) {
  const author = (typeof manifest.author === 'string' ? manifest.author : manifest.author?.name) ?? 'the authors';
  const holder = `Copyright (c) ${author}`;
  if (licence.includes('MIT')) return `${holder}\n\n${mit}`;
  if (licence.includes('Apache-2.0'))
    return `${holder}\n\n${readFileSync(join(root, 'node_modules/typescript/LICENSE'), 'utf8').trim()}`;
  throw new Error(`${manifest.name} ${manifest.version} (${licence}) holds no licence text`);
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
