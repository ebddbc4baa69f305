import { isLanguage, type Language } from './languages.ts';

/** What was asked for: the arguments without `--lang`, and a wish that no catalogue answers. */
export interface LanguageChoice {
  readonly language: Language;
  readonly args: readonly string[];
  /** The value of a `--lang` that we have no words for. */
  readonly unknown?: string;
}

/**
 * The language of `--lang LANGUAGE` (anywhere before `--`, for every command), else of the environment's locale: the first
 * of LC_ALL, LC_MESSAGES and LANG that is set decides (locale(7)). English where that is none of ours.
 */
export function chooseLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LanguageChoice {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const rest: string[] = [];
  let wish: string | undefined;
  for (let at = 0; at < own.length; at++) {
    const arg = own[at] ?? '';
    if (arg === '--lang') wish = own[++at] ?? '';
    else if (arg.startsWith('--lang=')) wish = arg.slice('--lang='.length);
    else rest.push(arg);
  }
  const left = [...rest, ...args.slice(own.length)];
  const asked = wish === undefined ? undefined : languageNamed(wish);
  if (wish !== undefined && asked === undefined) return { language: languageOf(env), args: left, unknown: wish };
  return { language: asked ?? languageOf(env), args: left };
}

function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = ['LC_ALL', 'LC_MESSAGES', 'LANG'].map((name) => env[name]).find((value) => (value ?? '') !== '');
  return languageNamed(locale ?? '') ?? 'en';
}

/** A locale's name (`zh_CN.UTF-8`, `zh-Hans-SG`) to a catalogue's. Traditional Chinese is another writing: it gets English. */
export function languageNamed(name: string): Language | undefined {
  const plain = name.replace(/[.@].*$/, '').replaceAll('_', '-');
  if (isLanguage(plain)) return plain;
  const [language = '', ...others] = plain.toLowerCase().split('-');
  if (language === 'zh' && !others.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part))) return 'zh-CN';
  return language === 'en' ? 'en' : undefined;
}
