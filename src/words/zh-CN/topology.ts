import type { Words } from '../index.ts';

type Explain = Words['topology']['explain'];

/** What stops a packet. */
const stops: Explain['stops'] = {
  'no-address': ({ where, name }) =>
    name === '' ? `${where} 没有地址，也没有接网线` : `${where} 没有地址：${name} 需要一个`,
  'link-down': ({ where, name }) => `${where} 里的 ${name} 没有启用（DOWN）`,
  'loopback-down': ({ where, name }) => `${where} 里的 ${name} 没有启用（DOWN）：命名空间发给自己的数据包都要经过它`,
  'no-route': ({ where, to }) => `${where} 没有到 ${to} 的路由`,
  'wrong-table': ({ where, name, to, text }) =>
    `${where} 到 ${to} 的路由在路由表 ${name} 里（${text}），而没有规则让这个数据包去查那张表`,
  'wrong-prefix': ({ where, name, to, text }) =>
    `${where} 不认为 ${to} 是邻居：${name} 上 ${text} 的网段太小，不包含它`,
  'route-refuses': ({ where, to, text }) => `${where} 里有一条路由拒绝发往 ${to} 的数据包：${text}`,
  'rule-refuses': ({ where, name, to, text }) =>
    `${where} 里有一条路由规则（ip rule，优先级 ${name}）拒绝发往 ${to} 的数据包：${text}`,
  'too-big': ({ where, name, to, text }) =>
    `数据包有 ${to} 字节，又不允许分片，而 ${where} 里的 ${name} 最多只能发送 ${text} 字节`,
  'wrong-fdb': ({ where, name, to, text }) =>
    `${where} 里的网桥 ${name} 把发往 ${to} 的帧从 ${text} 送出去，但那一头没有谁是这个 MAC 地址`,
  'nobody-answers': ({ where, name, to }) => `${where} 里 ${name} 所在的链路上，没有谁的地址是 ${to}`,
  'not-a-port': ({ where, name, to }) => `${where} 里的 ${name} 不是网桥 ${to} 的端口`,
  'address-on-port': ({ where, name, to }) =>
    `${where} 里的 ${name} 是 ${to} 的端口：回应会交给网桥，而不会交给配在端口上的地址`,
  'port-not-forwarding': ({ where, name, text }) => `${where} 里的端口 ${name} 不转发：网桥让它处于 ${text} 状态`,
  'wrong-neighbour': ({ where, to, text }) => `${where} 以为 ${to} 的 MAC 地址是 ${text}，其实不是`,
  'own-source': ({ where, name, to }) => `${where} 丢弃了从 ${name} 进来、来源为 ${to} 的数据包：那是它自己的地址`,
  'arp-off': ({ where, name }) => `${where} 里的 ${name} 既不询问邻居的地址，也不应答（NOARP）`,
  'loopback-address': ({ where, name, to }) =>
    `${where} 丢弃了从 ${name} 进来、发往 ${to} 的数据包：环回地址只供本机自己使用（route_localnet）`,
  'ttl-over': ({ where, name, text }) => `${where} 发出的数据包 TTL 只有 ${text}（${name}），不够经过途中的路由器`,
  'filter-rule': ({ where, name, to, text }) => `${where} 里的一条规则拦下了它（表 ${name}，链 ${to}）：${text}`,
  'filter-policy': ({ where, name, to }) =>
    `${where} 的 ${to} 链里没有规则放行它，而这条链（表 ${name}）的默认策略是 DROP`,
  'forwarding-off': ({ where, name }) => `${where} 不做路由转发：${name} 是 0`,
  'reverse-path': ({ where, name, to, text }) =>
    text === ''
      ? `${where} 丢弃了从 ${name} 进来、来源为 ${to} 的数据包：它没有回去的路由（rp_filter）`
      : `${where} 丢弃了从 ${name} 进来、来源为 ${to} 的数据包：回去要走的是 ${text}（rp_filter）`,
  'echo-ignored': ({ where, name }) => `${where} 不回应 ping：${name} 是 1`,
  'nothing-listens': ({ where, to }) => `${where} 里没有程序监听 TCP ${to} 端口`,
  'listens-elsewhere': ({ where, to, text }) => `${where} 里的 TCP ${to} 端口只在 ${text} 上监听`,
  loop: ({ to }) => `到 ${to} 的路由绕成了一圈`,
};

/** Why it cannot be told. */
const doubts: Explain['doubts'] = {
  'leads-elsewhere': ({ where, name }) =>
    `${where} 里 ${name} 的网线通向一个既没有名字、也没有进程的命名空间，看不到里面`,
  'policy-routing': ({ where, text }) => `${where} 有自己的路由规则（ip rule，优先级 ${text}），结果可能由它们决定`,
  'several-hops': ({ where, to }) => `${where} 有好几条同样好的路由到 ${to}`,
  'filter-match': ({ where, text }) => `无法确定 ${where} 里的这条规则是否匹配这个数据包：${text}`,
  'nft-rules': ({ where }) => `${where} 有 nft 自己的表，这里不分析它们：nft list ruleset`,
  'not-asked': ({ where, text }) => `没能问到 ${where} 的 ${text}`,
  'duplicate-address': ({ to }) => `不止一个命名空间有地址 ${to}，谁先应答全凭运气`,
  'duplicate-mac': ({ where, name, text }) =>
    `链路上还有一个接口与 ${where} 里的 ${name} 的 MAC 地址相同（${text}），网桥会把它们弄混`,
  queue: ({ where, name, text }) => `${where} 里的 ${name} 经过一个这里不分析的队列发送（tc qdisc：${text}）`,
  'link-kind': ({ where, name, text }) => `${where} 里的 ${name} 既不是网线也不是网桥（${text}）`,
  vlan: ({ where, name }) => `${where} 里的网桥 ${name} 按 VLAN 过滤`,
  'arp-settings': ({ where, name }) => `${where} 里的 ${name} 并不回答每一个 ARP 询问（arp_ignore）`,
  neighbour: ({ where, to, text }) => `${where} 把发往 ${to} 的数据包交给了 ${text}，后者也许会继续转发`,
  rewriting: ({ where, text }) => `${where} 里对地址的改写方式超出了这里的分析范围：${text}`,
  'other-way-back': ({ where }) => `回应走的路与去程不同，经过了 ${where}`,
  ipv6: ({ to }) => `${to} 是 IPv6 地址，这里只分析 IPv4`,
  'port-settings': ({ where, name, text }) => `${where} 里的端口 ${name} 有这里不分析的设置（${text}）`,
  moving: ({ where, name, to, text }) =>
    `${where} 里的网桥 ${name} 会把发往 ${to} 的帧从 ${text} 送出去，直到它从别的端口收到来自那里的帧`,
  'no-such-target': ({ to }) => `没有命名空间 ${to}`,
};

const explain: Explain = {
  stops,
  doubts,
  nothing: ({ source, destination }) => `一路畅通：从 ${source} 到 ${destination} 的数据包能到达，回应也能回来。`,
  stopped: ({ what }) => `它在去的路上停住了：${what}。`,
  stoppedBack: ({ what }) => `它到达了，但回应在回来的路上停住了：${what}。`,
  reason: ({ what }) => `它在去的路上停住了：${what}`,
  reasonBack: ({ what }) => `它到达了，但回应在回来的路上停住了：${what}`,
  unknown: ({ what }) => `无法判断：${what}。`,
  unknownBack: ({ what }) => `它到达了。回应能不能回来，无法判断：${what}。`,
  look: ({ command }) => `查看：${command}`,
  mend: ({ command }) => `修复：${command}`,
  noMend: '修复：没有哪一条命令就能解决；上面那句话说明了缺什么',
  addresses: ({ source, destination }) => `（${source} 到 ${destination}）`,
  way: '去程：',
  wayBack: '回程：',
  began: ({ where, out }) => `${where}：从 ${out} 发出`,
  passed: ({ where, input, out }) => `${where}：从 ${input} 进，从 ${out} 出`,
  bridged: ({ where, name }) => `${where}：穿过网桥 ${name}`,
  arrived: ({ where, input }) => `${where}：由 ${input} 收下`,
  labIsGone: '现在没有可以询问的实验环境。',
  usage:
    '请给出两个位置：FROM 是一个命名空间（或 controlplane、node01），TO 是一个命名空间或 IPv4 地址；后面还可以加上 tcp PORT，或者用 size BYTES（68 到 65535）表示一个不允许分片的数据包。',
  noPlace: ({ name, known }) => `这里没有命名空间“${name}”。现有的：${known}。`,
};

/** Words of the network's picture, and of why a packet does not arrive. */
export const topology: Words['topology'] = {
  up: 'up',
  down: 'down',
  noCarrier: '无载波',
  elsewhere: '网线通向别处',
  forwards: '转发数据包',
  policy: ({ chain, table }) => `${chain}${table === 'filter' ? '' : `（${table}）`} 的默认策略是 DROP`,
  drops: ({ chain }) => `${chain} 里有 DROP`,
  times: ({ text, count }) => `${text}，共 ${String(count)} 条`,
  betweenPorts: '端口之间的帧也要过 FORWARD',
  nat: ({ what }) => `NAT ${what}`,
  cable: ({ number, where }) => `网线 ${String(number)} 通向 ${where}`,
  portOf: ({ bridge }) => `${bridge} 的端口`,
  also: ({ names }) => `又名 ${names}`,
  and: '，',
  thisMachine: '这台机器',
  nothing: '没有一个命名空间能询问。',
  changes: {
    none: '自上一幅图以来没有变化。',
    'netns-came': ({ netns }) => `${netns}：新的命名空间`,
    'netns-went': ({ netns }) => `${netns}：这个命名空间不见了`,
    came: ({ netns, name, state }) => `${netns}：新增 ${name}（${state}）`,
    went: ({ netns, name }) => `${netns}：${name} 不见了`,
    state: ({ netns, name, state }) => `${netns}：${name} 现在是 ${state}`,
    master: ({ netns, name, bridge }) =>
      bridge === '' ? `${netns}：${name} 不再是端口` : `${netns}：${name} 现在是 ${bridge} 的端口`,
    'address-came': ({ netns, name, address }) => `${netns}：${name} 现在有地址 ${address}`,
    'address-went': ({ netns, name, address }) => `${netns}：${name} 不再有地址 ${address}`,
    'route-came': ({ netns, route }) => `${netns}：新路由 ${route}`,
    'route-went': ({ netns, route }) => `${netns}：路由 ${route} 不见了`,
    'filter-came': ({ netns, what }) => `${netns}：从现在起，${what}`,
    'filter-went': ({ netns, what }) => `${netns}：不再适用：${what}`,
    forwards: ({ netns, on }) => (on ? `${netns}：现在转发数据包` : `${netns}：不再转发数据包`),
  },
  explain,
  command: {
    brief: '画出某一步的实验环境的网络，或这台机器的网络',
    full: `启动一个处于那一步开头状态的实验环境（没有指明时就是你所在的那一步），并根据内核自己给出的事实画出它的网络。
课程进行中，用  course topology  可以画出正在使用的实验环境，并说明有什么变化。

示例：
  netns-course topology
  netns-course topology veth/plug-it-in
  netns-course topology bridge --svg > bridge.svg
  netns-course topology --here --json     这台机器，只读`,
    target: 'LESSON 或 LESSON/STEP',
    here: '改为画出这台机器自己的网络（只读）',
    text: '用字符画（默认）',
    svg: '输出 SVG',
    mermaid: '输出 Mermaid 流程图',
    dot: '输出 Graphviz DOT',
    oneFormat: '--json、--text、--svg、--mermaid、--dot 只能给出一个。',
    hereAlone: '--here 画的是这台机器，不能与课一起使用。',
    couldNotAsk: ({ message }) => `无法询问这台机器的网络：${message}`,
  },
  explainCommand: {
    brief: '说明数据包为什么到不了，或者确认没有什么拦住它',
    full: `像内核那样，跟着第一个数据包（一次 ping，或用  tcp PORT  表示一个 TCP 连接）走过实验环境，再跟着它的回应回来。
FROM 和 TO 是命名空间（或 controlplane、node01）；TO 也可以是 IPv4 地址。课程进行中，用  course explain FROM TO  询问
正在使用的实验环境。
退出码 0：没有什么拦住它，1：有东西拦住它，2：无法判断。

示例：
  netns-course explain client server --at veth/plug-it-in
  netns-course explain client 10.0.0.12 tcp 80 --mend`,
    words: 'FROM TO [tcp PORT | size BYTES]',
    at: '这个 LESSON 或 LESSON/STEP 的实验环境（省略时就是你所在的那一步）',
    mend: '同时给出修复它的命令',
  },
};
