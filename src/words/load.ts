import type { Words } from './index.ts';
import type { Language } from './languages.ts';

/** The catalogue of a language, without the others: each is a hundred kilobytes of program. */
export async function loadWords(language: Language = 'en'): Promise<Words> {
  switch (language) {
    case 'en':
      return (await import('./en/index.ts')).en;
    case 'zh-CN':
      return (await import('./zh-CN/index.ts')).zhCN;
  }
}
