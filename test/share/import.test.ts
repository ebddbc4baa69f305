import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runImport } from '../../src/commands/import.ts';
import { writeShared } from '../../src/commands/write-shared.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { splitCommands } from '../../src/share/incoming/commands.ts';
import { moveMarkers, readMarker } from '../../src/share/incoming/markers.ts';
import { scenarioFiles } from '../../src/share/killercoda/files.ts';
import { scenarioOf } from '../../src/share/killercoda/scenario.ts';
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

  it('brings the texts that the scenario puts on its machine', () => {
    const helper = readFileSync('fixtures/share/bridge-basics/assets/helper.sh', 'utf8').trimEnd();
    const path = '/usr/local/bin/helper.sh';
    expect(lesson.steps[0]?.setup).toContain(`cat > ${path} << 'ASSET'\n${helper}\nASSET\nchmod +x ${path}\n`);
    expect(left).toContainEqual(expect.objectContaining({ kind: 'assets', detail: 'tools.tgz' }));
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

it('takes one with globs among its files, markers on tildes and in lists, and links of Katacoda’s', async () => {
  const { text, left, mistakes } = await imported('docker-net', 'docker');
  expect(mistakes).toEqual([]);
  expect(lessonOf(text).steps.map(({ commands }) => commands.map((command) => command.text))).toEqual([
    ['ip link', 'docker network ls', 'docker events'],
    ['docker network create \\\n  --subnet 10.20.0.0/24 \\\n  demo', 'docker run -d --name web --network demo nginx'],
    ['docker rm -f web', 'docker run -d --name web -p 8080:80 nginx', 'curl -s localhost:8080 | head -n 4'],
  ]);
  expect(text).toContain("cat > /usr/local/bin/hi.sh << 'ASSET'");
  const details = left.map(({ kind, detail }) => [kind, detail]);
  for (const pair of [
    ['key', 'description'],
    ['port-link', '{{TRAFFIC_HOST1_8080}}'],
    ['subdomain', '[[HOST_SUBDOMAIN]]'],
    ['html', '<br> `docker run --help` knows.'],
    ['foreground', undefined],
  ])
    expect(details).toContainEqual(pair);
});

it('takes back what export wrote: every command of the lesson, in order', async () => {
  const words = wordsFor();
  for (const [id, path] of [
    ['veth', 'lessons/02-veth/lesson.md'],
    ['bridge', 'lessons/03-bridge/lesson.md'],
  ] as const) {
    const { lesson } = parseLesson({ id, file: path, text: readFileSync(path, 'utf8') }, words);
    if (lesson === undefined) throw new Error(path);
    const scenario = scenarioOf(lesson, { words, packageFor: () => undefined, earlier: [] });
    await writeShared(
      join(work, 'exported'),
      scenarioFiles(scenario, () => true, words),
    );
    const { io, out, err } = commandIo(work);
    const code = await runImport({ course: 'back', json: true }, join(work, 'exported', lesson.id), io);
    expect({ code, err: err() }).toEqual({ code: 0, err: '' });
    const { file } = JSON.parse(out()) as Report;
    const back = lessonOf(readFileSync(join(work, file), 'utf8'));
    const commandsOf = ({ steps }: Pick<Lesson, 'steps'>): string[] =>
      steps
        .flatMap(({ commands }) => commands.map(({ text }) => text))
        .filter((text) => !/\bcourse explain /.test(text));
    expect({ id: lesson.id, commands: commandsOf(back) }).toEqual({
      id: lesson.id,
      commands: commandsOf(scenario.lesson),
    });
  }
});

it('keeps loops, conditions and functions whole', () => {
  const whole = [
    'for i in 1 2; do\n  if [ $i = 1 ]; then echo "done"; fi\ndone',
    'greet() {\n  echo hi\n}',
    "cat << 'END'\nfor nobody\nEND",
    'while false; do :; done && echo if',
    'case $x in\n  a) echo a ;;\nesac',
    'echo for you # if ever',
  ];
  expect(splitCommands(whole.join('\n'))).toEqual({ commands: whole, rest: '' });
  expect(splitCommands('for i in 1 2; do\n  echo $i')).toMatchObject({
    commands: [],
    rest: expect.stringContaining('for'),
  });
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
