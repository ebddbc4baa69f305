/** New sample output for a range of lines of a lesson file (1-based, inclusive). */
export interface SampleEdit {
  readonly from: number;
  readonly to: number;
  readonly output: readonly string[];
}

export interface Updated {
  readonly text: string;
  /** Edits that were not made: their output would be read as something else than output. */
  readonly refused: readonly SampleEdit[];
}

/** What a line of a `console` block is when it is not output: a prompt, a continuation, the `^C` key, the fence's end. */
const notOutput = /^(?:(?:[A-Za-z][\w-]* )?\$(?: |$)|>(?: |$)|\^C$|`{3,}|~{3,})/u;
const promptLine = /^((?:[ \t]*>)*[ \t]*)(?:[A-Za-z][\w-]* )?\$ /u;
const key = '^C';

/**
 * A lesson's text with some sample outputs rewritten, every other byte as it was: line ends, indentation of the block,
 * and values that the old sample wrote as `${var}`.
 */
export function updateSamples(
  text: string,
  edits: readonly SampleEdit[],
  vars: Readonly<Record<string, string>>,
): Updated {
  const lines = text.split('\n');
  const refused: SampleEdit[] = [];
  // From the last to the first, so that the numbers of those still to be made stay true.
  for (const edit of [...edits].sort((one, other) => other.from - one.from)) {
    const old = lines.slice(edit.from - 1, edit.to);
    const prefix = marginOf(lines, edit.from);
    const isKey = (line: string | undefined): boolean => line?.replaceAll(/[\s>]/gu, '') === key;
    const place = old.some(isKey) ? 'inside' : isKey(lines[edit.to]) ? 'below' : 'above';
    const output = aroundKey(edit.output, place);
    if (output.length === 0 || output.some((line) => line !== key && notOutput.test(line))) {
      refused.unshift(edit);
      continue;
    }
    const end = old[0]?.endsWith('\r') === true ? '\r' : '';
    const used = Object.entries(vars).filter(([name]) => old.some((line) => line.includes(`\${${name}}`)));
    lines.splice(
      edit.from - 1,
      edit.to - edit.from + 1,
      ...output.map((line) => `${line === '' ? prefix.trimEnd() : prefix}${withVars(line, used)}${end}`),
    );
  }
  return { text: lines.join('\n'), refused };
}

/**
 * The output as the block shall show it. A terminal echoes the `^C` at the start of a line; in the lesson the key is a line
 * of its own, `inside` the sample, `below` it (what came after it is then not shown), or `above` it or nowhere.
 */
function aroundKey(output: readonly string[], place: 'inside' | 'below' | 'above'): readonly string[] {
  const at = output.findIndex((line) => line.startsWith(key));
  if (at === -1) return place === 'inside' ? [...trimmed(output), key] : trimmed(output);
  const before = output.slice(0, at);
  const after = [output[at]?.slice(key.length) ?? '', ...output.slice(at + 1)];
  if (place === 'below') return trimmed(before);
  return trimmed([...before, ...(place === 'inside' ? [key] : []), ...trimmed(after)]);
}

/** Without empty lines around and spaces at line ends. */
function trimmed(output: readonly string[]): string[] {
  const lines = output.map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}

/** What stands left of a block in a list or a quote, as the prompt's line above the sample shows it. */
function marginOf(lines: readonly string[], from: number): string {
  const above = lines.slice(0, from - 1).findLast((line) => promptLine.test(line));
  return promptLine.exec(above ?? '')?.[1] ?? '';
}

/** Longer values first, so that `10.0.0.12` is not taken for `10.0.0.1` and a rest; only whole values. */
function withVars(line: string, vars: readonly (readonly [string, string])[]): string {
  let text = line;
  for (const [name, value] of [...vars].sort(([, one], [, other]) => other.length - one.length)) {
    const escaped = value.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
    text = text.replaceAll(new RegExp(`(?<![\\w.])${escaped}(?![\\w]|\\.\\d)`, 'gu'), () => `\${${name}}`);
  }
  return text;
}
