import { en } from './en/index.ts';

/** Every visible string of the program, typed: a language that lacks one does not compile. */
export type Words = typeof en;

/** The languages there are; `zh-CN` follows. */
export const languages = { en } as const satisfies Record<string, Words>;

export type Language = keyof typeof languages;

/**
 * The catalogue for a wish such as `--lang zh-CN` or the environment's `LC_ALL`, `LC_MESSAGES`, `LANG` (in that order,
 * locale(7)); English where we have no such language.
 */
export function wordsFor(language?: string): Words {
  const name = Object.keys(languages).find((known) => known === language);
  return name === undefined ? languages.en : languages[name as Language];
}
