import type { Words } from '../index.ts';
import { inPlace, type At } from './place.ts';

/** Words of the checks that read the terminal: what a command should have shown, and what it did show. */

const maybeIn = (at: At | undefined): string => (at === undefined ? '' : inPlace(at));

export const output: Words['check']['output'] = {
  ping: ({ address, replies, at }) =>
    `${maybeIn(at)} ping ${address}，收到${replies === 1 ? '' : ` ${replies} 个`}回应`.trim(),
  pingUnanswered: ({ address, at }) => `${maybeIn(at)} ping ${address}，收不到任何回应`.trim(),
  link: ({ name, peer, at }) => `${maybeIn(at)}用命令列出接口 ${name}${peer ? ' 以及它的另一端' : ''}`,
  address: ({ address, at }) => `${maybeIn(at)}用命令列出地址 ${address}`,
  route: ({ to, via, dev, at }) =>
    `${maybeIn(at)}用命令列出到 ${to} 的路由${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}`,
  neighbour: ({ address, at }) => `${maybeIn(at)}用命令列出邻居 ${address} 和它的 MAC 地址`,
  netns: ({ name, at }) => `${maybeIn(at)}用命令列出命名空间 ${name}`,
  http: ({ text, at }) => `${maybeIn(at)}用 curl 或 wget 看到“${text}”`,
  command: ({ command, at }) => `${maybeIn(at)}运行了 ${command}`,
  contains: ({ text }) => `显示“${text}”`,
  lacks: ({ text }) => `不显示“${text}”`,
  matches: ({ pattern }) => `显示与 ${pattern} 匹配的文字`,
  exits: ({ exit }) => `以 ${exit} 退出`,
  and: '，',

  seen: ({ line }) => `${line} 已经显示出来`,
  noneYet: ({ programs }) => `还没有运行 ${programs}`,
  programs: {
    ping: 'ping',
    link: 'ip link、ip addr 或 ifconfig',
    address: 'ip addr 或 ifconfig',
    route: 'ip route 或 route',
    neighbour: 'ip neigh 或 arp',
    netns: 'ip netns list 或 ls /run/netns',
    http: 'curl 或 wget',
  },
  commandNone: ({ command }) => `还没有运行 ${command}`,
  typedOnly: '这些文字只是输入的，或是别的程序打印的：只有真正的命令才算数',
  otherPlace: ({ line, ran, wanted }) => `${line} 是${inPlace(ran)}运行的，而不是${inPlace(wanted)}`,
  placeUnknown: ({ line }) => `看不出 ${line} 是在哪个命名空间里运行的：请在命令里写明`,
  mixed: ({ line }) => `${line} 还显示了别的内容：请让这条命令单独成一行`,
  rewritten: ({ line }) => `${line} 的输出在途中被改写了：请不要加管道`,
  complaint: ({ complaint }) => `它说：${complaint}`,
  notListed: ({ names }) => (names.length === 0 ? '它没有列出这类内容' : `它列出的是：${names.join('、')}`),
  noPeer: ({ name }) => `它列出了 ${name}，但没有显示另一端（ip link 会显示）`,
  showsNot: ({ text }) => `它没有显示“${text}”`,
  showsStill: ({ text }) => `它显示了“${text}”`,
  hidden: ({ line }) => `${line} 略去了要紧的行：请不要加管道`,
  noMatch: ({ pattern }) => `它显示的内容里没有与 ${pattern} 匹配的`,
  exited: ({ exit }) => `它以 ${exit} 退出`,
  exitUnknown: '不知道它是怎样结束的',
  running: '它还在运行',
  noReplyYet: ({ address }) => `还没有收到 ${address} 的回应`,
  noReply: ({ transmitted }) => `发出 ${transmitted} 个，没有回应`,
  nothingSent: ({ line }) => `它说：${line}`,
  otherTarget: ({ target }) => `那次 ping 的是 ${target}`,
  otherHost: ({ hosts }) => `回应来自 ${hosts.join('、')}`,
  fewReplies: ({ count }) => `目前只有 ${count} 个回应`,
  answered: ({ count }) => `收到了 ${count} 个回应`,
};
