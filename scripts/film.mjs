// `node scripts/film.mjs`: plays the first minute of the built course on a real terminal, as a learner types it, and
// writes what that terminal showed as moving pictures, one for each README: docs/first-minute*.svg.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { filmOf } from './lib/film/svg.mjs';
import { openStage } from './lib/film/stage.mjs';
import { root } from './lib/tree.mjs';

/** Side by side begins at 120 columns. */
const size = { columns: 124, rows: 30 };
/** As somebody types who knows what comes. */
const keyMs = 70;
const readMs = 1800;

/** What is typed, and what the line of checks is then; after the third line the next step has begun. */
const scenes = [
  ['ip netns add client', /✓○·/],
  ['ip netns add server', /✓✓○/],
  ['ip netns list', /○○○○/],
  ['ip netns exec client ip link', /✓○○○/],
];
const films = { en: 'first-minute.svg', 'zh-CN': 'first-minute.zh-CN.svg' };

await build({ ifNeeded: true });
for (const [language, file] of Object.entries(films)) {
  const svg = filmOf(await play(language), size);
  writeFileSync(join(root, 'docs', file), svg);
  console.log(`docs/${file}: ${Math.round(svg.length / 1024)} KiB`);
}

/** Every screen of the first minute. */
async function play(language) {
  const home = mkdtempSync(join(tmpdir(), 'netns-course-film-'));
  const argv = [process.execPath, join(root, 'dist', 'cli.js'), '--lang', language, 'start', 'veth'];
  const stage = openStage(argv, size, { XDG_STATE_HOME: home });
  try {
    await stage.until(/controlplane \$/);
    await stage.rest(readMs);
    for (const [line, sign] of scenes) {
      for (const key of line) {
        stage.type(key);
        await stage.rest(keyMs);
      }
      stage.type('\r');
      await stage.until(sign);
      await stage.rest(readMs);
    }
    return stage.frames();
  } finally {
    stage.close();
    rmSync(home, { recursive: true, force: true });
  }
}
