import { describe, expect, test } from 'vitest';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Command, Lesson } from '../../src/lesson/types.ts';
import { en } from '../../src/words/en/index.ts';

const head = '---\ntitle: T\nminutes: 1\nvars: { server: 10.0.0.12 }\n---\n# T\n\nAsk ${server}.\n\n## Step\n\n';
const check = '```yaml check\n- netns: client\n```\n';

function lessonOf(body: string): Lesson {
  const { lesson, messages } = parseLesson({ id: 't', file: 't.md', text: head + body + check }, en);
  if (lesson === undefined) throw new Error(messages.map(String).join('\n'));
  return lesson;
}

function commandsOf(console: string, info = 'console'): readonly Command[] {
  return lessonOf(`\`\`\`${info}\n${console}\n\`\`\`\n`).steps[0]?.commands ?? [];
}

describe('console blocks', () => {
  test('name the node by the prompt', () => {
    expect(commandsOf('$ a\ncontrolplane $ b\nnode01 $ c').map(({ node, text }) => [node, text])).toEqual([
      ['controlplane', 'a'],
      ['controlplane', 'b'],
      ['node01', 'c'],
    ]);
  });

  test('keep sample output with its lines, blank lines inside but not at the end', () => {
    const [first, second] = commandsOf('$ a\none\n\ntwo\n\n$ b');
    expect(first).toMatchObject({ sample: ['one', '', 'two'], sampleLines: { from: 14, to: 16 } });
    expect(second?.sample).toEqual([]);
    expect(second).not.toHaveProperty('sampleLines');
  });

  test('say where each command stands', () => {
    const places = commandsOf('$ a\nout\nnode01 $ b').map(({ place }) => place);
    expect(places).toEqual([
      { line: 13, column: 3 },
      { line: 15, column: 10 },
    ]);
  });

  test('continue commands, and send ^C', () => {
    const [document, ping] = commandsOf(
      '$ cat <<EOF\n> a\n>\n>   b\n> EOF\na\n\n  b\n$ ping 10.0.0.12\nreply\n^C\n2 packets',
    );
    expect(document?.text).toBe('cat <<EOF\na\n\n  b\nEOF');
    expect(document?.sample).toEqual(['a', '', '  b']);
    expect(ping).toMatchObject({ interrupt: true, sample: ['reply', '2 packets'] });
  });

  test('substitute declared variables only', () => {
    const [command] = commandsOf('$ ping -c 1 ${server} "${HOME}" ${sever}\n64 bytes from ${server}');
    expect(command?.text).toBe('ping -c 1 10.0.0.12 "${HOME}" ${sever}');
    expect(command?.sample).toEqual(['64 bytes from 10.0.0.12']);
  });

  test('`console look` marks commands that only look', () => {
    const body = '```console\n$ ip netns add client\n```\n```console look\n$ ip netns\n```\n';
    expect(lessonOf(body).steps[0]?.commands.map(({ look }) => look)).toEqual([false, true]);
  });
});

test('a challenge keeps its commands but does not show them', () => {
  const body = '```console\n$ ip netns add client\n```\n';
  const text = (head + body + check).replace('minutes: 1', 'minutes: 1\nmode: challenge');
  const [step] = parseLesson({ id: 't', file: 't.md', text }, en).lesson?.steps ?? [];
  expect(step?.commands.map((command) => command.text)).toEqual(['ip netns add client']);
  expect(step?.blocks.filter(({ type }) => type === 'console')).toEqual([]);
});
