import { beforeAll, expect, it } from 'vitest';
import { builtCli, runIt } from '../support/built-cli.ts';

/** By the built program: a bundle gives the classes of these errors other names. */
let cli: string;
beforeAll(() => void (cli = builtCli()));

it.each([
  [['start', '--pla'], 'There is no option --pla; did you mean --plain?', '没有选项 --pla；是不是想用 --plain？'],
  [['start', '-q'], 'There is no option -q.', '没有选项 -q。'],
  [['start', '--record'], '--record wants a value behind it.', '--record 后面缺少一个值。'],
  [
    ['lab', '--world', 'mars'],
    '--world cannot be "mars"; it is one of host, lan.',
    '--world 不能是“mars”，只能是：host、lan。',
  ],
  [['completion'], 'An argument is missing: shell.', '缺少参数：shell。'],
  [['start', 'veth', 'nat'], '"nat" is an argument too many.', '参数“nat”是多余的。'],
  [['list', '--json', '--json'], '--json stands there twice; once is enough.', '--json 出现了两次，一次就够了。'],
])('%j', async (args, english, chinese) => {
  const [en, zh] = await Promise.all(
    ['en', 'zh-CN'].map((language) => runIt([process.execPath, cli, '--lang', language, ...args])),
  );
  expect(en).toEqual({ code: 2, stdout: '', stderr: `${english}\n` });
  expect(zh).toEqual({ code: 2, stdout: '', stderr: `${chinese}\n` });
});
