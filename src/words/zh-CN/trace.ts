import type { Words } from '../index.ts';

/** Of a packet that goes round in a circle, the first few. */
function shortList(numbers: readonly number[]): string {
  return numbers.length <= 6 ? numbers.join(' ') : `${numbers.slice(0, 6).join(' ')} …`;
}

/** What was lost: the packet, or the answer to one that arrived. */
const lostText = (lost: 'question' | 'answer'): string => (lost === 'question' ? '数据包' : '它到达了，但回应');

/** The codes of ICMP "destination unreachable" (RFC 792, RFC 1812 section 5.2.7.1). */
const unreachable: Readonly<Record<number, string>> = {
  0: '网络不可达',
  1: '主机不可达',
  2: '协议不可达',
  3: '端口不可达',
  4: '超过 MTU，又不允许分片',
  9: '网络被禁止',
  10: '主机被禁止',
  13: '被过滤器禁止',
};

/** Words of `trace` and `capture`: the life of one packet. */
export const trace: Words['trace'] = {
  answered: ({ to, where, ms }) =>
    `它到达了：${where === '' ? to : `${where} 里的 ${to}`} 作出回应，${ms} 毫秒后回应回到出发地。`,
  connected: ({ to, where, ms }) =>
    `它到达了：${where === '' ? to : `${where} 里的 ${to}`} 接受了连接，${ms} 毫秒后连接建立。`,
  refused: ({ to, where }) => `它到达了${where === '' ? '' : ` ${where}`}，但连接被拒绝：没有程序在 ${to} 接受连接。`,
  unsent: ({ where, message }) => `它根本没有离开 ${where}，内核不肯发送：${message}。`,
  unseen: ({ where }) => `它根本没有离开 ${where}：没有任何命名空间的接口看到过它。`,
  rejected: ({ where, name, text }) => `它最远只到 ${where}，对方从 ${name} 退回一个 ICMP 错误：${text}。`,
  rejectedBeyond: ({ where, name, source, text }) =>
    `它从 ${where} 的 ${name} 去了这里看不到的地方，回来的是 ${source} 发出的 ICMP 错误：${text}。`,
  waits: ({ lost, where, name, to }) =>
    `${lostText(lost)}停在 ${where} 里等待：那里从 ${name} 询问谁是 ${to}，没有人应答。`,
  misaddressed: ({ lost, where, name, mac }) =>
    `${lostText(lost)}从 ${where} 的 ${name} 发往 MAC 地址 ${mac}，而那一头没有谁是这个地址。`,
  lostInside: ({ lost, where, name }) =>
    lost === 'question'
      ? `数据包从 ${name} 进入 ${where}，却没有出来：最后一次就是在那里看到的。`
      : `它到达了，但回应从 ${name} 进入 ${where} 之后就没有再往前：最后一次就是在那里看到的。`,
  lostBetween: ({ lost, where, name }) =>
    `${lostText(lost)}最后一次出现在 ${where} 的 ${name}，之后没有任何接口再看到。`,
  why: ({ what }) => `原因（explain）：${what}。`,
  whyKernel: ({ what }) => `原因（来自内核，通过 nft trace）：${what}。`,
  whyUnknown: '从 `explain` 读取的路由、规则和地址里，看不出原因。',
  icmpError: ({ type, code }) => {
    const known = type === 3 ? unreachable[code] : type === 11 ? 'TTL 耗尽' : undefined;
    return known ?? `ICMP 类型 ${String(type)}，代码 ${String(code)}`;
  },
  roles: { question: '数据包', answer: '回应', error: 'ICMP 错误', arp: '对邻居的询问（ARP）' },
  heading: ({ role }) => `${role}：`,
  directions: { in: '进', out: '出' },
  packet: ({ source, destination, ttl }) => `${source} 到 ${destination}，TTL ${String(ttl)}`,
  macs: ({ source, destination }) => `MAC ${source} 到 ${destination}`,
  changes: {
    source: ({ from, to }) => `来源变为 ${to}（原来是 ${from}）`,
    destination: ({ from, to }) => `目的变为 ${to}（原来是 ${from}）`,
    ttl: ({ from, to }) => `TTL 变为 ${to}（原来是 ${from}）`,
  },
  after: ({ ms }) => `${ms} ms`,
  marked: ({ name, numbers }) => `${name} [${shortList(numbers)}]`,
  other: '发给别的 MAC 地址',
  who: ({ to, by }) => `谁是 ${to}？（${by} 在问）`,
  has: ({ address, mac }) => `${address} 在 ${mac}`,
  lines: {
    packet: ({ source, destination, what }) => `${source} 到 ${destination}：${what}`,
    request: ({ id, sequence }) => `ICMP echo 请求，id ${String(id)}，seq ${String(sequence)}`,
    reply: ({ id, sequence }) => `ICMP echo 回应，id ${String(id)}，seq ${String(sequence)}`,
    icmp: ({ text }) => (text.startsWith('ICMP') ? text : `ICMP ${text}`),
    tcp: ({ flags, bytes }) => `TCP ${flags}${bytes === 0 ? '' : `，${String(bytes)} 字节`}`,
    udp: ({ bytes }) => `UDP，${String(bytes)} 字节`,
    other: ({ protocol, bytes }) => `${protocol}，${String(bytes)} 字节`,
    frame: ({ type, bytes }) => `EtherType ${type}，${String(bytes)} 字节`,
  },
  more: ({ count }) => `… 还有 ${String(count)} 个`,
  lost: ({ count }) => `有 ${String(count)} 个帧来得太快，没能保留：这里可能缺了一些。`,
  written: ({ file, count }) => `${file}：${String(count)} 个帧`,
  couldNot: ({ message }) => `无法追踪这个数据包：${message}`,
  notWritten: ({ file, message }) => `无法写入 ${file}：${message}`,
  noAddress: ({ where }) => `${where} 没有可以作为目的地的 IPv4 地址。`,
  capture: {
    brief: '在命令运行期间，在实验环境里的一个接口上抓包',
    full: `命令在实验环境里运行期间，像 tcpdump 那样打印一个接口看到的每一个帧，不需要实验环境里有任何程序。NETNS 是一个
命名空间（或 controlplane、node01）；不写 /LINK 就在它的全部接口上抓包。命令自己的输出送到标准错误。课程进行中，用
course capture NETNS/LINK  在正在使用的实验环境里抓包，再用  course capture  结束。
退出码 0：已抓取，命令也正常结束，1：命令失败，2：无法抓取。

示例：
  netns-course capture server/veth-server --at veth/ping-both-ways -- ip netns exec client ping -c1 10.0.0.12
  netns-course capture controlplane --at nat --pcapng all.pcapng -- ip netns exec client1 ping -c1 8.8.8.8`,
    words: 'NETNS[/LINK] -- COMMAND',
    usage: '请给出要抓包的接口，以及其间运行的命令：NETNS/LINK -- COMMAND …',
    noLink: ({ where, name, known }) => `${where} 里没有接口“${name}”。现有的：${known}。`,
    couldNot: ({ message }) => `无法在这个接口上抓包：${message}`,
    begun: ({ what }) => `正在 ${what} 上抓包；输入  course capture  结束。`,
    ended: ({ count }) => `抓包结束：${String(count)} 个帧。`,
    one: '请给出一个要抓包的接口：course capture NETNS/LINK',
    none: '没有在抓包。请给出一个接口：course capture NETNS/LINK',
    skipped: ({ count }) => `… 另有 ${String(count)} 个帧`,
    failed: ({ code }) => `命令以退出码 ${String(code)} 结束。`,
    killed: '命令被终止了：它运行得太久。',
  },
  command: {
    brief: '发送一个真实的数据包，显示每个看到它的接口',
    full: `在实验环境里发送一个真实的数据包（一次 ping，可用  size BYTES  指定大小并且不允许分片；或用  tcp PORT  建立一个 TCP
连接，一建立就关闭），同时在每个命名空间里抓包，然后展示它的一生：依次在哪里出现，途中有什么改变，没有到达的话最后在哪里
出现过。FROM 和 TO 是命名空间（或 controlplane、node01）；TO 也可以是 IPv4 地址。数据包是真的：它会填充邻居表，也会计入规则的计数器。课程进行中，
用  course trace FROM TO  在正在使用的实验环境里追踪。
退出码 0：回应回来了，1：没有回来，2：无法追踪。

示例：
  netns-course trace client server --at veth/give-both-ends-an-address
  netns-course trace client 10.0.0.12 tcp 80 --json
  netns-course trace client 8.8.8.8 --at nat --pcapng life.pcapng`,
    words: 'FROM TO [tcp PORT | size BYTES]',
    at: '这个 LESSON 或 LESSON/STEP 的实验环境（省略时就是你所在的那一步）',
    pcapng: '把帧写入这个文件，供 Wireshark 或 tcpdump -r 读取',
  },
};
