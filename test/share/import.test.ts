import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runImport } from '../../src/commands/import.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { moveMarkers, readMarker } from '../../src/share/incoming/markers.ts';
import { wordsFor } from '../../src/words/index.ts';
import { commandIo } from '../support/command-io.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-import-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Report {
  readonly file: string;
  readonly left: readonly { readonly kind: string; readonly step?: string; readonly detail?: string }[];
  readonly mistakes: readonly { readonly rule: string; readonly reason: string }[];
}

async function imported(scenario: string, course: string): Promise<Report & { readonly text: string }> {
  const { io, out, err } = commandIo(work);
  const code = await runImport({ course, json: true }, resolve('fixtures/share', scenario), io);
  expect({ code, err: err() }).toEqual({ code: 0, err: '' });
  const report = JSON.parse(out()) as Report;
  return { ...report, text: readFileSync(join(work, report.file), 'utf8') };
}

const lessonOf = (text: string) => {
  const { lesson } = parseLesson({ id: 'x', file: 'lesson.md', text }, wordsFor());
  if (lesson === undefined) throw new Error('no lesson');
  return lesson;
};

describe('a Killercoda scenario', async () => {
  const { text, left, mistakes, file } = await imported('bridge-basics', 'mine');
  const lesson = lessonOf(text);

  it('becomes a lesson that lint has nothing against', () => {
    expect(mistakes).toEqual([]);
    expect(file).toBe('mine/01-bridge-basics/lesson.md');
    expect(lesson).toMatchObject({ title: 'Bridge basics', mode: 'guided', world: 'host', requires: ['ip', 'ping'] });
    expect(lesson.steps.map(({ title }) => title)).toEqual([
      'Make a bridge',
      'Plug something in',
      'Plug something in (2)',
    ]);
  });

  it('has its commands in order, whole, with what interrupts them', () => {
    const [first, second, third] = lesson.steps;
    expect(first?.commands.map((command) => command.text)).toEqual([
      'ip link add br0 type bridge',
      'ip link set br0 up',
      'ip link show br0',
    ]);
    expect(second?.commands.map((command) => [command.text, command.interrupt])).toEqual([
      ['ip link add v0 type veth \\\n  peer name v1', false],
      ['ip link set v0 master br0', false],
      ['ping 127.0.0.1', true],
      ["cat > /tmp/note << 'EOF'\n  ${HOME} stays\nEOF", false],
      ['hostname', false],
      ['ls', false],
      ['ip link set v0 up', false],
      ['apt-get install -y bridge-utils', false],
    ]);
    expect(third?.commands.map((command) => command.text)).toEqual(['ip link set v1 up', 'ip link set v1 down']);
    expect(text).not.toMatch(/\{\{(?:exec|copy|exex|frob|TRAFFIC)/);
  });

  it('has its verify script, its setup and its hints; a step without a check is marked', () => {
    const [first, second, third] = lesson.steps;
    expect(first?.checks.map(({ kind }) => kind)).toEqual(['script']);
    expect(text).toContain("bash /dev/stdin << 'VERIFY' || exit 1\nip link show br0 up | grep -q UP\nVERIFY");
    expect(first?.setup).toContain('mkdir -p /tmp/bridge');
    expect(first?.hints).toHaveLength(2);
    expect(second?.setup).toMatch(/^bash [^]*\ntrue\n[^]*\necho hello\n/);
    expect(text.match(/# TODO:/g)).toHaveLength(2);
    expect(third?.debrief).toHaveLength(1);
  });

  it('lists what could not be carried over', () => {
    const kinds = left.map(({ kind }) => kind);
    for (const kind of [
      ...['assets', 'layout', 'html', 'port-link', 'image', 'merged', 'setup', 'foreground', 'no-check'],
      ...['host', 'marker', 'internet', 'unfinished', 'missing-file'],
    ])
      expect(kinds).toContain(kind);
    expect(left).toContainEqual({ ...left.find(({ kind }) => kind === 'marker'), detail: 'frob' });
  });
});

it('takes a Katacoda scenario, whose verify scripts say "done"', async () => {
  const { text, left, mistakes } = await imported('old-namespaces', 'old');
  expect(mistakes).toEqual([]);
  const lesson = lessonOf(text);
  expect(lesson.minutes).toBe(15);
  expect(lesson.steps[0]?.commands.map((command) => command.text)).toEqual(['ip netns add red']);
  expect(text).toContain('[ "${said##*$\'\\n\'}" = done ]');
  expect(left.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['subdomain', 'layout', 'setup']));
});

it('moves markers off closing fences and knows misspelt ones', () => {
  expect(moveMarkers('````\n```\nx\n````{{exec}}\n~~~sh\ny\n~~~ {{copy}}')).toBe(
    '```` {{exec}}\n```\nx\n````\n~~~sh {{copy}}\ny\n~~~',
  );
  expect(readMarker('exeute')).toMatchObject({ action: 'run' });
  expect(readMarker('EXEC')).toMatchObject({ action: 'run' });
  expect(readMarker('cope')).toMatchObject({ action: 'copy' });
  expect(readMarker('')).toMatchObject({ action: 'none' });
  expect(readMarker('execute T2')).toMatchObject({ action: 'run', where: 'T2' });
});

it('refuses what is no scenario, or needs a cluster, and writes over nothing', async () => {
  const scenario = (name: string, index: string): string => {
    mkdirSync(join(work, name), { recursive: true });
    writeFileSync(join(work, name, 'index.json'), index);
    return name;
  };
  const step = '{ "title": "A", "text": "a.md" }';
  writeFileSync(join(work, 'secret.md'), '`ip link`{{exec}} secret');
  const spy = scenario(
    'spy',
    `{ "title": "Spy", "details": { "steps": [{ "text": "../secret.md" }, { "text": "link.md" }] } }`,
  );
  symlinkSync(join(work, 'secret.md'), join(work, 'spy', 'link.md'));
  for (const [name, said] of [
    ['nowhere', 'nowhere/index.json cannot be read: ENOENT'],
    [scenario('broken', '{'), 'no scenario’s'],
    [scenario('other', '{ "title": 3 }'), 'no scenario’s: title'],
    [scenario('empty', '{ "title": "E", "details": {} }'), 'has no steps'],
    [
      scenario(
        'cluster',
        `{ "title": "C", "details": { "steps": [${step}] }, "backend": { "imageid": "kubernetes-kubeadm-1node" } }`,
      ),
      'no Kubernetes',
    ],
  ] as const) {
    const { io, err } = commandIo(work);
    expect(await runImport({ course: 'refused' }, name, io)).toBe(2);
    expect(err()).toContain(said);
  }
  const { io, out } = commandIo(work);
  expect(await runImport({ course: 'spied' }, spy, io)).toBe(0);
  expect(out()).toContain('../secret.md: a file that index.json names is not there');
  expect(readFileSync(join(work, 'spied/01-spy/lesson.md'), 'utf8')).not.toContain('secret');
  const again = commandIo(work);
  expect(await runImport({ course: 'spied' }, spy, again.io)).toBe(2);
  expect(again.err()).toContain('is there already');
});
