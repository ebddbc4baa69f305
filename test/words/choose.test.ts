import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../src/words/choose.ts';

const of = (args: readonly string[], env: Record<string, string> = {}) => chooseLanguage(args, env);

describe('the language', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_SG' }, 'zh-CN'],
    [{ LANG: 'zh_TW.UTF-8' }, 'en'],
    [{ LANG: 'de_DE@euro' }, 'en'],
    [{ LANG: 'zh_CN', LC_MESSAGES: 'C.UTF-8' }, 'en'],
    [{ LANG: 'C', LC_ALL: 'zh_CN' }, 'zh-CN'],
    [{ LANG: 'zh_CN', LC_ALL: '' }, 'zh-CN'],
  ])('of the environment %j is %s', (env, language) => {
    expect(of(['list'], env)).toEqual({ language, args: ['list'] });
  });

  it('of the command line wins, wherever it stands, and is no argument of the command', () => {
    expect(of(['--lang', 'zh-CN', 'start', 'veth'])).toEqual({ language: 'zh-CN', args: ['start', 'veth'] });
    expect(of(['list', '--lang=zh', '--json'])).toEqual({ language: 'zh-CN', args: ['list', '--json'] });
    expect(of(['--lang', 'en'], { LANG: 'zh_CN' })).toEqual({ language: 'en', args: [] });
  });

  it('is left alone where it is a lab’s own argument', () => {
    const args = ['lab', '--', 'program', '--lang', 'zh-CN'];
    expect(of(args)).toEqual({ language: 'en', args });
  });

  it('that we do not speak is said, in the environment’s', () => {
    expect(of(['--lang', 'tlh', 'list'], { LANG: 'zh_CN' })).toEqual({
      language: 'zh-CN',
      args: ['list'],
      unknown: 'tlh',
    });
    expect(of(['list', '--lang'])).toEqual({ language: 'en', args: ['list'], unknown: '' });
  });
});
