import { load } from './load.mjs';
import { figure, median, timed } from './measure.mjs';

const rounds = 3;

/** A lesson of so many steps, each with a paragraph, a command, a sample, a check and a hint. */
function lessonOf(steps) {
  const head =
    '---\ntitle: Many steps\nminutes: 10\nmode: guided\nworld: host\nrequires: [ip]\n---\n# Many steps\n\nProse.\n';
  const step = (n) => `
## Make namespace ${n}

A namespace of its *own*, with \`ip netns\` and a [link](https://example.org/${n}).

\`\`\`console
$ ip netns add ns${n}
\`\`\`

\`\`\`console look
$ ip netns list
ns${n}
\`\`\`

\`\`\`yaml check
- netns: ns${n}
  fail: It is not there yet.
- output: { command: ip netns list, contains: ns${n} }
\`\`\`

> [!TIP]
> Namespaces are made by \`ip netns\`.
`;
  return head + Array.from({ length: steps }, (_, index) => step(index + 1)).join('');
}

/** Markdown to a checked lesson, all rules of the linter included. */
export async function benchParse() {
  const { parseLesson } = await load('src/lesson/parse-lesson.ts');
  const { wordsFor } = await load('src/words/index.ts');
  const words = wordsFor();
  const times = {};
  for (const steps of [1_000, 10_000]) {
    const text = lessonOf(steps);
    const each = [];
    for (let round = 0; round < (steps === 1_000 ? rounds : 1); round += 1) {
      const { ms, value } = await timed(() => parseLesson({ id: 'many', file: 'lesson.md', text }, words));
      if (value.lesson?.steps.length !== steps) throw new Error(JSON.stringify(value.messages?.slice(0, 3)));
      each.push(ms);
    }
    times[steps] = median(each);
  }
  const factor = times[10_000] / times[1_000];
  return [
    figure('lesson of 1,000 steps, parsed', times[1_000], 'ms', { how: `median of ${rounds}` }),
    figure('lesson of 10,000 steps, parsed', times[10_000], 'ms', { target: 5_000, how: 'once' }),
    figure('10,000 steps against 1,000', factor, 'times', { target: 12, how: '10 is linear' }),
  ];
}
