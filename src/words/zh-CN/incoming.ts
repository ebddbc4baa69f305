import type { Words } from '../index.ts';

/** `import` 的文字。 */
export const incoming: Words['incoming'] = {
  command: {
    brief: '把 Killercoda 或 Katacoda 场景变成一课',
    full: `读取场景的 index.json 及其中列出的文件，用下一个空闲编号写出 NN-ID/lesson.md：可点击的内容变成命令，verify 脚本变成检查，
折叠的提示变成提示。无法带走的内容会列出来，随后是 lint 对结果的意见。没有检查的步骤会得到一个标有 TODO、必定失败的检查。
导入时不会运行场景中的任何内容；演练这一课时，脚本会在实验环境中运行：请先读一遍。

示例：
  netns-course import scenarios/docker-basics --course my-course
  netns-course import scenarios/docker-basics --id docker --course my-course`,
    scenario: '含有 index.json 的目录',
    id: '课的 id（默认取自目录名）',
  },
  problems: {
    index: ({ path, detail }) => `无法读取 ${path}/index.json：${detail}`,
    'not-a-scenario': ({ path, detail }) => `${path}/index.json 不是场景文件：${detail}`,
    'too-many-steps': ({ path, detail }) => `${path} 的步骤超过 ${detail} 个。`,
  },
  cluster: ({ image }) => `该场景运行在 ${image} 上：实验环境里没有 Kubernetes，无法变成一课。`,
  noSteps: ({ path }) => `${path} 没有步骤。`,
  written: ({ file }) => `已写入：${file}`,
  leftOut: '未能带走、或需要查看的内容：',
  mistakes: 'lint 的意见：',
  next: ({ id, course }) => `接下来：
  netns-course lint --course ${course}
  netns-course verify ${id} --course ${course}`,
  todo: {
    comment: '写明这一步之后什么必须成立（检查的写法见 docs/checks.md），然后删掉这一项。',
    message: '这一步还没有检查',
  },
  verifyHead: {
    exit: '场景的 verify 脚本：退出码 0 为通过，其余为失败。',
    done: '场景的 verify 脚本：最后一行是 "done" 即为通过。',
  },
  notes: {
    assets: '场景放到机器上的文件，不是短小的文本，或者属于另一台机器；请写进 bash setup 代码块',
    foreground: '原本在学习者终端里运行的内容，现在作为 setup 在后台运行',
    host: '本应在另一个终端或另一台机器上运行；这一课在主机上输入它',
    html: 'HTML，只保留了文字',
    image: '场景自带的图片；请复制文件并修改路径',
    internet: '需要互联网，而实验环境里没有',
    key: 'index.json 里的键，课文里没有它的位置',
    layout: '终端的布局',
    marker: '未知的动作',
    merged: '这一步不输入任何命令；其文字放在下一步之前',
    'missing-file': 'index.json 列出的文件不存在、过大，或位于目录之外',
    'no-check': '没有 verify 脚本；其检查标有 TODO',
    'port-link': '指向机器端口的链接',
    setup: '每次进入这一步都会重新运行 setup：请确认它可以重复运行',
    subdomain: '指向机器端口的链接',
    'too-many-hints': '提示多于三条；只保留前三条',
    unfinished: '没有结束的命令；已略去',
    verify: '这一步不输入任何命令，其 verify 脚本已略去',
  },
};
