/** What of a command's output can be taken for the program's own words. Pure. */

/** An output line mostly made of words that the same line told `echo` or `printf` to print is not evidence. */
function isEchoed(line: string, parts: readonly string[]): boolean {
  const total = line.replace(/\s/g, '').length;
  let covered = 0;
  let rest = line;
  for (const part of [...new Set(parts)].sort((a, b) => b.length - a.length)) {
    if (!rest.includes(part)) continue;
    // Each piece counts once: `echo 1` does not cover every 1 of a line.
    rest = rest.replace(part, () => ' ');
    covered += part.length;
  }
  return total > 0 && covered * 2 >= total;
}

/** At most so many lines are looked at; a learner's eye has long given up. */
const maxLines = 50_000;

/** The output's lines, blanks at both ends gone, without those that were only echoed. */
export function evidenceLines(output: string, echoed: readonly string[]): readonly string[] {
  const lines = output
    .split('\n', maxLines)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return echoed.length === 0 ? lines : lines.filter((line) => !isEchoed(line, echoed.slice(0, 500)));
}
