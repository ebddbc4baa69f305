import type { Words } from '../index.ts';
import { kinds } from './check-kinds.ts';
import { output } from './check-output.ts';

/** What is wrong with a check an author wrote, by the code that `problemText` looks up. */
const problems: Words['check']['problems'] = {
  'bad-address': '不是 IP 地址',
  'bad-prefix': '不是 10.0.0.0/24 这样的 IP 前缀',
  'bad-netns': '不是网络命名空间的名字：1 到 255 个字符，不含斜杠，不以短横或点开头',
  'bad-link': '不是接口名：1 到 15 个字符，不含斜杠和空白（ip-link(8)）',
  'bad-mac': '不是 02:00:00:00:00:01 这样的 MAC 地址',
  'bad-pattern': '不是线性时间子集内的正则表达式（不能有反向引用和环视）',
  'bad-url': '不是 http:// 或 https:// 地址',
  'bad-path': '不是绝对路径',
  'bad-hash': '不是“SALT:SHA256”的形式（64 位十六进制数字）',
  'bad-sysctl': '不是 net.ipv4.ip_forward 这样的键',
  'one-family': '只能写其中一个：ping、link、address、route、neighbour、netns、http、command',
  'command-needs-more': '只有 `command` 证明不了什么：请加上 `contains`、`lacks`、`matches` 或 `exit`',
  'ping-takes-no-text': '`ping` 按回应来判断：不能与 `contains`、`lacks`、`matches`、`exit` 同用',
  'only-with-ping': '`replies` 和 `answered` 只能与 `ping` 同用',
  'only-with-route': '`via` 和 `dev` 只能与 `route` 同用',
  'from-or-in': '`from` 和 `in` 在这里意思相同：只写一个',
  'replies-unanswered': '`replies` 与 `answered: false` 矛盾',
  'peer-absent': '只有 `name`、`in` 和 `on` 能与 `absent` 同用',
  'one-forward': '`policy` 与 `accepts` 只写一个',
  'one-nat': '`masquerade` 与 `dnat` 只写一个',
  'out-with-masquerade': '`out` 只能与 `masquerade` 同用',
  'equals-or-matches': '`equals` 与 `matches` 只写一个',
  'nothing-asked': '这里什么也没有要求：请至少再写一个键',
  'netns-needs-net': '有名字的网络命名空间只有 `net` 一种类型',
  'only-with-add': '`address`、`gateway` 和 `route` 只能与 `command: ADD` 同用',
  'path-is-a-result': '文件里存的是 ADD 的结果：`container`、`ifname` 和 `error` 不能与 `path` 同用',
  'link-needed': '这个问题问的是接口：请写 `link`',
};

/** Words of check. */
export const check: Words['check'] = {
  problems,
  kinds,
  output,
  transcript: {
    unreadable: ({ file, reason }) => `无法读取 ${file}：${reason}`,
    tooLarge: ({ file, megabytes }) => `${file} 超过 ${megabytes} MiB：请只给出完成这一步的那部分`,
    needsStep: ({ target }) => `${target} 是一课：请指明其中一个步骤，LESSON/STEP`,
    noOutputChecks: ({ step }) => `步骤 ${step} 没有读取终端输出的检查：是否完成只有实验环境本身知道`,
    noCommands: ({ file }) => `${file} 里找不到命令：需要带上提示符和命令，而不只是输出`,
    line: ({ state, title }) => `${{ pass: '✓', fail: '✗', error: '!', skipped: '·' }[state]} ${title}`,
    found: ({ text }) => `    实际：${text}`,
    message: ({ text }) => `    ${text}`,
    summary: ({ step, passed, of }) =>
      `${step}：${of} 项输出检查中通过 ${passed} 项${passed === of ? '' : '（只凭这段文字判断）'}`,
  },
};
