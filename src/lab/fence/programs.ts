/**
 * The fence as a program of one argument text, twice. Arguments: call numbers (comma-separated: close_range, prlimit64,
 * keyctl, setgroups, setresgid, setresuid, prctl), uid, gid (`-`: keep), the signal at the parent's death (0: none),
 * `pipes` or `-`, the filter in hex, then the program to become. No module is loaded: this runs at every entry.
 *
 * In order: descriptors above 2 closed (Node hands on what it inherited, and pty masters); first to die when memory ends
 * (before the drop: /proc/self is root's while a process that changed ids is not dumpable); no core dumps (a
 * core_pattern pipe writes to the host); `/` as directory; ids dropped; a session keyring of its own; no new privileges;
 * the filter. A keyring that cannot be made is no hole: then keyctl(2) is closed already.
 *
 * `pipes`: Node's are sockets, which nobody can open by name (`> /dev/stderr`, `cat /dev/stdin`: ENXIO, unix(7)). Then the
 * program is a child that gets pipe(7)s, one process feeds its input, one copies its outputs, and this one ends as the
 * program does, once all that was written by then has been copied. All are of one process group, outside the lab.
 */
export const perlFence = `
my ($calls, $uid, $gid, $signal, $streams, $filter, @program) = @ARGV;
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
sub copy {
  my ($from, $to) = @_;
  my $count = sysread $from, my $bytes, 65536 or return 0;
  for (my $at = 0; $at < $count;) { $at += syswrite($to, $bytes, $count - $at, $at) || return 0 }
  return 1;
}
sub forked { my $pid = fork; defined $pid or do { print STDERR "fence: fork: $!\\n"; exit 125 }; return $pid }
if ($streams eq 'pipes') {
  # The life pipe closes when the program has ended: what its outputs hold by then is all that is waited for.
  pipe my $in, my $feed; pipe my $out, my $put; pipe my $err, my $say; pipe my $ended, my $life;
  my $program = forked();
  if ($program) {
    my $feeder = forked();
    if (!$feeder) {
      close $_ for *STDOUT, *STDERR, $in, $out, $put, $err, $say, $ended, $life;
      1 while copy(*STDIN, $feed);
      exit;
    }
    my $copier = forked();
    if (!$copier) {
      close $_ for *STDIN, $in, $feed, $put, $say, $life;
      my %to = (fileno $out, [$out, *STDOUT], fileno $err, [$err, *STDERR]);
      my $wait;
      while (%to) {
        my $bits = '';
        vec($bits, $_, 1) = 1 for keys %to;
        vec($bits, fileno $ended, 1) = 1 unless defined $wait;
        select($bits, undef, undef, $wait) or last;
        for (keys %to) { vec($bits, $_, 1) and (copy(@{ $to{$_} }) or close delete($to{$_})->[0]) }
        $wait = 0 if vec $bits, fileno $ended, 1;
      }
      exit;
    }
    close $_ for *STDIN, *STDOUT, *STDERR, $in, $feed, $out, $put, $err, $say, $ended;
    # nsenter stops itself when its child stops, for a shell's job control; here nobody would ever continue it.
    kill 'CONT', $program while waitpid($program, 2) > 0 && ($? & 255) == 127;
    my $status = $?;
    close $life;
    kill 9, $feeder;
    waitpid $copier, 0;
    kill $status & 127, $$ if $status & 127;
    exit($status >> 8);
  }
  open STDIN, '<&', $in; open STDOUT, '>&', $put; open STDERR, '>&', $say;
}
exec { $program[0] } @program;
print STDERR "fence: $program[0]: $!\\n";
exit 127;
`;

export const pythonFence = `
import ctypes, os, select, signal as signals, sys
calls, uid, gid, signal, streams, code = sys.argv[1:7]
program = sys.argv[7:]
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
def copy(source, target):
    data = os.read(source, 65536)
    at = 0
    while at < len(data): at += os.write(target, data[at:])
    return len(data) > 0
def close(*descriptors):
    for each in descriptors: os.close(each)
if streams == 'pipes':
    (come, feed), (out, put), (err, say), (ended, life) = [os.pipe() for _ in range(4)]
    child = os.fork()
    if child:
        feeder = os.fork()
        if not feeder:
            close(1, 2, come, out, put, err, say, ended, life)
            try:
                while copy(0, feed): pass
            finally: os._exit(0)
        copier = os.fork()
        if not copier:
            close(0, come, feed, put, say, life)
            to = {out: 1, err: 2}
            wait = None
            try:
                while to:
                    ready = select.select([*to, *([] if wait == 0 else [ended])], [], [], wait)[0]
                    if not ready: break
                    for each in ready:
                        if each in to and not copy(each, to[each]): close(each); del to[each]
                    if ended in ready: wait = 0
            finally: os._exit(0)
        close(0, 1, 2, come, feed, out, put, err, say, ended)
        while True:
            status = os.waitpid(child, os.WUNTRACED)[1]
            if not os.WIFSTOPPED(status): break
            os.kill(child, signals.SIGCONT)
        close(life)
        os.kill(feeder, 9)
        os.waitpid(copier, 0)
        if status & 127: os.kill(os.getpid(), status & 127)
        os._exit(status >> 8)
    for at, each in enumerate((come, put, say)): os.dup2(each, at)
try:
    os.execv(program[0], program)
except OSError as error:
    sys.stderr.write('fence: %s: %s\\n' % (program[0], error.strerror))
    os._exit(127)
`;
