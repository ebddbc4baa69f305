import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

/** Every visible string of the program, typed: a language that lacks one does not compile. */
export type Words = typeof en;

const languages = { en, 'zh-CN': zhCN } as const satisfies Record<string, Words>;

/** A language we have words for; the name is a lesson's file name's too: `lesson.zh-CN.md`. */
export type Language = keyof typeof languages;

/** The names of the languages there are. */
export const languageNames = Object.keys(languages).filter(isLanguage);

export function isLanguage(name: string): name is Language {
  return Object.hasOwn(languages, name);
}

/** The catalogue of a language. */
export function wordsFor(language: Language = 'en'): Words {
  return languages[language];
}
