import type { Language } from './languages.ts';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

/** Every visible string of the program, typed: a language that lacks one does not compile. */
export type Words = typeof en;

const languages = { en, 'zh-CN': zhCN } as const satisfies Record<Language, Words>;

/** The catalogue of any language, at once; a program that needs one of them only loads it by `loadWords`. */
export function wordsFor(language: Language = 'en'): Words {
  return languages[language];
}
