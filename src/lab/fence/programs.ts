/**
 * The fence as a program of one argument text, twice. Arguments: call numbers (comma-separated: close_range, prlimit64,
 * keyctl, setgroups, setresgid, setresuid, prctl), uid, gid (`-`: keep), the signal at the parent's death (0: none),
 * the filter in hex, then the program to become. No module is loaded: this runs at every entry.
 *
 * In order: descriptors above 2 closed (Node hands on what it inherited, and pty masters); first to die when memory ends
 * (before the drop: /proc/self is root's while a process that changed ids is not dumpable); no core dumps (a
 * core_pattern pipe writes to the host); `/` as directory; ids dropped; a session keyring of its own; no new privileges;
 * the filter. A keyring that cannot be made is no hole: then keyctl(2) is closed already.
 */
export const perlFence = `
my ($calls, $uid, $gid, $signal, $filter, @program) = @ARGV;
my ($close_range, $prlimit, $keyctl, $setgroups, $setresgid, $setresuid, $prctl) = map { $_ + 0 } split /,/, $calls;
sub must { my ($what, @call) = @_; syscall(shift(@call), @call) == 0 or do { print STDERR "fence: $what: $!\\n"; exit 125 } }
must('close_range', $close_range, 3, 4294967295, 0);
if (open my $oom, '>', '/proc/self/oom_score_adj') { print $oom "1000\\n"; close $oom }
must('prlimit', $prlimit, 0, 4, pack('QQ', 0, 0), 0);
umask 022;
chdir '/';
if ($uid ne '-') {
  must('setgroups', $setgroups, 0, 0);
  must('setresgid', $setresgid, $gid + 0, $gid + 0, $gid + 0);
  must('setresuid', $setresuid, $uid + 0, $uid + 0, $uid + 0);
}
must('pdeathsig', $prctl, 1, $signal + 0, 0, 0, 0) if $signal;
syscall($keyctl, 1, 0, 0, 0, 0);
my $code = pack 'H*', $filter;
my $header = pack 'Sx6P', length($code) / 8, $code;
must('no_new_privs', $prctl, 38, 1, 0, 0, 0);
must('seccomp', $prctl, 22, 2, $header, 0, 0);
exec { $program[0] } @program;
print STDERR "fence: $program[0]: $!\\n";
exit 127;
`;

export const pythonFence = `
import ctypes, os, signal as signals, sys
calls, uid, gid, signal, code = sys.argv[1:6]
program = sys.argv[6:]
close_range, prlimit, keyctl, setgroups, setresgid, setresuid, prctl = map(int, calls.split(','))
libc = ctypes.CDLL(None, use_errno=True)
def call(*arguments):
    return libc.syscall(*[ctypes.c_ulong(each) if isinstance(each, int) else each for each in arguments])
def must(what, *arguments):
    if call(*arguments) != 0:
        sys.stderr.write('fence: %s: %s\\n' % (what, os.strerror(ctypes.get_errno())))
        os._exit(125)
must('close_range', close_range, 3, 4294967295, 0)
try:
    with open('/proc/self/oom_score_adj', 'w') as oom: oom.write('1000\\n')
except OSError:
    pass
must('prlimit', prlimit, 0, 4, (ctypes.c_uint64 * 2)(0, 0), 0)
os.umask(0o022)
os.chdir('/')
if uid != '-':
    must('setgroups', setgroups, 0, 0)
    must('setresgid', setresgid, int(gid), int(gid), int(gid))
    must('setresuid', setresuid, int(uid), int(uid), int(uid))
if int(signal):
    must('pdeathsig', prctl, 1, int(signal), 0, 0, 0)
call(keyctl, 1, 0, 0, 0, 0)
code = bytes.fromhex(code)
class Header(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_char_p)]
header = Header(len(code) // 8, code)
must('no_new_privs', prctl, 38, 1, 0, 0, 0)
must('seccomp', prctl, 22, 2, ctypes.byref(header), 0, 0)
# What Python changed for itself.
for each in (signals.SIGPIPE, signals.SIGXFSZ): signals.signal(each, signals.SIG_DFL)
os.environ.pop('LC_CTYPE', None)
try:
    os.execv(program[0], program)
except OSError as error:
    sys.stderr.write('fence: %s: %s\\n' % (program[0], error.strerror))
    os._exit(127)
`;
