import type { Words } from '../index.ts';

/** `export` 的文字。 */
export const share: Words['share'] = {
  exportCommand: {
    brief: '把课程写成 Killercoda 场景',
    full: `--killercoda 为每一课写一个目录：index.json、各步骤的文字，以及由检查项生成的 verify.sh。每一课都会在实验环境中
演练一遍：若 verify.sh 在步骤的命令执行之前没有失败、或在之后没有通过，就不写入。无法带走的内容会列出来：
读取终端输出的检查、隐藏检查、分数、变体，以及需要局域网的课程。
成绩册由 grade export 导出。

示例：
  netns-course export --killercoda scenarios/
  netns-course export --killercoda scenarios/ --no-play veth bridge   不用实验环境：verify.sh 会少一些`,
    killercoda: '把 Killercoda 场景写入该目录',
    play: '在实验环境中演练课程：验证每个 verify.sh',
    force: '覆盖目录中已有的文件',
    lesson: '只处理这些课程（按 id）',
  },
  oneTarget: '请指明写到哪里：--killercoda DIR。',
  notEmpty: ({ path }) => `${path} 不是空目录；--force 会覆盖其中同名的文件。`,
  cannotWrite: ({ path, detail }) => `无法写入 ${path}：${detail}`,
  nothing: '这些课程都无法导出。',
  playing: ({ done, total }) => `正在演练课程：${String(done)} / ${String(total)}`,
  written: ({ path, lessons, verified, steps }) =>
    `已写入 ${path}：${String(lessons)} 个场景，${String(steps)} 个步骤中有 ${String(verified)} 个带 verify.sh`,
  leftOut: '未能带走的内容：',
  alwaysLost: '隐藏检查、分数、变体，以及提示的时机',
  lessonLeft: {
    lan: '整课：它的实验环境有第二个节点和一台路由器，而场景只有一台机器',
  },
  images: '实验环境中 Engine 的镜像：nginx 会由机器自行拉取；名为 pause 的镜像须在那里自行制作',
  unplayed: ({ detail }) => `验证：这一课无法在此演练（${detail}）；有检查被略去的步骤没有 verify.sh`,
  notPlayed: '未要求演练',
  missing: ({ names }) => `缺少：${names}`,
  stepLeft: {
    before: 'verify.sh：bash 能检查的内容在步骤的命令执行之前就已成立',
    after: 'verify.sh：在步骤的命令执行之后仍不成立',
    unproved: 'verify.sh：部分检查被略去，其余检查是否有意义未经验证',
    none: 'verify.sh：没有一项检查能写成 bash',
  },
  checkLeft: ({ title, reason }) => `${title}（${reason}）`,
  ownCommand: ({ command }) => `${command}（课程自带 shell 的命令）`,
  reasons: {
    terminal: '读取终端输出',
    answer: '需要回答问题',
    'other-node': '查看 node01',
    walk: '沿规则追踪数据包',
    rests: '依赖一项被略去的检查',
  },
  verifyHead: ({ name }) =>
    `由 netns-course 根据 ${name} 的检查项生成。退出码 0：全部成立；1：有一项不成立；2：缺少工具。`,
  missingTool: '未安装',
  setupHead: ({ lesson }) => `由 netns-course 生成：课程 ${lesson} 开始时的状态。`,
  ready: '准备就绪。',
  alerts: { note: '说明', tip: '提示', important: '重要', warning: '警告', caution: '注意' },
  pressInterrupt: '按 `Ctrl+C` 结束它。',
  hint: ({ number }) => `提示 ${String(number)}`,
  solution: '答案',
  debrief: '刚才发生了什么',
  finished: ({ title }) => `“${title}”到此结束。`,
};
