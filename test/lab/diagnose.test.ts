import { expect, test } from 'vitest';
import { diagnose, isBefore, type MachineFacts } from '../../src/lab/preflight/diagnose.ts';

const sound: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  release: '6.1.0-18-amd64',
  missing: [],
  sysctls: {
    'user.max_user_namespaces': '63000',
    'kernel.unprivileged_userns_clone': undefined,
    'kernel.apparmor_restrict_unprivileged_userns': undefined,
  },
  seccompMode: 0,
  userNamespace: '',
  labStderr: '',
};
const closed = { userNamespace: 'unshare: unshare failed: Operation not permitted' };
const apparmor = { ...sound.sysctls, 'kernel.apparmor_restrict_unprivileged_userns': '1' };

test.each<[string, Partial<MachineFacts>, string]>([
  ['macOS', { platform: 'darwin' }, 'platform'],
  ['RISC-V', { arch: 'riscv64' }, 'architecture'],
  ['Debian 10', { release: '4.19.0-26-amd64' }, 'kernel'],
  ['no unshare', { missing: ['unshare'] }, 'tools'],
  ['max_user_namespaces', { ...closed, sysctls: { ...sound.sysctls, 'user.max_user_namespaces': '0' } }, 'sysctl'],
  [
    'max_user_namespaces, and nobody to try one as',
    { sysctls: { ...sound.sysctls, 'user.max_user_namespaces': '0' }, labStderr: 'root that may not change its ids' },
    'sysctl',
  ],
  [
    "Debian's old switch",
    { ...closed, sysctls: { ...sound.sysctls, 'kernel.unprivileged_userns_clone': '0' } },
    'sysctl',
  ],
  ['Ubuntu 24.04', { ...closed, sysctls: apparmor }, 'apparmor'],
  [
    'Ubuntu 24.04, denied later',
    { labStderr: 'lab: mount lab /tmp: Permission denied', sysctls: apparmor },
    'apparmor',
  ],
  ['Docker', { ...closed, seccompMode: 2 }, 'seccomp'],
  [
    'a sysctl in Docker',
    { ...closed, seccompMode: 2, sysctls: { ...sound.sysctls, 'user.max_user_namespaces': '0' } },
    'sysctl',
  ],
  ['a container that masks /proc', { labStderr: 'lab: mount proc proc: Operation not permitted' }, 'masked-proc'],
  ['who knows', { labStderr: 'lab: mount overlay usr: No such device' }, 'unknown'],
  ['who knows, closed', closed, 'unknown'],
])('%s', (_name, facts, kind) => {
  expect(diagnose({ ...sound, ...facts }).kind).toBe(kind);
});

test('compares releases by number', () => {
  expect(isBefore('5.9.16', 5, 14)).toBe(true);
  expect(isBefore('5.14.0-1-amd64', 5, 14)).toBe(false);
  expect(isBefore('6.1', 5, 14)).toBe(false);
});
