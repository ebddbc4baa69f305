import { ipObject, ipOptions, isShortFor } from './ip-command.ts';
import type { Run } from './runs.ts';
import { splitLine } from './shell-words.ts';
import type { Family } from './spec.ts';
import { unwrap } from './unwrap.ts';

/** An `ip` command: its options, object and what follows, as typed. */
interface IpCall {
  readonly options: readonly string[];
  readonly object: string;
  readonly rest: readonly string[];
}

function ipCall(typed: readonly string[]): IpCall {
  const { options, objectAt } = ipOptions(typed);
  return { options, object: ipObject(typed[objectAt] ?? ''), rest: typed.slice(objectAt + 1) };
}

const pings = new Set(['ping', 'ping4', 'ping6', 'inetutils-ping']);

/** Whether a run is of the family whose output a check reads. */
export function isOfFamily(run: Run, family: Family, command: string): boolean {
  const { program } = run;
  if (family === 'ping') return pings.has(program);
  if (family === 'http') return program === 'curl' || program === 'wget';
  if (family === 'command') return isCommand(run, command);
  if (program === 'ip') {
    const { object, rest } = ipCall(run.typed);
    if (family === 'link') return object === 'link' || object === 'address';
    // `ip route get` tells where one packet would go; it lists no route.
    if (family === 'route') return object === 'route' && !isShortFor(rest[0], 'get');
    return object === family;
  }
  switch (family) {
    case 'link':
    case 'address':
      return program === 'ifconfig';
    case 'route':
      return (
        program === 'route' || (program === 'netstat' && run.typed.some((word) => /^-[a-zA-Z]*r|^--route$/.test(word)))
      );
    case 'neighbour':
      return program === 'arp';
    case 'netns':
      return program === 'ls' && run.typed.some((word) => /^(?:\/var)?\/run\/netns\/?$/.test(word));
  }
}

/** `show`, `list` and `lst` are one thing, which most objects do where nothing is said. */
function isShow(word: string | undefined): boolean {
  return word === undefined || isShortFor(word, 'show') || isShortFor(word, 'list') || word === 'lst' || word === 'ls';
}

/** Whether the run begins with the author's words; `ip l sh` is `ip link show`, wrappers and directories aside. */
function isCommand(run: Run, command: string): boolean {
  const [pipeline] = splitLine(command).pipelines;
  const [first] = pipeline ?? [];
  if (first === undefined) return false;
  const [name = '', ...args] = unwrap(first, '', new Map()).words.map(({ text }) => text);
  const program = name.split('/').at(-1) ?? '';
  if (program !== run.program) return false;
  if (program !== 'ip') return args.every((arg, index) => run.typed[index + 1] === arg || run.args[index] === arg);
  const [wanted, actual] = [ipCall([program, ...args]), ipCall(run.typed)];
  const hasOptions = wanted.options
    .filter((option) => !option.includes(' '))
    .every((option) => actual.options.some((other) => isShortFor(other, option) || isShortFor(option, other)));
  if (!hasOptions || wanted.object !== actual.object) return false;
  return wanted.rest.every((word, index) => {
    const other = actual.rest[index];
    return other === word || (index === 0 && ((isShow(word) && isShow(other)) || isShortFor(other, word)));
  });
}
