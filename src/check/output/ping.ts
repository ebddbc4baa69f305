import { parseAddress } from '../net/ip.ts';

/** What one run of ping shows, read by its structure, since its words differ by version, by maker and by language. */
export interface PingShown {
  /** The address it says it pings; absent where that line was filtered out or never came. */
  readonly target?: string;
  /** Sequence numbers that were answered, by the address that answered. */
  readonly replies: ReadonlyMap<string, ReadonlySet<number>>;
  /** From the closing statistics: `3 packets transmitted, 0 received`. */
  readonly statistics?: { readonly transmitted: number; readonly received: number };
  /** Lines that say it could not be sent or delivered. */
  readonly refusals: readonly string[];
}

interface Draft {
  target?: string;
  replies: Map<string, Set<number>>;
  statistics?: { transmitted: number; received: number };
  refusals: string[];
}

/** `PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.`; toybox says `Ping`, IPv6 has no blank before the bracket. */
const header = /^PING6? (\S+)(.*)$/i;

/** `64 bytes from 10.0.0.12: icmp_seq=1 ttl=64 time=0.05 ms`; busybox and inetutils `seq=`, iputils of 2010 `icmp_req=`. */
const reply = /^(?:\[\d+(?:\.\d+)?\] )?\d+ ?\D.*?[ _](?:seq|req)=(\d+)\b.*\b(?:ttl|hlim)=\d+/i;

/** The lines above the statistics in every language: `--- 10.0.0.12 ping statistics ---`. */
const statisticsHead = /^-{3} ?(\S+) .*-{3}$/;

/** Addresses in a text, whole; a zone (`%eth0`) is left off. */
function addressesIn(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(?<![0-9A-Za-z_.:-])[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*/g)) {
    const candidate = match[0].replace(/[.:]$/, (end) => (match[0].endsWith('::') ? end : ''));
    const next = text[match.index + match[0].length];
    if (next !== undefined && /[\w-]/.test(next)) continue;
    if (parseAddress(candidate) !== undefined) found.push(candidate);
  }
  return found;
}

function targetOf(name: string, rest: string): string | undefined {
  const bracketed = /^[^(]*\(([0-9A-Fa-f.:]+)/.exec(`${name}${rest}`)?.[1];
  const bare = name.replace(/[:(].*$/, '');
  return [bracketed, name.replace(/:$/, ''), bare].find(
    (text) => text !== undefined && parseAddress(text) !== undefined,
  );
}

/** Could not be sent, or came back undelivered. Usage errors and unknown hosts are neither. */
function isRefusal(line: string): boolean {
  // `ping: connect: …`, `connect: …` (before 2018), `ping: sendmsg: …`, busybox `ping: sendto: …`, inetutils `ping: sending packet: …`
  if (/^(?:\S*ping[46]?: )?(?:connect|sendto|sendmsg|sending packet): \S/i.test(line)) {
    return !/denied|invalid argument|not permitted to/i.test(line);
  }
  // `From 10.0.0.11 icmp_seq=1 Destination Host Unreachable`, in any language; inetutils has no sequence number.
  const [source] = addressesIn(line);
  if (source === undefined || /\bttl=\d/i.test(line)) return false;
  if (/^\D+[0-9A-Fa-f.:]+\S*:? icmp_[sr]eq=\d+ \S/.test(line)) return !/redirect/i.test(line);
  return /^\d+ bytes from .*: .*(?:unreachable|exceeded|prohibited)/i.test(line);
}

/** Numbers of a statistics line: it has a percentage, and what was sent and received are its first two numbers. */
function statisticsIn(line: string): { transmitted: number; received: number } | undefined {
  if (!/\d(?:\.\d+)? ?%/.test(line)) return undefined;
  const [transmitted, received] = [...line.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return transmitted === undefined || received === undefined ? undefined : { transmitted, received };
}

/**
 * Reads what one or several runs of ping printed, one after the other. Any ping: iputils since 2010, busybox, inetutils,
 * toybox, in any language it has been translated to (the numbers, `seq=`, `ttl=` and `%` are not translated).
 */
export function readPings(lines: readonly string[]): readonly PingShown[] {
  const shown: Draft[] = [];
  let afterHead = false;
  const open = (): Draft => {
    const last = shown.at(-1);
    if (last !== undefined && last.statistics === undefined) return last;
    const draft: Draft = { replies: new Map(), refusals: [] };
    shown.push(draft);
    return draft;
  };
  for (const line of lines) {
    const start = header.exec(line);
    if (start !== null && /\d/.test(start[2] ?? '')) {
      const target = targetOf(start[1] ?? '', start[2] ?? '');
      shown.push({ replies: new Map(), refusals: [], ...(target === undefined ? {} : { target }) });
      continue;
    }
    const answer = reply.exec(line);
    if (answer !== null) {
      const who = addressesIn(line.slice(0, line.search(/[ _](?:seq|req)=/i))).at(-1);
      if (who === undefined) continue;
      const { replies } = open();
      const numbers = replies.get(who) ?? new Set<number>();
      numbers.add(Number(answer[1]));
      replies.set(who, numbers);
      continue;
    }
    const head = statisticsHead.exec(line);
    if (head !== null) {
      afterHead = true;
      const draft = open();
      const target = targetOf(head[1] ?? '', '');
      if (draft.target === undefined && target !== undefined) draft.target = target;
      continue;
    }
    const statistics = statisticsIn(line);
    if (statistics !== undefined && (afterHead || /^\d+ /.test(line) || !/^\d/.test(line)))
      open().statistics = statistics;
    else if (isRefusal(line)) open().refusals.push(line);
    afterHead = false;
  }
  return shown;
}
