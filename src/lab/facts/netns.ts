import type { NetnsFacts } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import type { Need } from '../../check/snapshot.ts';
import { readNamespaces } from '../netlink/read.ts';
import type { Ask } from './ask.ts';
import type { Memory } from './memory.ts';
import { listNetns, netnsFile } from './namespaces.ts';
import { askPart } from './parts.ts';
import { factsFrom, keepFacts, readingFor, type NetnsNeed } from './readings.ts';
import { askSysctl } from './sysctl.ts';

/** What is found of one namespace, filled in as answers come. */
export type NetnsDraft = { -readonly [Key in keyof Omit<NetnsFacts, 'sysctls'>]: NetnsFacts[Key] } & {
  sysctls?: Record<string, Found<string>>;
};

/** Namespaces that one process reads: the time that it may take is bounded. */
const atOnce = 32;

/**
 * Asks what is needed of the namespaces of a node and fills it in: all of them are read by one process, and only what that
 * left open is asked of a program of its own.
 *
 * @param pid the node's first process
 * @returns the cookies of the namespaces by their names, as far as the kernel told them
 */
export async function askNetns(
  ask: (netns: string) => Ask,
  pid: number,
  drafts: ReadonlyMap<string, NetnsDraft>,
  needs: readonly Need[],
  memory: Memory,
): Promise<ReadonlyMap<string, string>> {
  const byNetns = new Map<string, NetnsNeed[]>();
  for (const need of needs.filter(isNetnsNeed)) {
    const known = byNetns.get(need.netns);
    if (known === undefined) byNetns.set(need.netns, [need]);
    else known.push(need);
  }
  const paths = new Map(listNetns(pid).map(({ name, path }) => [name, path]));
  const wanted = [...byNetns].flatMap(([name, own]) => {
    const draft = drafts.get(name);
    const path = name === '' || name.startsWith('/') ? netnsFile(pid, name) : paths.get(name);
    return draft === undefined ? [] : [{ draft, needs: own, reading: readingFor(path ?? '/dev/null', own) }];
  });
  const parts = Array.from({ length: Math.ceil(wanted.length / atOnce) }, (_, index) =>
    wanted.slice(index * atOnce, (index + 1) * atOnce),
  );
  const cookies = new Map<string, string>();
  await Promise.all(
    parts.map(async (part) => {
      const readings = part.map(({ reading }) => reading);
      const answers = await readNamespaces(ask(''), readings);
      const open = part.flatMap(({ draft, needs: own }, index) => {
        const { cookie } = answers[index] ?? {};
        if (cookie !== undefined) cookies.set(draft.name, cookie);
        const read = factsFrom(answers[index], memory);
        return own.filter((need) => !fill(draft, read(need))).map((need) => ({ draft, need, answers: answers[index] }));
      });
      await Promise.all(
        open.map(async (each) => {
          const facts = await askFact(ask(each.need.netns), each.need);
          fill(each.draft, facts);
          keepFacts(facts, each.answers, memory);
        }),
      );
    }),
  );
  return cookies;
}

async function askFact(ask: Ask, need: NetnsNeed): Promise<Partial<NetnsFacts>> {
  return need.what === 'sysctl'
    ? { sysctls: { [need.key]: await askSysctl(ask, need.key) } }
    : await askPart(ask, need.what);
}

function fill(draft: NetnsDraft, facts: Partial<NetnsFacts> | undefined): boolean {
  const { sysctls, ...others } = facts ?? {};
  Object.assign(draft, others);
  if (sysctls !== undefined) Object.assign((draft.sysctls ??= {}), sysctls);
  return facts !== undefined;
}

function isNetnsNeed(need: Need): need is NetnsNeed {
  return 'netns' in need && need.what !== 'reach' && need.what !== 'http';
}
