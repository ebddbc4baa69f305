import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Course, Lesson } from '../lesson/types.ts';
import { siteFiles, type Edition, type Recording } from '../share/page/pages.ts';
import { readCast } from '../storage/cast-file.ts';
import { readCourse } from '../storage/course-files.ts';
import { playbackOf } from '../terminal/playback.ts';
import { languageNames } from '../words/languages.ts';
import { loadWords } from '../words/load.ts';
import { playAll, type ExportJob } from './export-job.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { shootLesson } from './shoot-lesson.ts';
import { writeShared } from './write-shared.ts';

/** Of a recording as much is put on a page. */
const mostCastBytes = 4 * 1024 * 1024;

/** Writes the lessons as pages to read in a browser, in every language that the course has. */
export async function exportHtml(
  { course, lessons, play, json, directory, shown }: ExportJob,
  recordings: string | undefined,
  io: CommandIo,
): Promise<ExitCode> {
  const say = io.words.share;
  const editions = await editionsOf(course, lessons);
  // A challenge's network is its solution.
  const drawn = play ? lessons.filter(({ mode }) => mode === 'guided') : [];
  const taken = await playAll(drawn, (lesson, ports) => shootLesson(lesson, course, ports, io), io);
  const pictures = new Map(
    taken.flatMap(({ steps }, index) =>
      [...steps].map(([step, topology]) => [`${drawn[index]?.id ?? ''}/${step}`, topology]),
    ),
  );
  const played = drawn.map(({ id }, index) => [id, taken[index]?.recordings ?? []] as const);
  const given = await givenRecordings(lessons, recordings, io);
  const casts = new Map([...played, ...given].filter(([, own]) => own.length > 0));
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  const files = siteFiles({ editions, pictures, recordings: casts, hash });
  await writeShared(directory, files);

  const left = taken.flatMap(({ problem }, index) =>
    problem === undefined ? [] : [{ lesson: drawn[index]?.id ?? '', what: say.noPictures({ detail: problem }) }],
  );
  const counts = {
    pages: files.filter(({ path }) => path.endsWith('.html')).length,
    pictures: pictures.size,
    recordings: [...casts.values()].flat().length,
  };
  if (json) {
    io.out(`${JSON.stringify({ schema: 'netns-course/export/v1', ...counts, left }, undefined, 2)}\n`);
    return 0;
  }
  io.out(`${say.pagesWritten({ path: shown, ...counts })}\n`);
  for (const { lesson, what } of left) io.out(`  ${lesson}: ${what}\n`);
  return 0;
}

/** The course in its own language, and in each that some of its lessons are translated to. */
async function editionsOf(course: Course, lessons: readonly Lesson[]): Promise<readonly Edition[]> {
  const editions: Edition[] = [];
  for (const [index, language] of languageNames.entries()) {
    const words = await loadWords(language);
    const { course: own } = await readCourse(course.directory, words, { locale: language });
    const chosen = own?.lessons.filter(({ id }) => lessons.some((lesson) => lesson.id === id)) ?? [];
    const isTranslated = chosen.some(({ file }) => file.endsWith(`.${language}.md`));
    if (own === undefined || (index > 0 && !isTranslated)) continue;
    editions.push({ language, name: words.share.languageName, words, course: own, lessons: chosen });
  }
  return editions;
}

/** Recordings that somebody made with `--record`: in place of the played ones. */
async function givenRecordings(
  lessons: readonly Lesson[],
  directory: string | undefined,
  io: CommandIo,
): Promise<readonly (readonly [string, readonly Recording[]])[]> {
  const given: (readonly [string, readonly Recording[]])[] = [];
  for (const { id } of directory === undefined ? [] : lessons) {
    const file = `${id}.cast`;
    const found = await readCast(join(resolve(io.cwd, directory ?? ''), file), mostCastBytes);
    if (found === undefined) continue;
    given.push([id, [{ file, cast: found.cast, playback: await playbackOf('controlplane', found.cast) }]]);
  }
  return given;
}
