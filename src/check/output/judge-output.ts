import type { Words } from '../../words/index.ts';
import type { Facts } from '../kind.ts';
import type { CommandRecord, Verdict } from '../types.ts';
import type { Candidate } from './candidates.ts';
import { candidatesOf } from './candidates.ts';
import { judgeList } from './judge-list.ts';
import { judgePing } from './judge-ping.ts';
import { judgeText } from './judge-text.ts';
import type { Outcome } from './outcome.ts';
import { failed } from './outcome.ts';
import { readPings } from './ping.ts';
import type { Family, OutputSpec } from './spec.ts';
import { families } from './spec.ts';
import { containsWhole } from './whole.ts';

/** The family that the spec names (the schema sees to it that there is exactly one). */
export function familyOf(spec: OutputSpec): Family {
  return families.find((family) => spec[family] !== undefined) ?? 'command';
}

/** What must be seen, in one sentence. */
export function describeOutput(spec: OutputSpec, words: Words): string {
  const say = words.check.output;
  const netns = spec.from ?? spec.in;
  const at = netns === undefined ? undefined : { netns, node: spec.on };
  const { contains, lacks, matches, exit } = spec;
  const more = [
    ...(contains === undefined ? [] : [say.contains({ text: contains })]),
    ...(lacks === undefined ? [] : [say.lacks({ text: lacks })]),
    ...(matches === undefined ? [] : [say.matches({ pattern: matches })]),
    ...(exit === undefined ? [] : [say.exits({ exit })]),
  ];
  return [mainSentence(spec, at, words), ...more].join(say.and);
}

function mainSentence(spec: OutputSpec, at: { netns: string; node: string } | undefined, words: Words): string {
  const say = words.check.output;
  const { ping, link, address, route, neighbour, netns, http, command } = spec;
  if (ping !== undefined) {
    if (spec.answered === false) return say.pingUnanswered({ address: ping, at });
    return say.ping({ address: ping, replies: spec.replies ?? 1, at });
  }
  if (link !== undefined) return say.link({ name: link.replace(/@$/, ''), peer: link.endsWith('@'), at });
  if (address !== undefined) return say.address({ address, at });
  if (route !== undefined) return say.route({ to: route, via: spec.via, dev: spec.dev, at });
  if (neighbour !== undefined) return say.neighbour({ address: neighbour, at });
  if (netns !== undefined) return say.netns({ name: netns, at });
  if (http !== undefined) return say.http({ text: http, at });
  return say.command({ command: command ?? '', at });
}

/** Judges the commands of the step, newest first: one that shows what is asked for is enough. */
export function judgeOutput(spec: OutputSpec, { commands }: Facts, words: Words): Verdict {
  const family = familyOf(spec);
  const expected = describeOutput(spec, words);
  const records = commands.filter(({ node }) => node === spec.on);
  const candidates = [...candidatesOf(records, family, spec.command ?? '')].reverse();
  let nearest: { outcome: Outcome; inPlace: boolean } | undefined;
  for (const candidate of candidates) {
    const misplaced = placeProblem(candidate, spec, words);
    const outcome = misplaced ?? judgeCandidate(candidate, family, spec, words);
    if (outcome.passed) return { state: 'pass', expected, observed: outcome.observed };
    const inPlace = misplaced === undefined;
    // The newest try in the right place says most; one elsewhere is better than none.
    if (nearest === undefined || (inPlace && !nearest.inPlace)) nearest = { outcome, inPlace };
  }
  const observed = nearest?.outcome.observed ?? notRun(spec, family, records, words);
  return { state: 'fail', expected, observed };
}

function notRun(spec: OutputSpec, family: Family, records: readonly CommandRecord[], words: Words): string {
  const say = words.check.output;
  if (records.some((record) => looksRight(record, spec, family))) return say.typedOnly;
  return family === 'command'
    ? say.commandNone({ command: spec.command ?? '' })
    : say.noneYet({ programs: say.programs[family] });
}

/** Whether some other command's output has the words: then the learner deserves to hear why they do not count. */
function looksRight(record: CommandRecord, spec: OutputSpec, family: Family): boolean {
  if (family === 'ping')
    return readPings(record.output.split('\n', 5000).map((line) => line.trim())).some(
      ({ replies }) => replies.size > 0,
    );
  const wanted = spec.contains ?? spec.http ?? spec.address ?? spec.neighbour;
  return wanted !== undefined && containsWhole(record.output, wanted);
}

function placeProblem({ run }: Candidate, spec: OutputSpec, words: Words): Outcome | undefined {
  const say = words.check.output;
  const wanted = spec.from ?? spec.in;
  if (wanted === undefined || run.netns === wanted) return undefined;
  const line = run.typed.join(' ');
  if (run.netns === undefined) return failed(say.placeUnknown({ line }));
  return failed(
    say.otherPlace({ line, ran: { netns: run.netns, node: spec.on }, wanted: { netns: wanted, node: spec.on } }),
  );
}

function judgeCandidate(candidate: Candidate, family: Family, spec: OutputSpec, words: Words): Outcome {
  const say = words.check.output;
  const line = candidate.run.typed.join(' ');
  const asksPlace = spec.from !== undefined || spec.in !== undefined;
  if (candidate.mixed || (asksPlace && family !== 'ping' && candidate.alsoElsewhere))
    return failed(say.mixed({ line }));
  const isText = family === 'command' || family === 'http';
  if (!candidate.run.filtersOnlyPick && !isText) return failed(say.rewritten({ line }));
  if (family === 'ping') {
    const wish = { address: spec.ping ?? '', replies: spec.replies ?? 1, answered: spec.answered ?? true };
    return judgePing(candidate, wish, words);
  }
  if (family === 'command') return judgeText(candidate, spec, words);
  const main = family === 'http' ? judgeHttp(candidate, spec, words) : judgeList(candidate, family, spec, words);
  return main.passed ? judgeText(candidate, spec, words) : main;
}

/** What the server sent: neither curl's own lines (`* Connected to …`, `> GET …`) nor what `-w` was told to write. */
function judgeHttp(candidate: Candidate, spec: OutputSpec, words: Words): Outcome {
  const text = spec.http ?? '';
  const { typed } = candidate.run;
  const writes = typed.some(
    (word, index) => /^(?:-w|--write-out)/.test(word) && `${word} ${typed[index + 1] ?? ''}`.includes(text),
  );
  const body = { ...candidate, lines: candidate.lines.filter((line) => !/^[*>] /.test(line)) };
  if (writes) return failed(words.check.output.typedOnly);
  return judgeText(
    body,
    { ...spec, http: undefined, contains: text, lacks: undefined, matches: undefined, exit: undefined },
    words,
  );
}
