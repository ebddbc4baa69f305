/**
 * The program that carries out the steps of `steps.ts`, says `ready PID`, and becomes the node's PID 1, twice. Arguments:
 * call numbers, the steps, then what to become: a file and its arguments, the first its name. It begins in the host's file
 * system, so `/proc/self` is its number as the runner counts. The environment and both outputs end here.
 */
export const perlBuild = `
my $pid = readlink '/proc/self';
my ($mount, $umount, $pivot, $hostname, $mknodat) = map { $_ + 0 } split /,/, shift @ARGV;
# syscall() may write into a string, and so refuses a literal one.
my ($here, $none) = ('.', '');
my %steps = (
  directory => [2, sub { -d $_[0] or mkdir $_[0] or return 0; chmod $_[1], $_[0] }],
  file => [3, sub { open my $f, '>', $_[0] or return 0; print $f $_[2]; close $f or return 0; chmod $_[1], $_[0] }],
  write => [2, sub { open my $f, '>', $_[0] or return 0; print $f $_[1]; close $f }],
  link => [2, sub { symlink $_[0], $_[1] }],
  enter => [1, sub { chdir $_[0] }],
  mount => [5, sub { syscall($mount, "$_[0]", "$_[1]", "$_[2]", $_[3] + 0, "$_[4]") == 0 }],
  whiteout => [1, sub { syscall($mknodat, -100, "$_[0]", 0020000, 0) == 0 }],
  copy => [3, sub {
    system 'cp', '-Rn', '--preserve=mode,links', "$_[0]/.", $_[1];
    syscall($mount, "$_[1]", "$_[2]", $none, 4096, $none) == 0;
  }],
  pivot => [0, sub { syscall($pivot, $here, $here) == 0 && syscall($umount, $here, 2) == 0 && chdir '/' }],
  hostname => [1, sub { syscall($hostname, "$_[0]", length $_[0]) == 0 }],
  loopback => [0, sub {
    my ($socket, $request) = (undef, pack 'a16sx22', 'lo', 1);
    socket($socket, 2, 2, 0) && ioctl $socket, 0x8914, $request;
  }],
  nothing => [0, sub { 1 }],
);
sub one {
  my ($name) = shift @ARGV;
  my ($count, $do) = @{ $steps{$name} };
  my @values = splice @ARGV, 0, $count;
  $values[1] += 0 if $name eq 'directory' or $name eq 'file';
  return ($do, $name, @values);
}
while ((my $next = $ARGV[0]) ne 'end') {
  if ($next eq 'try') {
    shift @ARGV;
    my ($do, undef, @values) = one();
    my ($instead, undef, @others) = one();
    $do->(@values) or $instead->(@others);
    next;
  }
  my ($do, $name, @values) = one();
  $do->(@values) or do { print STDERR "lab: $name @values[0 .. ($#values > 1 ? 1 : $#values)]: $!\\n"; exit 125 };
}
shift @ARGV;
%ENV = ();
my $program = shift @ARGV;
unless (-x $program) { print STDERR "lab: $program: $!\\n"; exit 127 }
$| = 1;
print "ready $pid\\n";
open STDOUT, '>', '/dev/null';
open STDERR, '>', '/dev/null';
exec { $program } @ARGV;
exit 127;
`;

export const pythonBuild = `
import ctypes, fcntl, os, signal, socket, stat, struct, sys
pid = os.readlink('/proc/self')
arguments = sys.argv[1:]
mount, umount, pivot, hostname, mknodat = map(int, arguments.pop(0).split(','))
libc = ctypes.CDLL(None, use_errno=True)
def call(*values):
    made = [ctypes.c_long(each) if isinstance(each, int) else os.fsencode(each) for each in values]
    if libc.syscall(*made) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
def directory(path, mode):
    if not os.path.isdir(path): os.mkdir(path)
    os.chmod(path, int(mode))
def file(path, mode, text):
    write(path, text)
    os.chmod(path, int(mode))
def write(path, text):
    with open(path, 'w') as out: out.write(text)
def copy(source, layer, target):
    os.spawnvp(os.P_WAIT, 'cp', ['cp', '-Rn', '--preserve=mode,links', source + '/.', layer])
    call(mount, layer, target, '', 4096, '')
def pivoted():
    call(pivot, '.', '.'); call(umount, '.', 2); os.chdir('/')
def loopback():
    with socket.socket(2, 2, 0) as s: fcntl.ioctl(s, 0x8914, struct.pack('16sh22x', b'lo', 1))
steps = {
    'directory': (2, directory),
    'file': (3, file),
    'write': (2, write),
    'link': (2, os.symlink),
    'enter': (1, os.chdir),
    'mount': (5, lambda source, target, kind, flags, data: call(mount, source, target, kind, int(flags), data)),
    'whiteout': (1, lambda path: call(mknodat, -100, path, stat.S_IFCHR, 0)),
    'copy': (3, copy),
    'pivot': (0, pivoted),
    'hostname': (1, lambda name: call(hostname, name, len(name))),
    'loopback': (0, loopback),
    'nothing': (0, lambda: None),
}
def one():
    name = arguments.pop(0)
    count, do = steps[name]
    values = arguments[:count]
    del arguments[:count]
    return name, do, values
while arguments[0] != 'end':
    if arguments[0] == 'try':
        arguments.pop(0)
        _, do, values = one()
        _, instead, others = one()
        try: do(*values)
        except OSError: instead(*others)
        continue
    name, do, values = one()
    try: do(*values)
    except OSError as error:
        sys.stderr.write('lab: %s %s: %s\\n' % (name, ' '.join(values[:2]), error.strerror))
        sys.stderr.flush()
        os._exit(125)
for each in (signal.SIGPIPE, signal.SIGXFSZ): signal.signal(each, signal.SIG_DFL)
if not os.access(arguments[1], os.X_OK):
    sys.stderr.write('lab: %s: not there\\n' % arguments[1])
    sys.stderr.flush()
    os._exit(127)
os.write(1, ('ready %s\\n' % pid).encode())
nothing = os.open('/dev/null', os.O_WRONLY)
for each in (1, 2): os.dup2(nothing, each)
os.execve(arguments[1], arguments[2:], {})
`;
