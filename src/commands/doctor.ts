import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preflight } from '../lab/preflight.ts';
import { readOsRelease } from '../machine/os-release.ts';
import { lackingFor } from '../machine/requirements.ts';
import { surroundings } from '../machine/surroundings.ts';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import { readCourse } from '../storage/course-files.ts';
import { doctorLines, type DoctorFacts, type DoctorLine } from './doctor-lines.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { courseDirectory, packageRoot } from './package-root.ts';
import { installCommand } from './install-command.ts';
import { missingTools, packageTable } from './setup.ts';

/**
 * Says what this machine can run, each line with the command that mends it. It tries: boots a lab, makes a namespace
 * for each kernel feature. Exit 0 when the course can run, 2 when it cannot.
 */
export async function runDoctor(
  flags: { readonly course?: string; readonly json?: boolean },
  io: CommandIo,
): Promise<ExitCode> {
  const lines = doctorLines(await doctorFacts(flags.course, io), io.words);
  const isGood = lines.every(({ state }) => state !== 'bad');
  if (flags.json === true)
    io.out(`${JSON.stringify({ schema: 'netns-course/doctor/v1', ok: isGood, lines }, null, 2)}\n`);
  else io.out(`${readable(lines, isGood, io)}\n`);
  return isGood ? 0 : 2;
}

async function doctorFacts(course: string | undefined, io: CommandIo): Promise<DoctorFacts> {
  const os = readOsRelease();
  const table = packageTable();
  const missing = missingTools(table);
  const install = installCommand(missing);
  const size = io.isTerminal ? { columns: process.stdout.columns, rows: process.stdout.rows } : undefined;
  const [report, read, iptables] = await Promise.all([
    preflight(),
    readCourse(courseDirectory(course, io.cwd), io.words),
    iptablesVersion(),
  ]);
  const lessons = read.course?.lessons;
  const lacking = await lackingFor(lessons?.map(({ requires }) => requires) ?? []);
  return {
    around: surroundings(io.env, size),
    system: os.name,
    wantedNode: wantedNode(),
    preflight: report,
    tools: { count: Object.keys(table.tools).length, missing },
    install,
    iptables,
    lessons: lessons?.map(({ id }, index) => ({
      id,
      lacking: lacking[index] ?? { tools: [], features: [], untried: [] },
    })),
  };
}

/** `iptables v1.8.9 (nf_tables)` or `(legacy)`, iptables(8); `iptables-nft` is what a lab uses where both are there. */
async function iptablesVersion(): Promise<string | undefined> {
  const file = findTool('iptables-nft') ?? findTool('iptables');
  if (file === undefined) return undefined;
  const said = await run({ file, args: ['--version'], env: { LC_ALL: 'C' }, cwd: '/' }, { timeoutMs: 5000 });
  return said.exitCode === 0 ? said.stdout.trim() : undefined;
}

function wantedNode(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const engines =
    typeof manifest === 'object' && manifest !== null && 'engines' in manifest ? manifest.engines : undefined;
  const node = typeof engines === 'object' && engines !== null && 'node' in engines ? String(engines.node) : '20.19';
  return node.replace('>=', '');
}

function readable(lines: readonly DoctorLine[], isGood: boolean, { words: { doctor } }: CommandIo): string {
  const text: string[] = [];
  let heading: DoctorLine['heading'] | undefined;
  for (const line of lines) {
    if (line.heading !== heading) text.push(...(heading === undefined ? [] : ['']), doctor.headings[line.heading]);
    heading = line.heading;
    text.push(`  ${doctor.marks[line.state]}  ${line.text}`);
    if (line.cure !== undefined) text.push(`  ${doctor.cure({ command: line.cure })}`);
  }
  return [...text, '', isGood ? doctor.works : doctor.worksNot].join('\n');
}
