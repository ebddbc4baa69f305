import type { Words } from '../index.ts';

/** Words of the Docker Engine in a lab, and of its images. */
export const engine: Words['engine'] = {
  notStarted: ({ detail }) =>
    `实验环境里的 Docker Engine 没有启动。它的日志末尾：\n${detail === '' ? '（它什么也没说）' : detail}`,
  notLoaded: ({ detail }) => `实验环境里的 Docker Engine 无法装入镜像：\n${detail}`,
  late: ({ detail }) =>
    `实验环境里的 Docker Engine 没有及时就绪；这台机器可能太忙了。${detail === '' ? '' : `\n${detail}`}`,
  waits: '这一课先等着，shell 照常可用。排除问题以后，course reset step 会新建实验环境并再试一次。',
  image: {
    problem: ({ image, why }) => `得不到镜像 ${image}：${why}`,
    cannot: ({ detail }) => `得不到实验环境的 Docker Engine 所需的镜像：${detail}`,
    notInstalled: ({ tools }) => `缓存里没有它，而构建它所用的 ${tools} 没有安装：netns-course setup 会安装它。`,
    noLibrary: ({ library }) => `构建它所用的程序缺少库 ${library}。`,
    noPuller: ({ tools }) => `拉取它需要 ${tools} 之一，这里都没有安装。`,
    failed: ({ tool, detail }) => `${tool} 失败：${detail}`,
    notAnImage: ({ detail }) => `取来的内容不是镜像（${detail}）。`,
  },
};
