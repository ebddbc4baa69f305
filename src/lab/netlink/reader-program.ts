/**
 * A perl program that reads of several network namespaces what the kernel says of them, all in one process: it enters each
 * with setns(2), sends dump requests over netlink(7) and reads files (below `/proc/sys/net` and `/proc/net`, which answer
 * for the namespace of who reads). It changes nothing.
 *
 * Its arguments: the numbers of setns(2) and getsockopt(2); how many paths, the paths of the namespaces; how many requests, each `PROTOCOL HEX`; then for each
 * namespace how many requests by number, the numbers, how many files, the files. It prints a line `N r|f INDEX HEX` for each that
 * was answered: for a request all messages up to the end of the dump, for a file its first 64 KiB; and `N c 0 HEX`, the
 * namespace's cookie, which no other ever has (SO_NETNS_COOKIE, Linux 5.14). A file that is not
 * there has `-` in place of its bytes; what could not be asked has no line. A dump during which something changed is
 * asked for again.
 */
export const readerProgram = String.raw`
my ($setns, $getsockopt) = map { $_ + 0 } splice(@ARGV, 0, 2);
binmode STDOUT;
my @paths = splice(@ARGV, 0, shift @ARGV);
my @requests = map { my ($p, $h) = split / /; [$p, pack('H*', $h)] } splice(@ARGV, 0, shift @ARGV);
my @fds = map { my $f; sysopen($f, $_, 2048) ? $f : undef } @paths;
sub ask {
  my ($s, $request) = @_;
  for my $try (1 .. 3) {
    send($s, $request, 0, pack('SSLL', 16, 0, 0, 0)) or return;
    my ($all, $again, $end) = ('', 0, 0);
    until ($end) {
      defined recv($s, my $part, 262144, 0) or return;
      for (my $at = 0; $at + 16 <= length $part;) {
        my ($length, $type, $flags) = unpack('LSS', substr($part, $at, 8));
        return if $length < 16;
        $again = 1 if $flags & 16;
        $end = 1 if $type == 2 || $type == 3 || !($flags & 2);
        $at += ($length + 3) & ~3;
      }
      $all .= $part;
    }
    return $all unless $again && $try < 3;
  }
}
for my $n (0 .. $#paths) {
  my @numbers = splice(@ARGV, 0, shift @ARGV);
  my @files = splice(@ARGV, 0, shift @ARGV);
  next unless $fds[$n] && syscall($setns, fileno($fds[$n]), 0x40000000) == 0;
  my (%sockets, $out);
  for my $i (@numbers) {
    my ($protocol, $request) = @{$requests[$i]};
    $sockets{$protocol} //= do { my $s; socket($s, 16, 3, $protocol) ? $s : 0 };
    my $answer = $sockets{$protocol} && ask($sockets{$protocol}, $request);
    $out .= "$n r $i " . unpack('H*', $answer) . "\n" if defined $answer && $answer ne '0';
  }
  for my $i (0 .. $#files) {
    if (open(my $f, '<', $files[$i])) {
      my $got = sysread($f, my $bytes, 65536);
      $out .= "$n f $i " . unpack('H*', $bytes) . "\n" if defined $got;
    } elsif ($! == 2) { $out .= "$n f $i -\n" }
  }
  my ($any) = grep { $_ } values %sockets;
  my ($cookie, $length) = (pack('Q', 0), pack('L', 8));
  $out .= "$n c 0 " . unpack('H*', $cookie) . "\n" if $any && syscall($getsockopt, fileno($any), 1, 71, $cookie, $length) == 0;
  print $out if defined $out;
}`;
