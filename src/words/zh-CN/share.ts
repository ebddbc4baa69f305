import type { Words } from '../index.ts';

/** `export` 的文字。 */
export const share: Words['share'] = {
  exportCommand: {
    brief: '把各课写成别处可用的形式：Killercoda 场景，或供浏览器阅读的网页',
    full: `--killercoda 为每一课写一个目录：index.json、各步骤的文字，以及由检查生成的 verify.sh。每一课都会在实验环境中
演练一遍：若 verify.sh 在步骤的命令执行之前没有失败、或在之后没有通过，就不写入。无法带走的内容会列出来：
读取终端输出的检查、隐藏检查、分数和变体。局域网用命名空间搭成。
--html 为每一课写一个网页，课程有几种语言就写几份，并附上各步骤结束时的网络图和可在网页中播放的 shell 录像；网页不需要网络，
不运行脚本也能阅读。
成绩册由 grade export 导出。

示例：
  netns-course export --killercoda scenarios/
  netns-course export --killercoda scenarios/ --no-play veth bridge   不用实验环境：verify.sh 会少一些
  netns-course export --html site/
  netns-course export --html site/ --recordings casts/                改用你自己的 casts/LESSON.cast（--record 的录像）`,
    killercoda: '把 Killercoda 场景写入该目录',
    html: '把网页写入该目录',
    recordings: '用于 --html：你自己的录像所在的目录（LESSON.cast）',
    play: '在实验环境中演练各课：验证每个 verify.sh、画出网络图、录下 shell',
    force: '覆盖目录中已有的文件',
    lesson: '只处理这几课（按 id）',
  },
  oneTarget: '请指明写到哪里：--killercoda DIR、--html DIR，或两者都给。',
  notEmpty: ({ path }) => `${path} 不是空目录；--force 会覆盖其中同名的文件。`,
  cannotWrite: ({ path, detail }) => `无法写入 ${path}：${detail}`,
  playing: ({ done, total }) => `正在演练各课：${String(done)} / ${String(total)}`,
  written: ({ path, lessons, verified, steps }) =>
    `已写入 ${path}：${String(lessons)} 个场景，${String(steps)} 个步骤中有 ${String(verified)} 个带 verify.sh`,
  leftOut: '未能带走的内容：',
  alwaysLost: '隐藏检查、分数、变体，以及提示的时机',
  lanLeft:
    '真正的局域网：node01 和路由器是同一台机器上的命名空间，机器自己的上网线路保持不变（lsns 和 ip route 会显示出来）',
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
    walk: '沿规则追踪数据包',
    rests: '依赖一项被略去的检查',
  },
  verifyHead: ({ name }) =>
    `由 netns-course 根据 ${name} 的检查生成。退出码 0：全部成立；1：有一项不成立；2：缺少工具。`,
  missingTool: '未安装',
  setupHead: ({ lesson }) => `由 netns-course 生成：${lesson} 一课开始时的状态。`,
  ready: '准备就绪。',
  eth0IsThere: '已经有 eth0 了：这台机器上搭不出这一课的局域网。',
  lanIntro: '> `node01` 和路由器是这台机器上的命名空间。输入 `node01` 打开它的 shell，输入 `exit` 离开。',
  shellIntro: ({ command }) => `> 这一课接着用上一课的 shell：\`${command}\` 会把它的变量和所在目录交给你的 shell。`,
  languageName: '简体中文',
  noPictures: ({ detail }) => `没有网络图和录像，因为这一课无法在此演练（${detail}）`,
  pagesWritten: ({ path, pages, pictures, recordings }) =>
    `已写入 ${path}：${String(pages)} 个网页、${String(pictures)} 幅图、${String(recordings)} 段录像`,
  page: {
    languages: '语言',
    lessons: '各课',
    lessonsBelow: '各课（页尾）',
    begin: '在这里阅读；在 Linux 机器上动手：每一步都有自己的 shell，完成时会自动察觉。',
    minutes: ({ minutes }) => `${String(minutes)} 分钟`,
    picture: '这一步之后的网络',
    pictureAlt: '这一步之后的网络图；下方有文字版',
    asText: '文字版',
    recording: '录像',
    recordingSays: '下面按步骤给出同样内容的文字版；也可下载文件，用 asciinema 播放：',
    beginning: '开头',
  },
  pressInterrupt: '按 `Ctrl+C` 结束它。',
  hint: ({ number }) => `提示 ${String(number)}`,
  solution: '答案',
  debrief: '刚才发生了什么',
  finished: ({ title }) => `“${title}”到此结束。`,
};
