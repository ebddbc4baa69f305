/**
 * A perl program that listens in several network namespaces at once, and sends one packet if it is asked to. It is begun in
 * a node's user namespace. Arguments: the numbers of setns(2), unshare(2) and clock_gettime(2); milliseconds to wait for an
 * answer; bytes to keep of a frame; frames to take in a second, or 0 for all; a packet filter in hex; the interface to listen
 * on, or nothing for all; what to send (`icmp`, `tcp` or nothing), the path of the namespace it is sent from, the address it
 * is for, its port, its sign in hex (below), the size of an echo that must not be fragmented, or 0; then the namespaces' paths.
 *
 * It writes records, each its length as four bytes (big-endian), a letter, and what belongs to it: `R` it listens, `S` sent,
 * `F` could not be sent or was refused by the way (text), `A` answered (`echo`, `connected`, `refused`), `P` a frame (below),
 * `D` frames that were lost, `X` what broke (text), `Z` all told. It sends when a byte comes in, and ends by itself after an
 * answer, the wait (a second more where nothing was seen), or the end of its input; without anything to send, at the latter alone.
 *
 * - packet(7): one socket that is bound to no interface sees all of its namespace, what comes in and what goes out, in order.
 *   It is made without a protocol and bound when its filter is there: nothing gets in before.
 * - SIOCGSTAMPNS (socket(7)) gives the kernel's own time of the last frame read; its first call switches the stamps on, which
 *   takes effect a moment later (net_enable_timestamp() leaves it to a worker); till then a frame gets the time at which it is
 *   read. So a datagram is sent to ourselves, in a namespace that nobody else has, until its time is before we read it.
 * - The sign of an ICMP echo is 16 bytes of its payload, which every translation of addresses leaves alone. That of a
 *   connection is its first sequence number: TCP_REPAIR and TCP_QUEUE_SEQ (linux/tcp.h, Linux 3.5) let us choose it.
 * - A frame: number of the namespace (16 bits), interface (32), packet type (8), hardware type (16), protocol (16), seconds
 *   (64), nanoseconds (32), length on the wire (32), length of the interface's name (8), the name, the bytes.
 */
export const captureProgram = String.raw`
my ($setns, $unshare, $clock, $wait, $keep, $most, $filter, $only, $kind, $from, $to, $port, $sign, $size, @paths) = @ARGV;
binmode STDOUT;
sub tell_one {
  my $bytes = pack('N', length $_[0]) . $_[0];
  my $at = 0;
  while ($at < length $bytes) { $at += syswrite(STDOUT, $bytes, length($bytes) - $at, $at) // exit }
}
sub enter {
  my $file;
  sysopen($file, $_[0], 2048) && syscall($setns + 0, fileno($file), 0x40000000) == 0;
}
sub broke { tell_one("X$_[0]: $!"); tell_one('Z'); exit }
# Nanoseconds; 0: since 1970, 1: of a clock that only goes on (clock_gettime(2)).
sub clock {
  my ($which, $time) = ($_[0] + 0, "\0" x 16);
  syscall($clock + 0, $which, $time);
  my ($seconds, $nanoseconds) = unpack 'q q', $time;
  return $seconds * 1_000_000_000 + $nanoseconds;
}
sub stamp {
  my $stamp = "\0" x 16;
  ioctl($_[0], 0x8907, $stamp);
  return unpack 'q q', $stamp;
}
my $stamped;
sub switch_stamps_on {
  syscall($unshare + 0, 0x40000000) == 0 && socket($stamped, 2, 2, 17) or return;
  my $up = pack 'a16 s x22', 'lo', 1;
  ioctl($stamped, 0x8914, $up) && bind($stamped, pack 'S n C4 x8', 2, 0, 127, 0, 0, 1) or return;
  my $self = getsockname $stamped;
  stamp($stamped);
  for (1 .. 200) {
    defined send($stamped, 'x', 0, $self) or return;
    my $now = clock(0);
    recv($stamped, my $bytes, 1, 0) // return;
    my ($seconds, $nanoseconds) = stamp($stamped);
    return if $seconds * 1_000_000_000 + $nanoseconds < $now;
    select(undef, undef, undef, 0.001);
  }
}
switch_stamps_on();
$filter = pack 'H*', $filter;
my (@sockets, %names);
my ($heard, $given, $told) = (0, 0, 0);
for my $path (@paths) {
  unless (enter($path)) { push @sockets, undef; next }
  my $index = 0;
  socket(my $socket, 17, 3, 0) or broke('socket');
  if ($only ne '') {
    my $request = pack 'a16 x24', $only;
    ioctl($socket, 0x8933, $request) or broke($only);
    $index = unpack 'x16 i', $request;
  }
  if ($filter ne '') { setsockopt($socket, 1, 26, pack('S x6 P', length($filter) / 8, $filter)) or broke('filter') }
  setsockopt($socket, 1, 8, pack 'i', 8 << 20);
  bind($socket, pack 'S n i S C C a8', 17, 3, $index, 0, 0, 0, '') or broke('bind');
  stamp($socket);
  push @sockets, $socket;
}
sub name_of {
  my ($number, $index) = @_;
  return $names{"$number $index"} //= do {
    my $request = pack 'x16 i x20', $index;
    ioctl($sockets[$number], 0x8910, $request) ? unpack('Z16', $request) : '';
  };
}
sub take {
  my $number = shift;
  my $socket = $sockets[$number];
  # The whole frame, since recv does not tell how long it was.
  my $address = recv($socket, my $bytes, 262144, 64);
  return 0 unless defined $address;
  my ($seconds, $nanoseconds) = stamp($socket);
  my ($protocol, $index, $hardware, $type) = unpack 'x2 n i S C', $address;
  tell_one(pack 'a n N C n n Q> N N C/a a*', 'P', $number, $index, $type, $hardware, $protocol, $seconds, $nanoseconds,
    length $bytes, name_of($number, $index), substr($bytes, 0, $keep));
  $given++;
  return 1;
}
sub ready {
  my ($seconds, @more) = @_;
  my ($in, $out) = ('', '');
  vec($in, fileno $_, 1) = 1 for grep { defined } @sockets, $more[0];
  vec($in, 0, 1) = 1;
  vec($out, fileno $more[1], 1) = 1 if $more[1];
  my $count = select($in, $out, undef, $seconds);
  return $count > 0 ? ($in, $out) : ();
}
# PACKET_STATISTICS: frames since it was last asked, those that did not fit in the queue among them, and those alone. At the
# end what nobody has read yet is lost, too.
sub tell_lost {
  my ($all) = @_;
  my $lost = 0;
  for (grep { defined } @sockets) {
    my ($frames, $dropped) = unpack 'I I', getsockopt($_, 263, 6) // pack 'I I', 0, 0;
    $heard += $frames;
    $lost += $dropped;
  }
  $lost = $heard - $given - $told if $all;
  $told += $lost;
  tell_one("D$lost") if $lost > 0;
}
sub drain {
  for (my $left = 5000; $left > 0;) {
    my ($in) = ready(0.01) or last;
    my $taken = 0;
    for (0 .. $#sockets) { $taken += take($_) if $sockets[$_] && vec($in, fileno $sockets[$_], 1) }
    last unless $taken;
    $left -= $taken;
  }
  tell_lost(1);
  tell_one('Z');
  exit;
}
sub sum {
  my ($sum, $bytes) = (0, shift() . "\0");
  $sum += $_ for unpack 'n*', $bytes;
  $sum = ($sum & 65535) + ($sum >> 16) while $sum >> 16;
  return ~$sum & 65535;
}
tell_one('R');
if ($kind ne '') { sysread(STDIN, my $byte, 1) or exit }
my ($reader, $writer);
if ($kind ne '') {
  enter($from) or broke('setns');
  my $target = pack 'S n a4 x8', 2, $port, pack 'C4', split /\./, $to;
  if ($kind eq 'icmp') {
    socket($reader, 2, 3, 1) or broke('socket');
    my $rest = pack('n n', $port, 1) . pack('H*', $sign) . substr('netns-course' x 5500, 0, ($size || 84) - 44);
    # IP_MTU_DISCOVER, IP_PMTUDISC_DO (ip(7)): what does not fit is not cut in pieces.
    setsockopt($reader, 0, 10, pack 'i', 2) or broke('IP_MTU_DISCOVER') if $size;
    my $packet = pack('C C n', 8, 0, sum(pack('C C n', 8, 0, 0) . $rest)) . $rest;
    defined send($reader, $packet, 0, pack 'S n a4 x8', 2, 0, pack 'C4', split /\./, $to)
      ? tell_one('S') : do { tell_one("F$!"); drain() };
  } else {
    socket($writer, 2, 1 | 2048, 6) or broke('socket');
    setsockopt($writer, 6, 19, pack 'i', 1) && setsockopt($writer, 6, 20, pack 'i', 2)
      && setsockopt($writer, 6, 21, pack 'I', hex $sign) && setsockopt($writer, 6, 19, pack 'i', -1) or broke('TCP_REPAIR');
    if (connect($writer, $target) || $! == 115) { tell_one('S') } else { tell_one("F$!"); drain() }
  }
}
my ($until, $longer);
$until = clock(1) + $wait * 1_000_000 if $kind ne '';
my ($second, $taken) = (clock(1), 0);
while (1) {
  if ($most) {
    my $rest = $second + 1_000_000_000 - clock(1);
    if ($taken >= $most && $rest > 0) {
      my $input = "\1";
      if (select($input, undef, undef, $rest / 1e9) > 0) { sysread(STDIN, my $byte, 1) or drain() }
      next;
    }
    if ($rest <= 0) { tell_lost() if $taken >= $most; ($second, $taken) = (clock(1), 0) }
  }
  my $left = defined $until ? ($until - clock(1)) / 1e9 : undef;
  if (defined $left && $left <= 0) {
    drain() if $given or $longer++;
    # It may wait for a neighbour who was asked for before we listened: the kernel gives up within a second.
    $until += 1_100_000_000;
    next;
  }
  my ($in, $out) = ready($left, $reader, $writer);
  next unless defined $in;
  for (0 .. $#sockets) { $taken += take($_) if $sockets[$_] && vec($in, fileno $sockets[$_], 1) }
  if (vec($in, 0, 1)) { sysread(STDIN, my $byte, 1) or drain() }
  if ($reader && vec($in, fileno $reader, 1)) {
    defined recv($reader, my $bytes, 4096, 64) or next;
    my $type = ord(substr $bytes, 4 * (ord($bytes) & 15), 1);
    next if index($bytes, pack 'H*', $sign) < 0;
    if ($type == 0) { tell_one('Aecho'); drain() }
    if ($type == 3 || $type == 11 || $type == 12) { tell_one('F'); drain() }
  }
  if ($writer && vec($out, fileno $writer, 1)) {
    my $number = unpack 'i', getsockopt($writer, 1, 4);
    $! = $number;
    tell_one($number == 0 ? 'Aconnected' : $number == 111 ? 'Arefused' : "F$!");
    drain();
  }
}
`;
