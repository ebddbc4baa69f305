import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { readAnswers, type CniResult } from '../cni/answer.ts';
import { pluginRuns, type PluginRun } from '../cni/plugin-runs.ts';
import { defineKind } from '../define-kind.ts';
import type { Expectation } from '../facts.ts';
import { inNetns as lookIn, verdict } from '../facts.ts';
import type { Facts } from '../kind.ts';
import { sameAddress, samePrefix } from '../net/ip.ts';
import { containsWhole } from '../output/whole.ts';
import { problem } from '../problems.ts';
import { absolutePath, ipAddress, ipAddressMaybePrefix, ipPrefix, linkName, onNode, text } from '../schema.ts';
import type { Verdict } from '../types.ts';

export const schema = z
  .strictObject({
    command: z.enum(['ADD', 'CHECK', 'DEL', 'VERSION', 'GC', 'STATUS']).default('ADD'),
    /** CNI_CONTAINERID and CNI_IFNAME, where they were typed. */
    container: text.optional(),
    ifname: linkName.optional(),
    address: ipAddressMaybePrefix.optional(),
    gateway: ipAddress.optional(),
    route: ipPrefix.optional(),
    /** The result's `cniVersion`; of VERSION: one that the plugin lists. */
    version: text.optional(),
    /** The plugin must refuse, with these words in its message (`''`: with any). */
    error: z.string().optional(),
    /** Reads the result in this file instead of the terminal. */
    path: absolutePath.optional(),
    on: onNode,
  })
  .refine(
    ({ command, address, gateway, route }) =>
      command === 'ADD' || [address, gateway, route].every((key) => key === undefined),
    problem('only-with-add'),
  )
  .refine(
    ({ path, command, container, ifname, error }) =>
      path === undefined || (command === 'ADD' && [container, ifname, error].every((key) => key === undefined)),
    problem('path-is-a-result'),
  );

type Spec = z.output<typeof schema>;

interface Outcome {
  readonly passed: boolean;
  readonly observed: string;
}

const passed = (observed: string): Outcome => ({ passed: true, observed });
const failed = (observed: string): Outcome => ({ passed: false, observed });

function describe(spec: Spec, words: Words): string {
  const say = words.check.kinds.cni;
  const { command, container, ifname, address, gateway, route, version, error, path } = spec;
  if (error !== undefined) return say.refused({ command, text: error });
  if (command === 'VERSION') return say.versions({ version: version ?? '' });
  const wishes = [
    ...(container === undefined ? [] : [say.wishId({ id: container })]),
    ...(ifname === undefined ? [] : [say.wishIfname({ ifname })]),
    ...(address === undefined ? [] : [say.wishAddress({ address })]),
    ...(gateway === undefined ? [] : [say.wishGateway({ gateway })]),
    ...(route === undefined ? [] : [say.wishRoute({ route })]),
    ...(version === undefined ? [] : [say.wishVersion({ version })]),
  ];
  if (path !== undefined) return say.inFile({ path, wishes });
  return command === 'ADD' ? say.add({ wishes }) : say.done({ command, wishes });
}

/** What of a result is not as wished. */
function judgeResult(result: CniResult, { address, gateway, route, version }: Spec, words: Words): Outcome {
  const say = words.check.kinds.cni;
  const isAddress = (own: string): boolean =>
    address === undefined || (sameHost(own, address) && (!address.includes('/') || samePrefix(own, address)));
  const { addresses, gateways, routes } = result;
  if (!addresses.some(isAddress)) return failed(say.isAddress({ addresses }));
  if (gateway !== undefined && !gateways.some((own) => sameAddress(own, gateway)))
    return failed(say.isGateway({ gateways }));
  if (route !== undefined && !routes.some((own) => samePrefix(own, route))) return failed(say.routesAre({ routes }));
  if (version !== undefined && result.version !== version) return failed(say.isVersion({ version: result.version }));
  return passed(say.isAddress({ addresses }));
}

function sameHost(first: string, second: string): boolean {
  const host = (whole: string): string => whole.split('/')[0] ?? '';
  return sameAddress(host(first), host(second));
}

/** One run of a plugin, by what it was told and what it said. */
function judgeRun({ record, run, variables, answer, doubtful }: PluginRun, spec: Spec, words: Words): Outcome {
  const say = words.check.kinds.cni;
  const { command, container, ifname, version, error } = spec;
  const ran = variables['CNI_COMMAND'];
  if (ran !== undefined && ran !== command) return failed(say.onlyOther({ command, ran }));
  const id = variables['CNI_CONTAINERID'];
  if (container !== undefined && id !== undefined && id !== container) return failed(say.isId({ id }));
  const name = variables['CNI_IFNAME'];
  if (ifname !== undefined && name !== undefined && name !== ifname) return failed(say.isIfname({ ifname: name }));
  if (doubtful) return failed(say.notReadable({ line: run.typed.join(' ') }));
  if (answer?.type === 'error') {
    const observed = say.said(answer);
    return error !== undefined && containsWhole(answer.message, error) ? passed(observed) : failed(observed);
  }
  if (record.exitCode === undefined && record.endedMs === undefined) return failed(say.running);
  if (record.exitCode !== undefined && record.exitCode !== 0 && run.filters.length === 0)
    return failed(say.exited({ exit: record.exitCode }));
  if (error !== undefined) return failed(say.worked);
  if (command === 'ADD') return answer?.type === 'result' ? judgeResult(answer, spec, words) : failed(say.silent);
  if (command === 'VERSION') {
    if (answer?.type !== 'versions') return failed(say.silent);
    const lists = version === undefined || answer.supported.includes(version);
    return { passed: lists, observed: say.supports({ versions: answer.supported }) };
  }
  return passed(say.worked);
}

function judgeTerminal(spec: Spec, { commands }: Facts, expectation: Expectation, words: Words): Verdict {
  const runs = pluginRuns(commands.filter(({ node }) => node === spec.on));
  const outcomes = runs.map((run) => judgeRun(run, spec, words));
  const right = outcomes.find((outcome) => outcome.passed);
  if (right !== undefined) return { state: 'pass', expected: expectation.expected, observed: right.observed };
  // The newest run of that command says most.
  const nearest = outcomes.find((_, index) => runs[index]?.variables['CNI_COMMAND'] === spec.command) ?? outcomes[0];
  const observed = nearest?.observed ?? words.check.kinds.cni.none({ command: spec.command });
  return { state: 'fail', expected: expectation.expected, observed };
}

function judgeFile(spec: Spec, path: string, { snapshot }: Facts, expectation: Expectation, words: Words): Verdict {
  const { cni: say, file, common } = words.check.kinds;
  const found = snapshot.nodes[spec.on]?.files[path] ?? { state: 'error' as const, message: common.notAsked };
  if (found.state === 'error') return verdict('error', expectation, common.couldNotAsk({ message: found.message }));
  if (found.state === 'missing') return verdict('fail', expectation, file.missing({ path }));
  const answer = readAnswers(found.value.text ?? '').at(-1);
  if (answer?.type === 'error') return verdict('fail', expectation, say.said(answer));
  if (answer?.type !== 'result') return verdict('fail', expectation, say.notACni({ path }));
  const outcome = judgeResult(answer, spec, words);
  return verdict(outcome.passed ? 'pass' : 'fail', expectation, outcome.observed);
}

/** What a CNI plugin answered: on the terminal, by the run that was told so, or in a file; results of any version. */
export const cni = defineKind({
  name: 'cni',
  schema,
  readsOutput: true,
  needs: ({ path, on }) => (path === undefined ? [] : [{ what: 'file', node: on, path }]),
  describe: (spec, _check, words) => describe(spec, words),
  judge: (spec, facts, _check, words) => {
    const { path } = spec;
    const look = path === undefined ? '' : lookIn({ node: spec.on, netns: '' }, `jq . ${path}`);
    const expectation = { expected: describe(spec, words), look };
    return path === undefined
      ? judgeTerminal(spec, facts, expectation, words)
      : judgeFile(spec, path, facts, expectation, words);
  },
});
