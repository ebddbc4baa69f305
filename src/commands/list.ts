import stringWidth from 'string-width';
import { lackingFor, type Lacking } from '../machine/requirements.ts';
import { resumePoint, stepState, summarize } from '../progress/look.ts';
import type { LessonSummary } from '../progress/types.ts';
import { openProgress } from '../storage/progress-file.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse, type OpenCourse } from './open-course.ts';
import { noticeText } from './progress-notices.ts';

/** Lists the course's lessons: state, steps done, minutes, and what this machine lacks for each. */
export async function runList(
  flags: { readonly course?: string; readonly json?: boolean },
  io: CommandIo,
): Promise<ExitCode> {
  const [opened, store] = await Promise.all([openCourse(flags.course, io), openProgress(io.env)]);
  for (const notice of store.notices()) io.err(`${noticeText(notice, io.words)}\n`);
  if (opened === undefined) return 2;
  const { course, key } = opened;
  const summaries = summarize(store.read(), key, course);
  const lacking = await lackingFor(course.lessons.map(({ requires }) => requires));
  const next = resumePoint(store.read(), key, course);
  if (flags.json === true) {
    const lessons = course.lessons.map((lesson, index) => ({
      id: lesson.id,
      title: lesson.title,
      minutes: lesson.minutes,
      mode: lesson.mode,
      world: lesson.world,
      ...(lesson.startsAfter === undefined ? {} : { startsAfter: lesson.startsAfter }),
      state: summaries[index]?.state ?? 'new',
      steps: lesson.steps.map(({ id, title }) => ({
        id,
        title,
        state: stepState(store.read(), key, { lesson: lesson.id, step: id }),
      })),
      lacking: lacking[index] ?? none,
    }));
    io.out(
      `${JSON.stringify({ schema: 'netns-course/list/v1', course: course.title, lessons, next: next ?? null }, null, 2)}\n`,
    );
    return 0;
  }
  io.out(`${listLines(opened, summaries, lacking, io).join('\n')}\n`);
  if (next !== undefined) io.out(`\n${io.words.progress.next({ place: `${next.lesson}/${next.step}` })}\n`);
  return 0;
}

const none: Lacking = { tools: [], features: [], untried: [] };

function listLines(
  { course }: OpenCourse,
  summaries: readonly LessonSummary[],
  lacking: readonly Lacking[],
  { words }: CommandIo,
): readonly string[] {
  const rows = course.lessons.map((lesson, index) => {
    const { state, passed, skipped, total } = summaries[index] ?? { state: 'new', passed: 0, skipped: 0, total: 0 };
    return [
      words.progress.marks[state],
      lesson.id,
      words.progress.minutes({ minutes: lesson.minutes }),
      words.progress.stepsDone({ passed, skipped, total }),
      lesson.title,
    ];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.flatMap((row, index) => {
    const cells = row.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))));
    const { tools, features, untried } = lacking[index] ?? none;
    const lines = [cells.join('  ').trimEnd()];
    if (tools.length > 0) lines.push(`   ${words.progress.lacksTools({ tools: words.signs.list({ names: tools }) })}`);
    if (features.length > 0)
      lines.push(`   ${words.progress.lacksFeatures({ features: words.signs.list({ names: features }) })}`);
    if (untried.length > 0)
      lines.push(`   ${words.progress.untried({ features: words.signs.list({ names: untried }) })}`);
    return lines;
  });
}
