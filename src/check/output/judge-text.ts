import type { Words } from '../../words/index.ts';
import { matchesPattern } from '../pattern.ts';
import type { Candidate } from './candidates.ts';
import { isComplaint, pluginError } from './failed.ts';
import type { Outcome } from './outcome.ts';
import { failed, passed } from './outcome.ts';
import type { OutputSpec } from './spec.ts';
import { programName } from './unwrap.ts';
import { containsWhole } from './whole.ts';

/** Ends that say nothing against what was shown: success, `^C`, a pipe closed by `head`. */
const harmlessExits = new Set([0, 130, 141]);

/** Several blanks count as one: columns move with the widths of what is in them. */
function squeezed(text: string): string {
  return text.replace(/[ \t]+/g, ' ');
}

/** Judges `contains`, `lacks`, `matches` and `exit`, for `command` and beside every family but `ping`. */
export function judgeText(candidate: Candidate, spec: OutputSpec, words: Words): Outcome {
  const say = words.check.output;
  const { record, run } = candidate;
  const { contains, lacks, matches, exit } = spec;
  const hasEnded = record.exitCode !== undefined || record.endedMs !== undefined;
  if (exit !== undefined) {
    if (!hasEnded) return failed(say.running);
    if (record.exitCode === undefined) return failed(say.exitUnknown);
    if (record.exitCode !== exit) return failed(say.exited({ exit: record.exitCode }));
  }
  // Where the author asks for a certain end, its complaints are what is to be seen; else they are not evidence.
  const lines = exit === undefined ? candidate.lines.filter((line) => !isComplaint(line)) : candidate.lines;
  const broken = exit === undefined && (contains !== undefined || matches !== undefined || lacks !== undefined);
  if (broken) {
    const complaint = pluginError(candidate.lines);
    if (complaint !== undefined) return failed(say.complaint({ complaint }));
    const failure = record.exitCode === undefined || harmlessExits.has(record.exitCode) || isEmptyGrep(candidate);
    if (!failure) return failed(complaintOr(candidate, say.exited({ exit: record.exitCode ?? 0 }), words));
  }
  const text = lines.join('\n');
  if (contains !== undefined && !containsWhole(squeezed(text), squeezed(contains).trim())) {
    return failed(complaintOr(candidate, say.showsNot({ text: contains }), words));
  }
  if (matches !== undefined && !matchesPattern(matches, text)) {
    return failed(complaintOr(candidate, say.noMatch({ pattern: matches }), words));
  }
  if (lacks !== undefined) {
    if (!hasEnded) return failed(say.running);
    if (containsWhole(squeezed(text), squeezed(lacks).trim())) return failed(say.showsStill({ text: lacks }));
    if (hides(candidate, lacks)) return failed(say.hidden({ line: run.typed.join(' ') }));
    const complaint = exit === undefined ? candidate.lines.find(isComplaint) : undefined;
    if (complaint !== undefined) return failed(say.complaint({ complaint }));
  }
  return passed(say.seen({ line: run.typed.join(' ') }));
}

function complaintOr({ lines }: Candidate, otherwise: string, words: Words): string {
  const complaint = lines.find(isComplaint);
  return complaint === undefined ? otherwise : words.check.output.complaint({ complaint });
}

/** `… | grep veth` that finds nothing ends with 1, and that is no failure. */
function isEmptyGrep({ run, record }: Candidate): boolean {
  return record.exitCode === 1 && /^[ef]?grep$/.test(programName(run.filters.at(-1)?.words[0]));
}

/** Whether a filter could have left out the very words that must not be there: only a grep for a part of them cannot. */
function hides({ run }: Candidate, lacks: string): boolean {
  return run.filters.some(({ words }) => {
    const name = programName(words[0]);
    if (name === 'cat' || name === 'tee' || name === 'sort' || name === 'column' || name === 'less' || name === 'more')
      return false;
    if (!/^[ef]?grep$/.test(name)) return true;
    const options = words.slice(1).filter(({ text }) => text.startsWith('-'));
    const pattern = words.slice(1).find(({ text }) => !text.startsWith('-'))?.text;
    const isPlain = options.every(({ text }) => /^-[ienEFw]+$|^--colou?r(?:=\w+)?$/.test(text));
    return pattern === undefined || !isPlain || !lacks.includes(pattern);
  });
}
