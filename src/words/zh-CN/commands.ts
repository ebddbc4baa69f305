import type { Words } from '../index.ts';

/** What `--help` and usage errors say. */
export const commands: Words['commands'] = {
  app: '动手学 Linux 容器网络：在一次性的实验环境里运行真实的命令',
  appFull: `动手学 Linux 容器网络：在一次性实验环境的真实 root shell 里输入真实的命令，每一步做完了都会自己察觉。

示例：
  netns-course                  从上次停下的地方继续
  netns-course start veth       开始一课
  netns-course list             所有的课、它们的状态和需要的条件
  netns-course doctor           这台机器能运行什么
  netns-course lab              只要一个实验环境里的 root shell
  netns-course --version
  netns-course --lang en ...    指定语言，不管环境变量怎么写
  netns-course --backend container ...   全部放进 Docker 或 Podman 的一个特权容器里运行；没有 Linux 的地方会自动这样做；
                                文件要用当前目录以下的路径来写`,
  unknownLanguage: ({ name, known }) => `netns-course 不会“${name}”这种语言。可用的语言：${known}。`,
  unknownCommand: ({ name, suggestion }) =>
    `没有“${name}”这个命令，也没有这一课${suggestion === '' ? '' : `，是不是想输入“${suggestion}”？`}${suggestion === '' ? '。' : ''}参见 netns-course --help。`,
  internalError: ({ message }) =>
    `netns-course 出了故障（是我们的错，不是你的）：${message}\n请把下面的文字一并报告给向你提供本程序的人。你的进度已保存。`,
  noSuchLesson: ({ name, known }) => `这个课程里没有“${name}”这一课。现有的课：${known}。`,
  noSuchStep: ({ lesson, name, known }) => `${lesson} 一课没有“${name}”这个步骤。它的步骤：${known}。`,
  courseWrong: ({ directory }) =>
    `${directory} 里的课程有错误；netns-course lint --course ${directory} 会把它们全部列出来。`,
  interrupted: '已中断。',
  usage: {
    noFlag: ({ name, similar }) => `没有选项 ${name}${similar === '' ? '。' : `；是不是想用 ${similar}？`}`,
    badValue: ({ name, input, reason }) => `${name} 的值不能是“${input}”：${reason}。`,
    badChoice: ({ name, input, allowed }) => `--${name} 不能是“${input}”，只能是：${allowed.join('、')}。`,
    noValue: ({ name }) => `--${name} 后面缺少一个值。`,
    tooMany: ({ input }) => `参数“${input}”是多余的。`,
    noArgument: ({ name }) => `缺少参数：${name}。`,
    negated: ({ name, input }) => `--no-${name} 不带值，“${input}”是多余的。`,
    twice: ({ name }) => `--${name} 出现了两次，一次就够了。`,
  },
  help: {
    headers: { usage: '用法', aliases: '别名', commands: '命令', flags: '选项', arguments: '参数' },
    keywords: { default: '默认 =', separator: '分隔符 =' },
    briefs: {
      help: '显示帮助并退出',
      helpAll: '显示帮助（包括隐藏的命令和选项）并退出',
      version: '显示版本并退出',
      argumentEscapeSequence: '之后的内容一律当作参数',
    },
  },
  flags: {
    course: '使用这个目录里的课程，而不是内置的课程',
    json: '输出 JSON',
    plain: '只追加的纯文本，不用绘制界面（读屏软件、串口、日志）',
    ascii: '线条和符号只用 ASCII（适合画不好方框的终端）',
    yes: '不再询问',
    directory: 'DIR',
  },
  start: {
    brief: '打开课程、一课或一个步骤（默认的命令）',
    full: `从上次停下的地方打开课程。写上 LESSON 或 LESSON/STEP 就直接去那里。

示例：
  netns-course                    从上次停下的地方继续
  netns-course start veth         开始 veth 一课
  netns-course start nat/a-default-route
  netns-course --plain            不用绘制界面
  netns-course --course ./mine    别人的课程
  netns-course --record veth.cast 把 shell 录下来，供 asciinema 播放
  netns-course start nat-checkpoint --exam    计时考核，没有提示
  netns-course start nat-checkpoint --code 0CYF-QREV-5PCX-JPM9 --student s1234567`,
    target: 'LESSON 或 LESSON/STEP',
    record: '把 shell 录成 asciicast，每通过一步加一个标记；这台机器和用户的名字会被去掉',
    recordFormat: 'asciicast 格式的版本：3，或者给旧播放器用的 2',
    force: '覆盖已有的录像文件',
  },
  completion: {
    brief: '打印 shell 的补全脚本：命令、选项、课和步骤',
    full: `示例：
  source <(netns-course completion bash)        写在 ~/.bashrc 里
  source <(netns-course completion zsh)         写在 ~/.zshrc 里，放在 compinit 之后
  netns-course completion fish | source         写在 ~/.config/fish/config.fish 里`,
    shell: 'bash、zsh 或 fish',
    unknown: ({ name }) => `没有“${name}”的补全；有：bash、zsh、fish`,
  },
  complete: {
    brief: '打印命令行接下来可以写什么',
    full: `供 netns-course completion 打印的脚本查询。

示例：
  netns-course complete -- start ve`,
    word: '命令行上直到光标为止的词（WORD）',
  },
  manual: {
    brief: '打印手册页',
    full: `全局安装本软件包时，npm 会把它放到 man 能找到的地方。

示例：
  netns-course man | man -l -`,
  },
  man: {
    name: '名称',
    synopsis: '概要',
    description: '描述',
    commands: '命令',
    exitStatus: '退出状态',
    exitCodes: [
      { code: '0', meaning: '已完成，而且正确。' },
      { code: '1', meaning: '判定为不正确：课文有错误，或者终端记录、提交文件没有通过。' },
      { code: '2', meaning: '无法进行：用法错误、文件有问题，或者这台机器运行不了。' },
      { code: '70', meaning: 'netns-course 自己出了故障。' },
      { code: '129, 130, 141, 143', meaning: '因终端关闭、^C、读取方离开或 SIGTERM 而结束。' },
    ],
    environment: '环境变量',
    variables: [
      { name: 'LC_ALL, LC_MESSAGES, LANG', meaning: '语言，由第一个已设置的变量决定；--lang 优先于它们。' },
      { name: 'NO_COLOR', meaning: '设为任何值：不用颜色。' },
      { name: 'FORCE_HYPERLINK', meaning: '1：链接可以点击；0：写出链接的地址。不设时看终端是否支持。' },
      { name: 'XDG_STATE_HOME', meaning: '学习进度保存在哪里；默认是 ~/.local/state。' },
      { name: 'XDG_CACHE_HOME', meaning: '解析过的课程、镜像和 Node 编译的结果保存在哪里；默认是 ~/.cache。' },
      { name: 'XDG_DATA_HOME', meaning: '取来的 CNI 插件保存在哪里；默认是 ~/.local/share。' },
      { name: 'CNI_PATH', meaning: '最先在这里寻找 CNI 插件。' },
    ],
    files: '文件',
    places: [
      { path: '~/.local/state/netns-course/', meaning: '学习进度。' },
      { path: '~/.cache/netns-course/', meaning: '随时可以重新生成的内容。' },
      { path: '~/.local/share/netns-course/cni/', meaning: '取来的 CNI 插件。' },
    ],
  },
  list: {
    brief: '列出所有的课、它们的状态和需要的条件',
    full: `示例：
  netns-course list
  netns-course list --json`,
  },
  check: {
    brief: '用某一步的输出检查来判断一段终端记录',
    full: `读取一份终端记录（终端里的文字，带提示符），只用这一步的输出检查来判断它。
退出码 0：通过，1：不通过，2：无法判断。

示例：
  netns-course check veth/ping-both-ways --transcript session.txt
  netns-course check veth/ping-both-ways --transcript - < session.txt`,
    target: 'LESSON/STEP',
    transcript: '要判断的文字；- 表示标准输入',
  },
  verify: {
    brief: '证明每一课的每一步都能通过，而且只有靠它的命令才能通过',
    full: `在全新的实验环境里运行每一课自己的命令，证明每一步在命令之前不通过、在命令之后通过、少了任何一条命令就不通过，
而且示例输出是真的。供课程作者和 CI 使用。
退出码 0：已证明，1：课文有误，2：无法运行。

示例：
  netns-course verify
  netns-course verify veth bridge --no-mutants
  netns-course verify --update veth         改写示例输出
  netns-course verify --reporter junit > verify.xml`,
    reporter: '怎样报告：readable、json、junit 或 tap',
    mutants: '逐条去掉命令，并要求因此不通过（较慢的证明）',
    update: '改写课文里的示例输出',
    jobs: '同时运行的实验环境数量',
    lesson: 'LESSON：不写就是全部',
  },
  lint: {
    brief: '报告课文文件里的每一处错误，带行号和列号',
    full: `示例：
  netns-course lint
  netns-course lint my-course/01-intro/lesson.md
  netns-course lint --course my-course`,
    file: 'FILE：一课的文件；不写就是整个课程',
  },
  lab: {
    brief: '打开一次性实验环境里的 shell，或在里面运行一条命令',
    full: `示例：
  netns-course lab
  netns-course lab --world lan
  netns-course lab --docker     带有自己的 Docker Engine，以及 nginx 和 pause 两个镜像
  netns-course lab -- ip -brief address
  netns-course lab --node node01 --world lan -- ping -c1 192.168.0.7`,
    world: '实验环境里有什么：host，或 lan（node01 和一个小型互联网）',
    node: '在实验环境的哪台机器上操作',
    docker: '带有自己的 Docker Engine',
    command: '命令及其参数（COMMAND）',
  },
  setup: {
    brief: '安装课程所需的系统软件包',
    full: `会先说明要做什么。

加上 --cni-release 时，不安装发行版的软件包，而是取来 CNI 插件的一个发布版本，不需要 root：用 curl 下载，与公布的校验和
比对，放到 ~/.local/share/netns-course/cni（root：/usr/local/lib/netns-course/cni）。实验环境用的是最后取来的那一个。
中断之后再运行一次，会从断开的地方继续。

示例：
  netns-course setup
  netns-course setup --yes
  netns-course setup --cni-release 1.7.1`,
    cniRelease: '取来 CNI 插件的这个发布版本',
    from: '不从项目在 GitHub 上的发布页，而从镜像取：它的地址，后面会加上 /VERSION/FILE',
  },
  doctor: {
    brief: '说明这台机器能运行什么，以及运行不了的用哪条命令补上',
    full: `退出码 0：课程可以在这里运行。

示例：
  netns-course doctor
  netns-course doctor --json`,
  },
  reset: {
    brief: '忘掉一个步骤、一课或全部的学习进度（会先询问）',
    full: `示例：
  netns-course reset veth/plug-it-in
  netns-course reset veth
  netns-course reset --all`,
    all: '课程里所有的课',
    target: 'LESSON 或 LESSON/STEP',
  },
};
