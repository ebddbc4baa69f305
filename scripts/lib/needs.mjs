import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, root } from './tree.mjs';

/** What makes a lab: without one of these none boots. */
const lab = ['bash', 'ip', 'unshare', 'nsenter', 'setpriv', 'perl'];

/**
 * What test files need of the machine beyond Node, by the first row whose pattern their path matches; a file without a
 * row needs nothing. `lab`: also that a lab boots; `namespaces`: only that user namespaces are open; `everything`: all
 * `tools` of packages.json; `course`: what any lesson requires.
 */
const rows = [
  [/^test\/commands\/(?:doctor|setup)\.lab\./, ['lab', 'everything']],
  [/^test\/commands\/setup-cni\.lab\./, ['namespaces', 'cni', 'curl']],
  [/^test\/machine\/.*\.lab\./, ['lab', 'iptables', 'nft']],
  [/^test\/lab\/(?:boot|facts.*|probe|watch|agent)\.lab\./, ['lab', 'everything']],
  [/^test\/lab\/engine.*\.lab\./, ['lab', 'docker', 'cni']],
  [/^test\/lab\/cni-plugins\.lab\./, ['lab', 'cni']],
  [/^test\/images\/pull\.lab\./, ['lab', 'docker', 'podman', 'newuidmap', 'skopeo']],
  [/^test\/images\/.*\.lab\./, ['lab', 'docker']],
  [/^test\/lab\/.*\.lab\./, ['lab']],
  [/^test\/commands\/completion\.lab\./, ['zsh', 'fish', 'man']],
  [/^test\/grade\/export\/html\.lab\./, ['chromium']],
  [/^test\/grade\/export\/print\.lab\./, ['chromium', 'pdftotext']],
  [/^test\/topology\/svg\.lab\./, ['chromium']],
  [/^test\/recording\/.*\.lab\./, ['asciinema']],
  [/^test\/(?:session|hostile|topology)\//, ['lab', 'course']],
  [/^test\/storage\/.*\.lab\./, ['namespaces']],
  [/^test\/terminal\/pane\.lab\./, ['vim', 'less']],
  [/^test\/e2e\/drawn\.test/, ['lab', 'course', 'vim', 'less', 'htop', 'watch']],
  [/^test\/e2e\//, ['lab', 'course']],
];

const isTest = (path) =>
  path.endsWith('.lab.test.ts') || path.startsWith('test/e2e/') || path.startsWith('test/hostile/');

/**
 * The test files that cannot run here, each with the reason.
 * @param {string[]} missing tools of packages.json that are not installed
 * @param {string | undefined} obstacle why no lab boots, where none does
 * @param {string[]} [files] test files, relative to the checkout
 * @returns {{ file: string, reason: string }[]}
 */
export function unmetNeeds(missing, obstacle, files = filesUnder('test').filter((path) => path.endsWith('.test.ts'))) {
  if (missing.length === 0 && obstacle === undefined) return [];
  return files.filter(isTest).flatMap((file) => {
    const words = rows.find(([pattern]) => pattern.test(file))?.[1] ?? [];
    const tools = new Set(words.flatMap(toolsOf));
    const all = words.includes('everything') ? toolTable() : {};
    const lacking = missing.filter((tool) => tools.has(tool) || Object.hasOwn(all, tool));
    if (lacking.length > 0) return [{ file, reason: `needs ${lacking.join(', ')}, not installed here` }];
    // Where a tool is missing, no lab boots for that reason: it says nothing of the namespaces.
    const wants = lab.some((tool) => missing.includes(tool)) ? ['lab'] : ['lab', 'namespaces'];
    return obstacle !== undefined && words.some((word) => wants.includes(word)) ? [{ file, reason: obstacle }] : [];
  });
}

function toolsOf(word) {
  if (word === 'lab') return lab;
  if (word === 'course') return requiredByLessons().flatMap(toolsOf);
  // As `requires: [docker]` means it (src/machine/requirements.ts).
  if (word === 'docker') return ['docker', 'dockerd', 'containerd', 'runc', 'nginx', 'catatonit'];
  return word === 'everything' || word === 'namespaces' ? [] : [word];
}

function toolTable() {
  return JSON.parse(readFileSync(join(root, 'packages.json'), 'utf8')).tools;
}

/** Every tool that a lesson's front matter names. */
function requiredByLessons() {
  return readdirSync(join(root, 'lessons'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const text = readFileSync(join(root, 'lessons', name, 'lesson.md'), 'utf8');
      const list = /^requires: \[(.*)\]$/m.exec(text)?.[1] ?? '';
      return list.split(',').map((each) => each.trim());
    });
}

/** Why no lab boots on this machine, in doctor's words; undefined where one does. */
export function labObstacle() {
  const { stdout } = spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'doctor', '--json'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  try {
    const { state, text, cure } = JSON.parse(stdout).lines.find(({ id }) => id === 'lab');
    return state === 'bad' ? `no lab here: ${text}${cure === undefined ? '' : ` (${cure})`}` : undefined;
  } catch {
    // Then the tests say it better.
    return undefined;
  }
}
