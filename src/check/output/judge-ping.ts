import type { Words } from '../../words/index.ts';
import { sameAddress } from '../net/ip.ts';
import type { Candidate } from './candidates.ts';
import { pingTarget } from './candidates.ts';
import { isComplaint } from './failed.ts';
import type { PingShown } from './ping.ts';
import type { Outcome } from './outcome.ts';
import { failed, passed } from './outcome.ts';

/** How many replies of that host a ping has shown. A summary that says none came outweighs lines that look like replies. */
function repliesFrom(ping: PingShown, address: string): number {
  if (ping.statistics?.received === 0) return 0;
  if (ping.target !== undefined && !sameAddress(ping.target, address)) return 0;
  const numbers = new Set([...ping.replies].flatMap(([host, found]) => (sameAddress(host, address) ? [...found] : [])));
  if (numbers.size > 0 || ping.replies.size > 0) return numbers.size;
  // `-q`, `-f`, `| tail -2`: only the summary is there, and it names whom it is of. Where packets are told one by one
  // (`Destination Host Unreachable`), it is no evidence of others.
  if (ping.refusals.length > 0) return 0;
  return ping.target === undefined ? 0 : (ping.statistics?.received ?? 0);
}

/** Whether a ping of that address says that nobody answered: all lost, undeliverable, or not even sent. */
function isUnanswered(ping: PingShown, candidate: Candidate, address: string): boolean {
  const target = ping.target ?? pingTarget(candidate.run);
  // A ping of `$HOST_IP` that could not be sent says nowhere whom it was of; the learner's variable is believed.
  const isVariable = candidate.run.args.includes(undefined);
  if (target === undefined ? !isVariable : !sameAddress(target, address)) return false;
  if (ping.replies.size > 0) return false;
  if (ping.statistics !== undefined) return ping.statistics.received === 0 && ping.statistics.transmitted > 0;
  return ping.refusals.length > 0;
}

/** Judges one ping for `ping: ADDRESS`, with `replies` or `answered: false`. */
export function judgePing(
  candidate: Candidate,
  wish: { address: string; replies: number; answered: boolean },
  words: Words,
): Outcome {
  const say = words.check.output;
  const { pings, record, run, lines } = candidate;
  const { address } = wish;
  const count = pings.reduce((sum, ping) => sum + repliesFrom(ping, address), 0);
  const seen = passed(say.seen({ line: run.typed.join(' ') }));
  if (!wish.answered) {
    if (count > 0) return failed(say.answered({ count }));
    if (pings.some((ping) => isUnanswered(ping, candidate, address))) return seen;
  } else if (count >= wish.replies) {
    return seen;
  } else if (count > 0) {
    return failed(say.fewReplies({ count }));
  }
  const targets = pings.flatMap(({ target }) => target ?? []);
  const otherTarget = targets.find((target) => !sameAddress(target, address));
  if (otherTarget !== undefined && !targets.some((target) => sameAddress(target, address))) {
    return failed(say.otherTarget({ target: otherTarget }));
  }
  const hosts = [...new Set(pings.flatMap(({ replies }) => [...replies.keys()]))].filter(
    (host) => !sameAddress(host, address),
  );
  if (hosts.length > 0) return failed(say.otherHost({ hosts }));
  const refusal = pings.flatMap(({ refusals }) => refusals)[0] ?? lines.find(isComplaint);
  if (refusal !== undefined) return failed(say.nothingSent({ line: refusal }));
  const statistics = pings.find((ping) => ping.statistics !== undefined)?.statistics;
  if (statistics !== undefined) return failed(say.noReply({ transmitted: statistics.transmitted }));
  return failed(
    record.endedMs === undefined && record.exitCode === undefined
      ? say.noReplyYet({ address })
      : say.noReply({ transmitted: 0 }),
  );
}
