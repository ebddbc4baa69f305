/** The names of the languages there are words for; each is a lesson's file name's too: `lesson.zh-CN.md`. */
export const languageNames = ['en', 'zh-CN'] as const;

/** A language we have words for. */
export type Language = (typeof languageNames)[number];

export function isLanguage(name: string): name is Language {
  return languageNames.some((known) => known === name);
}
