import type { Course } from '../lesson/types.ts';
import { languageNamed } from '../words/choose.ts';
import { languageNames } from '../words/languages.ts';
import { live } from '../words/live.ts';
import { loadWords } from '../words/load.ts';
import type { CommandIo } from './io.ts';

/** The course in the language of an io; undefined, where it cannot be read. */
type ReadCourse = (io: CommandIo) => Promise<Course | undefined>;

/** What a running course speaks, and can stop to speak. */
export interface Speech {
  /** Its words are those of the language that is spoken now. */
  readonly io: CommandIo;
  /** The same course in whatever language is spoken, and what changes both. */
  readonly translate: (
    course: Course,
    read: ReadCourse,
  ) => {
    readonly course: Course;
    /**
     * Speaks another language: the one named, as a locale names it, else the next. Resolves to what is to be said of it.
     */
    readonly switchLanguage: (name?: string) => Promise<string>;
  };
}

export function openSpeech(io: CommandIo): Speech {
  const words = live(io.words);
  let { language } = io;
  return {
    io: { ...io, words: words.value },
    translate: (first, read) => {
      const course = live(first);
      /** Reading a course costs a moment; going back to a language should not. */
      const known = new Map([[language, first]]);
      const switchLanguage = async (name?: string): Promise<string> => {
        const next = languageNames[(languageNames.indexOf(language) + 1) % languageNames.length];
        const wished = name === undefined ? next : languageNamed(name);
        if (wished === undefined) {
          return words.value.commands.unknownLanguage({
            name: name ?? '',
            known: words.value.signs.list({ names: languageNames }),
          });
        }
        // Mistakes of the course's files were said at the start; the screen is somebody else's now.
        const quiet = { ...io, language: wished, words: await loadWords(wished), err: () => undefined };
        const translated = known.get(wished) ?? (await read(quiet));
        if (translated === undefined) return words.value.commands.courseWrong({ directory: first.directory });
        language = wished;
        known.set(wished, translated);
        words.use(quiet.words);
        course.use(translated);
        return words.value.course.speaks;
      };
      return { course: course.value, switchLanguage };
    },
  };
}
