/** Arguments for any text of a catalogue, by the name of the argument: a text takes what it asks for. */
export interface Sample {
  readonly text: string;
  readonly number: number;
  readonly flag: boolean;
  readonly list: readonly string[];
  /** Whether what may be left out is left out. */
  readonly bare: boolean;
}

const inClient = { netns: 'client', node: 'controlplane', toString: () => 'client' };
const onNode = { netns: '', node: 'node01', toString: () => 'node01' };

/** Arguments that are not plain text. The rest is text. */
const numbers = new Set(
  `byte bytes code columns commands count done error exit exitCode fail files first graded here hints hostPort hours id index
inode jobs kilobytes labs late learners learnt level limit line lines max maxMiB megabytes minutes missing mistakes more ms mtu
number of offset pass passed pid points port refused replies review rows score second sequence skipped status step steps students
there total transmitted ttl`.split(/\s+/),
);
const flags = new Set(
  'absent answered carrier differ empty exactly is isExam on peer peerMayBeDown running up'.split(' '),
);
const lists = new Set(
  `addresses allowed entries gateways hosts ids keys kinds known names nodes numbers paths ports reasons routes rules sockets
types unshared versions wishes`.split(/\s+/),
);
const optional = new Set(
  `address args at code contains destination dev equals id learnt mac master matches meant name netns number out ports similar
src state type up via`.split(/\s+/),
);
/** Where only certain values are meant. */
const chosen: Readonly<Record<string, unknown>> = {
  lost: 'question',
  origin: { kind: 'built', of: 'nginx' },
  state: 'pass',
  what: 'commands',
  why: 'quote',
};

/** Texts whose argument has the name of another kind elsewhere. */
const own: Readonly<Record<string, readonly unknown[]>> = {
  'check.kinds.container.publishes': [{ ports: [{ port: 80, protocol: 'tcp', hostPort: 8080 }] }],
  'check.kinds.sameNamespace.expected': [{ type: 'ipc', first: '容器 web ', second: '进程 sh ', differ: false }],
  'checkpoint.rosterProblem': [{ path: 'students.csv', line: 1, column: 1, why: { type: 'not-csv' } }],
  'gradeCommand.progress': [1, 2],
  'lesson.badChoice': ['empty'],
  'lesson.typeName': ['string'],
  'progress.causes.other': [{ code: 'EIO' }],
  'trace.lines.tcp': [{ flags: 'SYN', bytes: 0 }],
  'progress.notSaved': [{ path: '/progress.json', cause: '没有权限', cure: '请取得它的所有权。' }],
};

/** The arguments of the text at a path of the catalogue. */
export function argumentsOf(path: string, sample: Sample): readonly unknown[] {
  return (
    own[path] ?? [
      new Proxy(
        {},
        { get: (_, name) => (typeof name === 'string' ? valueOf(name, sample) : undefined), has: () => true },
      ),
    ]
  );
}

function valueOf(name: string, { text, number, flag, list, bare }: Sample): unknown {
  if (bare && optional.has(name)) return undefined;
  if (['at', 'wanted', 'ran'].includes(name)) return flag ? inClient : onNode;
  if (name === 'places') return [inClient, onNode];
  if (Object.hasOwn(chosen, name)) return chosen[name];
  if (numbers.has(name)) return number;
  if (flags.has(name)) return flag;
  return lists.has(name) ? list : text;
}
