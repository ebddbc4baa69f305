import type { Words } from '../index.ts';

/** Words of the course in a container: `--backend container`. */
export const container: Words['container'] = {
  unknown: ({ name, known }) => `没有名为“${name}”的后端；可选：${known}。`,
  none: ({ platform }) =>
    `课程要在容器里运行${platform === 'linux' ? '' : `（${platform} 不是 Linux）`}，但 docker 和 podman 都没有安装。\n请安装 Docker（https://docs.docker.com/get-started/get-docker/）或 Podman（https://podman.io），启动它，再运行同一条命令；用 Linux 虚拟机（Lima、WSL2）也可以。`,
  silent: ({ program, said }) =>
    `${program} 已经安装，但没有应答：${said}\n请启动它（${program === 'podman' ? 'podman machine start' : 'Docker Desktop，或者 sudo systemctl start docker'}），再运行同一条命令。`,
  building: ({ program, image }) =>
    `第一次运行时，${program} 要构建镜像 ${image}：装有课程所需工具的 Debian。这需要联网，要花几分钟；以后启动就都不需要了。`,
  notBuilt: ({ program }) => `镜像没有构建成功，原因见上面 ${program} 的输出。请在联网后再运行同一条命令。`,
};
