import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readAnswers } from '../../src/check/cni/answer.ts';
import type { Snapshot } from '../../src/check/snapshot.ts';
import { readTranscript } from '../../src/check/transcript.ts';
import type { CommandRecord, Verdict } from '../../src/check/types.ts';
import { check, judge, nothing, ran } from './support.ts';

const printed = (name: string): string =>
  readFileSync(new URL(`../../fixtures/cni/${name}.json`, import.meta.url), 'utf8');

const add =
  'CNI_COMMAND=ADD CNI_CONTAINERID=pause_demo CNI_NETNS=/run/netns/x CNI_IFNAME=eth10 ./bridge < /tmp/00-demo.conf';
const run = (line: string, output: string, more: Partial<CommandRecord> = {}): CommandRecord =>
  ran(line, output.replace(/\n$/, ''), more);

const verdictOn = (spec: unknown, ...commands: readonly CommandRecord[]): Verdict =>
  judge(check('cni', spec), { commands });

test.each([
  ['0.1.0', '10.0.10.2/24'],
  ['0.2.0', '10.0.10.3/24'],
  ['0.3.0', '10.0.10.4/24'],
  ['0.3.1', '10.0.10.5/24'],
  ['0.4.0', '10.0.10.6/24'],
  ['1.0.0', '10.0.10.7/24'],
])('a result of version %s is read in one form', (version, address) => {
  expect(readAnswers(printed(`add-${version}`))).toEqual([
    { type: 'result', version, addresses: [address], gateways: ['10.0.10.1'], routes: ['0.0.0.0/0', '1.1.1.1/32'] },
  ]);
});

test('a result of 1.1.0, with the fields that it brought, is one', () => {
  const result = {
    cniVersion: '1.1.0',
    interfaces: [{ name: 'eth10', mac: '00:11:22:33:44:55', mtu: 1500, sandbox: '/run/netns/x', socketPath: '' }],
    ips: [{ address: '10.0.10.2/24', gateway: '10.0.10.1', interface: 0 }, { address: 'fd00::2/64' }],
    routes: [{ dst: '0.0.0.0/0', mtu: 1400, priority: 3 }],
    dns: {},
  };
  expect(readAnswers(JSON.stringify(result))).toMatchObject([{ addresses: ['10.0.10.2/24', 'fd00::2/64'] }]);
});

test.each([
  ['error-syntax', 6],
  ['error-variable', 4],
  ['error-check', 1],
  ['error-version', 1],
  ['error-again', 999],
])('%s is an error with its number', (name, code) => {
  expect(readAnswers(printed(name))).toMatchObject([{ type: 'error', code }]);
});

test('what is no answer is none, wherever a bracket is missing', () => {
  const text = printed('add-1.0.0');
  expect(readAnswers('{"name":"x"} {} [] }{ {"cniVersion":1}')).toEqual([]);
  for (let end = 0; end < text.length - 1; end += 7) expect(readAnswers(text.slice(0, end))).toEqual([]);
  expect(readAnswers(`a warning: {x\n`)).toEqual([]);
  expect(readAnswers(`{"a": "}\\"{"} ${text}`)).toHaveLength(1);
});

describe('ADD on the terminal', () => {
  test.each([
    [{ address: '10.0.10.3/24', gateway: '10.0.10.1', version: '0.2.0' }, 'pass', /10\.0\.10\.3/],
    [{ address: '10.0.10.3', route: '1.1.1.1', container: 'pause_demo', ifname: 'eth10' }, 'pass', /./],
    [{ address: '10.0.10.3/16' }, 'fail', /10\.0\.10\.3\/24/],
    [{ address: '10.0.10.30' }, 'fail', /10\.0\.10\.3\/24/],
    [{ gateway: '10.0.10.2' }, 'fail', /10\.0\.10\.1/],
    [{ route: '10.0.0.0/8' }, 'fail', /0\.0\.0\.0\/0, 1\.1\.1\.1\/32/],
    [{ version: '1.0.0' }, 'fail', /0\.2\.0/],
    [{ container: 'other' }, 'fail', /for pause_demo/],
    [{ ifname: 'eth1' }, 'fail', /for eth10/],
    [{ command: 'DEL' }, 'fail', /CNI_COMMAND=ADD, not DEL/],
    [{ error: '' }, 'fail', /did it/],
  ] as const)('%j: %s', (spec, state, observed) => {
    const verdict = verdictOn(spec, run(add, printed('add-0.2.0')));
    expect(verdict).toMatchObject({ state });
    expect(verdict.observed).toMatch(observed);
  });

  test.each([
    ['export CNI_COMMAND=ADD CNI_CONTAINERID=a', './bridge < /tmp/x'],
    ['cd /opt/cni/bin', 'sudo CNI_COMMAND=ADD ./bridge < /tmp/x'],
    ['true', 'env CNI_COMMAND=ADD /opt/cni/bin/bridge < /tmp/x | tee /tmp/result.json'],
    ['true', 'cat /tmp/x | CNI_COMMAND=ADD ./bridge | jq .'],
    ['true', `CNI_COMMAND=ADD ./bridge << END\n${'  { "dst": "0.0.0.0/0" }, "cniVersion": "0.2.0" }'}\nEND`],
  ])('%s, then %s', (before, line) => {
    expect(verdictOn({ address: '10.0.10.3/24' }, run(before, ''), run(line, printed('add-0.2.0')))).toMatchObject({
      state: 'pass',
    });
  });

  test.each([
    ['cat /tmp/result.json'],
    ['CNI_COMMAND=ADD cat /tmp/result.json'],
    ['CNI_COMMAND=ADD true; cat /tmp/result.json'],
    ['bridge link'],
    ["CNI_COMMAND=ADD ./bridge < /tmp/x | sed 's/9/3/'"],
  ])('what %s prints is no plugin’s word', (line) => {
    expect(verdictOn({ address: '10.0.10.3/24' }, run(line, printed('add-0.2.0'))).state).toBe('fail');
  });

  test('nothing was run yet', () => {
    expect(verdictOn({}).observed).toContain('CNI_COMMAND=ADD');
  });

  test('an error is shown in the plugin’s own words, with what its number means', () => {
    const verdict = verdictOn({ address: '10.0.10.2' }, run(add, printed('error-syntax'), { exitCode: 1 }));
    expect(verdict.state).toBe('fail');
    expect(verdict.observed).toMatch(/invalid character.*code 6: the configuration is not JSON/);
    expect(verdictOn({}, run(add, printed('error-version'), { exitCode: 1 })).observed).toContain('config is "9.9.9"');
  });
});

describe('the other commands', () => {
  const line = (command: string): string => add.replace('ADD', command);

  test('CHECK and DEL say nothing when all is well', () => {
    expect(verdictOn({ command: 'CHECK' }, run(line('CHECK'), '')).state).toBe('pass');
    expect(verdictOn({ command: 'DEL', container: 'pause_demo' }, run(line('DEL'), '')).state).toBe('pass');
    expect(verdictOn({ command: 'DEL' }, run(line('DEL'), '', { exitCode: 127 })).observed).toContain('127');
    const running: CommandRecord = {
      index: 0,
      node: 'controlplane',
      line: line('DEL'),
      output: '',
      netns: '',
      startedMs: 0,
    };
    expect(verdictOn({ command: 'DEL' }, running).state).toBe('fail');
  });

  test('a refusal can be what is wanted', () => {
    const refused = run(line('CHECK'), printed('error-check'), { exitCode: 1 });
    expect(verdictOn({ command: 'CHECK', error: 'does not allow CHECK' }, refused).state).toBe('pass');
    expect(verdictOn({ command: 'CHECK', error: 'prevResult' }, refused).state).toBe('fail');
    expect(verdictOn({ command: 'CHECK' }, refused).state).toBe('fail');
  });

  test('VERSION lists what the plugin speaks', () => {
    const versions = run(line('VERSION'), printed('version'));
    expect(verdictOn({ command: 'VERSION', version: '0.2.0' }, versions).state).toBe('pass');
    expect(verdictOn({ command: 'VERSION', version: '1.1.0' }, versions).observed).toContain('0.4.0, 1.0.0');
  });
});

test('a recorded terminal, which has no exit codes, is read as well', () => {
  const text = `controlplane $ CNI_COMMAND=ADD CNI_CONTAINERID=pause_demo \\\n>   CNI_NETNS=/run/netns/x CNI_IFNAME=eth10 CNI_PATH=$(pwd) ./bridge < /tmp/00-demo.conf
${printed('add-0.2.0')}controlplane $ CNI_COMMAND=DEL CNI_CONTAINERID=pause_demo ./bridge < /tmp/00-demo.conf
controlplane $ ls
`;
  const commands = readTranscript(text);
  expect(judge(check('cni', { address: '10.0.10.3/24', ifname: 'eth10' }), { commands })).toMatchObject({
    state: 'pass',
  });
  expect(judge(check('cni', { command: 'DEL' }), { commands })).toMatchObject({ state: 'pass' });
  expect(judge(check('cni', { command: 'CHECK' }), { commands }).state).toBe('fail');
});

describe('a result in a file', () => {
  const given = (text: string): Snapshot => ({
    ...nothing,
    nodes: {
      controlplane: {
        netns: [],
        files: { '/tmp/r': { state: 'found', value: { path: '/tmp/r', type: 'file', text } } },
      },
    },
  });
  const inFile = (spec: object, text: string): Verdict =>
    judge(check('cni', { path: '/tmp/r', ...spec }), { snapshot: given(text) });

  test('is judged as one on the terminal', () => {
    expect(inFile({ address: '10.0.10.7/24', version: '1.0.0' }, printed('add-1.0.0')).state).toBe('pass');
    expect(inFile({ address: '10.0.10.2/24' }, printed('add-1.0.0')).state).toBe('fail');
    expect(inFile({}, 'ADD').observed).toContain('no CNI result');
    expect(inFile({}, printed('error-again')).observed).toContain('already exists');
    expect(judge(check('cni', { path: '/tmp/other' }), { snapshot: given('') }).state).toBe('error');
  });

  test('has no container and no command but ADD', () => {
    expect(() => check('cni', { path: '/tmp/r', container: 'x' })).toThrow();
    expect(() => check('cni', { path: '/tmp/r', command: 'DEL' })).toThrow();
    expect(() => check('cni', { command: 'DEL', address: '10.0.0.1' })).toThrow();
  });
});
