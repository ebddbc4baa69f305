import { describe, expect } from 'vitest';
import type { Check } from '../../src/check/types.ts';
import { judgeStep } from '../../src/session/judge-step.ts';
import { withReasons } from '../../src/session/reasons.ts';
import { verdictLines } from '../../src/ui/plain/pages.ts';
import { wordsFor } from '../../src/words/index.ts';
import { labTest, openLab, output } from '../lab/labs.ts';

const words = wordsFor();

/** As `from: client, to: 10.0.0.2` under `reach` is read from a lesson. */
function reach(id: string, more: Readonly<Record<string, unknown>> = {}): Check {
  const spec = { from: 'client', to: '10.0.0.2', answered: true, on: 'controlplane', ...more };
  const place = { file: 'lesson.md', line: 1, column: 1 };
  return { id, kind: 'reach', spec, needs: [], withinMs: 0, exactly: false, hidden: false, place };
}

describe('the text under a failing reach', () => {
  labTest('says what stops the packet, and nothing where it arrives', async () => {
    const lab = await openLab();
    await output(
      lab,
      `ip netns add client; ip netns add server
      ip link add c0 netns client type veth peer name s0 netns server
      ip -n client addr add 10.0.0.1/24 dev c0; ip -n client link set c0 up; ip -n server addr add 10.0.0.2/24 dev s0`,
    );
    const checks = [reach('ping'), reach('tcp', { port: 80 }), reach('not', { answered: false })];
    const whys = async (): Promise<unknown> => {
      const judged = await judgeStep(checks, { lab, commands: [], answers: {} }, words);
      const verdicts = await withReasons(checks, judged, lab, words);
      return checks.map(({ id }) => [verdicts.get(id)?.state, verdicts.get(id)?.why]);
    };
    const down = 'it stops on its way there: s0 in server is down';
    expect(await whys()).toEqual([
      ['fail', down],
      ['fail', down],
      ['pass', undefined],
    ]);
    await output(lab, 'ip -n server link set s0 up');
    // A neighbour that did not answer is asked again only after a second.
    await expect.poll(whys, { timeout: 20_000 }).toEqual([
      ['pass', undefined],
      ['fail', 'it stops on its way there: nothing in server listens on TCP port 80'],
      ['fail', undefined],
    ]);
    const [check] = checks;
    if (check === undefined) throw new Error('no check');
    const lines = verdictLines(check, { state: 'fail', observed: 'no answer', why: down }, words);
    expect(lines).toContain(`    why: ${down}`);
  });
});
