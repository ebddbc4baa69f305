/**
 * The fence's seccomp filter (seccomp(2), classic BPF as in linux/filter.h), compiled here so that whatever program
 * installs it only has to hand over bytes. What it closes is either not divided by namespaces (keyrings, AF_VSOCK,
 * TIOCSTI) or kernel surface that no lesson needs. ENOSYS rather than EPERM: runc takes it for an older kernel's answer.
 */

/** System call numbers of one architecture (asm/unistd_64.h, asm-generic/unistd.h). */
export interface CallNumbers {
  readonly auditArch: number;
  readonly denied: readonly number[];
  readonly socket: number;
  readonly ioctl: number;
  readonly setgroups: number;
  readonly setresgid: number;
  readonly setresuid: number;
  readonly prctl: number;
  readonly prlimit64: number;
  readonly keyctl: number;
  /** The same everywhere: Linux 5.9. */
  readonly closeRange: number;
}

const x64: CallNumbers = {
  auditArch: 0xc000_003e,
  // add_key request_key keyctl · io_uring_setup, _enter, _register · userfaultfd bpf perf_event_open open_by_handle_at
  // kexec_load kexec_file_load · init_module finit_module delete_module · swapon swapoff
  denied: [248, 249, 250, 425, 426, 427, 323, 321, 298, 304, 246, 320, 175, 313, 176, 167, 168],
  socket: 41,
  ioctl: 16,
  setgroups: 116,
  setresgid: 119,
  setresuid: 117,
  prctl: 157,
  prlimit64: 302,
  keyctl: 250,
  closeRange: 436,
};

const arm64: CallNumbers = {
  auditArch: 0xc000_00b7,
  denied: [217, 218, 219, 425, 426, 427, 282, 280, 241, 265, 104, 294, 105, 273, 106, 224, 225],
  socket: 198,
  ioctl: 29,
  setgroups: 159,
  setresgid: 149,
  setresuid: 147,
  prctl: 167,
  prlimit64: 261,
  keyctl: 219,
  closeRange: 436,
};

/** The numbers for Node's name of an architecture (`process.arch`), or undefined where we have no table. */
export function callNumbers(arch: string): CallNumbers | undefined {
  return { x64, arm64 }[arch];
}

const load = 0x20;
const jumpIfEqual = 0x15;
const jumpIfAtLeast = 0x35;
const giveBack = 0x06;
const allow = 0x7fff_0000;
const killProcess = 0x8000_0000;
const errno = (number: number): number => 0x0005_0000 + number;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
const AF_VSOCK = 40;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
/** Offsets in struct seccomp_data; arguments are 64 bits wide, their low halves first on both architectures. */
const data = { call: 0, arch: 4, argument0: 16, argument1: 24 };

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/** The filter's instructions, 8 bytes each (`struct sock_filter`, little-endian). */
export function fenceFilter(numbers: CallNumbers): Buffer {
  const program: Instruction[] = [
    [load, 0, 0, data.arch],
    [jumpIfEqual, 1, 0, numbers.auditArch],
    [giveBack, 0, 0, killProcess],
    [load, 0, 0, data.call],
    // x32 calls on x86-64: the same calls under other numbers.
    [jumpIfAtLeast, 0, 1, 0x4000_0000],
    [giveBack, 0, 0, errno(ENOSYS)],
    ...numbers.denied.flatMap((call): Instruction[] => [
      [jumpIfEqual, 0, 1, call],
      [giveBack, 0, 0, errno(ENOSYS)],
    ]),
    // Only root of the machine may set groups where one id is mapped; su and tcpdump give up unless it seems to work.
    [jumpIfEqual, 0, 1, numbers.setgroups],
    [giveBack, 0, 0, errno(0)],
    [jumpIfEqual, 0, 3, numbers.socket],
    [load, 0, 0, data.argument0],
    [jumpIfEqual, 5, 0, AF_VSOCK],
    [giveBack, 0, 0, allow],
    [jumpIfEqual, 0, 5, numbers.ioctl],
    [load, 0, 0, data.argument1],
    [jumpIfEqual, 2, 0, TIOCSTI],
    [jumpIfEqual, 1, 2, TIOCLINUX],
    [giveBack, 0, 0, errno(EAFNOSUPPORT)],
    [giveBack, 0, 0, errno(EPERM)],
    [giveBack, 0, 0, allow],
  ];
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  });
  return bytes;
}
