import stringWidth from 'string-width';
import { safe } from '../topology/draw/lines.ts';
import { haltText } from '../topology/explain/words.ts';
import { drawText, type TextStyle } from '../topology/draw/text.ts';
import { titleOf } from '../topology/topology.ts';
import type { Topology } from '../topology/types.ts';
import type { Words } from '../words/index.ts';
import type { Spot } from './fate.ts';
import { endOf, type Sighting } from './life.ts';
import { shownSightings, type Numbered } from './numbered.ts';
import { markTopology } from './picture.ts';
import type { Trace } from './trace.ts';

/** Rows of a table; a packet that goes round in a circle has thousands. */
const maxRows = 60;

/** A trace as lines of text: what became of the packet, why, where it was seen, in the picture of the network and as a table. */
export function traceText(trace: Trace, topology: Topology, words: Words, style: TextStyle): readonly string[] {
  const shown = shownSightings(trace).flatMap(({ all }) => all);
  const picture = drawText(markTopology(topology, shown, words), words, style);
  return [...headLines(trace, words), '', ...picture, ...tableLines(trace, words)];
}

/** The same without the picture. */
export function traceLines(trace: Trace, words: Words): readonly string[] {
  return [...headLines(trace, words), ...tableLines(trace, words)];
}

function headLines(trace: Trace, words: Words): string[] {
  const { fate, lost } = trace;
  return [
    safe(fateText(trace, words)),
    ...(fate.type === 'answered' ? [] : [`  ${safe(whyText(trace, words))}`]),
    ...(lost === 0 ? [] : [words.trace.lost({ count: lost })]),
  ];
}

function tableLines(trace: Trace, words: Words): string[] {
  const tellsOthers = trace.fate.type === 'misaddressed';
  return shownSightings(trace).flatMap(({ role, all }) => [
    '',
    words.trace.heading({ role: words.trace.roles[role] }),
    ...table(all, tellsOthers, words),
  ]);
}

/** The rule that the kernel says has stopped it; else what the tables say, where that goes with what was seen. */
function whyText({ drops, explanation: { halt }, agreement }: Trace, words: Words): string {
  const { why, whyKernel, whyUnknown } = words.trace;
  const { stops } = words.topology.explain;
  const [drop] = drops;
  if (drop !== undefined) {
    const { rule, table, chain } = drop;
    const what = { where: titleOf(drop), name: table, to: chain, text: rule ?? '' };
    return whyKernel({ what: rule === undefined ? stops['filter-policy'](what) : stops['filter-rule'](what) });
  }
  return halt?.halt === 'stop' && agreement === 'agrees' ? why({ what: haltText(halt, words) }) : whyUnknown;
}

/** What became of the packet, in one sentence. */
export function fateText({ fate, sightings, sending }: Trace, words: Words): string {
  const say = words.trace;
  const to = sending.port === undefined ? sending.to : `${sending.to}:${String(sending.port)}`;
  switch (fate.type) {
    case 'answered': {
      const last = sightings.findLast(({ role }) => role === 'answer') ?? sightings.at(-1);
      const found = { to, where: whereOf(fate.by), ms: msText(last?.afterUs ?? 0) };
      return fate.how === 'echo' ? say.answered(found) : say.connected(found);
    }
    case 'refused':
      return say.refused({ to, where: whereOf(fate.by) });
    case 'unsent':
      return say.unsent({ where: titleOf(fate), message: fate.message });
    case 'unseen':
      return say.unseen({ where: titleOf(fate) });
    case 'rejected': {
      const text = say.icmpError(fate.icmp);
      const { source } = fate;
      return fate.beyond
        ? say.rejectedBeyond({ ...spotWords(fate.by), source, text })
        : say.rejected({ ...spotWords(fate.by), text });
    }
    case 'waits':
      return say.waits({ lost: fate.lost, ...spotWords(fate.by), to: fate.for });
    case 'misaddressed':
      return say.misaddressed({ lost: fate.lost, ...spotWords(fate.by), mac: fate.mac });
    case 'lost-inside':
      return say.lostInside({ lost: fate.lost, ...spotWords(fate.last) });
    case 'lost-between':
      return say.lostBetween({ lost: fate.lost, ...spotWords(fate.last) });
  }
}

function whereOf(spot: Spot | undefined): string {
  return spot === undefined ? '' : titleOf(spot);
}

function spotWords(spot: Spot): { readonly where: string; readonly name: string } {
  return { where: titleOf(spot), name: spot.interface };
}

/** Milliseconds with microseconds. */
export function msText(us: number): string {
  return (us / 1000).toFixed(3);
}

/** Columns: number, time, namespace, interface, way, and what is new there, a line each. */
function table(sightings: readonly Numbered[], tellsOthers: boolean, words: Words): string[] {
  const shown = sightings.slice(0, maxRows);
  const rows = shown.map(({ number, sighting }, index) => {
    const { frame, afterUs } = sighting;
    const isOther = tellsOthers && frame.direction === 'in' && frame.address === 'other';
    return {
      cells: [
        String(number),
        words.trace.after({ ms: msText(afterUs) }),
        safe(titleOf(frame)),
        safe(frame.interface),
        words.trace.directions[frame.direction],
      ],
      news: [...newsOf(sighting, index === 0, words), ...(isOther ? [words.trace.other] : [])],
    };
  });
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map(({ cells }) => stringWidth(cells[column] ?? ''))),
  );
  const pad = (text: string, column: number): string => {
    const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(text)));
    return column < 2 ? `${space}${text}` : `${text}${space}`;
  };
  const lines = rows.flatMap(({ cells, news }) => {
    const [first = '', ...others] = news;
    // Below the time: at the end of a narrow pane's line there is no room for two MAC addresses.
    const below = ' '.repeat(2 + (widths[0] ?? 0) + 2);
    return [`  ${[...cells.map(pad), first].join('  ')}`.trimEnd(), ...others.map((text) => `${below}${text}`)];
  });
  const left = sightings.length - shown.length;
  return left === 0 ? lines : [...lines, `  ${words.trace.more({ count: left })}`];
}

function newsOf({ seen, changed }: Sighting, isFirst: boolean, words: Words): string[] {
  const say = words.trace;
  const { arp, ip, mac } = seen;
  if (arp !== undefined) {
    const { sender, target } = arp;
    return [
      arp.operation === 'request'
        ? say.who({ to: target.address, by: sender.address })
        : say.has({ address: sender.address, mac: sender.mac }),
    ];
  }
  const macs = mac === undefined || isNoMac(mac.destination) ? [] : [say.macs(mac)];
  if (isFirst && ip !== undefined) {
    const [source = '', destination = ''] = [endOf(seen, 'source'), endOf(seen, 'destination')];
    return [say.packet({ source, destination, ttl: ip.ttl }), ...macs];
  }
  const isNewMac = changed.some(({ what }) => what === 'source-mac' || what === 'destination-mac');
  const changes = changed.flatMap(({ what, from, to }) =>
    what === 'source' || what === 'destination' || what === 'ttl' ? [say.changes[what]({ from, to })] : [],
  );
  return [...changes, ...(isNewMac ? macs : [])];
}

/** Of loopback, where nobody has one. */
function isNoMac(mac: string): boolean {
  return mac === '00:00:00:00:00:00';
}
