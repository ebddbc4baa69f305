import type { Words } from '../index.ts';

/** What `new` says and writes. */
export const newLesson: Words['newLesson'] = {
  command: {
    brief: '开始写自己的一课：一个目录，里面是已经能用的课文',
    full: `用下一个空闲的编号写出 NN-ID/lesson.md；它原样就能通过 lint 和 verify，你在此基础上修改。

示例：
  netns-course new macvlan                       加到当前目录的课程里
  netns-course new macvlan --course my-course    已有的目录，没有就新建
  netns-course new macvlan --title "第二个 MAC 地址"`,
    id: 'ID：小写字母、数字和短横',
    title: '标题（默认由 ID 生成）',
    word: 'TEXT',
  },
  badId: ({ id }) => `“${id}”不能作为课的 id：只能用小写字母、数字，中间可以有单个短横，例如 my-lesson。`,
  badTitle: '标题是一行文字，1 到 120 个字符。',
  isThere: ({ id, folder }) => `${id} 一课已经存在，在 ${folder} 里。请换一个 id。`,
  noNumber: ({ directory }) => `${directory} 里最后一课的编号已经是最大的（999999）；请给它的目录改名。`,
  cannotWrite: ({ path, reason }) => `无法写入 ${path}：${reason}`,
  written: ({ file, course, id }) => `已写入：${file}

接下来：
  netns-course lint --course ${course}
  netns-course verify ${id} --course ${course}
  netns-course start ${id} --course ${course}      边写边看，页面会跟着文件更新`,
  courseReadme: ({ title }) => `# ${title}

netns-course 的课程：\`npx netns-course --course .\`
`,
  courseTitle: '我的课程',
  lesson: ({ title }) => `---
title: ${title}
minutes: 5
mode: guided
world: host
requires: [ip]
vars: { name: red }
---

# ${title}

先说这件事为什么重要，能用图说明的地方就画出来。然后每一步写一个 \`##\` 小节。

## 创建一个命名空间

<!-- step: make-a-namespace -->

这里的命令由学习者输入，也由 \`verify\` 输入。没有提示符的行是应有的输出；
\`netns-course verify --update\` 会用实验环境里的真实输出改写它们。

\`\`\`console
$ ip netns add \${name}
$ ip netns list
\${name}
\`\`\`

\`\`\`yaml check
- netns: \${name}
  fail: 还没有命名空间 \${name}。
- output: { netns: \${name} }
  title: ip netns list 列出了它
\`\`\`

> [!TIP]
> 有名字的命名空间由 \`ip netns\` 管理；\`ip netns help\` 列出它的用法。

> [!IMPORTANT]
> 在这里说明刚才发生了什么：\`/run/netns\` 里的一个文件让一个没有任何进程使用的网络一直存在。
`,
};
