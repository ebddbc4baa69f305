import type { CommandIo, ExitCode } from './io.ts';
import { addLesson } from './lesson-folder.ts';

/** `new ID`: writes a lesson that passes `lint` and `verify` as it stands, after the course's last one. */
export async function runNewLesson(
  flags: { readonly course?: string; readonly title?: string },
  id: string,
  io: CommandIo,
): Promise<ExitCode> {
  const words = io.words.newLesson;
  const fail = (message: string): ExitCode => {
    io.err(`${message}\n`);
    return 2;
  };
  const title = (flags.title ?? titleOf(id)).trim();
  if (title === '' || title.length > 120 || /[\p{Cc}\p{Cf}]/u.test(title)) return fail(words.badTitle);
  const shown = flags.course ?? '.';
  // A title is YAML in the front matter and Markdown in the heading: JSON is the YAML that holds any text.
  const text = words.lesson({ title }).replace(`title: ${title}`, `title: ${JSON.stringify(title)}`);
  const added = await addLesson(shown, id, text, io);
  if ('problem' in added) return fail(added.problem);
  io.out(`${words.written({ file: added.file, course: shown, id })}\n`);
  return 0;
}

/** `second-mac-address` → `Second mac address`. */
function titleOf(id: string): string {
  const text = id.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
