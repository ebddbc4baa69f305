import type { GuardName, Obstacle, PreflightReport } from '../lab/preflight.ts';
import { isUtf8 } from '../machine/encoding.ts';
import { moduleOf } from '../machine/features.ts';
import type { Lacking } from '../machine/requirements.ts';
import { isAtLeast, type Surroundings } from '../machine/surroundings.ts';
import type { Words } from '../words/index.ts';

/** `note`: off, but something else does its work. `warn`: some lessons, or some comfort, are missing. `bad`: no course. */
export type LineState = 'ok' | 'note' | 'warn' | 'bad';
export type Heading = 'machine' | 'lab' | 'tools' | 'lessons' | 'guards';

/** One thing that was looked at. */
export interface DoctorLine {
  /** Stable, for programs: `node`, `lab`, `lesson:veth`, `guard:fence` … */
  readonly id: string;
  readonly heading: Heading;
  readonly state: LineState;
  readonly text: string;
  /** The one command, or setting, that mends it. */
  readonly cure?: string;
}

/** What was found on a machine. */
export interface DoctorFacts {
  readonly around: Surroundings;
  readonly system: string;
  /** package.json's `engines.node`, without `>=`. */
  readonly wantedNode: string;
  readonly preflight: PreflightReport;
  readonly tools: { readonly count: number; readonly missing: readonly string[] };
  /** What installs the missing tools here: one command line. */
  readonly install: string;
  /** What `iptables --version` says; undefined: not installed. */
  readonly iptables: string | undefined;
  /** Undefined: the course could not be read. */
  readonly lessons: readonly { readonly id: string; readonly lacking: Lacking }[] | undefined;
}

/** Everything `doctor` says, in its order. Pure. */
export function doctorLines(facts: DoctorFacts, words: Words): readonly DoctorLine[] {
  return [
    ...machineLines(facts, words),
    ...labLines(facts, words),
    ...toolLines(facts, words),
    ...lessonLines(facts, words),
    ...guardLines(facts, words),
  ];
}

function machineLines({ around, system, wantedNode }: DoctorFacts, { doctor }: Words): readonly DoctorLine[] {
  const line = (id: string, state: LineState, text: string, cure?: string): DoctorLine => ({
    id,
    heading: 'machine',
    state,
    text,
    ...(cure === undefined ? {} : { cure }),
  });
  const { platform, kernel, arch, node, encoding, terminal } = around;
  const lines = [
    platform === 'linux'
      ? line('system', 'ok', doctor.system({ name: system, kernel, arch }))
      : line('system', 'bad', doctor.notLinux({ platform })),
    isAtLeast(node, wantedNode)
      ? line('node', 'ok', doctor.node({ version: node }))
      : line('node', 'bad', doctor.nodeOld({ version: node, wanted: wantedNode })),
  ];
  if (around.isWsl) lines.push(line('wsl', 'note', doctor.wsl));
  if (around.libc === 'musl') lines.push(line('libc', 'bad', doctor.musl));
  lines.push(
    isUtf8(encoding)
      ? line('locale', 'ok', doctor.encodingGood({ encoding }))
      : line('locale', 'warn', doctor.encodingBad({ encoding }), 'export LC_ALL=C.UTF-8'),
  );
  if (terminal !== undefined) {
    const isSmall = terminal.columns < 80 || terminal.rows < 24;
    lines.push(
      isSmall
        ? line('terminal', 'warn', doctor.terminalSmall(terminal))
        : line('terminal', 'ok', doctor.terminal(terminal)),
    );
  }
  return lines;
}

function labLines({ preflight, install }: DoctorFacts, words: Words): readonly DoctorLine[] {
  const { doctor } = words;
  const { obstacle, stderr, bootMs } = preflight;
  if (preflight.ok) {
    return [{ id: 'lab', heading: 'lab', state: 'ok', text: doctor.labBoots({ ms: Math.round(bootMs ?? 0) }) }];
  }
  const { text, cure } = obstacleLine(obstacle ?? { kind: 'unknown' }, install, words);
  const said = stderr === '' ? '' : `. ${doctor.stderr({ text: stderr.split('\n').slice(-3).join(' / ') })}`;
  return [{ id: 'lab', heading: 'lab', state: 'bad', text: `${text}${said}`, ...(cure === undefined ? {} : { cure }) }];
}

/** What is in the way and the one thing that mends it, for each obstacle; `install` puts missing tools there. */
export function obstacleLine(obstacle: Obstacle, install: string, words: Words): { text: string; cure?: string } {
  const { obstacles } = words.doctor;
  switch (obstacle.kind) {
    case 'platform':
      return { text: obstacles.platform(obstacle) };
    case 'architecture':
      return { text: obstacles.architecture(obstacle) };
    case 'kernel':
      return { text: obstacles.kernel(obstacle) };
    case 'tools':
      return { text: obstacles.tools({ missing: words.signs.list({ names: obstacle.missing }) }), cure: install };
    case 'sysctl':
      return { text: obstacles.sysctl(obstacle), cure: `sudo sysctl -w ${obstacle.key}=${obstacle.value}` };
    case 'apparmor':
      return { text: obstacles.apparmor(obstacle), cure: `sudo sysctl -w ${obstacle.key}=${obstacle.value}` };
    case 'seccomp':
      return { text: obstacles.seccomp, cure: 'docker run --security-opt seccomp=unconfined …' };
    case 'masked-proc':
      return { text: obstacles.maskedProc, cure: 'docker run --security-opt systempaths=unconfined …' };
    case 'unknown':
      return { text: obstacles.unknown };
  }
}

function toolLines({ tools, install, iptables }: DoctorFacts, words: Words): readonly DoctorLine[] {
  const { doctor } = words;
  const { count, missing } = tools;
  const lines: DoctorLine[] = [
    missing.length === 0
      ? { id: 'tools', heading: 'tools', state: 'ok', text: doctor.tool({ count }) }
      : {
          id: 'tools',
          heading: 'tools',
          state: 'warn',
          text: doctor.toolMissing({ tools: words.signs.list({ names: missing }) }),
          cure: install,
        },
  ];
  if (iptables === undefined) return lines;
  const isLegacy = !iptables.includes('nf_tables');
  lines.push({
    id: 'iptables',
    heading: 'tools',
    state: isLegacy ? 'warn' : 'ok',
    text: isLegacy ? doctor.iptablesLegacy({ version: iptables }) : doctor.iptablesNft({ version: iptables }),
    ...(isLegacy ? { cure: 'sudo update-alternatives --set iptables /usr/sbin/iptables-nft' } : {}),
  });
  return lines;
}

function lessonLines({ lessons, install }: DoctorFacts, words: Words): readonly DoctorLine[] {
  const { doctor } = words;
  if (lessons === undefined) return [{ id: 'course', heading: 'lessons', state: 'bad', text: doctor.noCourse }];
  return lessons.flatMap(({ id, lacking }): DoctorLine[] => {
    const base = { id: `lesson:${id}`, heading: 'lessons' } as const;
    const { tools, features, untried } = lacking;
    const lines: DoctorLine[] = [];
    if (tools.length > 0) {
      lines.push({
        ...base,
        state: 'warn',
        text: doctor.lessonLacksTools({ lesson: id, tools: words.signs.list({ names: tools }) }),
        cure: install,
      });
    }
    if (features.length > 0) {
      const text = doctor.lessonLacksFeatures({ lesson: id, features: words.signs.list({ names: features }) });
      lines.push({ ...base, state: 'warn', text, cure: `sudo modprobe -a ${features.map(moduleOf).join(' ')}` });
    }
    if (untried.length > 0) {
      lines.push({
        ...base,
        state: 'note',
        text: doctor.lessonUntried({ lesson: id, features: words.signs.list({ names: untried }) }),
      });
    }
    return lines.length > 0 ? lines : [{ ...base, state: 'ok', text: doctor.lessonRuns({ lesson: id }) }];
  });
}

/** What a guard that is off may be mended by. */
const guardCures: Readonly<Partial<Record<GuardName, string>>> = {
  nsdelegate: 'sudo mount -o remount,nsdelegate /sys/fs/cgroup',
  'core-pipe': 'sudo sysctl -w kernel.core_pattern=core',
  'legacy-tiocsti': 'sudo sysctl -w dev.tty.legacy_tiocsti=0',
};

/** Guards without which nobody's lesson should run; the others have a second line of defence. */
const vital: readonly GuardName[] = ['fence', 'uid', 'processes'];

function guardLines({ preflight }: DoctorFacts, { doctor }: Words): readonly DoctorLine[] {
  const instead: Readonly<Partial<Record<GuardName, string>>> = doctor.instead;
  return preflight.guards.map(({ name, on, detail }): DoctorLine => {
    const base = { id: `guard:${name}`, heading: 'guards' } as const;
    const guard = doctor.guards[name];
    if (on) return { ...base, state: 'ok', text: doctor.guardOn({ guard, detail }) };
    const cure = guardCures[name];
    const second = instead[name];
    const state = vital.includes(name) ? 'bad' : second === undefined ? 'warn' : 'note';
    return {
      ...base,
      state,
      text: doctor.guardOff({ guard, detail, instead: second ?? '' }),
      ...(cure === undefined ? {} : { cure }),
    };
  });
}
