import { evidenceLines } from '../output/evidence.ts';
import { literalParts, runsOf, type Run } from '../output/runs.ts';
import type { CommandRecord } from '../types.ts';
import { readAnswers, type CniAnswer } from './answer.ts';

/** One run of a CNI plugin that a terminal saw. */
export interface PluginRun {
  readonly record: CommandRecord;
  readonly run: Run;
  /** Its `CNI_…` variables, as far as they were typed. */
  readonly variables: Readonly<Record<string, string>>;
  readonly answer: CniAnswer | undefined;
  /** What it printed cannot be told from what a program beside it, or a filter, could have printed. */
  readonly doubtful: boolean;
}

/** The plugins of containernetworking/plugins. They take no arguments. */
const plugins = new Set([
  ...['bridge', 'dhcp', 'host-device', 'host-local', 'ipvlan', 'loopback', 'macvlan', 'portmap', 'ptp', 'static'],
  ...['bandwidth', 'dummy', 'firewall', 'sbr', 'tap', 'tuning', 'vlan', 'vrf'],
]);

/**
 * The plugins that commands ran, newest first: what was given a CNI_COMMAND, or a known plugin that answered as one
 * (its CNI_COMMAND can have been exported earlier; `cnitool` calls any of them).
 */
export function pluginRuns(records: readonly CommandRecord[]): readonly PluginRun[] {
  const variables = new Map<string, string>();
  const found = records.flatMap((record): PluginRun[] => {
    const { runs, echoed, assigned } = runsOf(record.line, record.netns, variables);
    for (const [name, value] of assigned) variables.set(name, value);
    const own = runs.filter(
      ({ program, args, environment }) =>
        environment['CNI_COMMAND'] !== undefined ||
        program === 'cnitool' ||
        (plugins.has(program) && args.length === 0),
    );
    if (own.length === 0) return [];
    const rewriting = own.flatMap(({ filters, filtersOnlyPick }) =>
      filtersOnlyPick ? [] : filters.flatMap(({ words }) => words.flatMap(({ text }) => literalParts(text))),
    );
    const answers = readAnswers(evidenceLines(record.output, [...echoed, ...rewriting]).join('\n'));
    return own.flatMap((run, index): PluginRun[] => {
      const answer = answers[own.length === 1 ? answers.length - 1 : index];
      if (run.environment['CNI_COMMAND'] === undefined && answer === undefined) return [];
      const doubtful = !run.filtersOnlyPick || runs.some((each) => each.prints);
      return [{ record, run, variables: run.environment, answer, doubtful }];
    });
  });
  return found.toReversed();
}
