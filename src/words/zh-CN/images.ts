import type { Words } from '../index.ts';

/** Words of `images`. */
export const images: Words['images'] = {
  command: {
    brief: '列出、构建、拉取或删除实验环境里的 Docker Engine 所用的镜像',
    full: `实验环境不连互联网：它的镜像来自这台机器。某一课第一次用到时，用发行版自带的 nginx 和 catatonit 构建；
或者由 docker、podman、skopeo 之一拉取，前提是这里装有其中一个而且能连上。

示例：
  netns-course images
  netns-course images list --json
  netns-course images build nginx
  netns-course images pull
  netns-course images remove`,
  },
  list: {
    brief: '显示有哪些镜像，以及它们从哪里来',
    full: `示例：
  netns-course images list
  netns-course images list --json`,
  },
  build: {
    brief: '用这台机器自己的程序构建镜像',
    full: `不写 NAME 就是全部。拉取来的镜像会被替换。

示例：
  netns-course images build
  netns-course images build pause`,
  },
  pull: {
    brief: '用 docker、podman 或 skopeo 拉取镜像',
    full: `不写 NAME 就是全部。拉取来的镜像会一直保留，直到重新构建或删除。实验环境里只有一个用户：镜像里文件的属主都变成 root，
nginx 的 worker 进程也以 root 运行；除此之外什么都不改。

示例：
  netns-course images pull
  netns-course images pull nginx --from registry.example/library/nginx:1.27`,
    from: '从那里拉取（只能是一个镜像）',
  },
  remove: {
    brief: '从缓存里删除镜像',
    full: `不写 NAME 就是全部。下一个需要它的实验环境会重新构建。

示例：
  netns-course images remove
  netns-course images remove nginx`,
  },
  name: 'nginx 或 pause',
  reference: 'REFERENCE',
  states: {
    ready: '就绪',
    absent: '没有（实验环境需要时构建）',
    damaged: '已损坏（实验环境需要时重新构建）',
  },
  megabytes: ({ bytes }) => `${(bytes / 1e6).toFixed(1)} MB`,
  origin: ({ origin }) =>
    origin.kind === 'built' ? `用 ${origin.of} 构建` : `由 ${origin.by} 从 ${origin.reference} 拉取`,
  kept: ({ directory }) => `保存在 ${directory}`,
  built: ({ name, of }) => `${name}：${of}`,
  pulling: ({ tool, reference }) => `正在用 ${tool} 拉取 ${reference} ……`,
  pulled: ({ name, of, bytes }) => `${name}：${of}，${(bytes / 1e6).toFixed(1)} MB`,
  removed: ({ name }) => `${name}：已删除`,
  notThere: ({ name }) => `${name}：本来就没有`,
  notKept: ({ message }) => `无法保存镜像：${message}`,
  unknown: ({ name, known }) => `这里没有镜像“${name}”。可用的镜像：${known}。`,
  badReference: ({ reference }) => `“${reference}”不是 registry.example/library/nginx:1.27 这样的镜像引用。`,
  fromNeedsOne: '--from 给出的是一个镜像的来源：请指明是哪个镜像，nginx 还是 pause。',
};
