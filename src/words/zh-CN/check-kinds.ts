import type { Words } from '../index.ts';
import { cni, container } from './check-containers.ts';
import { inPlace, listed, place, spaced } from './place.ts';

/** Words of the checks that ask the kernel: what was expected and what was found instead. No full stop at the end. */
type Kinds = Words['check']['kinds'];

const others = (names: readonly string[]): string => `还有别的：${names.join('、')}`;

/** Sentences that several kinds use. */
const common: Kinds['common'] = {
  place,
  and: '，',
  but: '；',
  noNetns: ({ netns, node }) => (node === 'controlplane' ? `没有命名空间 ${netns}` : `${node} 上没有命名空间 ${netns}`),
  notAsked: '没有问过这一项',
  noNode: ({ node }) => `无法询问 ${node}`,
  couldNotAsk: ({ message }) => `无法询问：${message}`,
  broken: ({ message }) => `这项检查自己出了故障：${message}`,
  badSpec: ({ kind }) => `课文里的 ${kind} 检查写得不对`,
  unknownKind: ({ kind }) => `没有叫 ${kind} 的检查`,
  waitsFor: ({ ids }) => `等待 ${ids.join('、')}`,
  circle: ({ ids }) => `这些检查互相等待：${ids.join('、')}`,
  unknownNeed: ({ id }) => `它需要 ${id}，但这一步没有这项检查`,
  notYet: '还没有问过',
  nothing: '没有',
  as: ({ what }) => what,
};

const netns: Kinds['netns'] = {
  expected: ({ name, node, absent }) => `${place({ netns: '', node })}${absent ? '没有' : '有'}命名空间 ${name}`,
  there: ({ name }) => `${name} 存在`,
  stillThere: ({ name }) => `${name} 还在`,
  onlyThese: ({ names }) => `有名字的命名空间：${listed(names, '没有')}`,
  others: ({ names }) => others(names),
  similar: ({ name }) => `有一个 ${name}：是不是笔误`,
};

const link: Kinds['link'] = {
  expected: ({ name, at, absent, wishes }) =>
    [`${place(at)}${absent ? '没有' : '有'}接口 ${name}`, ...wishes].join('，'),
  wishUp: ({ up }) => (up ? '已启用（UP）' : '未启用（DOWN）'),
  wishCarrier: ({ carrier }) => (carrier ? '有载波' : '没有载波'),
  wishKind: ({ kind }) => `类型是 ${kind}`,
  wishMaster: ({ master }) => (master === 'none' ? '不在任何网桥上' : `接在网桥 ${master} 上`),
  wishMtu: ({ mtu }) => `mtu 为 ${mtu}`,
  wishPeer: ({ name, at }) => `另一端 ${name} ${inPlace(at)}`,
  there: ({ name, at }) => `${name} ${inPlace(at)}`,
  stillThere: ({ name, at }) => `${name} 还${inPlace(at)}`,
  elsewhere: ({ name, places }) => `${name} 不在那里，而${places.map(inPlace).join('、')}`,
  onlyThese: ({ names, at }) => `${place(at)}的接口：${listed(names, '没有')}`,
  isUp: ({ up }) => `它是 ${up ? 'UP' : 'DOWN'}`,
  hasCarrier: ({ carrier, peerMayBeDown }) =>
    carrier ? '它有载波' : `它没有载波${peerMayBeDown ? '：另一端启用了吗' : ''}`,
  isKind: ({ kind }) => (kind === '' ? '它是普通设备' : `它的类型是 ${kind}`),
  isMaster: ({ master }) => (master === undefined ? '它不在任何网桥上' : `它接在网桥 ${master} 上`),
  isMtu: ({ mtu }) => `它的 mtu 是 ${mtu}`,
  noPeer: '它没有另一端',
  peerUnknown: '它的另一端在一个这里叫不出名字的命名空间里',
  peerIs: ({ name, at }) => `它的另一端是${spaced(place(at))}的 ${name}`,
  others: ({ names }) => others(names),
};

const address: Kinds['address'] = {
  expected: ({ address: wanted, dev, at, absent, exactly }) =>
    `${place(at)}${dev === undefined ? '' : `的 ${dev} 上`}${absent ? '没有地址' : exactly ? '只有地址' : '有地址'} ${wanted}`,
  there: ({ address: found, dev, at }) => `${found} ${inPlace(at)}的 ${dev} 上`,
  stillThere: ({ address: found, dev, at }) => `${found} 还${inPlace(at)}的 ${dev} 上`,
  otherPrefix: ({ address: found, dev }) => `${dev} 上的地址是 ${found}：前缀长度不同`,
  otherLink: ({ address: found, dev }) => `${found} 在另一个接口上：${dev}`,
  otherPlace: ({ address: found, dev, at }) => `${found} ${inPlace(at)}的 ${dev} 上，不在这里`,
  noLink: ({ dev, at }) => `${place(at)}没有接口 ${dev}`,
  onlyThese: ({ dev, addresses, at }) =>
    `${dev === undefined ? place(at) : `${dev} 上`}的地址：${listed(addresses, '没有')}`,
  others: ({ addresses }) => others(addresses),
};

const route: Kinds['route'] = {
  expected: ({ to, via, dev, src, at, absent }) =>
    [
      `${place(at)}${absent ? '没有' : '有'}到 ${to} 的路由`,
      ...(via === undefined ? [] : [`via ${via}`]),
      ...(dev === undefined ? [] : [`dev ${dev}`]),
      ...(src === undefined ? [] : [`src ${src}`]),
    ].join(' '),
  there: ({ route: found }) => `有：${found}`,
  otherWay: ({ routes }) => `到那里走的是别的路：${routes.join('；')}`,
  otherTable: ({ route: found, table }) => `它在路由表 ${table} 里：${found}`,
  otherPlace: ({ route: found, at }) => `那条路由${inPlace(at)}：${found}`,
  onlyThese: ({ routes, at }) => `${place(at)}的路由：${listed(routes, '没有')}`,
  others: ({ routes }) => others(routes),
};

const neighbour: Kinds['neighbour'] = {
  expected: ({ address: wanted, dev, mac, state, at, absent }) =>
    [
      `${place(at)}${dev === undefined ? '' : `的 ${dev} 上`}${absent ? '没有邻居' : '有邻居'} ${wanted}`,
      ...(mac === undefined ? [] : [mac]),
      ...(state === undefined ? [] : [state]),
    ].join(' '),
  there: ({ entry }) => `有：${entry}`,
  unresolved: ({ entry }) => `问过它，但没有应答：${entry}`,
  different: ({ entry }) => `与期望不同：${entry}`,
  onlyThese: ({ entries, at }) => `${place(at)}的邻居：${listed(entries, '没有')}`,
};

const bridge: Kinds['bridge'] = {
  expected: ({ name, ports, up, learnt, at, absent, exactly }) =>
    [
      `${place(at)}${absent ? '没有' : '有'}网桥 ${name}`,
      ...(ports === undefined ? [] : [`${exactly ? '只有端口' : '有端口'} ${listed(ports, '（没有）')}`]),
      ...(up === undefined ? [] : [up ? '已启用' : '未启用']),
      ...(learnt === undefined ? [] : [`学到了至少 ${learnt} 个地址`]),
    ].join('，'),
  there: ({ ports }) => `它的端口：${listed(ports, '没有')}`,
  stillThere: ({ name, at }) => `${name} 还${inPlace(at)}`,
  notABridge: ({ name, kind }) => `${name} 不是网桥，而是${kind === '' ? '普通设备' : ` ${kind}`}`,
  missingPorts: ({ ports }) => `没有接上去的：${ports.join('、')}`,
  otherPorts: ({ ports }) => `还接着：${ports.join('、')}`,
  learntOnly: ({ learnt }) => (learnt === 0 ? '它一个地址也没有学到' : `它只学到 ${learnt} 个地址`),
};

const forward: Kinds['forward'] = {
  expectedPolicy: ({ policy, at }) => `${place(at)} FORWARD 的默认策略是 ${policy}`,
  expectedAccepts: ({ input, output, at }) => `${place(at)} FORWARD 放行从 ${input} 到 ${output} 的数据包`,
  policyIs: ({ policy }) => `默认策略是 ${policy}`,
  policyByNft: ({ table, chain }) => `nft 的链 ${table} ${chain} 默认丢弃`,
  byRule: ({ rule }) => `起决定作用的规则：${rule}`,
  byPolicy: ({ policy }) => `没有规则匹配，默认策略是 ${policy}`,
  onlySome: ({ rule }) => `这条规则只放行其中一部分：${rule}`,
  otherTable: ({ table, chain, rule }) => `有这样一条规则，但它在表 ${table} 的链 ${chain} 里：${rule}`,
};

const nat: Kinds['nat'] = {
  expectedMasquerade: ({ source, out, at, absent }) =>
    `${place(at)}${absent ? '没有' : '有'} MASQUERADE：来源 ${source}${
      out === undefined ? '' : out.startsWith('!') ? `，出口不是 ${out.slice(1)}` : `，出口是 ${out}`
    }`,
  expectedDnat: ({ port, protocol, to, chain, destination, at, absent }) =>
    `${place(at)}的 ${chain} 里${absent ? '没有' : '有'} DNAT：${
      destination === undefined ? '' : `目的地址 ${destination} 的 `
    }${protocol} ${port} 端口转到 ${to}`,
  there: ({ rule }) => `有：${rule}`,
  nearMiss: ({ rule, reasons }) => `差一点：${rule}（${reasons.join('；')}）`,
  wrongTable: ({ table }) => `它在表 ${table} 里，而不是 nat`,
  wrongChain: ({ chain, wanted }) => `它在链 ${chain} 里，而 ${wanted} 从不经过那里`,
  wrongSource: ({ source }) => `它针对的是 ${source}`,
  wrongOut: ({ out }) => (out === '' ? '它没有写出口' : `它写的是 ${out}`),
  wrongPort: ({ port }) => (port === '' ? '它没有写端口' : `它针对的是 ${port} 端口`),
  wrongProtocol: ({ protocol }) => (protocol === '' ? '它没有写协议' : `它针对的是 ${protocol}`),
  wrongDestination: ({ destination }) =>
    destination === '' ? '它针对发往任何地址的数据包' : `它针对的是 ${destination}`,
  wrongTo: ({ to }) => (to === '' ? '它没有写转到哪里' : `它转到 ${to}`),
  alsoNeeds: ({ words }) => `它还要求 ${words}`,
  onlyThese: ({ rules }) => `nat 表的规则：${listed(rules, '没有')}`,
};

const socket: Kinds['socket'] = {
  expected: ({ protocol, port, address: wanted, at, absent }) =>
    `${place(at)}${absent ? '没有' : '有'}程序在${wanted === undefined ? '' : ` ${wanted} 的`} ${protocol} ${port} 端口监听`,
  there: ({ address: found, port }) => `有程序在 ${found} 的 ${port} 端口监听`,
  otherAddress: ({ addresses }) => `它只在 ${addresses.join('、')} 上监听`,
  otherProtocol: ({ protocol }) => `在那个端口监听的是 ${protocol}`,
  otherPlace: ({ at }) => `${place(at)}有程序监听那个端口，而不是这里`,
  onlyThese: ({ sockets }) => `这里在监听的：${listed(sockets, '没有')}`,
};

const sysctl: Kinds['sysctl'] = {
  expected: ({ key, value, at }) => `${place(at)} ${key} = ${value}`,
  is: ({ key, value }) => `${key} 是 ${value}`,
  missing: ({ key }) => `这个内核在这里没有 ${key}`,
};

const process: Kinds['process'] = {
  expected: ({ name, args, unshared, netns: inside, node, absent }) =>
    [
      `${absent ? '没有' : '有'}进程 ${name ?? ''}${args === undefined ? '' : ` ${args}`}`.trim(),
      ...(unshared === undefined ? [] : [`有自己的命名空间：${unshared.join('、')}`]),
      ...(inside === undefined ? [] : [`${inPlace({ netns: inside, node })}`]),
    ].join('，'),
  there: ({ pid, command }) => `有 ${command}（PID ${pid}）`,
  none: ({ name }) => `没有进程 ${name} 在运行`,
  sharing: ({ command, pid, types }) => `${command}（PID ${pid}）仍与这台机器的首个进程共用 ${types.join('、')}`,
  otherNetns: ({ command, pid, where }) => `${command}（PID ${pid}）所在的网络命名空间：${where}`,
  ownNetns: '机器自己的网络命名空间',
  namelessNetns: '没有名字的网络命名空间',
  noFirst: '列表里没有这台机器的首个进程',
};

const sameNamespace: Kinds['sameNamespace'] = {
  expected: ({ type, first, second, differ }) =>
    `${first}和${second}${differ ? '在不同的' : '在同一个'} ${type} 命名空间里`,
  netns: ({ name, node }) => (name === '' ? (node === 'controlplane' ? '主机' : ` ${node} `) : `命名空间 ${name} `),
  process: ({ name }) => `进程 ${name} `,
  container: ({ name }) => `容器 ${name} `,
  same: ({ inode }) => `两者都在 ${inode}`,
  differ: ({ first, second }) => `一个在 ${first}，另一个在 ${second}`,
  noProcess: ({ name }) => `没有进程 ${name} 在运行`,
  noContainer: ({ name }) => `没有容器 ${name} 在运行`,
};

const types: Readonly<Record<string, string>> = {
  file: '文件',
  directory: '目录',
  symlink: '符号链接',
  other: '其他文件',
};

const file: Kinds['file'] = {
  expected: ({ path, type, absent, wishes }) =>
    [`${absent ? '没有' : '有'}${type === undefined ? '文件' : (types[type] ?? ` ${type}`)} ${path}`, ...wishes].join(
      '，',
    ),
  wishContains: ({ text }) => `其中有“${text}”`,
  wishMatches: ({ pattern }) => `其中有与 ${pattern} 匹配的文字`,
  wishTarget: ({ target }) => `指向 ${target}`,
  there: ({ path }) => `${path} 存在`,
  stillThere: ({ path }) => `${path} 还在`,
  missing: ({ path }) => `没有 ${path}`,
  isType: ({ type }) => `它是${types[type] ?? ` ${type}`}`,
  lacks: ({ text }) => `其中没有“${text}”`,
  noMatch: ({ pattern }) => `其中没有与 ${pattern} 匹配的内容`,
  isTarget: ({ target }) => `它指向 ${target}`,
  noText: '无法读取它的内容',
};

const json: Kinds['json'] = {
  expected: ({ path, at, equals, matches }) =>
    `${path} 里的 ${at} ${equals === undefined ? `与 ${matches ?? ''} 匹配` : `是 ${equals}`}`,
  is: ({ at, value }) => `${at} 是 ${value}`,
  notThere: ({ at, keys }) => `没有 ${at}；现有的是：${listed(keys, '没有')}`,
  notJson: ({ path, reason }) => `${path} 不是 JSON：${reason}`,
};

const reach: Kinds['reach'] = {
  expected: ({ to, port, at, answered }) =>
    `从${spaced(place(at))}看，${to}${port === undefined ? ' ' : ` 的 ${port} 端口`}${answered ? '有应答' : '没有应答'}`,
  answered: ({ to }) => `${to} 应答了`,
  silent: ({ text }) => (text === '' ? '没有应答' : `没有应答：${text}`),
};

const http: Kinds['http'] = {
  expected: ({ url, status, contains, at }) =>
    [
      `从${spaced(place(at))}访问 ${url} 有应答`,
      ...(status === undefined ? [] : [`状态码 ${status}`]),
      ...(contains === undefined ? [] : [`其中有“${contains}”`]),
    ].join('，'),
  isStatus: ({ status }) => `应答的状态码是 ${status}`,
  lacks: ({ text }) => `应答里没有“${text}”`,
  noAnswer: ({ text }) => (text === '' ? '没有应答' : `没有应答：${text}`),
};

const script: Kinds['script'] = {
  expected: '课文自带的检查通过',
  exited: ({ exitCode }) => `它以 ${exitCode} 退出`,
};

const ask: Kinds['ask'] = {
  expected: ({ question }) => `回答：${question}`,
  none: '还没有回答',
  right: '回答正确',
  wrong: ({ answer }) => `${answer} 不是答案`,
  noLink: ({ link: name, at }) => `${place(at)}没有可问的接口 ${name}`,
  noValue: ({ link: name }) => `${name} 没有这类内容`,
};

export const kinds: Kinds = {
  ...{ common, netns, link, address, route, neighbour, bridge, forward, nat, socket, sysctl, process },
  ...{ sameNamespace, container, cni, file, json, reach, http, script, ask },
};
