import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { imagesForLabs } from '../../src/images/ensure.ts';
import { openStore } from '../../src/images/store.ts';
import { startLab } from '../../src/lab/start.ts';
import { EngineError } from '../../src/lab/types.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { SessionPorts } from '../../src/session/ports.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session, SessionEvent } from '../../src/session/types.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { errorText } from '../../src/ui/engine-text.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();
const cache = mkdtempSync(join(tmpdir(), 'session-engine-'));
const images = imagesForLabs(openStore({ XDG_CACHE_HOME: cache }), 'a test');
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const text = `---
title: A container
minutes: 1
mode: guided
world: host
requires: [docker]
---

# A container

## Run it

\`\`\`console
$ docker run -d --name web nginx
\`\`\`

\`\`\`bash check
docker ps --format '{{.Names}}' | grep -qx web
\`\`\`
`;

const opened: Session[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.close()));
});

function play(start: SessionPorts['startLab']) {
  const { lesson } = parseLesson({ id: 'container', file: 'lesson.md', text }, words);
  if (lesson === undefined) throw new Error('the lesson has mistakes');
  const nothing = (): void => undefined;
  const session = createSession(
    { course: { title: 'Test', directory: '/', lessons: [lesson] }, lesson, position: 0, columns: 80, rows: 24 },
    { startLab: start, openTerminal, words, nonce: () => randomBytes(8).toString('hex') },
    { passed: nothing, skipped: nothing, forgotten: nothing, at: nothing },
  );
  opened.push(session);
  const events: SessionEvent[] = [];
  session.on((event) => events.push(event));
  const inLab = async (script: string): Promise<string> => {
    const result = await session.lab?.run('controlplane', ['bash', '-c', script], { timeoutMs: 30_000 });
    return (result?.stdout ?? '') + (result?.stderr ?? '');
  };
  return { session, events, inLab };
}

describe('a lesson that requires an Engine', () => {
  it('passes with it, and gets a new one when the learner has wrecked it and begins again', async () => {
    const { session, events, inLab } = play((options) => startLab(options, { images }));
    await session.start();
    await inLab('docker run -d --name web nginx');
    await expect.poll(() => events.some(({ type }) => type === 'passed'), { timeout: 20_000 }).toBe(true);
    await inLab(
      'pkill dockerd; while pgrep dockerd > /dev/null; do sleep 0.05; done; ip link del docker0; iptables -F; iptables -t nat -F',
    );
    expect(await inLab('docker ps; ip link show docker0')).toMatch(/Cannot connect[^]*does not exist/);
    await session.resetStep();
    expect(
      await inLab(
        "docker ps -q; docker images --format '{{.Repository}}'; ip -o -4 address show docker0; iptables -t nat -S DOCKER",
      ),
    ).toMatch(/^nginx\npause\n\d+: docker0 .*172\.17\.0\.1\/16[^]*-N DOCKER/);
  });

  it('waits where it does not start: the end of its log is said, there is a shell, and beginning again tries again', async () => {
    let isBroken = true;
    const { session, events, inLab } = play(async (options) => {
      let go = (): void => undefined;
      const broken = new Promise<void>((resolve) => (go = resolve));
      const lab = await startLab(options, { images: () => broken.then(images) });
      // dockerd(8) believes that one runs already.
      if (isBroken) await lab.run('controlplane', ['bash', '-c', 'echo 1 > /run/docker.pid'], { timeoutMs: 30_000 });
      go();
      return lab;
    });
    await session.start();
    const error = events.flatMap((event) => (event.type === 'error' ? [event.error] : []))[0];
    expect(errorText(error, words)).toMatch(
      /^The lab's Docker Engine did not start\. [^]*\/var\/run\/docker\.pid[^]*\nThe lesson waits/,
    );
    expect([...(await session.judge()).values()].map(({ state }) => state)).toEqual(['fail']);
    expect(await inLab('ip netns add mine; ip netns list')).toBe('mine\n');
    isBroken = false;
    await session.resetStep();
    expect(await inLab('docker images -q | wc -l')).toBe('2\n');
  });

  it('waits without it: there is a shell, the reason is said, and beginning again tries again', async () => {
    let isBroken = true;
    const { session, events, inLab } = play((options) =>
      startLab(options, { images: () => (isBroken ? Promise.reject(new Error('no images today')) : images()) }),
    );
    await session.start();
    const error = events.flatMap((event) => (event.type === 'error' ? [event.error] : []))[0];
    expect(error).toBeInstanceOf(EngineError);
    expect(errorText(error, words)).toBe(
      `The images for the lab's Docker Engine cannot be had: no images today\n${words.engine.waits}`,
    );
    expect(await inLab('ip netns add mine; ip netns list')).toBe('mine\n');
    expect([...(await session.judge()).values()].map(({ state }) => state)).toEqual(['fail']);
    isBroken = false;
    await session.resetStep();
    expect(await inLab('docker images -q | wc -l')).toBe('2\n');
  });
});
