import type { Words } from '../index.ts';

/** Words of `doctor` and `setup`. */
export const doctor: Words['doctor'] = {
  setup: {
    nothingMissing: '什么都不缺。',
    missing: ({ tools, system }) => `这台机器（${system}）缺少：${tools}。`,
    noManager:
      '这里没有 apt、dnf、pacman、zypper、apk 中的任何一个，所以只能手工安装；packages.json 列出了它们在别处属于哪些软件包。',
    alpine:
      'Alpine 用 musl 代替了 glibc，而终端库没有为它提供二进制文件：list、lint、check 和 doctor 可以用，课里的 shell 不行。请在 Debian、Ubuntu 或 Fedora 的容器、虚拟机或 chroot 里运行课程。',
    cannot: ({ command }) =>
      `安装它们需要 root 身份，或者 sudo 的许可；这里的用户两者都没有。请有权限的人运行：\n  ${command}\n在此之前，需要它们的课和测试会被跳过，并说明原因。`,
    willAsRoot: ({ command }) => `你是 root；将用下面的命令安装\n  ${command}`,
    willBySudo: ({ command }) => `将通过 sudo 安装，可能会要求输入你的密码：\n  ${command}`,
    noServices:
      '不会启动任何服务，也不会让任何服务在下次开机时启动：Docker Engine 和 nginx 只在实验环境里运行，这台机器的防火墙保持原样。',
    sayYes: '这里没有终端，无法询问：netns-course setup --yes 不再询问，直接安装。',
    ask: '要安装吗？[y/N]',
    nothingDone: '什么都没有做。',
    done: '课程需要的一切都装好了。',
    stillMissing: ({ tools, command }) =>
      `仍然缺少：${tools}。原因见上面软件包管理器的输出；所用的命令是\n  ${command}\n需要它们的课和测试会被跳过，并说明原因。`,
    cni: {
      withoutRoot: '只要 CNI 插件的话，不需要 root：\n  netns-course setup --cni-release 1.7.1',
      fetching: ({ url }) => `正在下载 ${url}（约 50 MB）……`,
      fetched: ({ version, directory }) => `CNI 插件 ${version} 放在 ${directory}；从现在起实验环境用的就是它们。`,
      fromAlone: '--from 说明从哪里下载 CNI 插件的发布版本：要和 --cni-release VERSION 一起用。',
      badAddress: ({ url }) =>
        `${JSON.stringify(url)} 不是可以下载的地址：要以 https://（或 http://）开头，中间没有空格。`,
      noVersion: ({ version }) => `${JSON.stringify(version)} 不是 CNI 插件的版本号：像 1.7.1 这样的才是。`,
      noArchitecture: ({ arch }) => `实验环境只在 x86-64 和 arm64 上运行，而这台机器是 ${arch}。`,
      noHome: '没有地方可以存放：HOME 和 XDG_DATA_HOME 都没有指向任何目录。请把 XDG_DATA_HOME 设为一个可写的目录。',
      noCurl: '要用 curl 下载，而它没有安装：netns-course setup 会安装它。',
      notThere: ({ url, version }) =>
        `服务器上没有适合这台机器的版本 ${version}（404）：${url}\n有哪些版本，见 https://github.com/containernetworking/plugins/releases 。`,
      failed: ({ url, detail }) =>
        `没有取到：${url}\n${detail}\n已经下载的部分会留着；网络通了再运行一次，就从那里继续。`,
      noChecksum: ({ url }) => `服务器给出的校验和不是校验和，所以什么都没有下载：${url}`,
      wrongChecksum: ({ url }) =>
        `下载到的内容与校验和不符，已经丢弃：${url}\n请再运行一次；如果还是这样，就是服务器在这个名字下放了别的东西。`,
      notPlugins: ({ detail }) => `校验和没错，但下载到的不是 CNI 插件的发布版本；什么都没有留下：${detail}`,
      notKept: ({ message }) => `插件无法保存：${message}\n请腾出空间、让该处可写，或者把 XDG_DATA_HOME 设为别处。`,
    },
  },
  marks: { ok: '正常', note: '说明', warn: '注意', bad: '不行' },
  cure: ({ command }) => `      → ${command}`,
  headings: { machine: '这台机器', lab: '实验环境', tools: '工具', lessons: '课', guards: '实验环境的防护' },
  works: '课程可以在这里运行。',
  worksNot: '课程暂时还不能在这里运行：请看标有“不行”的各行。',
  system: ({ name, kernel, arch }) => `${name}，内核 ${kernel}，${arch}`,
  wsl: '适用于 Linux 的 Windows 子系统（WSL）：它的内核去掉了一些功能；下面各课会说明是哪些',
  notLinux: ({ platform }) =>
    `${platform} 不是 Linux：实验环境由 Linux 命名空间组成。请在 Linux 虚拟机里运行课程（Lima、WSL2 或其他）`,
  node: ({ version }) => `Node ${version}`,
  nodeOld: ({ version, wanted }) => `Node ${version} 太旧；需要 ${wanted}`,
  musl: 'C 库是 musl（Alpine）：终端库没有为它提供二进制文件；list、lint 和 check 可以用，课里的 shell 不行。请在 Debian、Ubuntu 或 Fedora 的容器或虚拟机里运行课程',
  encodingGood: ({ encoding }) => `区域设置的编码是 ${encoding}`,
  encodingBad: ({ encoding }) =>
    `区域设置的编码是${encoding === '' ? '纯 ASCII（C 或 POSIX）' : ` ${encoding}`}，不是 UTF-8：图和符号可能显示成乱码`,
  terminal: ({ name, columns, rows }) =>
    `终端是${name === '' ? '没有名字的类型' : ` ${name}`}，${String(columns)} 列 ${String(rows)} 行`,
  terminalSmall: ({ columns, rows }) =>
    `终端只有 ${String(columns)} 列 ${String(rows)} 行；80 列 24 行才舒服（请放大窗口，或用 --plain）`,
  labBoots: ({ ms }) => `实验环境可以启动，用时 ${String(ms)} 毫秒`,
  stderr: ({ text }) => `它说：${text}`,
  obstacles: {
    platform: ({ platform }) => `${platform} 上没有实验环境：它由 Linux 命名空间组成`,
    architecture: ({ arch }) => `${arch} 上没有实验环境：只为 x86-64 和 arm64 准备了要关闭的系统调用表`,
    kernel: ({ release }) => `内核 ${release} 太旧：需要 5.14（能约束用户命名空间的限制）；你的发行版的新版本会带有它`,
    tools: ({ missing }) => `缺少组成实验环境的程序：${missing}`,
    sysctl: ({ key }) => `用户命名空间被 sysctl ${key} 关闭了`,
    apparmor: ({ key }) => `用户命名空间被 AppArmor 关闭了（${key}=1，Ubuntu 自 23.10 起如此）`,
    seccomp:
      '用户命名空间被 seccomp 过滤器关闭了：这是一个禁止 unshare(2) 的容器。请用下面的选项启动它，或在容器外运行课程',
    maskedProc: '容器遮住了 /proc 的一部分，内核因此不允许挂载新的：请用下面的选项启动它，或在容器外运行课程',
    unknown: '实验环境无法启动，也找不到常见的原因；请把上下各行一并报告给我们',
  },
  tool: ({ count }) => `课程用到的 ${String(count)} 个工具都已安装`,
  toolMissing: ({ tools }) => `没有安装：${tools}`,
  iptablesNft: ({ version }) => version,
  iptablesLegacy: ({ version }) => `${version}：旧的变体；nft 看不到它的规则，实验环境可能用不了它`,
  lessonRuns: ({ lesson }) => `${lesson}：需要的都有`,
  lessonLacksTools: ({ lesson, tools }) => `${lesson}：需要 ${tools}，没有安装`,
  lessonLacksFeatures: ({ lesson, features }) =>
    `${lesson}：需要 ${features}，这个内核没有提供；如果它是一个模块，下面的命令会加载它`,
  lessonUntried: ({ lesson, features }) => `${lesson}：需要 ${features}，这里无法试出有没有`,
  noCourse: '无法读取课程：netns-course lint 会说明原因',
  guards: {
    fence: '命名空间隔不开的系统调用都已关闭',
    uid: '实验环境里的 root 不是这台机器的 root',
    processes: '实验环境的进程数有上限',
    'memory-first': '内存用尽时，先结束的是实验环境',
    'read-only-root': '实验环境的根目录无法删除',
    'cgroup-namespace': '实验环境有自己的 cgroup',
    nsdelegate: '控制组以命名空间为界（nsdelegate）',
    'memory-cgroup': '实验环境的内存由内核限制',
    'core-pipe': '实验环境的核心转储到不了这台机器',
    'legacy-tiocsti': '内核拒绝向别人的终端里打字',
  },
  guardOn: ({ guard, detail }) => `${guard}${detail === '' ? '' : `（${detail}）`}`,
  guardOff: ({ guard, detail, instead }) =>
    `未启用：${guard}${detail === '' ? '' : `（${detail}）`}${instead === '' ? '' : `；${instead}`}`,
  instead: {
    'cgroup-namespace': '这里不给它 cgroup，所以它冻结不了任何东西',
    nsdelegate: '在会有影响的地方，实验环境得不到 cgroup 命名空间',
    'memory-cgroup': '改为监视空闲内存，在用尽之前结束实验环境',
    'core-pipe': '实验环境里的崩溃会交给 kernel.core_pattern 指定的程序',
    'legacy-tiocsti': '实验环境从不持有你的终端，围栏也会拒绝这个调用',
  },
};
