import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Course, Lesson } from '../lesson/types.ts';
import { lackingFor } from '../machine/requirements.ts';
import { playLesson } from '../session/play-lesson.ts';
import type { SessionPorts } from '../session/ports.ts';
import { siteFiles, type Edition } from '../share/page/pages.ts';
import { readCast } from '../storage/cast-file.ts';
import { readCourse } from '../storage/course-files.ts';
import { takePicture } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Topology } from '../topology/types.ts';
import { languageNames } from '../words/languages.ts';
import { loadWords } from '../words/load.ts';
import { playAll, type ExportJob } from './export-job.ts';
import { failedText } from './failed.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { writeShared } from './write-shared.ts';

/** Of a recording as much is put on a page. */
const mostCastBytes = 4 * 1024 * 1024;

/** The network as each step of a lesson leaves it, by step id; why there is none where it could not be played. */
interface Pictures {
  readonly steps: ReadonlyMap<string, Topology>;
  readonly problem?: string;
}

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
  const taken = await playAll(drawn, (lesson, ports) => takePictures(lesson, course, ports), io);
  const pictures = new Map(
    taken.flatMap(({ steps }, index) =>
      [...steps].map(([step, topology]) => [`${drawn[index]?.id ?? ''}/${step}`, topology]),
    ),
  );
  const casts = new Map<string, string>();
  for (const { id } of recordings === undefined ? [] : lessons) {
    const found = await readCast(join(resolve(io.cwd, recordings ?? ''), `${id}.cast`), mostCastBytes);
    if (found !== undefined) casts.set(id, found.cast);
  }
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  const files = siteFiles({ editions, pictures, recordings: casts, hash });
  await writeShared(directory, files);

  const left = taken.flatMap(({ problem }, index) =>
    problem === undefined ? [] : [{ lesson: drawn[index]?.id ?? '', what: say.noPictures({ detail: problem }) }],
  );
  const counts = {
    pages: files.filter(({ path }) => path.endsWith('.html')).length,
    pictures: pictures.size,
    recordings: casts.size,
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

/** Plays a lesson and takes a picture after each step that changed the network. */
async function takePictures(lesson: Lesson, course: Course, ports: SessionPorts): Promise<Pictures> {
  const steps = new Map<string, Topology>();
  const [lacking] = await lackingFor([lesson.requires]);
  const names = [...(lacking?.tools ?? []), ...(lacking?.features ?? []).map((name) => `kernel:${name}`)];
  if (names.length > 0) return { steps, problem: ports.words.share.missing({ names: names.join(', ') }) };
  let last = '';
  try {
    await playLesson(lesson, course, ports, {
      onEnd: async (step, lab) => {
        const topology = topologyOf(await takePicture(lab.snapshot, lab.nodes));
        const shape = shapeOf(topology);
        if (shape !== last && topology.namespaces.length > lab.nodes.length) steps.set(step.id, topology);
        last = shape;
      },
    });
    return { steps };
  } catch (error) {
    const problem = (await failedText(error, ports.words)) ?? (error instanceof Error ? error.message : String(error));
    return { steps, problem };
  }
}

/** What a picture shows of a network: two with the same are one picture. */
const shapeOf = ({ namespaces, cables }: Topology): string =>
  JSON.stringify([
    namespaces.map(({ id, forwards, filters, interfaces }) => [
      id,
      forwards,
      filters,
      interfaces.map(({ id: name, state, master, peer, link }) => [name, state, master, peer, link.addresses]),
    ]),
    cables,
  ]);
